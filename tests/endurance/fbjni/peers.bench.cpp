// SPDX-License-Identifier: BSL-1.0
// ffiguard beside raw JNI and beside fbjni, in one embedded JVM: each row does the same work three
// times. Raw JNI makes the checks that ffiguard makes: before a call that none is pending, which the
// specification demands, after it what came of it. fbjni makes the second.
#include <fbjni/ByteBuffer.h>
#include <fbjni/fbjni.h>
#include <jni.h>

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include <ffiguard/jni/jni.hpp>

namespace {

namespace jni = ffiguard::jni;
namespace fb = facebook::jni;

JNIEnv* env = nullptr;

struct integer {
    static constexpr const char* java_name() noexcept { return "java/lang/Integer"; }
    jni::constructor<integer(jint)> make;
    jni::method<jint(), integer> int_value;
    jni::field<jint, integer> value;
    jni::static_method<jint(jint, jint)> sum;
};
struct objects {
    static constexpr const char* java_name() noexcept { return "java/util/Objects"; }
    jni::static_method<jobject(jobject)> require_non_null;
};
jni::bound_class<integer> integers;
jni::bound_class<objects> checks;
jni::local_ref<integer> number;

struct JObjects : fb::JavaClass<JObjects> {
    static constexpr auto kJavaDescriptor = "Ljava/util/Objects;";
};

jclass integer_class = nullptr;
jclass objects_class = nullptr;
jclass runtime_exception = nullptr;
jmethodID int_value_id = nullptr;
jmethodID sum_id = nullptr;
jmethodID require_id = nullptr;
jfieldID value_id = nullptr;

// ---- calls and fields
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
void method_fbjni(benchmark::State& state) {
    static const auto method = fb::findClassStatic("java/lang/Integer")->getMethod<jint()>("intValue");
    const fb::alias_ref<jobject> self(number.get());
    for (auto _ : state) benchmark::DoNotOptimize(method(self));
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
void static_fbjni(benchmark::State& state) {
    static const auto type = fb::findClassStatic("java/lang/Integer");
    static const auto method = type->getStaticMethod<jint(jint, jint)>("sum");
    for (auto _ : state) benchmark::DoNotOptimize(method(type, 1, 2));
}
void field_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(*integers->value.get(env, number));
}
void field_raw(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(env->GetIntField(number.get(), value_id));
}
void field_fbjni(benchmark::State& state) {
    static const auto field = fb::findClassStatic("java/lang/Integer")->getField<jint>("value");
    const fb::alias_ref<fb::JObject> self(static_cast<fb::JObject::javaobject>(
        static_cast<jobject>(number.get())));
    for (auto _ : state) benchmark::DoNotOptimize(self->getFieldValue(field));
}
void new_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(integers->make(env, 7)->get());
}
void new_raw(benchmark::State& state) {
    const jmethodID make = env->GetMethodID(integer_class, "<init>", "(I)V");
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jobject made = env->NewObject(integer_class, make, 7);
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}
void new_fbjni(benchmark::State& state) {
    static const auto type = fb::findClassStatic("java/lang/Integer");
    static const auto make = type->getConstructor<jobject(jint)>();
    for (auto _ : state) benchmark::DoNotOptimize(type->newObject(make, 7).get());
}

// ---- text
std::string text_of(std::size_t size, bool mixed) {
    std::string text;
    while (text.size() < size) text += mixed ? "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z" : "a";
    return mixed ? text : text.substr(0, size);
}
template <std::size_t Size, bool Mixed>
void new_text_ffiguard(benchmark::State& state) {
    const std::string text = text_of(Size, Mixed);
    for (auto _ : state) benchmark::DoNotOptimize(jni::new_string(env, text)->get());
}
template <std::size_t Size, bool Mixed>
void new_text_raw(benchmark::State& state) {
    const std::string text = text_of(Size, Mixed);
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jstring made = env->NewStringUTF(text.c_str());
        if (made == nullptr) return;
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}
template <std::size_t Size, bool Mixed>
void new_text_fbjni(benchmark::State& state) {
    const std::string text = text_of(Size, Mixed);
    for (auto _ : state) benchmark::DoNotOptimize(fb::make_jstring(text).get());
}
template <std::size_t Size, bool Mixed>
void read_text_ffiguard(benchmark::State& state) {
    const auto text = *jni::new_string(env, text_of(Size, Mixed));
    for (auto _ : state) benchmark::DoNotOptimize(jni::to_utf8(env, text)->c_str());
}
template <std::size_t Size, bool Mixed>
void read_text_raw(benchmark::State& state) {
    const auto text = *jni::new_string(env, text_of(Size, Mixed));
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const char* const utf8 = env->GetStringUTFChars(text.get(), nullptr);
        if (utf8 == nullptr) return;
        benchmark::DoNotOptimize(utf8);
        env->ReleaseStringUTFChars(text.get(), utf8);
    }
}
template <std::size_t Size, bool Mixed>
void read_text_fbjni(benchmark::State& state) {
    const auto text = *jni::new_string(env, text_of(Size, Mixed));
    const fb::alias_ref<jstring> alias(text.get());
    for (auto _ : state) benchmark::DoNotOptimize(alias->toStdString().c_str());
}

