// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_SCOPES_HPP
#define FFIGUARD_TESTS_JNI_SCOPES_HPP

#define FFIGUARD_CHECK_LOCAL_REFS 1
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/call/text.hpp>
#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/ref/frame.hpp>
#include <ffiguard/jni/ref/monitor.hpp>
#include <ffiguard/jni/vm/attach.hpp>
#include <ffiguard/jni/vm/vm.hpp>

#include <jni.h>

#include <atomic>
#include <optional>
#include <string>
#include <utility>

#include "scope_functions.hpp"

struct scopes {
    JNIEnv* env;
    jobject object;
    jintArray numbers;
    std::optional<ffiguard::jni::attach_scope> attached;
    std::optional<ffiguard::jni::local_frame> frame;
    std::optional<ffiguard::jni::monitor_guard> monitor;
    std::optional<ffiguard::jni::exception_stash> stash;
    std::optional<ffiguard::jni::critical_view<jint>> critical;
    ffiguard::jni::local_ref<jobject> local;
};
namespace scopes_of {

FFIGUARD_HIDDEN inline std::atomic<int> violations_{0};

FFIGUARD_HIDDEN inline bool capture(JavaVM* java_vm) {
    ffiguard::set_violation_handler(
        [](const ffiguard::violation_event&) noexcept { ++violations_; });
    return ffiguard::jni::vm::capture(java_vm).ok();
}
FFIGUARD_HIDDEN inline int violations() { return violations_; }

FFIGUARD_HIDDEN inline scopes* make(JNIEnv* env, jobject object, jintArray numbers) {
    return new scopes{env, object, numbers, {}, {}, {}, {}, {}, {}};
}
FFIGUARD_HIDDEN inline void destroy(scopes* all) { delete all; }

FFIGUARD_HIDDEN inline bool begin(scopes& all, scope which) {
    switch (which) {
        case scope::attached: return all.attached.emplace().status().ok();
        case scope::frame:
        case scope::popped_frame: return all.frame.emplace(all.env).status().ok();
        case scope::monitor:
        case scope::exited_monitor: return all.monitor.emplace(all.env, all.object).status().ok();
        case scope::stash: return static_cast<bool>(all.stash.emplace(all.env));
        case scope::critical: return all.critical.emplace(all.env, all.numbers).status().ok();
        case scope::local:
            all.local = ffiguard::jni::adopt_local(all.env, all.env->NewLocalRef(all.object));
            return true;
    }
    return false;
}
FFIGUARD_HIDDEN inline bool end(scopes& all, scope which) {
    switch (which) {
        case scope::attached: all.attached.reset(); return true;
        case scope::frame: all.frame.reset(); return true;
        case scope::popped_frame: {
            JNIEnv* const env = ffiguard::jni::vm::env();  // all.env may be another thread's
            auto inner = ffiguard::jni::adopt_local(env, env->NewLocalRef(all.object));
            return static_cast<bool>(all.frame->pop(std::move(inner)));
        }
        case scope::monitor: all.monitor.reset(); return true;
        case scope::exited_monitor: return all.monitor->exit().ok();
        case scope::stash: all.stash.reset(); return true;
        case scope::critical: all.critical.reset(); return true;
        case scope::local: all.local = {}; return true;
    }
    return false;
}

FFIGUARD_HIDDEN inline const void* text_reader() {
    return reinterpret_cast<const void*>(&ffiguard::jni::detail::java_type<std::string>::own);
}

FFIGUARD_HIDDEN inline scope_functions functions() {
    return {&capture, &make, &begin, &end, &destroy, &violations, &text_reader};
}

}  // namespace scopes_of

#endif
