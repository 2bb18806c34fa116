// SPDX-License-Identifier: BSL-1.0
// ffiguard beside raw JNI with the same checks, and beside jni-bind, in one embedded JVM. jni-bind
// checks nothing: an exception that is pending stays so.
#include <jni.h>
#include <jni_bind_release.h>

#include <string>

#include <benchmark/benchmark.h>

#include <ffiguard/jni/jni.hpp>

namespace {

namespace fg = ffiguard::jni;

JNIEnv* env = nullptr;

struct integer {
    static constexpr const char* java_name() noexcept { return "java/lang/Integer"; }
    fg::constructor<integer(jint)> make;
    fg::method<jint(), integer> int_value;
    fg::field<jint, integer> value;
    fg::static_method<jint(jint, jint)> sum;
};
fg::bound_class<integer> integers;
fg::local_ref<integer> number;

constexpr jni::Class bound_integer{
    "java/lang/Integer",
    jni::Constructor{jint{}},
    jni::Static{jni::Method{"sum", jni::Return<jint>{}, jni::Params<jint, jint>{}}},
    jni::Method{"intValue", jni::Return<jint>{}, jni::Params<>{}},
    jni::Field{"value", jint{}},
};

jclass integer_class = nullptr;
jmethodID int_value_id = nullptr;
jmethodID sum_id = nullptr;
jmethodID make_id = nullptr;
jfieldID value_id = nullptr;

void method_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(*integers->int_value(env, number));
}
void method_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jint got = env->CallIntMethod(number.get(), int_value_id);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(got);
    }
}
void method_bind(benchmark::State& state) {
    const jni::LocalObject<bound_integer> self{env->NewLocalRef(number.get())};
    for (auto _ : state) benchmark::DoNotOptimize(self.Call<"intValue">());
}

void static_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(*integers->sum(env, 1, 2));
}
void static_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jint got = env->CallStaticIntMethod(integer_class, sum_id, 1, 2);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(got);
    }
}
void static_bind(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(jni::StaticRef<bound_integer>{}.Call<"sum">(1, 2));
}

void field_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(*integers->value.get(env, number));
}
void field_raw(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(env->GetIntField(number.get(), value_id));
}
void field_bind(benchmark::State& state) {
    jni::LocalObject<bound_integer> self{env->NewLocalRef(number.get())};
    for (auto _ : state) benchmark::DoNotOptimize(self.Access<"value">().Get());
}

void new_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(integers->make(env, 7)->get());
}
void new_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jobject made = env->NewObject(integer_class, make_id, 7);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}
void new_bind(benchmark::State& state) {
    for (auto _ : state) {
        const jni::LocalObject<bound_integer> made{7};
        benchmark::DoNotOptimize(jobject{made});
    }
}

template <class T>
T kept(T local) {
    return static_cast<T>(env->NewGlobalRef(local));
}

#define ROW(NAME, FUNCTION)                                 \
    BENCHMARK(FUNCTION##_ffiguard)->Name(NAME "/ffiguard"); \
    BENCHMARK(FUNCTION##_raw)->Name(NAME "/raw JNI");       \
    BENCHMARK(FUNCTION##_bind)->Name(NAME "/jni-bind")
ROW("int method", method);
ROW("static int method", static);
ROW("int field", field);
ROW("new object", new);

}  // namespace

int main(int argc, char** argv) {
    JavaVMInitArgs args{JNI_VERSION_1_8, 0, nullptr, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    static const jni::JvmRef<jni::kDefaultJvm> of_jni_bind{vm};
    integer_class = kept(env->FindClass("java/lang/Integer"));
    int_value_id = env->GetMethodID(integer_class, "intValue", "()I");
    sum_id = env->GetStaticMethodID(integer_class, "sum", "(II)I");
    make_id = env->GetMethodID(integer_class, "<init>", "(I)V");
    value_id = env->GetFieldID(integer_class, "value", "I");
    auto bound = fg::bind_class<integer>(
        env, fg::member(&integer::make), fg::member("intValue", &integer::int_value),
        fg::member("value", &integer::value), fg::member("sum", &integer::sum));
    if (!bound) return 1;
    integers = *std::move(bound);
    number = *integers->make(env, 7);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    std::_Exit(0);  // jni-bind's statics do not bear the end of the VM
}
