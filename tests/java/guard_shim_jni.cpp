// SPDX-License-Identifier: BSL-1.0
// Every guard that begins and ends in one native call, with calls of Java within. What a call gives
// back changed is looked for by the next one on the same carrier thread.
#include "../jni/ref_balance.hpp"

#include <dev_ffiguard_example_GuardShim.h>

#include <unistd.h>

#include <cerrno>
#include <cfenv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/sigpipe_guard.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/pin_check.hpp>
#include <ffiguard/thread/thread_bound.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/upcall.hpp>

namespace jni = ffiguard::jni;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_state;

namespace {

// ---- what native calls found
// ---------------------------------------------------------------------

std::mutex lock;
std::map<pid_t, thread_state> first_seen;
jint changed = 0;
std::unique_ptr<ref_balance> balance;

void look_at_this_thread() {
    // Between two calls errno is the VM's.
    const auto parts = std::uint32_t{FFIGUARD_THREAD_ALL & ~FFIGUARD_THREAD_ERRNO};
    const thread_state now = thread_state::snapshot();
    const std::lock_guard<std::mutex> held(lock);
    const auto [known, is_new] = first_seen.emplace(::gettid(), now);
    if (is_new) return;
    const auto difference = thread_state::difference(known->second, now, parts);
    if (!difference.ok() && ++changed == 1) std::printf("a carrier: %s\n", difference.message());
}

/// The native method counts its references, and finds its thread as the last one left it.
class visit {
public:
    explicit visit(JNIEnv* env) : env_(env) {
        look_at_this_thread();
        ref_balance::join(env);
    }
    visit(const visit&) = delete;
    visit& operator=(const visit&) = delete;
    ~visit() { ref_balance::leave(env_); }

private:
    JNIEnv* env_;
};

/// Runs a Runnable, which may yield, sleep, or throw.
status run(JNIEnv* env, jobject runnable) {
    const ffiguard::upcall inside;
    const auto type = jni::adopt_local(env, env->GetObjectClass(runnable));
    const jmethodID id = env->GetMethodID(type.get(), "run", "()V");
    if (id == nullptr) return status_code::java_exception;
    env->CallVoidMethod(runnable, id);
    return jni::check(env);
}

// Left by one virtual thread, ended by another.
struct owners {
    jni::global_ref<jobject> global;
    jni::shared_ref<jobject> shared;
    jni::weak_ref<jobject> weak;
};
std::vector<owners> left(16);
std::size_t next_place = 0;

void leave_and_end(owners mine) {
    owners theirs;
    const std::lock_guard<std::mutex> held(lock);
    theirs = std::exchange(left[next_place++ % left.size()], std::move(mine));
}

void closed_elsewhere(int) {}
using resource = ffiguard::owned<&closed_elsewhere, 0>;

// What tells the first false condition: its line.
#define EXPECT(...) \
    if (!(__VA_ARGS__)) return __LINE__

jint thread_guards(JNIEnv* env, jobject yields) {
    const auto cpus = ffiguard::cpu_affinity::current();
    EXPECT(cpus);
    const auto mask = ffiguard::signal_mask::block<SIGUSR1, SIGTERM>();
    const auto affinity = ffiguard::cpu_affinity::pin(*cpus);
    const auto rounding = ffiguard::float_environment::with_rounding(FE_UPWARD);
    const auto locale = ffiguard::thread_locale::use("C");
    auto name = ffiguard::thread_name::set("guarded");
    const auto stack = ffiguard::alternate_stack::install();
    const auto pipe = ffiguard::sigpipe_guard::begin();
    EXPECT(mask && affinity && rounding && locale && name && stack && pipe);
    EXPECT(run(env, yields).ok());
    EXPECT(std::fegetround() == FE_UPWARD);
    EXPECT(rounding->is_on_its_thread() && stack->is_on_its_thread());
    EXPECT(name->restore().ok());  // not the newest one
    EXPECT(run(env, yields).ok());
    errno = ENOTTY;
    {
        const ffiguard::errno_guard keep_errno;
        EXPECT(run(env, yields).ok());
        errno = EINTR;
    }
    EXPECT(errno == ENOTTY);
    ffiguard::pin_check pinned;
    EXPECT(pinned.enter().ok());
    auto bound = ffiguard::thread_bound<resource>(resource(1));
    EXPECT(run(env, yields).ok());
    EXPECT(pinned.verify().ok() && bound.get());
    EXPECT(bound.close().ok() && pinned.leave().ok());
    return 0;
}

jint jni_guards(JNIEnv* env, jobject monitor, jbyteArray bytes, jstring text, jobject yields,
                jobject throws) {
    const jni::attach_scope here;
    const auto thread_env = jni::attach_thread();
    EXPECT(here.env() == env && thread_env && *thread_env == env);
    jni::local_ref<jobject> taken_along;
    {
        jni::local_frame frame(env);
        EXPECT(frame);
        const jni::monitor_guard inside(env, monitor);
        EXPECT(inside);
        EXPECT(run(env, yields).ok());
        auto copy = jni::adopt_local(env, env->NewLocalRef(monitor));
        EXPECT(copy.dup());
        taken_along = frame.pop(std::move(copy));
    }
    EXPECT(jni::same(env, taken_along, monitor));
    {
        jni::array_view<jbyte> elements(env, bytes);
        EXPECT(elements && elements.size() == 4);
        EXPECT(run(env, yields).ok());
        ++elements[0];
    }
    {
        jni::critical_view<jbyte> elements(env, bytes);
        EXPECT(elements && elements[0] == 1);
        --elements[0];
    }
    {
        const jni::utf16_view units(env, text);
        EXPECT(units && units.size() == 2);
        EXPECT(run(env, yields).ok());
        const auto utf8 = jni::to_utf8(env, text);
        EXPECT(utf8 && utf8->view() == "\xf0\x9f\x98\x80");
        EXPECT(jni::new_string(env, utf8->view()));
    }
    EXPECT(run(env, throws) == status_code::java_exception);
    {
        const jni::exception_stash aside(env);
        EXPECT(aside);
        EXPECT(run(env, yields).ok());
    }
    {
        const auto caught = jni::java_exception::take(env);
        EXPECT(caught);
        EXPECT(run(env, yields).ok());
        EXPECT(caught.message(env));
    }
    {
        auto global = jni::promote(env, monitor);
        auto shared = jni::shared_ref<jobject>::make(env, monitor);
        auto weak = jni::weak_ref<jobject>::make(env, monitor);
        const auto java_weak = jni::java_weak_ref<jobject>::make(env, monitor);
        EXPECT(global && shared && weak && java_weak);
        const auto copy = *shared;
        EXPECT(run(env, yields).ok());
        EXPECT(weak->lock(env) && java_weak->lock(env));
        leave_and_end({*std::move(global), *std::move(shared), *std::move(weak)});
    }
    return 0;
}

}  // namespace

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
}

