// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_CRITICAL_HPP
#define FFIGUARD_JNI_DETAIL_CRITICAL_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

// Critical views of this thread in this shared object. A virtual thread stays on its carrier while
// a native method runs, and no view outlives one, so the count is that of the right thread.
FFIGUARD_HIDDEN inline thread_local unsigned critical_depth_ = 0;

/// Whether this thread may call JNI. Inside a critical_view it may not: reports
/// what was tried. (-Xcheck:jni is silent about it with G1 from JDK 22 on.)
[[nodiscard]] FFIGUARD_HIDDEN inline bool outside_critical(const char* what) noexcept {
    if (critical_depth_ == 0) return true;
    report({violation::bad_access, what});
    return false;
}

/// The first check before any JNI call: ok, in_use inside a critical_view, java_exception if one is
/// pending.
[[nodiscard]] FFIGUARD_HIDDEN inline status ready(JNIEnv* env) noexcept {
    if (!outside_critical("JNI inside of a critical_view")) return status_code::in_use;
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
}

/// What a function of JNI that gave null leaves to say.
[[nodiscard]] FFIGUARD_HIDDEN inline status why_null(JNIEnv* env) noexcept {
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                             : status_code::out_of_memory;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
