// SPDX-License-Identifier: BSL-1.0
// Threads, frames and what every JNI function asks first; the Invocation API (chapter 5 of the
// specification).
#include "fake_vm.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "fake_state.hpp"

namespace fake {
namespace {

std::mutex complaints_lock;
std::string* complaints = nullptr;  // of the `violations` that gathers
std::string gathered;

}  // namespace

std::uintptr_t handle(ref_kind kind, std::uint64_t serial) {
    // No address of a 64-bit machine: who looks behind it crashes. Of 32 bits it can be one.
    constexpr bool is_wide = sizeof(std::uintptr_t) == 8;
    const std::uintptr_t mark = (is_wide ? 0x7ff0U : 0xcU) + static_cast<std::uintptr_t>(kind);
    return (mark << (is_wide ? 48 : 28)) | static_cast<std::uintptr_t>(serial);
}

namespace {

jobject as_jobject(std::uintptr_t bits) {
    return reinterpret_cast<jobject>(bits);  // NOLINT: a number, on purpose
}

std::uintptr_t bits_of(jobject ref) { return reinterpret_cast<std::uintptr_t>(ref); }

const char* kind_name(ref_kind kind) {
    switch (kind) {
        case ref_kind::local: return "local";
        case ref_kind::global: return "global";
        case ref_kind::weak: return "weak global";
    }
    return "?";
}

}  // namespace

// ---- violations
// ----------------------------------------------------------------------------------

void complain(const std::string& what) {
    const std::lock_guard<std::mutex> held(complaints_lock);
    if (complaints != nullptr)
        *complaints += what + "\n";
    else
        ADD_FAIL_CHECK_AT("the fake VM", 0, what);
}

violations::violations() {
    const std::lock_guard<std::mutex> held(complaints_lock);
    gathered.clear();
    complaints = &gathered;
}
violations::~violations() {
    const std::lock_guard<std::mutex> held(complaints_lock);
    complaints = nullptr;
}
std::string violations::take() {
    const std::lock_guard<std::mutex> held(complaints_lock);
    return std::exchange(gathered, {});
}

std::uint64_t this_thread() {
    static std::atomic<std::uint64_t> last{0};
    static thread_local const std::uint64_t mine = ++last;
    return mine;
}

// ---- references and frames
// -----------------------------------------------------------------------

void push_frame(fake_env& env, jint capacity, bool of_native_method) {
    env.frames.push_back({env.vm->next_serial++, capacity, of_native_method});
    if (!of_native_method && env.frames.size() > 1) ++env.vm->open.frames;
}

void pop_frame(fake_env& env) {
    fake_java_vm& vm = *env.vm;
    const frame ended = env.frames.back();
    env.frames.pop_back();
    if (!ended.of_native_method && !env.frames.empty()) --vm.open.frames;
    for (auto one = vm.refs.begin(); one != vm.refs.end();) {
        if (one->second.kind == ref_kind::local && one->second.frame == ended.serial) {
            --vm.open.locals;
            one = vm.refs.erase(one);
        } else {
            ++one;
        }
    }
}

jobject make_local(fake_env& env, const object_ptr& held) {
    if (held == nullptr) return nullptr;
    fake_java_vm& vm = *env.vm;
    frame& top = env.frames.back();
    ++top.locals;
    if (vm.locals_limited && top.locals > top.capacity)
        complain("a local reference: more than its frame was asked to hold");
    const std::uintptr_t bits = handle(ref_kind::local, vm.next_serial++);
    vm.refs[bits] = {ref_kind::local, held, {}, &env, top.serial};
    ++vm.open.locals;
    return as_jobject(bits);
}

void begin_native_method(fake_env& env) {
    const std::lock_guard<std::mutex> held(env.vm->lock);
    push_frame(env, 16, true);
}

object_ptr end_native_method(fake_env& env, jobject answer) {
    const std::lock_guard<std::mutex> held(env.vm->lock);
    if (env.criticals != 0) complain("a native method: returned in a critical section");
    object_ptr returned;
    // With an exception pending Java never sees the value.
    if (answer != nullptr && env.pending == nullptr) {
        const auto found = env.vm->refs.find(bits_of(answer));
        if (found == env.vm->refs.end() ||
            (found->second.kind == ref_kind::local && found->second.owner != &env))
            complain("a native method: returned a reference that is not valid");
        else
            returned = found->second.kind == ref_kind::weak ? found->second.seen.lock()
                                                            : found->second.held;
    }
    if (!env.frames.back().of_native_method)
        complain("a native method: returned with a local frame pushed");
    while (!env.frames.back().of_native_method) pop_frame(env);
    pop_frame(env);
    return returned;
}

// ---- the beginning of a JNI function
// -------------------------------------------------------------

call::call(JNIEnv* env, const char* function, unsigned is_allowed)
    : env_(static_cast<fake_env*>(env)), function_(function), held_(env_->vm->lock) {
    // Chapter 2: "The JNI interface pointer is only valid in the current thread."
    if (env_->vm->destroyed)
        wrong("called after DestroyJavaVM");
    else if (env_->thread != this_thread())
        wrong("called with the JNIEnv of another thread");
    else if (!env_->attached)
        wrong("called with the JNIEnv of a thread that has detached");
    // GetPrimitiveArrayCritical: "native code must not call other JNI functions".
    else if (env_->criticals != 0 && (is_allowed & while_critical) == 0)
        wrong("called in a critical section");
    // Chapter 2, Asynchronous Exceptions and Exception Handling.
    else if (env_->pending != nullptr && (is_allowed & while_pending) == 0)
        wrong("called with an exception pending: " + env_->pending->type->name);
    else
        fine_ = true;
}

void call::wrong(const std::string& what) const { complain(std::string(function_) + ": " + what); }

void call::raise(const char* type, const std::string& message) const {
    throw_new(*env_, type, message);
}

bool call::allocation_fails(bool may_be_quiet) const {
    fake_java_vm& of = vm();
    if (of.allocation_to_fail == 0 || --of.allocation_to_fail != 0) return false;
    of.allocation_failed = true;
    if (!may_be_quiet || of.failure == reference_failure::throws)
        raise("java/lang/OutOfMemoryError", "the fake was told to");
    return true;
}

object_ptr call::get_or_null(jobject ref, bool& valid) const {
    valid = true;
    if (ref == nullptr) return nullptr;
    const auto found = vm().refs.find(bits_of(ref));
    valid = false;
    if (found == vm().refs.end()) {
        wrong("a reference that is not valid: deleted, or its frame has ended, or never one");
        return nullptr;
    }
    const reference& one = found->second;
    if (one.kind == ref_kind::local && one.owner != env_) {
        wrong("a local reference of another thread");
        return nullptr;
    }
    valid = true;
    return one.kind == ref_kind::weak ? one.seen.lock() : one.held;
}

object_ptr call::get(jobject ref) const {
    bool valid = false;
    object_ptr found = get_or_null(ref, valid);
    if (valid && found == nullptr) wrong("null where an object must be");
    return found;
}

object_ptr call::get_array(jobject ref, char element) const {
    object_ptr found = get(ref);
    if (found != nullptr && found->element != element && element != '*') {
        wrong("an array of another type, or no array");
        return nullptr;
    }
    if (found != nullptr && element == '*' && found->element == '\0') {
        wrong("no array of primitives");
        return nullptr;
    }
    return found;
}

object_ptr call::get_string(jobject ref) const {
    object_ptr found = get(ref);
    if (found == nullptr || found->type->name == "java/lang/String") return found;
    wrong("no String");
    return nullptr;
}

class_info* call::get_class(jobject ref) const {
    const object_ptr found = get(ref);
    if (found == nullptr) return nullptr;
    if (found->mirrored == nullptr) wrong("no Class");
    return found->mirrored;
}

reference* call::get_ref(jobject ref, ref_kind kind) const {
    const auto found = vm().refs.find(bits_of(ref));
    if (found == vm().refs.end()) {
        wrong("a reference that is not valid: deleted, or its frame has ended, or never one");
        return nullptr;
    }
    if (found->second.kind != kind) {
        wrong(std::string("a ") + kind_name(found->second.kind) + " reference");
        return nullptr;
    }
    if (kind == ref_kind::local && found->second.owner != env_) {
        wrong("a local reference of another thread");
        return nullptr;
    }
    return &found->second;
}

// ---- what a test may ask for
// ---------------------------------------------------------------------

open_things open_now() {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    return vm.open;
}

std::string to_string(const open_things& open) {
    return std::to_string(open.locals) + " local, " + std::to_string(open.globals) + " global, " +
           std::to_string(open.weaks) + " weak, " + std::to_string(open.buffers) + " buffers, " +
           std::to_string(open.monitors) + " monitors, " + std::to_string(open.frames) +
           " frames, " + std::to_string(open.threads) + " threads";
}

balance::~balance() {
    const open_things now = open_now();
    if (!(now == before_))
        complain("out of balance: " + to_string(before_) + " before; " + to_string(now) + " now");
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    const fake_env* const env = env_of_this_thread(vm);
    if (env != nullptr && env->pending != nullptr)
        complain("an exception was left pending: " + env->pending->type->name);
}

void fail_allocation(int nth, reference_failure how) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    vm.allocation_to_fail = nth;
    vm.failure = how;
    vm.allocation_failed = false;
}
bool allocation_has_failed() {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    return vm.allocation_failed;
}
void fail_attach(jint answer) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    vm.attach_answer = answer;
}
void exit_vm() {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    vm.destroyed = true;
}
void limit_locals(bool limited) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    vm.locals_limited = limited;
}
int uncaught_exceptions() {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    return vm.uncaught;
}
void collect(jweak ref) {
    fake_java_vm& vm = current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    const auto found = vm.refs.find(bits_of(ref));
    if (found == vm.refs.end() || found->second.kind != ref_kind::weak)
        return complain("collect: no weak reference");
    if (found->second.seen.lock() != nullptr) complain("collect: somebody holds the object");
}

