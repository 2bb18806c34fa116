// SPDX-License-Identifier: BSL-1.0
// Methods and fields of every type: Call<type>MethodV and A, NewObject, Get and Set<type>Field.
// (The functions with "..." go through V in C++.)
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "fake_state.hpp"

namespace fake {
namespace {

template <class T>
constexpr char letter() {
    if constexpr (std::is_void_v<T>)
        return 'V';
    else if constexpr (std::is_same_v<T, jboolean>)
        return 'Z';
    else if constexpr (std::is_same_v<T, jbyte>)
        return 'B';
    else if constexpr (std::is_same_v<T, jchar>)
        return 'C';
    else if constexpr (std::is_same_v<T, jshort>)
        return 'S';
    else if constexpr (std::is_same_v<T, jint>)
        return 'I';
    else if constexpr (std::is_same_v<T, jlong>)
        return 'J';
    else if constexpr (std::is_same_v<T, jfloat>)
        return 'F';
    else if constexpr (std::is_same_v<T, jdouble>)
        return 'D';
    else
        return 'L';
}

/// The member of the union.
template <class T, class Union>
auto& part(Union& of) {
    if constexpr (std::is_same_v<T, jboolean>)
        return of.z;
    else if constexpr (std::is_same_v<T, jbyte>)
        return of.b;
    else if constexpr (std::is_same_v<T, jchar>)
        return of.c;
    else if constexpr (std::is_same_v<T, jshort>)
        return of.s;
    else if constexpr (std::is_same_v<T, jint>)
        return of.i;
    else if constexpr (std::is_same_v<T, jlong>)
        return of.j;
    else if constexpr (std::is_same_v<T, jfloat>)
        return of.f;
    else if constexpr (std::is_same_v<T, jdouble>)
        return of.d;
    else
        return of.l;
}

/// One letter for each parameter of "(I[BLjava/lang/String;)V", L for references; then the answer.
std::string letters_of(const std::string& signature) {
    std::string letters;
    for (std::size_t at = 0; at < signature.size(); ++at) {
        const char c = signature[at];
        if (c == '(' || c == ')') continue;
        letters += c == '[' ? 'L' : c;
        while (signature[at] == '[') ++at;
        if (signature[at] == 'L') at = signature.find(';', at);
    }
    return letters;
}

std::vector<jvalue> read(const std::string& letters, va_list list) {
    std::vector<jvalue> values;
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
        jvalue one = no_value();
        switch (letters[i]) {
            case 'Z': one.z = static_cast<jboolean>(va_arg(list, int)); break;
            case 'B': one.b = static_cast<jbyte>(va_arg(list, int)); break;
            case 'C': one.c = static_cast<jchar>(va_arg(list, int)); break;
            case 'S': one.s = static_cast<jshort>(va_arg(list, int)); break;
            case 'I': one.i = va_arg(list, jint); break;
            case 'J': one.j = va_arg(list, jlong); break;
            case 'F': one.f = static_cast<jfloat>(va_arg(list, double)); break;
            case 'D': one.d = va_arg(list, double); break;
            default: one.l = va_arg(list, jobject); break;
        }
        values.push_back(one);
    }
    return values;
}

/// Null: no method that may be called so, and a violation.
const method* method_of(const call& in, jmethodID id, bool fixed, char answer) {
    const auto* const found = reinterpret_cast<const method*>(id);
    if (in.vm().ids.count(found) == 0) {
        in.wrong("no jmethodID");
        return nullptr;
    }
    if (found->fixed != fixed) {
        in.wrong(found->name + (fixed ? " is no static method" : " is a static method"));
        return nullptr;
    }
    if (letters_of(found->signature).back() != answer) {
        in.wrong(found->name + found->signature + " does not return that type");
        return nullptr;
    }
    return found;
}

const method& overriding(const object& self, const method& given) {
    for (const class_info* type = self.type; type != nullptr; type = type->super)
        for (const method& one : type->methods)
            if (one.name == given.name && one.signature == given.signature && !one.fixed)
                return one;
    return given;
}

template <class R>
R run(call& in, jobject self, const method& which, const std::vector<jvalue>& arguments) {
    bool valid = true;
    const std::string letters = letters_of(which.signature);
    for (std::size_t i = 0; i < arguments.size() && valid; ++i)
        if (letters[i] == 'L') static_cast<void>(in.get_or_null(arguments[i].l, valid));
    const body code = which.code;
    if (!code) {
        in.wrong(which.name + " is a native method");
        valid = false;
    }
    if (!valid) return R();
    fake_env& env = in.env();
    in.unlock();
    begin_native_method(env);
    jvalue answer = code(&env, self, arguments.data());
    const object_ptr returned = end_native_method(env, letter<R>() == 'L' ? answer.l : nullptr);
    in.relock();
    if constexpr (std::is_void_v<R>)
        return;
    else if constexpr (letter<R>() == 'L')
        return in.local(returned);
    else
        return env.pending != nullptr ? R() : part<R>(answer);
}

template <class R>
R call_instance(call& in, jobject self, const method* which, bool is_virtual,
                const std::vector<jvalue>& arguments) {
    const object_ptr object = which != nullptr ? in.get(self) : nullptr;
    if (object == nullptr) return R();
    if (!extends(object->type, which->type)) {
        in.wrong(which->name + " is a method of " + which->type->name + ", not of " +
                 object->type->name);
        return R();
    }
    return run<R>(in, self, is_virtual ? overriding(*object, *which) : *which, arguments);
}

std::vector<jvalue> copy(const method* which, const jvalue* values) {
    if (which == nullptr) return {};
    return std::vector<jvalue>(values, values + letters_of(which->signature).size() - 1);
}

template <class R>
R instance_v(JNIEnv* e, jobject self, jmethodID id, va_list list) {
    call in(e, "Call<type>Method");
    const method* const which = in ? method_of(in, id, false, letter<R>()) : nullptr;
    const auto arguments =
        which != nullptr ? read(letters_of(which->signature), list) : std::vector<jvalue>();
    return call_instance<R>(in, self, which, true, arguments);
}
template <class R>
R instance_a(JNIEnv* e, jobject self, jmethodID id, const jvalue* values) {
    call in(e, "Call<type>Method");
    const method* const which = in ? method_of(in, id, false, letter<R>()) : nullptr;
    return call_instance<R>(in, self, which, true, copy(which, values));
}
template <class R>
R nonvirtual_v(JNIEnv* e, jobject self, jclass, jmethodID id, va_list list) {
    call in(e, "CallNonvirtual<type>Method");
    const method* const which = in ? method_of(in, id, false, letter<R>()) : nullptr;
    const auto arguments =
        which != nullptr ? read(letters_of(which->signature), list) : std::vector<jvalue>();
    return call_instance<R>(in, self, which, false, arguments);
}
template <class R>
R nonvirtual_a(JNIEnv* e, jobject self, jclass, jmethodID id, const jvalue* values) {
    call in(e, "CallNonvirtual<type>Method");
    const method* const which = in ? method_of(in, id, false, letter<R>()) : nullptr;
    return call_instance<R>(in, self, which, false, copy(which, values));
}
template <class R>
R static_v(JNIEnv* e, jclass type, jmethodID id, va_list list) {
    call in(e, "CallStatic<type>Method");
    const method* const which =
        in && in.get_class(type) != nullptr ? method_of(in, id, true, letter<R>()) : nullptr;
    if (which == nullptr) return R();
    return run<R>(in, type, *which, read(letters_of(which->signature), list));
}
template <class R>
R static_a(JNIEnv* e, jclass type, jmethodID id, const jvalue* values) {
    call in(e, "CallStatic<type>Method");
    const method* const which =
        in && in.get_class(type) != nullptr ? method_of(in, id, true, letter<R>()) : nullptr;
    if (which == nullptr) return R();
    return run<R>(in, type, *which, copy(which, values));
}

jobject new_object(call& in, jclass type, const method* make,
                   const std::vector<jvalue>& arguments) {
    class_info* const of = make != nullptr ? in.get_class(type) : nullptr;
    if (of == nullptr) return nullptr;
    if (make->name != "<init>") {
        in.wrong(make->name + " is no constructor");
        return nullptr;
    }
    if (in.allocation_fails()) return nullptr;
    const jobject made = in.local(make_object(*of));
    run<void>(in, made, *make, arguments);
    if (in.env().pending == nullptr) return made;
    in.vm().refs.erase(reinterpret_cast<std::uintptr_t>(made));
    --in.vm().open.locals;
    return nullptr;
}

// ---- fields
// --------------------------------------------------------------------------------------

/// Null: a violation. Of a static field, self is the class.
value* field_of(const call& in, jobject self, jfieldID id, bool fixed, char letter) {
    auto* const found = reinterpret_cast<field*>(id);
    const object_ptr object = in ? in.get(self) : nullptr;
    if (object == nullptr) return nullptr;
    if (in.vm().ids.count(found) == 0 || found->fixed != fixed) {
        in.wrong("no jfieldID");
        return nullptr;
    }
    if (letters_of(found->signature).back() != letter) {
        in.wrong(found->name + " is a " + found->signature);
        return nullptr;
    }
    if (!extends(fixed ? object->mirrored : object->type, found->type)) {
        in.wrong(found->name + " is a field of " + found->type->name);
        return nullptr;
    }
    return fixed ? &found->shared : &object->fields[found];
}

template <class T, bool Fixed, class Self>
T get_field(JNIEnv* e, Self self, jfieldID id) {
    const call in(e, Fixed ? "GetStatic<type>Field" : "Get<type>Field");
    value* const found = field_of(in, self, id, Fixed, letter<T>());
    if (found == nullptr) return T();
    if constexpr (letter<T>() == 'L')
        return in.local(found->held);
    else
        return part<T>(found->raw);
}
template <class T, bool Fixed, class Self>
void set_field(JNIEnv* e, Self self, jfieldID id, T next) {
    const call in(e, Fixed ? "SetStatic<type>Field" : "Set<type>Field");
    value* const found = field_of(in, self, id, Fixed, letter<T>());
    if (found == nullptr) return;
    if constexpr (letter<T>() == 'L') {
        bool valid = false;
        const object_ptr held = in.get_or_null(next, valid);
        if (!valid) return;
        found->held = held;
        if (!Fixed) in.vm().linked.push_back(in.get(self));
    } else {
        part<T>(found->raw) = next;
    }
}

}  // namespace

