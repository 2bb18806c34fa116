// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_FAKE_FAKE_STATE_HPP
#define FFIGUARD_TESTS_JNI_FAKE_FAKE_STATE_HPP

#include <jni.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "fake_vm.hpp"

// The inside of the fake: what a VM knows, and `call`, through which every JNI function begins.

namespace fake {

struct fake_env;
struct fake_java_vm;
struct class_info;
struct object;
using object_ptr = std::shared_ptr<object>;

struct method {
    class_info* type;
    std::string name;
    std::string signature;
    body code;
    bool fixed;
    void* native = nullptr;
};

struct value {
    jvalue raw = no_value();
    object_ptr held;  // where the type is a reference
};

struct field {
    class_info* type;
    std::string name;
    std::string signature;
    bool fixed;
    value shared;  // of a static field
};

struct class_info {
    std::string name;  // with slashes; "[B" for an array
    class_info* super = nullptr;
    std::deque<method> methods;  // a deque: a jmethodID is an address
    std::deque<field> fields;
    object_ptr mirror;  // the java.lang.Class
};

struct object {
    class_info* type = nullptr;
    class_info* mirrored = nullptr;  // of a java.lang.Class: which one
    std::u16string text;  // of a String; the message of a Throwable; the name of a Thread
    bool has_text = false;
    char element = '\0';  // of an array of primitives: 'B', 'I', ...
    std::vector<unsigned char> bytes;
    std::vector<object_ptr> elements;  // of an object array; what a Throwable suppressed
    jsize length = 0;
    object_ptr cause;
    bool cause_is_set = false;       // of a Throwable: initCause comes too late
    std::weak_ptr<object> referent;  // of a WeakReference
    bool daemon = false;
    void* address = nullptr;  // of a direct buffer
    jlong capacity = -1;
    std::map<const field*, value> fields;
    fake_env* monitor_owner = nullptr;
    int monitor_count = 0;
};

enum class ref_kind : unsigned { local = 1, global = 2, weak = 3 };

struct reference {
    ref_kind kind;
    object_ptr held;             // null for a weak one
    std::weak_ptr<object> seen;  // of a weak one
    fake_env* owner = nullptr;   // of a local one
    std::uint64_t frame = 0;
};

struct frame {
    std::uint64_t serial;
    jint capacity;
    bool of_native_method;
    jint locals = 0;
};

enum class buffer_kind { elements, critical, chars, critical_chars, utf_chars };

struct buffer {
    buffer_kind kind;
    object_ptr of;
    fake_env* owner;
};

struct fake_env : JNIEnv_ {
    fake_java_vm* vm = nullptr;
    std::uint64_t thread = 0;
    bool attached = true;
    bool daemon = false;
    object_ptr java_thread;
    object_ptr pending;
    int criticals = 0;
    std::vector<frame> frames;
    std::vector<object_ptr> entered;  // monitors, one for each MonitorEnter
};

struct fake_java_vm : JavaVM_ {
    std::mutex lock;
    std::condition_variable changed;
    bool destroyed = false;
    std::deque<fake_env> envs;  // kept when their thread has gone, so that late use is seen
    std::unordered_map<std::uintptr_t, reference> refs;
    std::uint64_t next_serial = 1;
    std::map<std::string, class_info> classes;
    object_ptr loader;          // of every class that is not the VM's own
    std::set<const void*> ids;  // every jmethodID and jfieldID that was given out
    std::unordered_map<void*, buffer> buffers;
    open_things open;
    int allocation_to_fail = 0;
    reference_failure failure = reference_failure::throws;
    bool allocation_failed = false;
    jint attach_answer = JNI_OK;
    bool locals_limited = false;
    int uncaught = 0;
    std::vector<std::weak_ptr<object>> linked;  // objects that may be in a circle of owners

