// SPDX-License-Identifier: BSL-1.0
// The shim of tests/threads for Java, and what only a native thread that attaches can show.
#include "../threads/shim.cpp"

#include <dev_ffiguard_example_ThreadShim.h>

#include <dlfcn.h>

#include <thread>

#include <ffiguard/jni/jni.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/thread/thread_state.hpp>

namespace jni = ffiguard::jni;

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
}

extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_blockSignals(JNIEnv*, jclass,
                                                                                    jint naive) {
    return shim_block_signals(naive);
}
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_blockedSignals(JNIEnv*,
                                                                                      jclass) {
    return shim_blocked_signals();
}
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_startWorker(JNIEnv*, jclass,
                                                                                   jboolean naive) {
    return shim_worker_start(naive);
}
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_signalsOnWorker(JNIEnv*,
                                                                                       jclass) {
    return shim_worker_signals();
}
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_stopWorker(JNIEnv*, jclass) {
    return shim_worker_stop();
}

extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_vendorInit(JNIEnv*, jclass,
                                                                                  jboolean naive) {
    ffiguard_error told;
    return shim_vendor_init(naive, &told);
}

// What a call of the initialiser leaves behind, in words.
extern "C" JNIEXPORT jstring JNICALL Java_dev_ffiguard_example_ThreadShim_leftByVendor(
    JNIEnv* env, jclass, jboolean naive, jboolean process) {
    constexpr uint32_t parts = FFIGUARD_THREAD_ALL - FFIGUARD_THREAD_ERRNO;
    const auto before = ffiguard::thread_state::snapshot();
    ffiguard_error told;
    shim_vendor_init(naive, &told);
    if (process) shim_vendor_init_process();
    const auto left =
        ffiguard::thread_state::difference(before, ffiguard::thread_state::snapshot(), parts);
    return env->NewStringUTF(left.message());
}

// Loads a library whose constructor changes the thread. 42, or a status.
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_load(JNIEnv* env, jclass,
                                                                            jstring path,
                                                                            jboolean naive) {
    const auto text = jni::to_utf8(env, path);
    if (!text) return FFIGUARD_JAVA_EXCEPTION;
    if (naive) {
        void* const module = ::dlopen(text->c_str(), RTLD_NOW);
        if (module == nullptr) return FFIGUARD_NOT_FOUND;
        const int answer = reinterpret_cast<int (*)()>(::dlsym(module, "changes_thread_answer"))();
        ::dlclose(module);
        return answer;
    }
    const auto opened = ffiguard::library::open(text->c_str());
    if (!opened) return raw(opened.status());
    const auto answer = opened->find<int()>("changes_thread_answer");
    return answer ? (*answer)() : raw(answer.status());
}

// A native thread attaches and detaches with guards around, inside, and across both. Answers how
// many of the ways left its mask changed.
extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_ThreadShim_attachWithGuards(JNIEnv*,
                                                                                        jclass) {
    jint changed = 0;
    std::thread([&changed] {
        const auto expect_unchanged = [&](auto&& body) {
            const auto before = signal_mask::current();
            body();
            const auto after = signal_mask::current();
            changed += !before || !after || *before != *after;
        };
        expect_unchanged([] {
            const auto around = signal_mask::block(signal_set::blockable());
            const jni::attach_scope attached;
            const auto inside = signal_mask::block<SIGUSR1, SIGTERM>();
        });
        expect_unchanged([] {
            const auto around = signal_mask::block<SIGUSR1>();
            const jni::attach_scope attached;
            const auto inside = signal_mask::unblock(signal_set::of<SIGUSR1>());
        });
        expect_unchanged([] {  // the guard that began before the attach ends inside
            auto around = *signal_mask::block<SIGUSR1, SIGQUIT>();
            const auto inner = signal_mask::block<SIGUSR2>();
            const jni::attach_scope attached;
            const auto inside = signal_mask::block<SIGUSR1>();
            static_cast<void>(inside);
        });
    }).join();
    return changed;
}
