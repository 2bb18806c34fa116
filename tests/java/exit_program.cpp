// SPDX-License-Identifier: BSL-1.0
// A C++ program that makes its VM itself, and the ways in which the two may end.
//
//   exit_program           prints the names of the cases
//   exit_program CASE      exit status 0, soon
#include <jni.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/jni/jni.hpp>
#include <ffiguard/thread/worker_thread.hpp>

namespace jni = ffiguard::jni;

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::_Exit(1);
}

JavaVM* java_vm = nullptr;

JNIEnv* make_vm() {
    char serial[] = "-XX:+UseSerialGC";
    char quick[] = "-XX:TieredStopAtLevel=1";
    char heap[] = "-Xmx64m";
    char core[] = "-XX:-CreateCoredumpOnCrash";
    JavaVMOption options[] = {
        {serial, nullptr}, {quick, nullptr}, {heap, nullptr}, {core, nullptr}};
    JavaVMInitArgs args{JNI_VERSION_1_8, 4, options, JNI_FALSE};
    void* env = nullptr;
    demand(JNI_CreateJavaVM(&java_vm, &env, &args) == JNI_OK, "a VM");
    demand(jni::vm::capture(java_vm).ok(), "the VM is captured");
    return static_cast<JNIEnv*>(env);
}

void destroy_vm() { demand(java_vm->DestroyJavaVM() == JNI_OK, "DestroyJavaVM"); }

template <class T>
T expect(ffiguard::result<T> made) {
    demand(made.has_value(), "made");
    return *std::move(made);
}

jni::local_ref<jobject> new_object(JNIEnv* env) {
    const auto type = jni::adopt_local(env, env->FindClass("java/lang/Object"));
    return jni::adopt_local(env, env->AllocObject(type.get()));
}

jni::shared_ref<jobject> new_shared_object(JNIEnv* env) {
    const auto object = new_object(env);
    return expect(jni::shared_ref<jobject>::make(env, object));
}

/// One of each owner that may outlive the native call that made it.
struct owners {
    jni::global_ref<jobject> global;
    jni::shared_ref<jobject> shared, copy;
    jni::weak_ref<jobject> weak;
    jni::java_weak_ref<jobject> java_weak;
    jni::global_ref<jobject> buffer;
    jni::java_exception thrown;
    std::exception_ptr in_flight;
};

owners make_owners(JNIEnv* env) {
    owners made;
    const auto object = new_object(env);
    made.global = expect(jni::promote(env, object));
    made.shared = expect(jni::shared_ref<jobject>::make(env, object));
    made.copy = made.shared;
    made.weak = expect(jni::weak_ref<jobject>::make(env, object));
    made.java_weak = expect(jni::java_weak_ref<jobject>::make(env, object));
    const auto buffer = expect(jni::new_byte_buffer(env, std::vector<unsigned char>(4096)));
    made.buffer = expect(jni::promote(env, buffer));
    env->FindClass("no/such/Class");
    made.thrown = jni::java_exception::take(env);
    made.in_flight = std::make_exception_ptr(made.thrown);
    return made;
}
enum : std::size_t { references_of_owners = 6 };

/// Destroyed after what comes below it in this file.
struct check_at_exit {
    bool judged = false;
    ~check_at_exit() {
        if (judged)
            demand(jni::parked_refs() + jni::leaked_refs() == references_of_owners, "all counted");
    }
} at_exit;
owners kept;
thread_local owners kept_by_thread;
ffiguard::worker_thread static_worker;

// ---- owners
// --------------------------------------------------------------------------------------

void owners_end_after_the_vm() {
    const owners mine = make_owners(make_vm());
    destroy_vm();
}
void owners_end_after_forget() {
    {
        const owners mine = make_owners(make_vm());
        jni::vm::forget();
        destroy_vm();
    }
    demand(jni::leaked_refs() == references_of_owners && jni::parked_refs() == 0, "all leaked");
}
void owners_would_attach() {
    jni::set_detached_policy(jni::detached_policy::attach);
    {
        const owners mine = make_owners(make_vm());
        destroy_vm();
    }
    demand(jni::leaked_refs() == references_of_owners, "all leaked");
}
void owners_end_on_other_threads() {
    owners mine = make_owners(make_vm());
    destroy_vm();
    std::thread([other = std::move(mine)]() mutable { other = {}; }).join();
}
void guards_end(bool forgotten) {
    JNIEnv* const env = make_vm();
    const auto object = new_shared_object(env);
    jni::attach_options framed;
    framed.local_capacity = 16;
    const jni::attach_scope here(framed);
    const jni::local_frame frame(env);
    const jni::monitor_guard inside(env, object);
    if (forgotten) jni::vm::forget();
    destroy_vm();
}
void guards_end_after_the_vm() { guards_end(false); }
void guards_end_after_forget() { guards_end(true); }
void statics_end_after_the_vm() {
    kept = make_owners(make_vm());
    at_exit.judged = true;
    destroy_vm();
}
void statics_end_after_forget() {
    kept = make_owners(make_vm());
    at_exit.judged = true;
    jni::vm::forget();
    destroy_vm();
}
void statics_end_in_a_living_vm() { kept = make_owners(make_vm()); }
void thread_locals_end_after_the_vm() {
    kept_by_thread = make_owners(make_vm());
    destroy_vm();
}

// ---- threads
// -------------------------------------------------------------------------------------

struct crowd {
    std::atomic<int> attached{0};
    std::atomic<bool> stopping{false};
    std::vector<std::thread> threads;
};
/// Never destroyed: the threads may run on until the process has ended.
crowd& others = *new crowd;

