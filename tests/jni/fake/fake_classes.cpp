// SPDX-License-Identifier: BSL-1.0
// Classes, their ids, and the few classes of Java that there are.
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "fake_state.hpp"

namespace fake {

class_info* find_class(fake_java_vm& vm, const std::string& name) {
    const auto found = vm.classes.find(name);
    if (found != vm.classes.end()) return &found->second;
    if (name.empty() || name.front() != '[') return nullptr;
    class_info& made = vm.classes[name];
    made.name = name;
    made.super = find_class(vm, "java/lang/Object");
    return &made;
}

bool extends(const class_info* type, const class_info* base) {
    for (; type != nullptr; type = type->super)
        if (type == base) return true;
    return false;
}

object_ptr make_object(class_info& type) {
    object_ptr made(new object);  // not make_shared: a weak reference is to keep no memory
    made->type = &type;
    return made;
}

fake_java_vm::~fake_java_vm() {
    for (const std::weak_ptr<object>& one : linked)
        if (const object_ptr still = one.lock()) {
            still->cause = nullptr;
            still->elements.clear();
            still->fields.clear();
        }
}

object_ptr make_text(fake_java_vm& vm, const std::u16string& text) {
    object_ptr made = make_object(*find_class(vm, "java/lang/String"));
    made->text = text;
    made->has_text = true;
    return made;
}

jvalue no_value() {
    jvalue answer;
    std::memset(&answer, 0, sizeof answer);
    return answer;
}
jvalue to_jvalue(jobject object) {
    jvalue answer = no_value();
    answer.l = object;
    return answer;
}

namespace {

const object_ptr& mirror_of(fake_java_vm& vm, class_info& type) {
    if (type.mirror == nullptr) {
        type.mirror = make_object(*find_class(vm, "java/lang/Class"));
        type.mirror->mirrored = &type;
    }
    return type.mirror;
}

void add(fake_java_vm& vm, const std::string& name, const std::string& super,
         const std::vector<method_definition>& methods,
         const std::vector<field_definition>& fields = {}) {
    class_info& type = vm.classes[name];
    type.name = name;
    if (!super.empty()) type.super = find_class(vm, super);
    for (const method_definition& one : methods)
        type.methods.push_back(
            {&type, one.name, one.signature, one.code, one.kind == method_kind::fixed});
    for (const field_definition& one : fields)
        type.fields.push_back({&type, one.name, one.signature, one.kind == method_kind::fixed, {}});
}

// ---- the bodies of Java's own methods, on the inside of the fake
// ---------------------------------

object_ptr peek(JNIEnv* e, jobject ref) {
    const call in(e, "Java code");
    bool valid = false;
    return in.get_or_null(ref, valid);
}
jvalue give(JNIEnv* e, const object_ptr& held) {
    const call in(e, "Java code");
    return to_jvalue(in.local(held));
}
jvalue give_text(JNIEnv* e, const std::u16string& text) {
    const call in(e, "Java code");
    if (in.allocation_fails()) return no_value();
    return to_jvalue(in.local(make_text(in.vm(), text)));
}

std::u16string dotted(const class_info& type) {
    std::u16string text(type.name.begin(), type.name.end());
    for (char16_t& c : text)
        if (c == u'/') c = u'.';
    return text;
}

jvalue nothing(JNIEnv*, jobject, const jvalue*) { return no_value(); }

jvalue raise(JNIEnv* e, const char* type, const char* message) {
    const call in(e, "Java code");
    in.raise(type, message);
    return no_value();
}

void link(JNIEnv* e, const object_ptr& from) {
    const call in(e, "Java code");
    in.vm().linked.push_back(from);
}

jvalue for_name(JNIEnv* e, jobject, const jvalue* a) {
    std::string name;
    for (const char16_t c : peek(e, a[0].l)->text) name += c == u'.' ? '/' : static_cast<char>(c);
    const call in(e, "Java code");
    class_info* const found = find_class(in.vm(), name);
    if (found != nullptr) return to_jvalue(in.local(mirror_of(in.vm(), *found)));
    in.raise("java/lang/ClassNotFoundException", name);
    return no_value();
}

void set_message(JNIEnv* e, jobject self, jobject message) {
    const object_ptr made = peek(e, self);
    const object_ptr text = peek(e, message);
    if (text != nullptr) made->text = text->text;
    made->has_text = text != nullptr;
}
void set_cause(JNIEnv* e, jobject self, jobject cause) {
    const object_ptr made = peek(e, self);
    made->cause = peek(e, cause);
    made->cause_is_set = true;
    link(e, made);
}

const method_definition of_nothing = {"<init>", "()V", nothing};
const method_definition of_message = {"<init>", "(Ljava/lang/String;)V",
                                      [](JNIEnv* e, jobject self, const jvalue* a) {
                                          set_message(e, self, a[0].l);
                                          return no_value();
                                      }};
const method_definition of_cause = {"<init>", "(Ljava/lang/Throwable;)V",
                                    [](JNIEnv* e, jobject self, const jvalue* a) {
                                        set_cause(e, self, a[0].l);
                                        return no_value();
                                    }};
const method_definition of_both = {"<init>", "(Ljava/lang/String;Ljava/lang/Throwable;)V",
                                   [](JNIEnv* e, jobject self, const jvalue* a) {
                                       set_message(e, self, a[0].l);
                                       set_cause(e, self, a[1].l);
                                       return no_value();
                                   }};
// Of ClassNotFoundException, whose cause is null for good.
const method_definition of_message_alone = {"<init>", "(Ljava/lang/String;)V",
                                            [](JNIEnv* e, jobject self, const jvalue* a) {
                                                set_message(e, self, a[0].l);
                                                set_cause(e, self, nullptr);
                                                return no_value();
                                            }};

/// What printStackTrace() prints of suppressed exceptions and causes, without the frames.
std::u16string trace_of(const object& thrown, int depth = 0) {
    const auto line = [](const object& one) {
        return dotted(*one.type) + (one.has_text ? u": " + one.text : u"") + u"\n";
    };
    std::u16string text;
    if (depth == 32) return text;
    for (const object_ptr& one : thrown.elements)
        text += u"\tSuppressed: " + line(*one) + trace_of(*one, depth + 1);
    if (thrown.cause != nullptr)
        text += u"Caused by: " + line(*thrown.cause) + trace_of(*thrown.cause, depth + 1);
    return text;
}

std::vector<method_definition> throwable_methods() {
    return {
        of_nothing,
        of_message,
        of_cause,
        of_both,
        {"getMessage", "()Ljava/lang/String;",
         [](JNIEnv* e, jobject self, const jvalue*) {
             const object_ptr me = peek(e, self);
             return me->has_text ? give_text(e, me->text) : no_value();
         }},
        {"toString", "()Ljava/lang/String;",
         [](JNIEnv* e, jobject self, const jvalue*) {
             const object_ptr me = peek(e, self);
             return give_text(e, dotted(*me->type) + (me->has_text ? u": " + me->text : u""));
         }},
        {"getCause", "()Ljava/lang/Throwable;",
         [](JNIEnv* e, jobject self, const jvalue*) { return give(e, peek(e, self)->cause); }},
        {"initCause", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             if (peek(e, self)->cause_is_set)
                 return raise(e, "java/lang/IllegalStateException", "Can't overwrite cause");
             if (peek(e, self) == peek(e, a[0].l))
                 return raise(e, "java/lang/IllegalArgumentException", "Self-causation");
             set_cause(e, self, a[0].l);
             return to_jvalue(self);
         }},
        {"addSuppressed", "(Ljava/lang/Throwable;)V",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             const object_ptr me = peek(e, self);
             const object_ptr other = peek(e, a[0].l);
             if (other == nullptr) return raise(e, "java/lang/NullPointerException", "null");
             if (other == me)
                 return raise(e, "java/lang/IllegalArgumentException", "Self-suppression");
             me->elements.push_back(other);
             link(e, me);
             return no_value();
         }},
        {"getSuppressed", "()[Ljava/lang/Throwable;",
         [](JNIEnv* e, jobject self, const jvalue*) {
             const object_ptr me = peek(e, self);
             const call in(e, "Java code");
             const object_ptr all = make_object(*find_class(in.vm(), "[Ljava/lang/Throwable;"));
             all->elements = me->elements;
             all->length = static_cast<jsize>(me->elements.size());
             return to_jvalue(in.local(all));
         }},
        {"printStackTrace", "(Ljava/io/PrintWriter;)V",
         [](JNIEnv* e, jobject self, const jvalue* a) {
             const jmethodID id =
                 e->GetMethodID(e->GetObjectClass(self), "toString", "()Ljava/lang/String;");
             const jobject text = e->CallObjectMethod(self, id);
             if (e->ExceptionCheck() == JNI_TRUE) return no_value();
             std::u16string& to = peek(e, a[0].l)->cause->text;
             if (text != nullptr) to += peek(e, text)->text;
             to += u"\n\tat fake.Fake.run(Fake.java)\n" + trace_of(*peek(e, self));
             return no_value();
         }},
    };
}

}  // namespace