#define ADD_CALLS(Name, T)                                 \
    table.Call##Name##MethodV = instance_v<T>;             \
    table.Call##Name##MethodA = instance_a<T>;             \
    table.CallNonvirtual##Name##MethodV = nonvirtual_v<T>; \
    table.CallNonvirtual##Name##MethodA = nonvirtual_a<T>; \
    table.CallStatic##Name##MethodV = static_v<T>;         \
    table.CallStatic##Name##MethodA = static_a<T>
#define ADD_TYPE(Name, T)                                      \
    ADD_CALLS(Name, T);                                        \
    table.Get##Name##Field = get_field<T, false, jobject>;     \
    table.Set##Name##Field = set_field<T, false, jobject>;     \
    table.GetStatic##Name##Field = get_field<T, true, jclass>; \
    table.SetStatic##Name##Field = set_field<T, true, jclass>

void add_call_functions(JNINativeInterface_& table) {
    ADD_CALLS(Void, void);
    ADD_TYPE(Object, jobject);
    ADD_TYPE(Boolean, jboolean);
    ADD_TYPE(Byte, jbyte);
    ADD_TYPE(Char, jchar);
    ADD_TYPE(Short, jshort);
    ADD_TYPE(Int, jint);
    ADD_TYPE(Long, jlong);
    ADD_TYPE(Float, jfloat);
    ADD_TYPE(Double, jdouble);
    table.NewObjectV = [](JNIEnv* e, jclass type, jmethodID id, va_list list) -> jobject {
        call in(e, "NewObject");
        const method* const make = in ? method_of(in, id, false, 'V') : nullptr;
        if (make == nullptr) return nullptr;
        return new_object(in, type, make, read(letters_of(make->signature), list));
    };
    table.NewObjectA = [](JNIEnv* e, jclass type, jmethodID id, const jvalue* values) -> jobject {
        call in(e, "NewObject");
        const method* const make = in ? method_of(in, id, false, 'V') : nullptr;
        return new_object(in, type, make, copy(make, values));
    };
}

}  // namespace fake
