// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_OPEN_FRAME_HPP
#define FFIGUARD_JNI_VM_DETAIL_OPEN_FRAME_HPP

#include <jni.h>

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/vm/detail/frame_mark.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// The frame of a local_frame or an attach_scope, which end it. It brings its own end, as
/// frame_mark does: each shared object counts threads and frames for itself.
class open_frame {
public:
    [[nodiscard]] explicit operator bool() const noexcept { return depth_ != 0; }
    [[nodiscard]] JNIEnv* env() const noexcept { return env_; }

    /// Answers as local_frame does.
    FFIGUARD_HIDDEN status push(JNIEnv* env, jint capacity) noexcept {
        if (env == nullptr) return status_code::null;
        if (capacity < 0) return status_code::invalid_argument;
        if (!outside_critical("local frame inside of a critical_view")) return status_code::in_use;
        if (env->PushLocalFrame(capacity) != JNI_OK)
            return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                     : status_code::out_of_memory;
        env_ = env;
        java_vm_ = vm::get();
        thread_ = this_thread_number();
        at_home_ = &at_home;
        open_ = &open_frames_;
        depth_ = ++open_frames_;
        frame_has_begun();
        return {};
    }

    /// False, and a violation, if it would pop another frame, or there is none left.
    [[nodiscard]] FFIGUARD_HIDDEN bool may_pop() const noexcept { return at_home_(*this); }
    /// Only if may_pop().
    FFIGUARD_HIDDEN jobject pop(jobject kept) noexcept {
        --*open_;
        depth_ = 0;
        return env_->PopLocalFrame(kept);
    }
    FFIGUARD_HIDDEN void end() noexcept {
        if (depth_ != 0 && may_pop()) pop(nullptr);
    }

private:
    FFIGUARD_HIDDEN static bool at_home(const open_frame& frame) noexcept {
        if (frame.thread_ != this_thread_number())
            return no(violation::wrong_thread, "local frame ended on another thread");
        if (open_frames_ != frame.depth_)
            return no(violation::out_of_order, "local frame ended before a newer one");
        if (frame.java_vm_ != nullptr && env_of(frame.java_vm_) != frame.env_)
            return no(violation::out_of_order, "local frame ended after its thread was detached");
        return outside_critical("local frame ended inside of a critical_view");
    }
    FFIGUARD_HIDDEN static bool no(violation kind, const char* what) noexcept {
        report({kind, what});
        return false;
    }

    JNIEnv* env_ = nullptr;
    JavaVM* java_vm_ = nullptr;  ///< asked at the end, also if it is forgotten by then
    std::uint64_t thread_ = 0;
    bool (*at_home_)(const open_frame&) noexcept = nullptr;
    unsigned* open_ = nullptr;  ///< the count of its thread
    unsigned depth_ = 0;        ///< among the open frames of the thread; 0: not open
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