JNIEXPORT void JNICALL Java_dev_ffiguard_example_GuardShim_begin(JNIEnv* env, jclass) {
    first_seen.clear();
    changed = 0;
    balance = std::make_unique<ref_balance>(env);
    ref_balance::leave(env);  // natives of the JDK are not meant
}

JNIEXPORT jint JNICALL Java_dev_ffiguard_example_GuardShim_threadGuards(JNIEnv* env, jclass,
                                                                        jobject yields) {
    const visit here(env);
    return thread_guards(env, yields);
}

JNIEXPORT jint JNICALL Java_dev_ffiguard_example_GuardShim_jniGuards(JNIEnv* env, jclass,
                                                                     jobject monitor,
                                                                     jbyteArray bytes, jstring text,
                                                                     jobject yields,
                                                                     jobject throws) {
    const visit here(env);
    return jni_guards(env, monitor, bytes, text, yields, throws);
}

JNIEXPORT void JNICALL Java_dev_ffiguard_example_GuardShim_careless(JNIEnv* env, jclass,
                                                                    jobject object) {
    const visit here(env);
    env->NewGlobalRef(object);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &one, nullptr);
}

JNIEXPORT jint JNICALL Java_dev_ffiguard_example_GuardShim_carriers(JNIEnv*, jclass) {
    const std::lock_guard<std::mutex> held(lock);
    return static_cast<jint>(first_seen.size());
}

JNIEXPORT jint JNICALL Java_dev_ffiguard_example_GuardShim_changedCarriers(JNIEnv*, jclass) {
    const std::lock_guard<std::mutex> held(lock);
    return changed;
}

JNIEXPORT jintArray JNICALL Java_dev_ffiguard_example_GuardShim_end(JNIEnv* env, jclass) {
    ref_balance::join(env);
    for (owners& one : left) one = {};
    jni::release_parked(env);
    const jint open[] = {balance->locals(), balance->globals(), balance->weaks()};
    balance.reset();
    const jintArray answer = env->NewIntArray(3);
    if (answer != nullptr) env->SetIntArrayRegion(answer, 0, 3, open);
    return answer;
}

}  // extern "C"
