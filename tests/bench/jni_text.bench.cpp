// SPDX-License-Identifier: BSL-1.0
// Text and arrays against what JNI itself offers, in an embedded JVM.
#include <jni.h>

#include <benchmark/benchmark.h>

#include <string>

#include <ffiguard/jni/data/array.hpp>
#include <ffiguard/jni/data/array_view.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/data/utf16_view.hpp>

namespace {

namespace jni = ffiguard::jni;

JNIEnv* env = nullptr;

jni::local_ref<jstring> text_of(std::size_t size) {
    return jni::adopt_local(env, env->NewStringUTF(std::string(size, 'a').c_str()));
}

template <std::size_t Size>
void to_utf8_ffiguard(benchmark::State& state) {
    const auto text = text_of(Size);
    for (auto _ : state) {
        const auto utf8 = jni::to_utf8(env, text);
        benchmark::DoNotOptimize(utf8->c_str());
    }
}
template <std::size_t Size>
void to_utf8_raw(benchmark::State& state) {
    const auto text = text_of(Size);
    for (auto _ : state) {
        const char* const utf8 = env->GetStringUTFChars(text.get(), nullptr);
        benchmark::DoNotOptimize(utf8);
        env->ReleaseStringUTFChars(text.get(), utf8);
    }
}

template <std::size_t Size>
void utf16_ffiguard(benchmark::State& state) {
    const auto text = text_of(Size);
    for (auto _ : state) {
        const jni::utf16_view view(env, text);
        benchmark::DoNotOptimize(view.data());
    }
}
template <std::size_t Size>
void utf16_raw(benchmark::State& state) {
    const auto text = text_of(Size);
    for (auto _ : state) {
        benchmark::DoNotOptimize(env->GetStringLength(text.get()));
        const jchar* const units = env->GetStringChars(text.get(), nullptr);
        benchmark::DoNotOptimize(units);
        env->ReleaseStringChars(text.get(), units);
    }
}

void literal_ffiguard(benchmark::State& state) {
    constexpr jni::ascii_literal text("a text of 24 characters...");
    for (auto _ : state) benchmark::DoNotOptimize(jni::new_string(env, text)->get());
}
void literal_raw(benchmark::State& state) {
    for (auto _ : state) {
        const jstring made = env->NewStringUTF("a text of 24 characters...");
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}
void literal_as_view(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(jni::new_string(env, "a text of 24 characters...")->get());
}

template <std::size_t Size>
void new_string_ffiguard(benchmark::State& state) {
    const std::string text(Size, 'a');
    for (auto _ : state) benchmark::DoNotOptimize(jni::new_string(env, text)->get());
}
template <std::size_t Size>
void new_string_raw(benchmark::State& state) {
    const std::string text(Size, 'a');
    for (auto _ : state) {
        const jstring made = env->NewStringUTF(text.c_str());
        if (env->ExceptionCheck() == JNI_TRUE) return;
        benchmark::DoNotOptimize(made);
        env->DeleteLocalRef(made);
    }
}

jni::local_ref<jbyteArray> array_of(jsize size) {
    return jni::adopt_local(env, env->NewByteArray(size));
}

template <jsize Size>
void bytes_ffiguard(benchmark::State& state) {
    const auto array = array_of(Size);
    for (auto _ : state) {
        const jni::array_view<const jbyte> view(env, array);
        benchmark::DoNotOptimize(*view.data());
    }
}
template <jsize Size>
void bytes_elements(benchmark::State& state) {
    const auto array = array_of(Size);
    for (auto _ : state) {
        jbyte* const bytes = env->GetByteArrayElements(array.get(), nullptr);
        benchmark::DoNotOptimize(*bytes);
        env->ReleaseByteArrayElements(array.get(), bytes, JNI_ABORT);
    }
}
// What a careful user of them calls, too: without the length nobody can look at an element.
template <jsize Size>
void bytes_elements_checked(benchmark::State& state) {
    const auto array = array_of(Size);
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) continue;
        benchmark::DoNotOptimize(env->GetArrayLength(array.get()));
        jbyte* const bytes = env->GetByteArrayElements(array.get(), nullptr);
        if (bytes == nullptr) continue;
        benchmark::DoNotOptimize(*bytes);
        env->ReleaseByteArrayElements(array.get(), bytes, JNI_ABORT);
    }
}

template <jsize Size>
void changed_ffiguard(benchmark::State& state) {
    const auto array = array_of(Size);
    for (auto _ : state) {
        jni::array_view<jbyte> view(env, array);
        ++*view.data();
    }
}
template <jsize Size>
void changed_elements_checked(benchmark::State& state) {
    const auto array = array_of(Size);
    for (auto _ : state) {
        if (env->ExceptionCheck() == JNI_TRUE) continue;
        benchmark::DoNotOptimize(env->GetArrayLength(array.get()));
        jbyte* const bytes = env->GetByteArrayElements(array.get(), nullptr);
        if (bytes == nullptr) continue;
        ++*bytes;
        env->ReleaseByteArrayElements(array.get(), bytes, 0);
    }
}

}  // namespace

BENCHMARK(to_utf8_ffiguard<256>)->Name("string to UTF-8, 256/ffiguard");
BENCHMARK(to_utf8_raw<256>)->Name("string to UTF-8, 256/GetStringUTFChars");
BENCHMARK(to_utf8_ffiguard<4096>)->Name("string to UTF-8, 4096/ffiguard");
BENCHMARK(to_utf8_raw<4096>)->Name("string to UTF-8, 4096/GetStringUTFChars");
BENCHMARK(new_string_ffiguard<16>)->Name("new string, 16/ffiguard");
BENCHMARK(new_string_raw<16>)->Name("new string, 16/NewStringUTF+check");
BENCHMARK(new_string_ffiguard<256>)->Name("new string, 256/ffiguard");
BENCHMARK(new_string_raw<256>)->Name("new string, 256/NewStringUTF+check");
BENCHMARK(utf16_ffiguard<256>)->Name("UTF-16 view, 256/ffiguard");
BENCHMARK(utf16_raw<256>)->Name("UTF-16 view, 256/GetStringChars");
BENCHMARK(literal_ffiguard)->Name("string of a literal/ffiguard");
BENCHMARK(literal_raw)->Name("string of a literal/NewStringUTF");
BENCHMARK(literal_as_view)->Name("string of a literal/new_string of a view");
BENCHMARK(bytes_ffiguard<16>)->Name("byte[16] read/ffiguard");
BENCHMARK(bytes_elements<16>)->Name("byte[16] read/Elements, unchecked");
BENCHMARK(bytes_elements_checked<16>)->Name("byte[16] read/Elements, same checks");
BENCHMARK(bytes_ffiguard<4096>)->Name("byte[4096] read/ffiguard");
BENCHMARK(bytes_elements_checked<4096>)->Name("byte[4096] read/Elements, same checks");
BENCHMARK(changed_ffiguard<16>)->Name("byte[16] changed/ffiguard");
BENCHMARK(changed_elements_checked<16>)->Name("byte[16] changed/Elements, same checks");

int main(int argc, char** argv) {
    JavaVMInitArgs args{JNI_VERSION_1_8, 0, nullptr, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    vm->DestroyJavaVM();
}
