// SPDX-License-Identifier: BSL-1.0
// The fake's twin of java/test/Talk.java.
#include <string>

#include "fake_state.hpp"

namespace fake {
namespace {

jfieldID name_of(JNIEnv* e, jobject self) {
    return e->GetFieldID(e->GetObjectClass(self), "name", "Ljava/lang/String;");
}
std::u16string units(JNIEnv* e, jobject text) {
    if (text == nullptr) return u"null";
    const auto string = static_cast<jstring>(text);
    std::u16string read(static_cast<std::size_t>(e->GetStringLength(string)), u'\0');
    e->GetStringRegion(string, 0, e->GetStringLength(string), reinterpret_cast<jchar*>(&read[0]));
    return read;
}
jvalue text(JNIEnv* e, const std::u16string& units) {
    return to_jvalue(e->NewString(reinterpret_cast<const jchar*>(units.data()),
                                  static_cast<jsize>(units.size())));
}
body says(const char16_t* what) {
    return [=](JNIEnv* e, jobject, const jvalue*) { return text(e, what); };
}
body says_it(const char16_t* what) {
    return [=](JNIEnv* e, jobject, const jvalue* a) { return text(e, what + units(e, a[0].l)); };
}
body named(const char16_t* what) {
    return [=](JNIEnv* e, jobject self, const jvalue*) {
        e->SetObjectField(self, name_of(e, self), text(e, what).l);
        return no_value();
    };
}

}  // namespace

void define_talk(fake_java_vm& vm) {
    add_class(vm, "test/Talk", "java/lang/Object",
              {{"<init>", "()V", named(u"nobody")},
               {"<init>", "(Ljava/lang/String;)V",
                [](JNIEnv* e, jobject self, const jvalue* a) {
                    e->SetObjectField(self, name_of(e, self), a[0].l);
                    return no_value();
                }},
               {"name", "()Ljava/lang/String;",
                [](JNIEnv* e, jobject self, const jvalue*) {
                    return to_jvalue(e->GetObjectField(self, name_of(e, self)));
                }},
               {"nothing", "()Ljava/lang/String;",
                [](JNIEnv*, jobject, const jvalue*) { return no_value(); }},
               {"fail", "()Ljava/lang/String;",
                [](JNIEnv* e, jobject, const jvalue*) {
                    e->ThrowNew(e->FindClass("java/lang/IllegalStateException"), "no text");
                    return no_value();
                }},
               {"join", "(Ljava/lang/String;ILjava/lang/String;)Ljava/lang/String;",
                [](JNIEnv* e, jobject, const jvalue* a) {
                    const std::string number = std::to_string(a[1].i);
                    return text(e, units(e, a[0].l) + std::u16string(number.begin(), number.end()) +
                                       units(e, a[2].l));
                },
                method_kind::fixed},
               {"say", "(I)Ljava/lang/String;", says(u"int")},
               {"say", "(J)Ljava/lang/String;", says(u"long")},
               {"say", "(Ljava/lang/String;)Ljava/lang/String;", says_it(u"String ")},
               {"say", "(Ltest/Talk;)Ljava/lang/String;", says(u"Talk")},
               {"shout", "(I)Ljava/lang/String;", says(u"int!"), method_kind::fixed},
               {"shout", "(Ljava/lang/String;)Ljava/lang/String;", says_it(u"String! "),
                method_kind::fixed}},
              {{"name", "Ljava/lang/String;"}, {"last", "Ljava/lang/String;", method_kind::fixed}});
    add_class(vm, "test/Talk$Loud", "test/Talk",
              {{"<init>", "()V", named(u"loud")},
               {"name", "()Ljava/lang/String;",
                [](JNIEnv* e, jobject self, const jvalue*) {
                    return text(e, units(e, e->GetObjectField(self, name_of(e, self))) + u"!");
                }},
               {"say", "(I)Ljava/lang/String;", says(u"int, loud")}},
              {});
}

}  // namespace fake
