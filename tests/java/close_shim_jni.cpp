// SPDX-License-Identifier: BSL-1.0
// Objects whose close is refused, or waits for a call that is inside.
#include <condition_variable>
#include <mutex>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/jni/error/failure.hpp>
#include <ffiguard/jni/jni.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::token;

namespace {

struct java_shim {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/CloseShim"; }
};

class parent {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::refuses_with_children>;
};
class child {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<parent>>;
};

// A call that stays inside until it is let go, whatever becomes of its object.
std::mutex gate;
std::condition_variable moved;
int inside = 0;
bool may_leave = false;
int refusals = 0;

class job {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    void hold() {
        std::unique_lock<std::mutex> lock(gate);
        ++inside;
        moved.notify_all();
        moved.wait(lock, [] { return may_leave; });
        --inside;
    }
    status close() noexcept {
        const std::lock_guard<std::mutex> lock(gate);
        return refusals > 0 ? (--refusals, status::foreign(5)) : status();
    }
};

// Its release blocks until it is let go.
class feed {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
    void close() noexcept {
        std::unique_lock<std::mutex> lock(gate);
        moved.wait(lock, [] { return may_leave; });
    }
};

auto& parents = *new ffiguard::handle_table<parent>;
auto& children = *new ffiguard::handle_table<child>;
auto& jobs = *new ffiguard::handle_table<job>;
auto& feeds = *new ffiguard::handle_table<feed>;
auto& outbox = *new ffiguard::release_queue;

result<token> open_parent(JNIEnv*, jclass) { return parents.emplace(); }
result<token> open_child(JNIEnv*, jclass, token in) { return children.emplace_child(parents, in); }
result<token> open_job(JNIEnv*, jclass) { return jobs.emplace(); }
status release_parent(JNIEnv*, jclass, jlong one) { return jni::close_peer(parents, one); }
status release_child(JNIEnv*, jclass, jlong one) { return jni::close_peer(children, one); }
status release_job(JNIEnv*, jclass, jlong one) { return jni::close_peer(jobs, one); }
result<token> open_feed(JNIEnv*, jclass) { return feeds.emplace(); }
status release_feed(JNIEnv*, jclass, jlong one) {
    const ffiguard::defer_releases here(outbox);
    return jni::close_peer(feeds, one);
}
jlong queued(JNIEnv*, jclass) { return static_cast<jlong>(outbox.queued()); }
jlong drain(JNIEnv*, jclass, jlong at_most) {
    return static_cast<jlong>(outbox.drain(static_cast<std::size_t>(at_most)));
}
jint state_of_job(JNIEnv*, jclass, token one) { return ffiguard::call_state(jobs, one); }

status hold(JNIEnv*, jclass, token one) {
    const auto pinned = jobs.pin(one);
    if (!pinned) return pinned.status();
    pinned->hold();
    return {};
}
void wait_until_inside(JNIEnv*, jclass) {
    std::unique_lock<std::mutex> lock(gate);
    moved.wait(lock, [] { return inside == 1; });
}
void let_go(JNIEnv*, jclass, bool yes) {
    const std::lock_guard<std::mutex> lock(gate);
    may_leave = yes;
    moved.notify_all();
}
void refuse(JNIEnv*, jclass, jint times) {
    const std::lock_guard<std::mutex> lock(gate);
    refusals = times;
}

struct java_failures {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/Failures"; }
};
struct java_missing {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/Missing"; }
};
error fail(JNIEnv* env, jclass, jint code, jint detail, jstring text, jboolean is_missing) {
    const auto said = jni::to_utf8(env, text);
    if (!said) return said.status();
    const auto what = static_cast<ffiguard::status_code>(code);
    const error why(what == ffiguard::status_code::foreign ? status::foreign(detail) : status(what),
                    said->c_str());
    return is_missing ? jni::throw_failure<java_missing>(env, why)
                      : jni::throw_failure<java_failures>(env, why);
}
jlong live(JNIEnv*, jclass) {
    return static_cast<jlong>(parents.live() + children.live() + jobs.live() + feeds.live());
}

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_shim>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        return jni::register_natives<java_shim>(
            env, native_method<&open_parent>("openParent"), native_method<&open_child>("openChild"),
            native_method<&open_job>("openJob"), native_method<&release_parent>("releaseParent"),
            native_method<&release_child>("releaseChild"),
            native_method<&release_job>("releaseJob"), native_method<&state_of_job>("stateOfJob"),
            native_method<&hold>("hold"), native_method<&wait_until_inside>("waitUntilInside"),
            native_method<&let_go>("letGo"), native_method<&refuse>("refuse"),
            native_method<&open_feed>("openFeed"), native_method<&release_feed>("releaseFeed"),
            native_method<&queued>("queued"), native_method<&drain>("drain"),
            native_method<&fail>("fail"), native_method<&live>("live"));
    });
}