    fake_java_vm() = default;
    fake_java_vm(const fake_java_vm&) = delete;
    fake_java_vm& operator=(const fake_java_vm&) = delete;
    ~fake_java_vm();
};

/// False: no modified UTF-8 (chapter 3 of the specification).
bool decode_modified_utf8(const char* bytes, std::u16string& units);
/// The VM of the moment: the last one that was created. Made where there is none.
fake_java_vm& current_vm();
/// Of a reference; never used twice.
std::uintptr_t handle(ref_kind kind, std::uint64_t serial);
/// Of the calling thread; never used twice.
std::uint64_t this_thread();
/// Fails the test, unless a `violations` gathers.
void complain(const std::string& what);
const JNINativeInterface_* function_table();

// All of these are called with the lock held.
fake_env* env_of_this_thread(fake_java_vm& vm);
class_info* find_class(fake_java_vm& vm, const std::string& name);  // null where there is none
bool extends(const class_info* type, const class_info* base);
object_ptr make_object(class_info& type);
object_ptr make_text(fake_java_vm& vm, const std::u16string& text);
void push_frame(fake_env& env, jint capacity, bool of_native_method);
void pop_frame(fake_env& env);
void throw_new(fake_env& env, const char* type, const std::string& message);
jobject make_local(fake_env& env, const object_ptr& held);
void add_class(fake_java_vm& vm, const std::string& name, const std::string& super,
               const std::vector<method_definition>& methods,
               const std::vector<field_definition>& fields);
void define_boot_classes(fake_java_vm& vm);
void define_sample(fake_java_vm& vm);
void define_jdk(fake_java_vm& vm);
void define_talk(fake_java_vm& vm);
void define_peer(fake_java_vm& vm);

// Called without the lock.
void begin_native_method(fake_env& env);
/// The object that the method returns, out of its frame.
object_ptr end_native_method(fake_env& env, jobject answer);

enum allowed : unsigned {
    never = 0,
    while_pending = 1,   // an exception: the list in chapter 2 of the specification
    while_critical = 2,  // Get...Critical to Release...Critical
};

/// The beginning of a JNI function: takes the lock, then asks whether the function may be called
/// now, on this thread. False: it may not, and does nothing.
class call {
public:
    call(JNIEnv* env, const char* function, unsigned is_allowed = never);

    explicit operator bool() const { return fine_; }
    fake_env& env() const { return *env_; }
    fake_java_vm& vm() const { return *env_->vm; }
    void unlock() { held_.unlock(); }
    void relock() { held_.lock(); }

    /// The object of a live reference that this thread may use. Null: none, and a violation.
    object_ptr get(jobject ref) const;
    /// The same, and null for null or a cleared weak reference is fine.
    object_ptr get_or_null(jobject ref, bool& valid) const;
    /// Also a violation: an object that is none of these.
    object_ptr get_array(jobject ref, char element) const;
    object_ptr get_string(jobject ref) const;
    class_info* get_class(jobject ref) const;
    /// A reference of this kind, and no other.
    reference* get_ref(jobject ref, ref_kind kind) const;

    jobject local(const object_ptr& held) const { return make_local(*env_, held); }
    void wrong(const std::string& what) const;
    void raise(const char* type, const std::string& message) const;
    /// True: this allocation is the one that fails; OutOfMemoryError is pending.
    bool allocation_fails(bool may_be_quiet = false) const;
    /// Waits for another thread to change something.
    void wait() { vm().changed.wait(held_); }

private:
    fake_env* env_;
    const char* function_;
    std::unique_lock<std::mutex> held_;
    bool fine_ = false;
};

// The parts of the function table.
void add_reference_functions(JNINativeInterface_& table);
void add_exception_functions(JNINativeInterface_& table);
void add_class_functions(JNINativeInterface_& table);
void add_call_functions(JNINativeInterface_& table);
void add_string_functions(JNINativeInterface_& table);
void add_array_functions(JNINativeInterface_& table);

}  // namespace fake

#endif