void define_boot_classes(fake_java_vm& vm) {
    add(vm, "java/lang/Object", "",
        {{"<init>", "()V", nothing},
         {"getClass", "()Ljava/lang/Class;", [](JNIEnv* e, jobject self, const jvalue*) {
              return to_jvalue(e->GetObjectClass(self));
          }}});
    add(vm, "java/lang/Class", "java/lang/Object",
        {{"getName", "()Ljava/lang/String;",
          [](JNIEnv* e, jobject self, const jvalue*) {
              return give_text(e, dotted(*peek(e, self)->mirrored));
          }},
         {"getClassLoader", "()Ljava/lang/ClassLoader;",
          [](JNIEnv* e, jobject self, const jvalue*) {
              const bool of_the_vm = peek(e, self)->mirrored->name.rfind("java/", 0) == 0;
              return of_the_vm ? no_value() : give(e, static_cast<fake_env*>(e)->vm->loader);
          }},
         {"forName", "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;", for_name,
          method_kind::fixed}});
    add(vm, "java/lang/ClassLoader", "java/lang/Object", {});
    vm.loader = make_object(*find_class(vm, "java/lang/ClassLoader"));
    add(vm, "java/lang/String", "java/lang/Object",
        {{"toString", "()Ljava/lang/String;",
          [](JNIEnv*, jobject self, const jvalue*) { return to_jvalue(self); }}});
    add(vm, "java/lang/System", "java/lang/Object", {{"gc", "()V", nothing, method_kind::fixed}});
    add(vm, "java/lang/Thread", "java/lang/Object",
        {{"currentThread", "()Ljava/lang/Thread;",
          [](JNIEnv* e, jobject, const jvalue*) {
              return give(e, static_cast<fake_env*>(e)->java_thread);
          },
          method_kind::fixed},
         {"getName", "()Ljava/lang/String;",
          [](JNIEnv* e, jobject self, const jvalue*) { return give_text(e, peek(e, self)->text); }},
         {"holdsLock", "(Ljava/lang/Object;)Z",
          [](JNIEnv* e, jobject, const jvalue* a) {
              const object_ptr asked = peek(e, a[0].l);
              const call in(e, "Java code");
              jvalue answer = no_value();
              answer.z = asked->monitor_owner == e ? JNI_TRUE : JNI_FALSE;
              return answer;
          },
          method_kind::fixed},
         {"isDaemon", "()Z", [](JNIEnv* e, jobject self, const jvalue*) {
              jvalue answer = no_value();
              answer.z = peek(e, self)->daemon ? JNI_TRUE : JNI_FALSE;
              return answer;
          }}});
    add(vm, "java/lang/ref/WeakReference", "java/lang/Object",
        {{"<init>", "(Ljava/lang/Object;)V",
          [](JNIEnv* e, jobject self, const jvalue* a) {
              peek(e, self)->referent = peek(e, a->l);
              return no_value();
          }},
         {"get", "()Ljava/lang/Object;",
          [](JNIEnv* e, jobject self, const jvalue*) {
              return give(e, peek(e, self)->referent.lock());
          }},
         {"clear", "()V", [](JNIEnv* e, jobject self, const jvalue*) {
              peek(e, self)->referent.reset();
              return no_value();
          }}});
    add(vm, "java/lang/StringBuilder", "java/lang/Object", {of_nothing});
    add(vm, "java/io/StringWriter", "java/lang/Object",
        {of_nothing,
         {"toString", "()Ljava/lang/String;", [](JNIEnv* e, jobject self, const jvalue*) {
              return give_text(e, peek(e, self)->text);
          }}});
    add(vm, "java/io/PrintWriter", "java/lang/Object",
        {{"<init>", "(Ljava/io/Writer;)V", [](JNIEnv* e, jobject self, const jvalue* a) {
              peek(e, self)->cause = peek(e, a[0].l);
              return no_value();
          }}});
    add(vm, "java/nio/ByteBuffer", "java/lang/Object", {});
    add(vm, "java/nio/DirectByteBuffer", "java/nio/ByteBuffer", {});

    add(vm, "java/lang/Throwable", "java/lang/Object", throwable_methods());
    const std::pair<const char*, const char*> throwables[] = {
        {"java/lang/Exception", "java/lang/Throwable"},
        {"java/lang/Error", "java/lang/Throwable"},
        {"java/lang/RuntimeException", "java/lang/Exception"},
        {"java/io/IOException", "java/lang/Exception"},
        {"java/lang/ReflectiveOperationException", "java/lang/Exception"},
        {"java/lang/IllegalArgumentException", "java/lang/RuntimeException"},
        {"java/lang/IllegalStateException", "java/lang/RuntimeException"},
        {"java/lang/NullPointerException", "java/lang/RuntimeException"},
        {"java/lang/ClassCastException", "java/lang/RuntimeException"},
        {"java/lang/UnsupportedOperationException", "java/lang/RuntimeException"},
        {"java/lang/NegativeArraySizeException", "java/lang/RuntimeException"},
        {"java/lang/ArrayStoreException", "java/lang/RuntimeException"},
        {"java/lang/IllegalMonitorStateException", "java/lang/RuntimeException"},
        {"java/lang/IndexOutOfBoundsException", "java/lang/RuntimeException"},
        {"java/lang/ArrayIndexOutOfBoundsException", "java/lang/IndexOutOfBoundsException"},
        {"java/lang/StringIndexOutOfBoundsException", "java/lang/IndexOutOfBoundsException"},
        {"java/util/NoSuchElementException", "java/lang/RuntimeException"},
        {"java/util/zip/DataFormatException", "java/lang/Exception"},
        {"java/lang/VirtualMachineError", "java/lang/Error"},
        {"java/lang/OutOfMemoryError", "java/lang/VirtualMachineError"},
        {"java/lang/LinkageError", "java/lang/Error"},
        {"java/lang/NoClassDefFoundError", "java/lang/LinkageError"},
        {"java/lang/IncompatibleClassChangeError", "java/lang/LinkageError"},
        {"java/lang/UnsatisfiedLinkError", "java/lang/LinkageError"},
        {"java/lang/NoSuchMethodError", "java/lang/IncompatibleClassChangeError"},
        {"java/lang/NoSuchFieldError", "java/lang/IncompatibleClassChangeError"},
    };
    for (const auto& [name, super] : throwables)
        add(vm, name, super, {of_nothing, of_message, of_cause, of_both});
    add(vm, "java/lang/ClassNotFoundException", "java/lang/ReflectiveOperationException",
        {of_message_alone});
    add(vm, "java/lang/reflect/InvocationTargetException", "java/lang/ReflectiveOperationException",
        {of_cause});
    // Of tests/jni/exception.test.cpp, which brings its bytes for a VM that reads them.
    add(vm, "Hostile", "java/lang/RuntimeException",
        {of_nothing,
         of_message,
         {"toString", "()Ljava/lang/String;", [](JNIEnv* e, jobject self, const jvalue*) {
              const object_ptr me = peek(e, self);
              const call in(e, "Java code");
              if (me->has_text) in.env().pending = me;
              return no_value();
          }}});
}

