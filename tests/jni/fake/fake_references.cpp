// SPDX-License-Identifier: BSL-1.0
// References, frames, monitors and exceptions.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fake_state.hpp"

namespace fake {
namespace {

jobject make_ref(call& in, ref_kind kind, const object_ptr& held) {
    fake_java_vm& vm = in.vm();
    const std::uintptr_t bits = handle(kind, vm.next_serial++);
    reference& made = vm.refs[bits];
    made.kind = kind;
    if (kind == ref_kind::weak)
        made.seen = held;
    else
        made.held = held;
    ++(kind == ref_kind::weak ? vm.open.weaks : vm.open.globals);
    return reinterpret_cast<jobject>(bits);
}

void delete_ref(call& in, jobject ref, ref_kind kind) {
    if (ref == nullptr) return;  // every VM ignores it
    if (in.get_ref(ref, kind) == nullptr) return;
    in.vm().refs.erase(reinterpret_cast<std::uintptr_t>(ref));
    open_things& open = in.vm().open;
    --(kind == ref_kind::local ? open.locals : kind == ref_kind::weak ? open.weaks : open.globals);
}

}  // namespace

void add_reference_functions(JNINativeInterface_& table) {
    table.GetVersion = [](JNIEnv* e) -> jint {
        const call in(e, "GetVersion");
        return in ? 0x000a0000 : 0;
    };
    table.GetJavaVM = [](JNIEnv* e, JavaVM** found) -> jint {
        const call in(e, "GetJavaVM");
        if (!in) return JNI_ERR;
        *found = &in.vm();
        return JNI_OK;
    };

    // ---- global and local references ----
    table.NewLocalRef = [](JNIEnv* e, jobject ref) -> jobject {
        const call in(e, "NewLocalRef");
        bool valid = false;
        const object_ptr held = in ? in.get_or_null(ref, valid) : nullptr;
        if (held == nullptr || in.allocation_fails(true)) return nullptr;
        return in.local(held);
    };
    table.NewGlobalRef = [](JNIEnv* e, jobject ref) -> jobject {
        call in(e, "NewGlobalRef");
        bool valid = false;
        const object_ptr held = in ? in.get_or_null(ref, valid) : nullptr;
        if (held == nullptr || in.allocation_fails(true)) return nullptr;
        return make_ref(in, ref_kind::global, held);
    };
    table.NewWeakGlobalRef = [](JNIEnv* e, jobject ref) -> jweak {
        call in(e, "NewWeakGlobalRef");
        bool valid = false;
        const object_ptr held = in ? in.get_or_null(ref, valid) : nullptr;
        if (held == nullptr || in.allocation_fails()) return nullptr;
        return make_ref(in, ref_kind::weak, held);
    };
    table.DeleteLocalRef = [](JNIEnv* e, jobject ref) {
        call in(e, "DeleteLocalRef", while_pending);
        if (in) delete_ref(in, ref, ref_kind::local);
    };
    table.DeleteGlobalRef = [](JNIEnv* e, jobject ref) {
        call in(e, "DeleteGlobalRef", while_pending);
        if (in) delete_ref(in, ref, ref_kind::global);
    };
    table.DeleteWeakGlobalRef = [](JNIEnv* e, jweak ref) {
        call in(e, "DeleteWeakGlobalRef", while_pending);
        if (in) delete_ref(in, ref, ref_kind::weak);
    };
    // Not in the list of what is allowed while an exception is pending; HotSpot allows it, also
    // under -Xcheck:jni, and ffiguard's same() builds on that.
    table.IsSameObject = [](JNIEnv* e, jobject a, jobject b) -> jboolean {
        const call in(e, "IsSameObject", while_pending);
        bool valid_a = false;
        bool valid_b = false;
        if (!in) return JNI_FALSE;
        const object_ptr first = in.get_or_null(a, valid_a);
        const object_ptr second = in.get_or_null(b, valid_b);
        return valid_a && valid_b && first == second ? JNI_TRUE : JNI_FALSE;
    };
    table.GetObjectRefType = [](JNIEnv* e, jobject ref) -> jobjectRefType {
        const call in(e, "GetObjectRefType");
        if (!in) return JNIInvalidRefType;
        const auto found = in.vm().refs.find(reinterpret_cast<std::uintptr_t>(ref));
        if (found == in.vm().refs.end()) return JNIInvalidRefType;
        switch (found->second.kind) {
            case ref_kind::local: return JNILocalRefType;
            case ref_kind::global: return JNIGlobalRefType;
            case ref_kind::weak: return JNIWeakGlobalRefType;
        }
        return JNIInvalidRefType;
    };

    // ---- frames ----
    table.PushLocalFrame = [](JNIEnv* e, jint capacity) -> jint {
        const call in(e, "PushLocalFrame", while_pending);
        if (!in) return JNI_ERR;
        if (capacity < 0) {
            in.wrong("a negative capacity");
            return JNI_ERR;
        }
        if (in.allocation_fails()) return JNI_ENOMEM;
        if (capacity > 65536) return JNI_ERR;  // HotSpot, without an exception
        push_frame(in.env(), capacity, false);
        return JNI_OK;
    };
    table.PopLocalFrame = [](JNIEnv* e, jobject answer) -> jobject {
        const call in(e, "PopLocalFrame", while_pending);
        bool valid = false;
        const object_ptr held = in ? in.get_or_null(answer, valid) : nullptr;
        if (!valid) return nullptr;
        if (in.env().frames.size() == 1 || in.env().frames.back().of_native_method) {
            in.wrong("without PushLocalFrame");
            return nullptr;
        }
        pop_frame(in.env());
        return in.local(held);
    };
    table.EnsureLocalCapacity = [](JNIEnv* e, jint capacity) -> jint {
        const call in(e, "EnsureLocalCapacity");
        if (!in) return JNI_ERR;
        if (capacity < 0) {
            in.wrong("a negative capacity");
            return JNI_ERR;
        }
        if (in.allocation_fails()) return JNI_ENOMEM;
        frame& top = in.env().frames.back();
        top.capacity = std::max(top.capacity, top.locals + capacity);
        return JNI_OK;
    };

    // ---- monitors ----
    table.MonitorEnter = [](JNIEnv* e, jobject ref) -> jint {
        call in(e, "MonitorEnter");
        const object_ptr object = in ? in.get(ref) : nullptr;
        if (object == nullptr) return JNI_ERR;
        if (in.allocation_fails()) return JNI_ENOMEM;
        while (object->monitor_owner != nullptr && object->monitor_owner != &in.env()) in.wait();
        object->monitor_owner = &in.env();
        ++object->monitor_count;
        in.env().entered.push_back(object);
        ++in.vm().open.monitors;
        return JNI_OK;
    };
    table.MonitorExit = [](JNIEnv* e, jobject ref) -> jint {
        const call in(e, "MonitorExit", while_pending);
        const object_ptr object = in ? in.get(ref) : nullptr;
        if (object == nullptr) return JNI_ERR;
        if (object->monitor_owner != &in.env()) {
            in.wrong("of a monitor that this thread has not entered");
            in.raise("java/lang/IllegalMonitorStateException", "not the owner");
            return JNI_ERR;
        }
        std::vector<object_ptr>& entered = in.env().entered;
        entered.erase(std::find(entered.begin(), entered.end(), object));
        --in.vm().open.monitors;
        if (--object->monitor_count == 0) {
            object->monitor_owner = nullptr;
            in.vm().changed.notify_all();
        }
        return JNI_OK;
    };
}

// ---- exceptions
// ----------------------------------------------------------------------------------

void throw_new(fake_env& env, const char* type, const std::string& message) {
    env.pending = make_object(*find_class(*env.vm, type));
    env.pending->text.assign(message.begin(), message.end());
    env.pending->has_text = true;
}

void add_exception_functions(JNINativeInterface_& table) {
    table.Throw = [](JNIEnv* e, jthrowable ref) -> jint {
        const call in(e, "Throw");
        const object_ptr thrown = in ? in.get(ref) : nullptr;
        if (thrown == nullptr) return JNI_ERR;
        if (!extends(thrown->type, find_class(in.vm(), "java/lang/Throwable"))) {
            in.wrong("no Throwable");
            return JNI_ERR;
        }
        in.env().pending = thrown;
        return JNI_OK;
    };
    table.ThrowNew = [](JNIEnv* e, jclass type, const char* message) -> jint {
        const call in(e, "ThrowNew");
        class_info* const of = in ? in.get_class(type) : nullptr;
        if (of == nullptr) return JNI_ERR;
        if (!extends(of, find_class(in.vm(), "java/lang/Throwable"))) {
            in.wrong("no Throwable");
            return JNI_ERR;
        }
        if (in.allocation_fails()) return JNI_ENOMEM;
        std::u16string text;
        if (message != nullptr && !decode_modified_utf8(message, text)) {
            in.wrong("no modified UTF-8");
            return JNI_ERR;
        }
        throw_new(in.env(), of->name.c_str(), "");
        in.env().pending->text = text;
        in.env().pending->has_text = message != nullptr;
        return JNI_OK;
    };
    table.ExceptionOccurred = [](JNIEnv* e) -> jthrowable {
        const call in(e, "ExceptionOccurred", while_pending);
        return in ? static_cast<jthrowable>(in.local(in.env().pending)) : nullptr;
    };
    table.ExceptionCheck = [](JNIEnv* e) -> jboolean {
        const call in(e, "ExceptionCheck", while_pending);
        return in && in.env().pending != nullptr ? JNI_TRUE : JNI_FALSE;
    };
    table.ExceptionClear = [](JNIEnv* e) {
        const call in(e, "ExceptionClear", while_pending);
        if (in) in.env().pending = nullptr;
    };
    // "The pending exception is cleared as a side-effect of calling this function."
    table.ExceptionDescribe = [](JNIEnv* e) {
        const call in(e, "ExceptionDescribe", while_pending);
        if (in) in.env().pending = nullptr;
    };
}

}  // namespace fake