// ---- arrays and buffers
template <jsize Size>
void bytes_ffiguard(benchmark::State& state) {
    const auto array = jni::adopt_local(env, env->NewByteArray(Size));
    for (auto _ : state) {
        const jni::array_view<const jbyte> view(env, array);
        benchmark::DoNotOptimize(*view.data());
    }
}
template <jsize Size>
void bytes_raw(benchmark::State& state) {
    const auto array = jni::adopt_local(env, env->NewByteArray(Size));
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(env->GetArrayLength(array.get()));
        jbyte* const bytes = env->GetByteArrayElements(array.get(), nullptr);
        if (bytes == nullptr) return;
        benchmark::DoNotOptimize(*bytes);
        env->ReleaseByteArrayElements(array.get(), bytes, JNI_ABORT);
    }
}
template <jsize Size>
void bytes_fbjni(benchmark::State& state) {
    const auto array = jni::adopt_local(env, env->NewByteArray(Size));
    fb::alias_ref<jbyteArray> alias(array.get());
    for (auto _ : state) {
        auto pinned = alias->pin();
        benchmark::DoNotOptimize(*pinned.get());
        pinned.abort();
    }
}

// ---- references
void global_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(jni::promote(env, number)->get());
}
void global_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jobject made = env->NewGlobalRef(number.get());
        if (made == nullptr) return;
        benchmark::DoNotOptimize(made);
        env->DeleteGlobalRef(made);
    }
}
void global_fbjni(benchmark::State& state) {
    const fb::alias_ref<jobject> alias(number.get());
    for (auto _ : state) benchmark::DoNotOptimize(fb::make_global(alias).get());
}
void local_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(jni::to_local(env, number)->get());
}
void local_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        const jobject made = env->NewLocalRef(number.get());
        if (made == nullptr) return;
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}
void local_fbjni(benchmark::State& state) {
    const fb::alias_ref<jobject> alias(number.get());
    for (auto _ : state) benchmark::DoNotOptimize(fb::make_local(alias).get());
}

// ---- exceptions
void caught_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto got = checks->require_non_null(env, jni::local_ref<jobject>());
        if (got) return;
        benchmark::DoNotOptimize(jni::java_exception::take(env).throwable().get());
    }
}
void caught_raw(benchmark::State& state) {
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) return;
        env->CallStaticObjectMethod(objects_class, require_id, nullptr);
        const jthrowable thrown = env->ExceptionOccurred();
        if (thrown == nullptr) return;
        env->ExceptionClear();
        // As long as a C++ exception that holds it: by a global reference.
        const jobject kept = env->NewGlobalRef(thrown);
        env->DeleteLocalRef(thrown);
        benchmark::DoNotOptimize(kept);
        env->DeleteGlobalRef(kept);
    }
}
void caught_fbjni(benchmark::State& state) {
    static const auto type = JObjects::javaClassStatic();
    static const auto method = type->getStaticMethod<jobject(jobject)>("requireNonNull");
    for (auto _ : state) {
        try {
            method(type, nullptr);
        } catch (const fb::JniException& e) {
            benchmark::DoNotOptimize(e.getThrowable().get());
        }
    }
}

