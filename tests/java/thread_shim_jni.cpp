// SPDX-License-Identifier: BSL-1.0
// The shim of tests/threads for Java, and what only a native thread that attaches can show.
#include "../threads/shim.cpp"

#include <dev_ffiguard_example_ThreadShim.h>

#include <thread>

#include <ffiguard/jni/jni.hpp>
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