void add_class(fake_java_vm& vm, const std::string& name, const std::string& super,
               const std::vector<method_definition>& methods,
               const std::vector<field_definition>& fields) {
    add(vm, name, super, methods, fields);
}

void define_class(const std::string& name, const std::string& super,
                  const std::vector<method_definition>& methods,
                  const std::vector<field_definition>& fields) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    add(vm, name, super, methods, fields);
}

void* native_function(const std::string& type, const std::string& name,
                      const std::string& signature) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    if (const class_info* const of = find_class(vm, type))
        for (const method& one : of->methods)
            if (one.name == name && one.signature == signature) return one.native;
    return nullptr;
}

// ---- functions
// -----------------------------------------------------------------------------------

namespace {

/// Also of a super class, unless it is a constructor.
template <class Member>
Member* find_member(class_info* type, std::deque<Member> class_info::*members,
                    const std::string& name, const std::string& signature, bool fixed) {
    const class_info* const asked = type;
    for (; type != nullptr; type = type->super)
        for (Member& one : type->*members)
            if (one.name == name && one.signature == signature && one.fixed == fixed &&
                (name != "<init>" || type == asked))
                return &one;
    return nullptr;
}

template <class Id, class Member>
Id id_of(const char* function, const char* error, JNIEnv* e, jclass type,
         std::deque<Member> class_info::*members, const char* name, const char* signature,
         bool fixed) {
    const call in(e, function);
    class_info* const of = in ? in.get_class(type) : nullptr;
    if (of == nullptr) return nullptr;
    Member* const found = find_member(of, members, name, signature, fixed);
    if (found == nullptr) {
        in.raise(error, std::string(name) + signature);
        return nullptr;
    }
    in.vm().ids.insert(found);
    return reinterpret_cast<Id>(found);
}

}  // namespace

