// SPDX-License-Identifier: BSL-1.0
// What owning references and attaching costs beside the bare calls, in an embedded JVM.
#include <jni.h>

#include <functional>
#include <thread>

#include <benchmark/benchmark.h>

#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>

namespace {

JNIEnv* env = nullptr;
jobject object = nullptr;

void local_ref_ffiguard(benchmark::State& state) {
    for (auto _ : state) {
        const auto owner = ffiguard::jni::adopt_local(env, env->NewLocalRef(object));
        benchmark::DoNotOptimize(owner.get());
    }
}
void local_ref_raw(benchmark::State& state) {
    for (auto _ : state) {
        const jobject ref = env->NewLocalRef(object);
        benchmark::DoNotOptimize(ref);
        if (ref != nullptr) env->DeleteLocalRef(ref);
    }
}

void shared_ref_ffiguard(benchmark::State& state) {
    const auto shared = *ffiguard::jni::shared_ref<jobject>::make(env, object);
    for (auto _ : state) {
        const auto copy = shared;
        benchmark::DoNotOptimize(copy.get());
    }
}
void global_ref_raw(benchmark::State& state) {
    for (auto _ : state) {
        const jobject ref = env->NewGlobalRef(object);
        benchmark::DoNotOptimize(ref);
        env->DeleteGlobalRef(ref);
    }
}

// A callback on a native thread, again and again.
void on_native_thread(benchmark::State& state, void (*body)(benchmark::State&)) {
    std::thread(body, std::ref(state)).join();
}
void attach_ffiguard(benchmark::State& state) {
    on_native_thread(state, [](benchmark::State& here) {
        for (auto _ : here) {
            const auto attached = ffiguard::jni::attach_thread();
            benchmark::DoNotOptimize(*attached);
        }
    });
}
void attach_raw(benchmark::State& state) {
    on_native_thread(state, [](benchmark::State& here) {
        JavaVM* const java_vm = ffiguard::jni::vm::get();
        for (auto _ : here) {
            void* attached = nullptr;
            java_vm->AttachCurrentThread(&attached, nullptr);
            benchmark::DoNotOptimize(attached);
            java_vm->DetachCurrentThread();
        }
    });
}

}  // namespace

BENCHMARK(shared_ref_ffiguard)->Name("JNI shared reference copy+drop/ffiguard");
BENCHMARK(global_ref_raw)->Name("JNI shared reference copy+drop/New+DeleteGlobalRef");
BENCHMARK(attach_ffiguard)->Name("JNI attach in a callback/ffiguard");
BENCHMARK(attach_raw)->Name("JNI attach in a callback/attach+detach");
BENCHMARK(local_ref_ffiguard)->Name("JNI local reference/ffiguard");
BENCHMARK(local_ref_raw)->Name("JNI local reference/raw JNI");

int main(int argc, char** argv) {
    JavaVMInitArgs args{JNI_VERSION_1_8, 0, nullptr, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    object = env->FindClass("java/lang/Object");
    if (object == nullptr || !ffiguard::jni::vm::capture(vm).ok()) return 1;
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    vm->DestroyJavaVM();
}
