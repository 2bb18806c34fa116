// SPDX-License-Identifier: BSL-1.0
// The fake's twin of java/test/Peer.java.
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "fake_state.hpp"

namespace fake {
namespace {

template <class T>
T argument(const jvalue& value) {
    if constexpr (std::is_same_v<T, jint>)
        return value.i;
    else if constexpr (std::is_same_v<T, jlong>)
        return value.j;
    else if constexpr (std::is_same_v<T, jboolean>)
        return value.z;
    else
        return static_cast<T>(value.l);
}
jvalue answer_of(jint value) {
    jvalue answer = no_value();
    answer.i = value;
    return answer;
}
jvalue answer_of(jlong value) {
    jvalue answer = no_value();
    answer.j = value;
    return answer;
}
jvalue answer_of(jobject value) { return to_jvalue(value); }

template <class... Args, std::size_t... I>
std::tuple<Args...> arguments([[maybe_unused]] const jvalue* given, std::index_sequence<I...>) {
    return {argument<Args>(given[I])...};
}

/// As a VM does, which knows a reference and not its class: a native that gives a jstring is called
/// as one that gives a jobject.
template <class R, class... Args>
__attribute__((no_sanitize("undefined"))) R call_native(R (*native)(JNIEnv*, jobject, Args...),
                                                        JNIEnv* env, jobject self, Args... given) {
    return native(env, self, given...);
}

/// A native method, and the Java method that calls it.
template <class R, class... Args>
void add(std::vector<method_definition>& to, const char* name, const std::string& caller,
         const char* signature, method_kind kind = method_kind::fixed) {
    to.push_back({name, signature, {}, kind});
    const auto code = [=](JNIEnv* e, jobject self, const jvalue* a) {
        auto* const found = reinterpret_cast<R (*)(JNIEnv*, jobject, Args...)>(
            native_function("test/Peer", name, signature));
        if (found == nullptr) {
            e->ThrowNew(e->FindClass("java/lang/UnsatisfiedLinkError"), name);
            return no_value();
        }
        const auto call = [&](Args... given) {
            if constexpr (std::is_void_v<R>) {
                call_native(found, e, self, given...);
                return no_value();
            } else {
                return answer_of(call_native(found, e, self, given...));
            }
        };
        return std::apply(call, arguments<Args...>(a, std::index_sequence_for<Args...>()));
    };
    to.push_back({caller, signature, code, kind});
}

}  // namespace

void define_peer(fake_java_vm& vm) {
    std::vector<method_definition> methods;
    methods.push_back(
        {"<init>", "()V", [](JNIEnv*, jobject, const jvalue*) { return no_value(); }});
    add<jlong, jint>(methods, "open", "callOpen", "(I)J");
    add<void, jlong, jint>(methods, "add", "callAdd", "(JI)V");
    add<jlong, jlong>(methods, "sum", "callSum", "(J)J");
    add<jobject, jlong>(methods, "name", "callName", "(J)Ljava/lang/String;");
    add<void, jlong, jstring>(methods, "rename", "callRename", "(JLjava/lang/String;)V");
    add<void, jlong, jstring>(methods, "label", "callLabel", "(JLjava/lang/String;)V");
    add<jobject, jlong, jboolean>(methods, "note", "callNote", "(JZ)Ljava/lang/String;");
    add<jint, jlong, jbyteArray>(methods, "addBytes", "callAddBytes", "(J[B)I");
    add<jint, jlong, jbyteArray, jint, jint>(methods, "addRange", "callAddRange", "(J[BII)I");
    add<jobject, jlong>(methods, "bytes", "callBytes", "(J)[B");
    add<jobject, jlong, jobject>(methods, "same", "callSame", "(JLtest/Peer;)Ltest/Peer;",
                                 method_kind::instance);
    add<void, jlong, jint>(methods, "fail", "callFail", "(JI)V");
    add<void, jlong>(methods, "close", "callClose", "(J)V");
    add<void, jlong>(methods, "interrupt", "callInterrupt", "(J)V");
    add<jlong, jlong, jstring>(methods, "openChild", "callOpenChild", "(JLjava/lang/String;)J");
    add<jobject, jlong>(methods, "childName", "callChildName", "(J)Ljava/lang/String;");
    add<void, jlong>(methods, "closeChild", "callCloseChild", "(J)V");
    add<jobject, jstring, jboolean>(methods, "greet", "callGreet",
                                    "(Ljava/lang/String;Z)Ljava/lang/String;");
    add_class(vm, "test/Peer", "java/lang/Object", methods, {});
}

}  // namespace fake
