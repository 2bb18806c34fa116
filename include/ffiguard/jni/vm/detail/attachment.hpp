// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_ATTACHMENT_HPP
#define FFIGUARD_JNI_VM_DETAIL_ATTACHMENT_HPP

#include <jni.h>

#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/jni/vm/detail/frame_mark.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// What becomes of a Java exception that is pending when a thread detaches.
enum class pending_at_detach : std::uint8_t {
    uncaught,  ///< the thread's uncaught exception handler gets it, as from a Java thread
    describe,  ///< printed to stderr with its stack
    clear,     ///< dropped
};

namespace detail {

/// Of each thread, and of this shared object alone: another one with ffiguard in it counts for
/// itself, finds the thread attached, and leaves it so.
struct attachment {
    JavaVM* made_with = nullptr;  ///< attached by this shared object; null: by others or not at all
    JNIEnv* env = nullptr;
    unsigned scopes = 0;
    bool until_thread_ends = false;
    unsigned rounds_of_keys = 0;  ///< of destructors, that this thread has been through at its end
    pending_at_detach pending = pending_at_detach::uncaught;

    FFIGUARD_HIDDEN void end() noexcept {
        JavaVM* const java_vm = std::exchange(made_with, nullptr);
        if (java_vm == nullptr) return;
        all_frames_have_ended();
        // Not after DestroyJavaVM, nor if other code has detached the thread meanwhile.
        if (env_of(java_vm) != env) return;
        const errno_guard keep_errno;
        if (pending != pending_at_detach::uncaught && env->ExceptionCheck() == JNI_TRUE) {
            if (pending == pending_at_detach::describe) env->ExceptionDescribe();
            env->ExceptionClear();
        }
        trace::detach_thread();
        java_vm->DetachCurrentThread();
    }
};
FFIGUARD_HIDDEN inline thread_local attachment attachment_;

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