void call_java(JNIEnv* env, const jni::shared_ref<jobject>& object) {
    const auto type = jni::adopt_local(env, env->GetObjectClass(object.get()));
    const jmethodID id = env->GetMethodID(type.get(), "hashCode", "()I");
    static_cast<void>(env->CallIntMethod(object.get(), id));
    demand(jni::check(env).ok(), "hashCode");
}

/// Four threads that attach in both ways, and call Java until they are told to stop.
void start_callers(JNIEnv* env, bool daemon) {
    for (int i = 0; i < 4; ++i) {
        others.threads.emplace_back([i, daemon, mine = new_shared_object(env)] {
            const jni::attach_options options{"caller", daemon};
            bool counted = false;
            while (!others.stopping) {
                if (i % 2 == 0) {
                    const auto attached = jni::attach_thread(options);
                    if (attached) call_java(*attached, mine);
                } else {
                    const jni::attach_scope here(options);
                    if (here) call_java(here.env(), mine);
                }
                if (!std::exchange(counted, true)) ++others.attached;
            }
        });
    }
    while (others.attached != 4) std::this_thread::yield();
}
/// Four threads that are never attached, and end references all the time.
void start_droppers(JNIEnv* env) {
    for (int i = 0; i < 4; ++i) {
        std::vector<jni::global_ref<jobject>> globals;
        for (int n = 0; n < 500; ++n) globals.push_back(expect(jni::promote(env, new_object(env))));
        others.threads.emplace_back([mine = std::move(globals)]() mutable {
            while (!mine.empty()) mine.pop_back();
        });
    }
}
void join_all() {
    others.stopping = true;
    for (std::thread& one : others.threads) one.join();
}
void leave_all() {
    for (std::thread& one : others.threads) one.detach();
}

void threads_are_stopped_before() {
    start_callers(make_vm(), false);
    join_all();
    destroy_vm();
}
void threads_end_while_the_vm_waits() {
    JNIEnv* const env = make_vm();
    // Attached as long as they run: who attaches while the VM is going may never come back.
    for (int i = 0; i < 4; ++i)
        others.threads.emplace_back([mine = new_shared_object(env)] {
            const auto attached = jni::attach_thread();
            demand(attached.has_value(), "attached");
            ++others.attached;
            for (int n = 0; n < 1000; ++n) call_java(*attached, mine);
        });
    while (others.attached != 4) std::this_thread::yield();
    leave_all();  // not joined: one that is just detaching when the VM has gone never comes back
    destroy_vm();
}
void daemons_run_on() {
    start_callers(make_vm(), true);
    leave_all();
    destroy_vm();
}
void daemons_run_on_after_forget() {
    start_callers(make_vm(), true);
    leave_all();
    jni::vm::forget();
    destroy_vm();
}
void daemons_run_on_in_a_living_vm() {
    kept = make_owners(make_vm());
    start_callers(jni::vm::env(), true);
    leave_all();
}
void detached_threads_drop_meanwhile() {
    JNIEnv* const env = make_vm();
    start_droppers(env);
    start_callers(env, true);
    leave_all();
    destroy_vm();
}
void exit_by_an_attached_thread() {
    kept = make_owners(make_vm());
    std::thread([] {
        const jni::attach_scope here;
        demand(static_cast<bool>(here), "attached");
        others.attached = 1;
        std::exit(0);
    }).detach();
    while (others.attached != 1) std::this_thread::yield();
    destroy_vm();  // waits for the one that exits
}

ffiguard::worker_thread start_worker(JNIEnv* env) {
    ffiguard::worker_options options;
    options.name = "worker";
    options.stack_size = ffiguard::worker_options::least_for_jvm;
    options.on_start = {[](void*) noexcept -> ffiguard::status {
                            return jni::attach_thread({"worker", true}).status();
                        },
                        nullptr};
    return expect(ffiguard::worker_thread::start(
        [mine = new_shared_object(env)](const ffiguard::worker_stop& stop) {
            while (!stop.requested()) {
                const auto attached = jni::attach_thread({"worker", true});
                if (attached) call_java(*attached, mine);
            }
        },
        options));
}
void worker_is_stopped_before() {
    auto worker = start_worker(make_vm());
    demand(worker.stop().ok(), "stopped");
    destroy_vm();
}
void worker_runs_on() {
    static_cast<void>(new ffiguard::worker_thread(start_worker(make_vm())));
    destroy_vm();
}
void static_worker_ends_in_a_living_vm() { static_worker = start_worker(make_vm()); }

const struct {
    const char* name;
    void (*run)();
} cases[] = {
#define CASE(name) \
    { #name, &name }
    CASE(owners_end_after_the_vm),
    CASE(owners_end_after_forget),
    CASE(owners_would_attach),
    CASE(owners_end_on_other_threads),
    CASE(guards_end_after_the_vm),
    CASE(guards_end_after_forget),
    CASE(statics_end_after_the_vm),
    CASE(statics_end_after_forget),
    CASE(statics_end_in_a_living_vm),
    CASE(thread_locals_end_after_the_vm),
    CASE(threads_are_stopped_before),
    CASE(threads_end_while_the_vm_waits),
    CASE(daemons_run_on),
    CASE(daemons_run_on_after_forget),
    CASE(daemons_run_on_in_a_living_vm),
    CASE(detached_threads_drop_meanwhile),
    CASE(exit_by_an_attached_thread),
    CASE(worker_is_stopped_before),
    CASE(worker_runs_on),
    CASE(static_worker_ends_in_a_living_vm),
#undef CASE
};

}  // namespace

int main(int argc, char** argv) {
    for (const auto& one : cases) {
        if (argc < 2) {
            std::puts(one.name);
        } else if (std::strcmp(argv[1], one.name) == 0) {
            one.run();
            return 0;
        }
    }
    return argc < 2 ? 0 : 2;
}
