// SPDX-License-Identifier: BSL-1.0
// What a careless library has when its process ends: static owners, native threads that call Java,
// and native threads that end references without being attached.
#include <dev_ffiguard_example_ExitShim.h>

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/jni/jni.hpp>

namespace jni = ffiguard::jni;

namespace {

jni::global_ref<jobject> kept;
jni::shared_ref<jobject> shared;
jni::weak_ref<jobject> weak;
jni::global_ref<jobject> buffer;

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
}

extern "C" JNIEXPORT void JNICALL Java_dev_ffiguard_example_ExitShim_keep(JNIEnv* env, jclass type,
                                                                          jobject object) {
    jni::boundary(env, [&]() -> ffiguard::status {
        // A Cleaner's thread, which must keep no process alive.
        if (const auto cleaned = jni::start_buffer_cleaner(env, type); !cleaned.ok())
            return cleaned;
        const auto lent = jni::new_byte_buffer(env, std::vector<unsigned char>(4096));
        if (!lent) return lent.status();
        auto kept_buffer = jni::promote(env, *lent);
        if (!kept_buffer) return kept_buffer.status();
        buffer = *std::move(kept_buffer);
        auto global = jni::promote(env, object);
        if (!global) return global.status();
        kept = *std::move(global);
        auto counted = jni::shared_ref<jobject>::make(env, object);
        if (!counted) return counted.status();
        shared = *std::move(counted);
        auto knows = jni::weak_ref<jobject>::make(env, object);
        if (!knows) return knows.status();
        weak = *std::move(knows);
        return {};
    });
}

// Daemons: they run on while the VM ends.
extern "C" JNIEXPORT void JNICALL Java_dev_ffiguard_example_ExitShim_startThreads(JNIEnv* env,
                                                                                  jclass) {
    const auto type = jni::adopt_local(env, env->FindClass("java/lang/Object"));
    const jmethodID hash_code = env->GetMethodID(type.get(), "hashCode", "()I");
    for (int i = 0; i < 4; ++i)
        std::thread([hash_code, mine = shared] {
            for (;;) {
                const auto attached = jni::attach_thread({"exit", true});
                if (attached) (*attached)->CallIntMethod(mine.get(), hash_code);
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
        }).detach();
    for (int i = 0; i < 4; ++i) std::thread([mine = shared]() mutable { mine.reset(); }).detach();
}
