// SPDX-License-Identifier: BSL-1.0
// The fake's twin of java/test/Sample.java and Broken.java.
#include <string>
#include <vector>

#include "fake_state.hpp"

namespace fake {
namespace {

jfieldID field_id(JNIEnv* e, jobject self, const char* name, const char* signature) {
    return e->GetFieldID(e->GetObjectClass(self), name, signature);
}
jvalue none() { return no_value(); }

jvalue first(JNIEnv*, jobject, const jvalue* a) { return a[0]; }

jvalue fail(JNIEnv* e, const char* message) {
    const jclass type = e->FindClass("java/lang/IllegalStateException");
    e->ThrowNew(type, message);
    return none();
}

/// Calls what RegisterNatives gave, if it did.
template <class R, class Self, class... Args>
R call_native(const char* name, const char* signature, JNIEnv* e, Self self, Args... args) {
    auto* const found = reinterpret_cast<R (*)(JNIEnv*, Self, Args...)>(
        native_function("test/Sample", name, signature));
    if (found != nullptr) return found(e, self, args...);
    const jclass type = e->FindClass("java/lang/UnsatisfiedLinkError");
    e->ThrowNew(type, name);
    return R();
}

std::vector<method_definition> plain_methods() {
    return {
        {"<init>", "()V", [](JNIEnv*, jobject, const jvalue*) { return none(); }},
        {"<init>", "(ILjava/lang/String;)V",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             e->SetIntField(self, field_id(e, self, "i", "I"), a[0].i);
             e->SetObjectField(self, field_id(e, self, "text", "Ljava/lang/String;"), a[1].l);
             return none();
         }},
        {"not", "(Z)Z",
         [](JNIEnv*, jobject, const jvalue* a) {
             jvalue answer = none();
             answer.z = a[0].z == JNI_FALSE ? JNI_TRUE : JNI_FALSE;
             return answer;
         }},
        {"sameByte", "(B)B", first},
        {"sameChar", "(C)C", first},
        {"sameShort", "(S)S", first},
        {"sameInt", "(I)I", first},
        {"sameLong", "(J)J", first},
        {"sameFloat", "(F)F", first},
        {"sameDouble", "(D)D", first},
        {"self", "()Ltest/Sample;",
         [](JNIEnv*, jobject self, const jvalue*) { return to_jvalue(self); }},
        {"nothing", "()Ljava/lang/Object;", [](JNIEnv*, jobject, const jvalue*) { return none(); }},
        {"twice", "(Ltest/Sample;)[Ltest/Sample;",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             return to_jvalue(e->NewObjectArray(2, e->GetObjectClass(self), a[0].l));
         }},
        {"keep", "(ZBCSIJFDLjava/lang/String;)V",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             e->SetBooleanField(self, field_id(e, self, "z", "Z"), a[0].z);
             e->SetByteField(self, field_id(e, self, "b", "B"), a[1].b);
             e->SetCharField(self, field_id(e, self, "c", "C"), a[2].c);
             e->SetShortField(self, field_id(e, self, "s", "S"), a[3].s);
             e->SetIntField(self, field_id(e, self, "i", "I"), a[4].i);
             e->SetLongField(self, field_id(e, self, "j", "J"), a[5].j);
             e->SetFloatField(self, field_id(e, self, "f", "F"), a[6].f);
             e->SetDoubleField(self, field_id(e, self, "d", "D"), a[7].d);
             e->SetObjectField(self, field_id(e, self, "text", "Ljava/lang/String;"), a[8].l);
             return none();
         }},
        {"fail", "(Ljava/lang/String;)I",
         [](JNIEnv* e, jobject, const jvalue* a) {
             const char* const text = e->GetStringUTFChars(static_cast<jstring>(a[0].l), nullptr);
             const std::string message = text;
             e->ReleaseStringUTFChars(static_cast<jstring>(a[0].l), text);
             return fail(e, message.c_str());
         }},
        {"increment", "(I)I",
         [](JNIEnv* e, jobject type, const jvalue* a) {
             const auto self = static_cast<jclass>(type);
             const jfieldID count = e->GetStaticFieldID(self, "count", "I");
             jvalue answer = none();
             answer.i = e->GetStaticIntField(self, count) + a[0].i;
             e->SetStaticIntField(self, count, answer.i);
             return answer;
         },
         method_kind::fixed},
        {"failStatically", "()V",
         [](JNIEnv* e, jobject, const jvalue*) { return fail(e, "static"); }, method_kind::fixed},
    };
}

std::vector<method_definition> native_methods() {
    return {
        {"add", "(II)I", {}},
        {"open", "(ZLjava/lang/String;)J", {}, method_kind::fixed},
        {"echo", "(Ljava/lang/Object;)Ljava/lang/Object;", {}},
        {"subscribe", "(Ltest/Sample;)V", {}, method_kind::fixed},
        {"callAdd", "(II)I",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             jvalue answer = none();
             answer.i = call_native<jint>("add", "(II)I", e, self, a[0].i, a[1].i);
             return answer;
         }},
        {"callOpen", "(ZLjava/lang/String;)J",
         [](JNIEnv* e, jobject type, const jvalue* a) {
             jvalue answer = none();
             answer.j =
                 call_native<jlong>("open", "(ZLjava/lang/String;)J", e, static_cast<jclass>(type),
                                    a[0].z, static_cast<jstring>(a[1].l));
             return answer;
         },
         method_kind::fixed},
        {"callEcho", "(Ljava/lang/Object;)Ljava/lang/Object;",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             return to_jvalue(call_native<jobject>("echo", "(Ljava/lang/Object;)Ljava/lang/Object;",
                                                   e, self, a[0].l));
         }},
        {"callSubscribe", "(Ltest/Sample;)V",
         [](JNIEnv* e, jobject type, const jvalue* a) {
             call_native<void>("subscribe", "(Ltest/Sample;)V", e, static_cast<jclass>(type),
                               a[0].l);
             return none();
         },
         method_kind::fixed},
    };
}

}  // namespace

void define_sample(fake_java_vm& vm) {
    const auto type = [&](const char* name, const std::vector<method_definition>& methods,
                          const std::vector<field_definition>& fields) {
        add_class(vm, name, "java/lang/Object", methods, fields);
    };
    type("test/Sample", plain_methods(),
         {{"z", "Z"},
          {"b", "B"},
          {"c", "C"},
          {"s", "S"},
          {"i", "I"},
          {"j", "J"},
          {"f", "F"},
          {"d", "D"},
          {"text", "Ljava/lang/String;"},
          {"numbers", "[I"},
          {"other", "Ltest/Sample;"},
          {"count", "I", method_kind::fixed},
          {"last", "Ltest/Sample;", method_kind::fixed}});
    type("test/Sample", native_methods(), {});
}

}  // namespace fake
