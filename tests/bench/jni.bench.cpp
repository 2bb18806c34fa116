// SPDX-License-Identifier: BSL-1.0
// What owning a local reference costs beside the bare calls, in an embedded JVM.
#include <jni.h>

#include <benchmark/benchmark.h>

#include <ffiguard/jni/ref.hpp>

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

}  // namespace

BENCHMARK(local_ref_ffiguard)->Name("JNI local reference/ffiguard");
BENCHMARK(local_ref_raw)->Name("JNI local reference/raw JNI");

int main(int argc, char** argv) {
    JavaVMInitArgs args{JNI_VERSION_1_8, 0, nullptr, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* found = nullptr;
    if (JNI_CreateJavaVM(&vm, &found, &args) != JNI_OK) return 1;
    env = static_cast<JNIEnv*>(found);
    object = env->FindClass("java/lang/Object");
    if (object == nullptr) return 1;
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    vm->DestroyJavaVM();
}
