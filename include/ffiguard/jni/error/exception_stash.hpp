// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_EXCEPTION_STASH_HPP
#define FFIGUARD_JNI_ERROR_EXCEPTION_STASH_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// Puts the pending Java exception aside during a scope, for urgent work that needs JNI: while one
/// is pending, nearly all JNI functions are forbidden (FindClass loses it, NewGlobalRef is
/// undefined).
///
///     const exception_stash aside(env);
///     env->CallVoidMethod(lock, unlock);
///
/// Its end throws the same object again. If the work has left another exception pending, the one
/// put aside wins, and the other is added to it as suppressed (dropped only if the VM has no memory
/// for that). If nothing was pending, an exception of the work stays.
///
/// Owns the exception by a local reference. May be nested. Belongs to its native call (or local
/// frame) and thread: so not movable and not on the heap. If it ends on another thread
/// (wrong_thread) or inside a critical_view (bad_access), that is a violation, nothing is thrown,
/// and the VM releases the reference with its native call. One that begins inside a critical_view
/// is a violation (bad_access) and puts nothing aside.
///
/// Costs an ExceptionOccurred (10 ns) if nothing is pending.
class [[nodiscard]] exception_stash {
public:
    [[nodiscard]] FFIGUARD_HIDDEN explicit exception_stash(JNIEnv* env) noexcept
        : env_(env),
          held_(detail::take_pending(env)),
          thread_(this_thread_number()),
          at_home_(&at_home) {}
    exception_stash(const exception_stash&) = delete;
    exception_stash& operator=(const exception_stash&) = delete;
    static void* operator new(std::size_t) = delete;
    FFIGUARD_HIDDEN ~exception_stash() {
        if (held_) at_home_(*this);
    }

    /// Whether an exception is put aside.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(held_); }
    /// Null if none is. Owned by the stash.
    [[nodiscard]] jthrowable get() const noexcept { return held_.get(); }
    /// Gives the exception to the caller, who has handled it: it is not thrown again.
    [[nodiscard]] local_ref<jthrowable> take() noexcept {
        return static_cast<local_ref<jthrowable>&&>(held_);
    }

private:
    /// The end, in the shared object where the stash began: see scoped_state.
    FFIGUARD_HIDDEN static void at_home(exception_stash& ended) noexcept {
        if (ended.thread_ != this_thread_number()) {
            static_cast<void>(ended.held_.release());
            return report({violation::wrong_thread, "exception_stash ended on another thread"});
        }
        if (!detail::outside_critical("exception_stash ended inside of a critical_view"))
            return static_cast<void>(ended.held_.release());
        const auto inner = detail::take_pending(ended.env_);
        detail::add_suppressed(ended.env_, ended.held_.get(), inner.get());
        ended.env_->Throw(ended.held_.get());
    }

    JNIEnv* env_;
    local_ref<jthrowable> held_;
    std::uint64_t thread_;
    void (*at_home_)(exception_stash&) noexcept;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