void thrown_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        jni::boundary(env, [] { throw std::runtime_error("a message of the usual length"); });
        env->ExceptionClear();
    }
}
void thrown_raw(benchmark::State& state) {
    for (auto _ : state) {
        try {
            throw std::runtime_error("a message of the usual length");
        } catch (const std::exception& e) {
            env->ThrowNew(runtime_exception, e.what());
        } catch (...) {
            env->ThrowNew(runtime_exception, "unknown");
        }
        env->ExceptionClear();
    }
}
void thrown_fbjni(benchmark::State& state) {
    for (auto _ : state) {
        try {
            throw std::runtime_error("a message of the usual length");
        } catch (...) {
            fb::translatePendingCppExceptionToJavaException();
        }
        env->ExceptionClear();
    }
}

#define ROW(NAME, FUNCTION)                                \
    BENCHMARK(FUNCTION##_ffiguard)->Name(NAME "/ffiguard"); \
    BENCHMARK(FUNCTION##_raw)->Name(NAME "/raw JNI");       \
    BENCHMARK(FUNCTION##_fbjni)->Name(NAME "/fbjni")
#define TEXT_ROW(NAME, FUNCTION, SIZE, MIXED)                           \
    BENCHMARK(FUNCTION##_ffiguard<SIZE, MIXED>)->Name(NAME "/ffiguard"); \
    BENCHMARK(FUNCTION##_raw<SIZE, MIXED>)->Name(NAME "/raw JNI");       \
    BENCHMARK(FUNCTION##_fbjni<SIZE, MIXED>)->Name(NAME "/fbjni")
#define BYTES_ROW(SIZE)                                                \
    BENCHMARK(bytes_ffiguard<SIZE>)->Name("byte[" #SIZE "]/ffiguard"); \
    BENCHMARK(bytes_raw<SIZE>)->Name("byte[" #SIZE "]/raw JNI");       \
    BENCHMARK(bytes_fbjni<SIZE>)->Name("byte[" #SIZE "]/fbjni")

ROW("int method", method);
ROW("static int method", static);
ROW("int field", field);
ROW("new object", new);
TEXT_ROW("new string, 16", new_text, 16, false);
TEXT_ROW("new string, 256", new_text, 256, false);
TEXT_ROW("new string, 24 mixed", new_text, 24, true);
TEXT_ROW("new string, 264 mixed", new_text, 264, true);
TEXT_ROW("read string, 16", read_text, 16, false);
TEXT_ROW("read string, 256", read_text, 256, false);
TEXT_ROW("read string, 4096", read_text, 4096, false);
TEXT_ROW("read string, 24 mixed", read_text, 24, true);
TEXT_ROW("read string, 264 mixed", read_text, 264, true);
BYTES_ROW(16);
BYTES_ROW(4096);
ROW("global reference", global);
ROW("local reference", local);
ROW("Java exception caught", caught);
ROW("C++ exception thrown", thrown);

template <class T>
T kept(T local) {
    return static_cast<T>(env->NewGlobalRef(local));
}

bool bind() {
    integer_class = kept(env->FindClass("java/lang/Integer"));
    objects_class = kept(env->FindClass("java/util/Objects"));
    runtime_exception = kept(env->FindClass("java/lang/RuntimeException"));
    int_value_id = env->GetMethodID(integer_class, "intValue", "()I");
    sum_id = env->GetStaticMethodID(integer_class, "sum", "(II)I");
    require_id = env->GetStaticMethodID(objects_class, "requireNonNull",
                                        "(Ljava/lang/Object;)Ljava/lang/Object;");
    value_id = env->GetFieldID(integer_class, "value", "I");
    auto of_integer = jni::bind_class<integer>(
        env, jni::member(&integer::make), jni::member("intValue", &integer::int_value),
        jni::member("value", &integer::value), jni::member("sum", &integer::sum));
    auto of_objects = jni::bind_class<objects>(
        env, jni::member("requireNonNull", &objects::require_non_null));
    if (!of_integer || !of_objects) return false;
    integers = *std::move(of_integer);
    checks = *std::move(of_objects);
    number = *integers->make(env, 7);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    std::string class_path = "-Djava.class.path=" + std::string(std::getenv("FBJNI_CLASSES"));
    JavaVMOption options[] = {{class_path.data(), nullptr}};
    JavaVMInitArgs args{JNI_VERSION_1_8, 1, options, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    if (fb::initialize(vm, [] {}) < 0 || !bind()) {
        env->ExceptionDescribe();
        return 1;
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    number.reset();
    integers = {};
    checks = {};
    std::_Exit(0);  // fbjni's statics do not bear the end of the VM
}
