// SPDX-License-Identifier: BSL-1.0
// What the tests of jni/jdk/ need of java.lang and java.util.
#include <string>
#include <vector>

#include "fake_state.hpp"

namespace fake {
namespace {

const char object_type[] = "Ljava/lang/Object;";
const char array_type[] = "[Ljava/lang/Object;";

jfieldID id_of(JNIEnv* e, jobject self, const char* name, const char* signature) {
    return e->GetFieldID(e->GetObjectClass(self), name, signature);
}
jobject get(JNIEnv* e, jobject self, const char* name, const char* signature = object_type) {
    return e->GetObjectField(self, id_of(e, self, name, signature));
}
void set(JNIEnv* e, jobject self, const char* name, jobject value,
         const char* signature = object_type) {
    e->SetObjectField(self, id_of(e, self, name, signature), value);
}
jint number(JNIEnv* e, jobject self, const char* name) {
    return e->GetIntField(self, id_of(e, self, name, "I"));
}
void set_number(JNIEnv* e, jobject self, const char* name, jint value) {
    e->SetIntField(self, id_of(e, self, name, "I"), value);
}
jvalue as_int(jint value) {
    jvalue answer = no_value();
    answer.i = value;
    return answer;
}
jvalue as_bool(bool value) {
    jvalue answer = no_value();
    answer.z = value ? JNI_TRUE : JNI_FALSE;
    return answer;
}
jvalue fail(JNIEnv* e, const char* type) {
    e->ThrowNew(e->FindClass(type), "of the fake");
    return no_value();
}

// ---- boxes

template <class T, T jvalue::*Member>
void add_box(fake_java_vm& vm, const std::string& name, const std::string& type, const char* super,
             const std::string& getter, void (JNIEnv::*store)(jobject, jfieldID, T),
             T (JNIEnv::*read)(jobject, jfieldID)) {
    const std::string full = "java/lang/" + name;
    const auto field = [type](JNIEnv* e, jobject self) {
        return id_of(e, self, "value", type.c_str());
    };
    const auto value = [=](JNIEnv* e, jobject self) { return (e->*read)(self, field(e, self)); };
    add_class(vm, full, super,
              {{"valueOf", "(" + type + ")L" + full + ";",
                [=](JNIEnv* e, jobject self, const jvalue* a) {
                    const jobject made = e->AllocObject(static_cast<jclass>(self));
                    (e->*store)(made, field(e, made), a[0].*Member);
                    return to_jvalue(made);
                },
                method_kind::fixed},
               {getter, "()" + type,
                [=](JNIEnv* e, jobject self, const jvalue*) {
                    jvalue answer = no_value();
                    answer.*Member = value(e, self);
                    return answer;
                }}},
              {{"value", type}});
    if (std::string(super) != "java/lang/Number") return;
    if (getter != "intValue")
        add_class(vm, full, super,
                  {{"intValue", "()I",
                    [=](JNIEnv* e, jobject self, const jvalue*) {
                        return as_int(static_cast<jint>(value(e, self)));
                    }}},
                  {});
    if (getter != "doubleValue")
        add_class(vm, full, super,
                  {{"doubleValue", "()D",
                    [=](JNIEnv* e, jobject self, const jvalue*) {
                        jvalue answer = no_value();
                        answer.d = static_cast<jdouble>(value(e, self));
                        return answer;
                    }}},
                  {});
}
void define_boxes(fake_java_vm& vm) {
    add_class(vm, "java/lang/Number", "java/lang/Object",
              {{"intValue", "()I", {}}, {"longValue", "()J", {}}, {"doubleValue", "()D", {}}}, {});
    const char object[] = "java/lang/Object";
    const char of_number[] = "java/lang/Number";
    add_box<jboolean, &jvalue::z>(vm, "Boolean", "Z", object, "booleanValue",
                                  &JNIEnv::SetBooleanField, &JNIEnv::GetBooleanField);
    add_box<jbyte, &jvalue::b>(vm, "Byte", "B", of_number, "byteValue", &JNIEnv::SetByteField,
                               &JNIEnv::GetByteField);
    add_box<jchar, &jvalue::c>(vm, "Character", "C", object, "charValue", &JNIEnv::SetCharField,
                               &JNIEnv::GetCharField);
    add_box<jshort, &jvalue::s>(vm, "Short", "S", of_number, "shortValue", &JNIEnv::SetShortField,
                                &JNIEnv::GetShortField);
    add_box<jint, &jvalue::i>(vm, "Integer", "I", of_number, "intValue", &JNIEnv::SetIntField,
                              &JNIEnv::GetIntField);
    add_box<jlong, &jvalue::j>(vm, "Long", "J", of_number, "longValue", &JNIEnv::SetLongField,
                               &JNIEnv::GetLongField);
    add_box<jfloat, &jvalue::f>(vm, "Float", "F", of_number, "floatValue", &JNIEnv::SetFloatField,
                                &JNIEnv::GetFloatField);
    add_box<jdouble, &jvalue::d>(vm, "Double", "D", of_number, "doubleValue",
                                 &JNIEnv::SetDoubleField, &JNIEnv::GetDoubleField);
}

// ---- collections: all of them keep their elements in an array

jobjectArray items(JNIEnv* e, jobject self) {
    return static_cast<jobjectArray>(get(e, self, "items", array_type));
}
bool equal(JNIEnv* e, jobject a, jobject b) {
    if (e->IsSameObject(a, b) == JNI_TRUE) return true;
    const jclass string = e->FindClass("java/lang/String");
    if (a == nullptr || b == nullptr || e->IsInstanceOf(a, string) != JNI_TRUE ||
        e->IsInstanceOf(b, string) != JNI_TRUE)
        return false;
    const auto units = [e](jobject text) {
        const auto from = static_cast<jstring>(text);
        std::vector<jchar> read(static_cast<std::size_t>(e->GetStringLength(from)));
        e->GetStringRegion(from, 0, e->GetStringLength(from), read.data());
        return read;
    };
    return units(a) == units(b);
}
jint find(JNIEnv* e, jobject self, jobject wanted, const char* key = nullptr) {
    const jobjectArray all = items(e, self);
    for (jint i = 0; i < e->GetArrayLength(all); ++i) {
        const jobject one = e->GetObjectArrayElement(all, i);
        if (equal(e, key != nullptr ? get(e, one, key) : one, wanted)) return i;
    }
    return -1;
}
void append(JNIEnv* e, jobject self, jobject element) {
    const jobjectArray all = items(e, self);
    const jint size = e->GetArrayLength(all);
    const jobjectArray more =
        e->NewObjectArray(size + 1, e->FindClass("java/lang/Object"), nullptr);
    for (jint i = 0; i < size; ++i)
        e->SetObjectArrayElement(more, i, e->GetObjectArrayElement(all, i));
    e->SetObjectArrayElement(more, size, element);
    set(e, self, "items", more, array_type);
    set_number(e, self, "changes", number(e, self, "changes") + 1);
}
jvalue make_empty(JNIEnv* e, jobject self, const jvalue*) {
    set(e, self, "items", e->NewObjectArray(0, e->FindClass("java/lang/Object"), nullptr),
        array_type);
    return no_value();
}
jvalue size_of(JNIEnv* e, jobject self, const jvalue*) {
    return as_int(e->GetArrayLength(items(e, self)));
}
jvalue iterator_of(JNIEnv* e, jobject self, const jvalue*) {
    const jobject made = e->AllocObject(e->FindClass("java/util/fake/Iterator"));
    set(e, made, "of", self);
    set_number(e, made, "changes", number(e, self, "changes"));
    return to_jvalue(made);
}
jvalue next(JNIEnv* e, jobject self, const jvalue*) {
    const jobject of = get(e, self, "of");
    if (number(e, of, "changes") != number(e, self, "changes"))
        return fail(e, "java/util/ConcurrentModificationException");
    const jint index = number(e, self, "index");
    set_number(e, self, "index", index + 1);
    return to_jvalue(e->GetObjectArrayElement(items(e, of), index));
}
jvalue list_at(JNIEnv* e, jobject self, const jvalue* a, bool is_set) {
    const jobjectArray all = items(e, self);
    if (a[0].i < 0 || a[0].i >= e->GetArrayLength(all))
        return fail(e, "java/lang/IndexOutOfBoundsException");
    const jobject before = e->GetObjectArrayElement(all, a[0].i);
    if (is_set) e->SetObjectArrayElement(all, a[0].i, a[1].l);
    return to_jvalue(before);
}
jvalue map_put(JNIEnv* e, jobject self, const jvalue* a) {
    const jint at = find(e, self, a[0].l, "key");
    jobject entry = nullptr;
    if (at < 0) {
        entry = e->AllocObject(e->FindClass("java/util/fake/Entry"));
        set(e, entry, "key", a[0].l);
        append(e, self, entry);
    } else {
        entry = e->GetObjectArrayElement(items(e, self), at);
    }
    const jobject before = get(e, entry, "value");
    set(e, entry, "value", a[1].l);
    return to_jvalue(before);
}
jvalue map_get(JNIEnv* e, jobject self, const jvalue* a) {
    const jint at = find(e, self, a[0].l, "key");
    if (at < 0) return no_value();
    return to_jvalue(get(e, e->GetObjectArrayElement(items(e, self), at), "value"));
}
jvalue entry_set(JNIEnv* e, jobject self, const jvalue*) {
    const jobject made = e->AllocObject(e->FindClass("java/util/HashSet"));
    set(e, made, "items", items(e, self), array_type);
    return to_jvalue(made);
}

void define_collections(fake_java_vm& vm) {
    const std::vector<field_definition> state = {{"items", array_type}, {"changes", "I"}};
    const std::string one = "(Ljava/lang/Object;)";
    add_class(vm, "java/lang/Iterable", "java/lang/Object",
              {{"iterator", "()Ljava/util/Iterator;", iterator_of}}, state);
    add_class(vm, "java/util/Collection", "java/lang/Iterable",
              {{"size", "()I", size_of},
               {"add", one + "Z",
                [](JNIEnv* e, jobject self, const jvalue* a) {
                    const jclass set_class = e->FindClass("java/util/Set");
                    if (e->IsInstanceOf(self, set_class) == JNI_TRUE && find(e, self, a[0].l) >= 0)
                        return as_bool(false);
                    append(e, self, a[0].l);
                    return as_bool(true);
                }},
               {"contains", one + "Z",
                [](JNIEnv* e, jobject self, const jvalue* a) {
                    return as_bool(find(e, self, a[0].l) >= 0);
                }}},
              {});
    add_class(
        vm, "java/util/List", "java/util/Collection",
        {{"get", "(I)Ljava/lang/Object;",
          [](JNIEnv* e, jobject self, const jvalue* a) { return list_at(e, self, a, false); }},
         {"set", "(ILjava/lang/Object;)Ljava/lang/Object;",
          [](JNIEnv* e, jobject self, const jvalue* a) { return list_at(e, self, a, true); }}},
        {});
    add_class(vm, "java/util/Set", "java/util/Collection", {}, {});
    add_class(vm, "java/util/ArrayList", "java/util/List", {{"<init>", "()V", make_empty}}, {});
    add_class(vm, "java/util/HashSet", "java/util/Set", {{"<init>", "()V", make_empty}}, {});
    add_class(vm, "java/util/Map", "java/lang/Object",
              {{"size", "()I", size_of},
               {"get", one + object_type, map_get},
               {"put", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", map_put},
               {"containsKey", one + "Z",
                [](JNIEnv* e, jobject self, const jvalue* a) {
                    return as_bool(find(e, self, a[0].l, "key") >= 0);
                }},
               {"entrySet", "()Ljava/util/Set;", entry_set}},
              state);
    add_class(vm, "java/util/HashMap", "java/util/Map", {{"<init>", "()V", make_empty}}, {});
    const auto part = [](const char* name) -> body {
        return
            [=](JNIEnv* e, jobject self, const jvalue*) { return to_jvalue(get(e, self, name)); };
    };
    add_class(vm, "java/util/Map$Entry", "java/lang/Object",
              {{"getKey", "()Ljava/lang/Object;", part("key")},
               {"getValue", "()Ljava/lang/Object;", part("value")}},
              {{"key", object_type}, {"value", object_type}});
    add_class(vm, "java/util/fake/Entry", "java/util/Map$Entry", {}, {});
    add_class(vm, "java/util/Iterator", "java/lang/Object",
              {{"hasNext", "()Z",
                [](JNIEnv* e, jobject self, const jvalue*) {
                    const jobject of = get(e, self, "of");
                    return as_bool(number(e, self, "index") < e->GetArrayLength(items(e, of)));
                }},
               {"next", "()Ljava/lang/Object;", next}},
              {{"of", object_type}, {"index", "I"}, {"changes", "I"}});
    add_class(vm, "java/util/fake/Iterator", "java/util/Iterator", {}, {});
    for (const char* name :
         {"java/lang/IndexOutOfBoundsException", "java/util/ConcurrentModificationException"})
        add_class(vm, name, "java/lang/RuntimeException", {}, {});
}

void define_enum(fake_java_vm& vm) {
    const char type[] = "java/lang/Thread$State";
    const std::string signature = std::string("L") + type + ";";
    add_class(vm, "java/lang/Enum", "java/lang/Object", {}, {});
    add_class(vm, type, "java/lang/Enum", {},
              {{"NEW", signature, method_kind::fixed},
               {"RUNNABLE", signature, method_kind::fixed},
               {"TERMINATED", signature, method_kind::fixed}});
    class_info* const made = find_class(vm, type);
    for (field& each : made->fields) each.shared.held = make_object(*made);
}

}  // namespace

void define_jdk(fake_java_vm& vm) {
    define_boxes(vm);
    define_collections(vm);
    define_enum(vm);
}

}  // namespace fake