native_method::native_method(JNIEnv* env) : env_(env) {
    begin_native_method(*static_cast<fake_env*>(env));
}
native_method::~native_method() { end_native_method(*static_cast<fake_env*>(env_), nullptr); }

// ---- threads: the Invocation API
// -----------------------------------------------------------------

namespace {

fake_java_vm& vm_of(JavaVM* java_vm) { return static_cast<fake_java_vm&>(*java_vm); }

bool is_known(jint version) {
    return version == JNI_VERSION_1_1 || version == JNI_VERSION_1_2 || version == JNI_VERSION_1_4 ||
           version == JNI_VERSION_1_6 || version == JNI_VERSION_1_8 || version == 0x00090000 ||
           version == 0x000a0000;
}

fake_env& attach(fake_java_vm& vm, const char* name, bool daemon) {
    fake_env& env = vm.envs.emplace_back();
    env.functions = function_table();
    env.vm = &vm;
    env.thread = this_thread();
    env.daemon = daemon;
    push_frame(env, 16, false);
    env.java_thread = make_object(*find_class(vm, "java/lang/Thread"));
    env.java_thread->daemon = daemon;
    const std::string text = name != nullptr ? name : "Thread-" + std::to_string(env.thread);
    env.java_thread->text.assign(text.begin(), text.end());
    ++vm.open.threads;
    return env;
}

jint attach_current(JavaVM* java_vm, void** found, void* arguments, bool daemon) {
    fake_java_vm& vm = vm_of(java_vm);
    const std::lock_guard<std::mutex> held(vm.lock);
    *found = nullptr;
    if (vm.destroyed) return JNI_ERR;
    // "Trying to attach a thread that is already attached is a no-op", also for its daemon status.
    if (fake_env* const env = env_of_this_thread(vm)) {
        *found = static_cast<JNIEnv*>(env);
        return JNI_OK;
    }
    const auto* const given = static_cast<const JavaVMAttachArgs*>(arguments);
    if (given != nullptr && !is_known(given->version)) return JNI_EVERSION;
    if (vm.attach_answer != JNI_OK) return vm.attach_answer;
    fake_env& env = attach(vm, given != nullptr ? given->name : nullptr, daemon);
    *found = static_cast<JNIEnv*>(&env);
    return JNI_OK;
}

jint detach_current(JavaVM* java_vm) {
    fake_java_vm& vm = vm_of(java_vm);
    const std::lock_guard<std::mutex> held(vm.lock);
    if (vm.destroyed) return JNI_ERR;
    fake_env* const env = env_of_this_thread(vm);
    if (env == nullptr) return JNI_OK;
    // "A thread cannot be detached unless there are no Java methods on its stack."
    for (const frame& one : env->frames)
        if (one.of_native_method) return JNI_ERR;
    if (env->criticals != 0) complain("DetachCurrentThread: called in a critical section");
    if (env->pending != nullptr) ++vm.uncaught;
    env->pending = nullptr;
    // "All Java monitors held by this thread are released."
    for (const object_ptr& one : env->entered) {
        --vm.open.monitors;
        if (--one->monitor_count == 0) one->monitor_owner = nullptr;
    }
    env->entered.clear();
    while (!env->frames.empty()) pop_frame(*env);
    env->attached = false;
    env->java_thread = nullptr;
    --vm.open.threads;
    vm.changed.notify_all();
    return JNI_OK;
}

jint get_env(JavaVM* java_vm, void** found, jint version) {
    fake_java_vm& vm = vm_of(java_vm);
    const std::lock_guard<std::mutex> held(vm.lock);
    // "If the current thread is not attached to the VM, sets *env to NULL"
    *found = nullptr;
    fake_env* const env = vm.destroyed ? nullptr : env_of_this_thread(vm);
    if (env == nullptr) return JNI_EDETACHED;
    if (!is_known(version)) return JNI_EVERSION;
    *found = static_cast<JNIEnv*>(env);
    return JNI_OK;
}

jint destroy(JavaVM* java_vm) {
    fake_java_vm& vm = vm_of(java_vm);
    std::unique_lock<std::mutex> held(vm.lock);
    if (vm.destroyed) return JNI_ERR;
    // "The VM waits until the current thread is the only non-daemon user thread"
    const auto is_last = [&vm] {
        return std::none_of(vm.envs.begin(), vm.envs.end(), [](const fake_env& env) {
            return env.attached && !env.daemon && env.thread != this_thread();
        });
    };
    if (!vm.changed.wait_for(held, std::chrono::seconds(3), is_last)) {
        complain("DestroyJavaVM: waits for ever for an attached thread");
        return JNI_ERR;
    }
    vm.destroyed = true;
    return JNI_OK;
}

const JNIInvokeInterface_ invoke_table = {
    nullptr,
    nullptr,
    nullptr,
    destroy,
    [](JavaVM* vm, void** env, void* args) { return attach_current(vm, env, args, false); },
    detach_current,
    get_env,
    [](JavaVM* vm, void** env, void* args) { return attach_current(vm, env, args, true); },
};

std::mutex vms_lock;

std::deque<fake_java_vm>& vms() {
    static std::deque<fake_java_vm> all;
    return all;
}

}  // namespace

