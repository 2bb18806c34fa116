// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_MONITOR_HPP
#define FFIGUARD_JNI_REF_MONITOR_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// Holds the monitor of a Java object during a scope, like a `synchronized` block.
///
///     const monitor_guard inside(env, list);
///     if (!inside) return inside.status();
///
/// The VM does not release a JNI monitor when the native method returns: without this guard, an
/// early return locks out all other threads for good. Entering waits for other threads without a
/// limit; the same thread may enter again.
///
/// Keeps the object by its own global reference. A borrowed one may end while the guard lives (a
/// local_frame that is popped, an owner that is reset), and the guard would then exit whatever
/// object has its place. So it costs three to four times as much as the raw calls (45 ns).
///
/// Also exits while a Java exception is pending, which stays. Bound to its thread and its native
/// call, so neither copied nor moved nor on the heap; meanwhile a virtual thread is pinned to its
/// carrier. It is a violation, and does not exit, if the guard ends on another thread
/// (wrong_thread), inside a critical_view (bad_access) or after its thread was detached
/// (out_of_order; the detach has released the monitor), or if its monitor was exited by hand
/// (unbalanced; then the VM's IllegalMonitorStateException is pending).
class [[nodiscard]] monitor_guard {
public:
    /// status(): null for a null object or environment, without a call to the VM; java_exception if
    /// one is pending, or the VM threw (its exception stays pending); out_of_memory; in_use if
    /// another VM is captured; foreign with the VM's result. On failure, nothing was entered.
    FFIGUARD_HIDDEN monitor_guard(JNIEnv* env, const borrowed<jobject>& object) noexcept {
        if (env == nullptr) {
            status_ = status_code::null;
            return;
        }
        auto kept = jni::promote(env, object.get());
        if (!kept) {
            status_ = kept.status();
            return;
        }
        const jint answer = env->MonitorEnter(kept->get());
        if (answer == JNI_OK) {
            object_ = *std::move(kept);
            env_ = env;
        } else {
            status_ = failed(env, answer);
        }
    }
    monitor_guard(const monitor_guard&) = delete;
    monitor_guard& operator=(const monitor_guard&) = delete;
    static void* operator new(std::size_t) = delete;
    FFIGUARD_HIDDEN ~monitor_guard() {
        const ffiguard::status outcome = exit();
        if (outcome.ok() || outcome == status_code::closed) return;
        if (outcome == status_code::wrong_thread || outcome == status_code::in_use) {
            // A thread is still inside: the object stays. (in_use is reported.)
            static_cast<void>(object_.release());
            if (outcome == status_code::wrong_thread)
                report({violation::wrong_thread, "monitor_guard ended on another thread"});
        } else if (outcome == status_code::not_found) {
            report({violation::out_of_order, "monitor_guard ended after its thread was detached"});
        } else {
            report({violation::unbalanced, "monitor_guard: its monitor was exited by hand"});
        }
    }

    /// Inside.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(object_); }
    /// Whether entering succeeded; stays as it was after exit().
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    /// Exits now. Fails with closed if it is not inside; wrong_thread on another thread, and stays
    /// inside; in_use in a critical_view (reported: violation::bad_access), and stays inside;
    /// not_found if the thread was detached since; java_exception or foreign if the VM says that
    /// this thread does not hold the monitor: then the guard has ended, too.
    FFIGUARD_HIDDEN ffiguard::status exit() noexcept {
        return object_ ? at_home_(*this) : status_code::closed;
    }

private:
    /// exit() in the shared object where the guard began: see scoped_state.
    FFIGUARD_HIDDEN static ffiguard::status at_home(monitor_guard& inside) noexcept {
        if (inside.thread_ != this_thread_number()) return status_code::wrong_thread;
        if (!detail::outside_critical("monitor_guard exited inside of a critical_view"))
            return status_code::in_use;
        const global_ref<jobject> left = std::move(inside.object_);
        if (vm::env() != inside.env_) return status_code::not_found;
        const jint answer = inside.env_->MonitorExit(left.get());
        return answer == JNI_OK ? ffiguard::status() : failed(inside.env_, answer);
    }
    FFIGUARD_HIDDEN static ffiguard::status failed(JNIEnv* env, jint answer) noexcept {
        return env->ExceptionCheck() == JNI_TRUE ? ffiguard::status(status_code::java_exception)
                                                 : ffiguard::status::foreign(answer);
    }

    global_ref<jobject> object_;
    JNIEnv* env_ = nullptr;
    std::uint64_t thread_ = this_thread_number();
    ffiguard::status (*at_home_)(monitor_guard&) noexcept = &at_home;
    ffiguard::status status_;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