void add_class_functions(JNINativeInterface_& table) {
    table.FindClass = [](JNIEnv* e, const char* name) -> jclass {
        const call in(e, "FindClass");
        if (!in) return nullptr;
        if (name == nullptr) in.wrong("null where a name must be");
        class_info* const found = name != nullptr ? find_class(in.vm(), name) : nullptr;
        if (found == nullptr) {
            in.raise("java/lang/NoClassDefFoundError", name != nullptr ? name : "");
            return nullptr;
        }
        if (in.allocation_fails()) return nullptr;
        return static_cast<jclass>(in.local(mirror_of(in.vm(), *found)));
    };
    table.GetObjectClass = [](JNIEnv* e, jobject ref) -> jclass {
        const call in(e, "GetObjectClass");
        const object_ptr of = in ? in.get(ref) : nullptr;
        if (of == nullptr) return nullptr;
        return static_cast<jclass>(in.local(mirror_of(in.vm(), *of->type)));
    };
    table.GetSuperclass = [](JNIEnv* e, jclass ref) -> jclass {
        const call in(e, "GetSuperclass");
        const class_info* const of = in ? in.get_class(ref) : nullptr;
        if (of == nullptr || of->super == nullptr) return nullptr;
        return static_cast<jclass>(in.local(mirror_of(in.vm(), *of->super)));
    };
    table.IsAssignableFrom = [](JNIEnv* e, jclass from, jclass to) -> jboolean {
        const call in(e, "IsAssignableFrom");
        if (!in) return JNI_FALSE;
        const class_info* const derived = in.get_class(from);
        const class_info* const base = in.get_class(to);
        return derived != nullptr && base != nullptr && extends(derived, base) ? JNI_TRUE
                                                                               : JNI_FALSE;
    };
    table.IsInstanceOf = [](JNIEnv* e, jobject ref, jclass type) -> jboolean {
        const call in(e, "IsInstanceOf");
        const class_info* const base = in ? in.get_class(type) : nullptr;
        bool valid = false;
        const object_ptr object = base != nullptr ? in.get_or_null(ref, valid) : nullptr;
        // "A NULL object can be cast to any class."
        return valid && (object == nullptr || extends(object->type, base)) ? JNI_TRUE : JNI_FALSE;
    };
    table.AllocObject = [](JNIEnv* e, jclass type) -> jobject {
        const call in(e, "AllocObject");
        class_info* const of = in ? in.get_class(type) : nullptr;
        if (of == nullptr || in.allocation_fails()) return nullptr;
        return in.local(make_object(*of));
    };
    table.GetMethodID = [](JNIEnv* e, jclass t, const char* n, const char* s) {
        return id_of<jmethodID>("GetMethodID", "java/lang/NoSuchMethodError", e, t,
                                &class_info::methods, n, s, false);
    };
    table.GetStaticMethodID = [](JNIEnv* e, jclass t, const char* n, const char* s) {
        return id_of<jmethodID>("GetStaticMethodID", "java/lang/NoSuchMethodError", e, t,
                                &class_info::methods, n, s, true);
    };
    table.GetFieldID = [](JNIEnv* e, jclass t, const char* n, const char* s) {
        return id_of<jfieldID>("GetFieldID", "java/lang/NoSuchFieldError", e, t,
                               &class_info::fields, n, s, false);
    };
    table.GetStaticFieldID = [](JNIEnv* e, jclass t, const char* n, const char* s) {
        return id_of<jfieldID>("GetStaticFieldID", "java/lang/NoSuchFieldError", e, t,
                               &class_info::fields, n, s, true);
    };
    table.RegisterNatives = [](JNIEnv* e, jclass type, const JNINativeMethod* given,
                               jint count) -> jint {
        const call in(e, "RegisterNatives");
        class_info* const of = in ? in.get_class(type) : nullptr;
        if (of == nullptr) return JNI_ERR;
        for (const JNINativeMethod* one = given; one != given + count; ++one) {
            method* found = nullptr;
            for (method& candidate : of->methods)
                if (candidate.name == one->name && candidate.signature == one->signature &&
                    !candidate.code)
                    found = &candidate;
            if (found == nullptr) {
                in.raise("java/lang/NoSuchMethodError",
                         std::string(one->name) + one->signature + " is no native method");
                return JNI_ERR;
            }
            found->native = one->fnPtr;
        }
        return JNI_OK;
    };
    table.UnregisterNatives = [](JNIEnv* e, jclass type) -> jint {
        const call in(e, "UnregisterNatives");
        class_info* const of = in ? in.get_class(type) : nullptr;
        if (of == nullptr) return JNI_ERR;
        for (method& one : of->methods) one.native = nullptr;
        return JNI_OK;
    };
}

}  // namespace fake