fake_env* env_of_this_thread(fake_java_vm& vm) {
    for (fake_env& env : vm.envs)
        if (env.attached && env.thread == this_thread()) return &env;
    return nullptr;
}

fake_java_vm& add_vm() {
    fake_java_vm& made = vms().emplace_back();
    made.functions = &invoke_table;
    define_boot_classes(made);
    define_sample(made);
    define_jdk(made);
    define_talk(made);
    define_peer(made);
    return made;
}

fake_java_vm& current_vm() {
    const std::lock_guard<std::mutex> held(vms_lock);
    return vms().empty() ? add_vm() : vms().back();
}

}  // namespace fake

extern "C" {

JNIEXPORT jint JNICALL JNI_GetCreatedJavaVMs(JavaVM** found, jsize room, jsize* count) {
    fake::fake_java_vm& vm = fake::current_vm();
    const std::lock_guard<std::mutex> held(vm.lock);
    *count = !vm.destroyed && !vm.envs.empty() ? 1 : 0;
    if (*count == 1 && room > 0) *found = &vm;
    return JNI_OK;
}

/// Unlike HotSpot: after DestroyJavaVM there can be another one.
JNIEXPORT jint JNICALL JNI_CreateJavaVM(JavaVM** made, void** env, void*) {
    fake::fake_java_vm* vm = &fake::current_vm();
    const std::lock_guard<std::mutex> one_at_a_time(fake::vms_lock);
    if (vm->destroyed)
        vm = &fake::add_vm();
    else if (!vm->envs.empty())
        return JNI_EEXIST;
    const std::lock_guard<std::mutex> held(vm->lock);
    *made = vm;
    *env = static_cast<JNIEnv*>(&fake::attach(*vm, "main", false));
    return JNI_OK;
}

}  // extern "C"
