// SPDX-License-Identifier: BSL-1.0
// A typed call beside the same JNI call and the ExceptionCheck that has to follow it.
#include <jni.h>

#include <benchmark/benchmark.h>

#include <ffiguard/jni/call/class.hpp>

namespace {

namespace jni = ffiguard::jni;

struct text {
    static constexpr const char* java_name() noexcept { return "java/lang/String"; }
    jni::method<jint(jint)> code_point_at;
    jni::static_method<jstring(jchar)> value_of;
};

struct integer {
    static constexpr const char* java_name() noexcept { return "java/lang/Integer"; }
    jni::constructor<integer(jint)> make;
    jni::field<jint, integer> value;
};

JNIEnv* env = nullptr;
jstring object = nullptr;
jclass type = nullptr;
jmethodID code_point_at = nullptr;
jmethodID value_of = nullptr;
jfieldID value_id = nullptr;
jni::bound_class<text> bound;
jni::bound_class<integer> integers;
jni::local_ref<integer> number;

void instance_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto answer = bound->code_point_at(env, object, 0);
        benchmark::DoNotOptimize(*answer);
    }
}
void instance_variadic(benchmark::State& state) {
    for (auto _ : state) {
        const jint answer = env->CallIntMethod(object, code_point_at, 0);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(answer);
    }
}
void instance_array(benchmark::State& state) {
    for (auto _ : state) {
        const jvalue arguments[] = {{}};
        const jint answer = env->CallIntMethodA(object, code_point_at, arguments);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(answer);
    }
}
void static_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto answer = bound->value_of(env, jchar{'a'});
        benchmark::DoNotOptimize(answer->get());
    }
}
void static_variadic(benchmark::State& state) {
    for (auto _ : state) {
        const jobject answer = env->CallStaticObjectMethod(type, value_of, 'a');
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(answer);
        env->DeleteLocalRef(answer);
    }
}

void field_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto answer = integers->value.get(env, number);
        benchmark::DoNotOptimize(*answer);
    }
}
void field_raw(benchmark::State& state) {
    for (auto _ : state) {
        const jint answer = env->GetIntField(number.get(), value_id);
        benchmark::DoNotOptimize(answer);
    }
}
void set_field_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto answer = integers->value.set(env, number, 7);
        benchmark::DoNotOptimize(answer.ok());
    }
}
void set_field_raw(benchmark::State& state) {
    for (auto _ : state) env->SetIntField(number.get(), value_id, 7);
}

}  // namespace

BENCHMARK(field_ffiguard)->Name("JNI int field/ffiguard");
BENCHMARK(field_raw)->Name("JNI int field/GetIntField");
BENCHMARK(set_field_ffiguard)->Name("JNI int field set/ffiguard");
BENCHMARK(set_field_raw)->Name("JNI int field set/SetIntField");
BENCHMARK(instance_ffiguard)->Name("JNI typed call/ffiguard");
BENCHMARK(instance_variadic)->Name("JNI typed call/CallIntMethod+check");
BENCHMARK(instance_array)->Name("JNI typed call/CallIntMethodA+check");
BENCHMARK(static_ffiguard)->Name("JNI typed static call/ffiguard");
BENCHMARK(static_variadic)->Name("JNI typed static call/CallStatic+check+Delete");

int main(int argc, char** argv) {
    JavaVMInitArgs args{JNI_VERSION_1_8, 0, nullptr, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    object = env->NewStringUTF("text");
    type = env->FindClass("java/lang/String");
    code_point_at = env->GetMethodID(type, "codePointAt", "(I)I");
    value_of = env->GetStaticMethodID(type, "valueOf", "(C)Ljava/lang/String;");
    auto made = jni::bind_class<text>(env, jni::member("codePointAt", &text::code_point_at),
                                      jni::member("valueOf", &text::value_of));
    if (!made) return 1;
    bound = *std::move(made);
    auto bound_integers = jni::bind_class<integer>(env, jni::member(&integer::make),
                                                   jni::member("value", &integer::value));
    if (!bound_integers) return 1;
    integers = *std::move(bound_integers);
    number = integers->make(env, 7).value_or({});
    value_id = env->GetFieldID(integers.type().get(), "value", "I");
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    bound = {};
    number.reset();
    integers = {};
    vm->DestroyJavaVM();
}
