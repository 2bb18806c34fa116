// SPDX-License-Identifier: BSL-1.0
// The library of app/App.java: static variables know its classes weakly, a thread of C++ calls a
// listener that it keeps by a global reference, makes objects, and throws by name and by table.
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/thread/worker_thread.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::worker_stop;
using ffiguard::worker_thread;
using jni::borrowed;

namespace {

struct app {
    static constexpr const char* java_name() noexcept { return "app/App"; }
};
struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
};
struct event {
    static constexpr const char* java_name() noexcept { return "app/Event"; }
    jni::constructor<event(jint)> make;
};
struct listener {
    static constexpr const char* java_name() noexcept { return "app/Listener"; }
    jni::method<void(event), listener> on_event;
};

jni::weak_bound_class<event> events;
jni::weak_bound_class<listener> listeners;

class feed {
public:
    explicit feed(jni::global_ref<listener>&& target) : target_(std::move(target)) {
        ffiguard::worker_options options;
        options.on_start.run = [](void*) noexcept -> status {
            return jni::attach_thread({"feed", true}).status();
        };
        worker_ =
            worker_thread::start([this](const worker_stop& stop) { run(stop); }, options).value();
    }

    /// What was thrown on the worker, when it was.
    jni::java_exception failure() {
        std::unique_lock<std::mutex> lock(mutex_);
        has_failed_.wait(lock, [&] { return static_cast<bool>(failure_); });
        return failure_;
    }

private:
    void run(const worker_stop&) {
        JNIEnv* const env = jni::vm::env();
        const jni::local_frame frame(env);
        if (!tell(env).ok()) return;
        // As an application that hands its C++ exceptions on from a thread that Java does not know.
        jni::boundary(
            env, [] { throw std::out_of_range("by table"); },
            jni::java_class_for<std::out_of_range>{"app/Trouble"});
        const std::lock_guard<std::mutex> lock(mutex_);
        failure_ = jni::java_exception::take(env);
        has_failed_.notify_all();
    }
    status tell(JNIEnv* env) {
        const auto made_by = events.lock(env);
        if (!made_by) return made_by.status();
        for (jint number = 1; number <= 5; ++number) {
            const auto one = (*made_by)->make(env, number);
            if (!one) return one.status();
            if (const status told = listeners->on_event(env, target_, *one); !told.ok())
                return told;
        }
        return {};
    }

    jni::global_ref<listener> target_;
    std::mutex mutex_;
    std::condition_variable has_failed_;
    jni::java_exception failure_;
    worker_thread worker_;  // last: it uses the others
};

ffiguard::handle_table<feed> feeds;

result<token, error> start(JNIEnv* env, jclass, borrowed<listener> object) {
    auto target = jni::promote(env, object);
    if (!target) return error(target.status());
    const auto made = feeds.emplace(*std::move(target));
    if (!made) return error(made.status());
    return *made;
}
result<jni::local_ref<jthrowable>> failure(JNIEnv* env, jclass, token one) {
    const auto inside = feeds.pin(one);
    if (!inside) return inside.status();
    return jni::to_local(env, inside->failure().throwable());
}
status stop(JNIEnv*, jclass, jlong one) { return jni::close_peer(feeds, one); }

void fail(JNIEnv* env, jclass) { jni::throw_java(env, "app/Trouble", "by name"); }

result<jni::local_ref<jobject>> buffer(JNIEnv* env, jclass, jint size) {
    auto bytes = ffiguard::c_array<unsigned char>::allocate(static_cast<std::size_t>(size));
    if (!bytes) return bytes.status();
    std::memset(bytes->data(), 7, bytes->size());
    return jni::new_byte_buffer(env, *std::move(bytes));
}
/// A thread that nobody stops, and that keeps nothing: it sees that its application has gone. Once
/// it is attached, its code stays mapped.
void linger(JNIEnv*, jclass) {
    std::atomic<bool> has_begun{false};
    std::thread([&has_begun] {
        const auto env = jni::attach_thread({"linger", true});
        has_begun = true;
        if (!env) return;
        while (const auto java = events.lock(*env)) {
            if (!(*java)->make(*env, 1)) (*env)->ExceptionDescribe();
            std::this_thread::yield();
        }
    }).detach();
    while (!has_begun) std::this_thread::yield();
}
status keep(JNIEnv* env, jclass, jobject object) {
    auto global = jni::promote(env, object);
    if (!global) return global.status();
    static_cast<void>(global->release());  // for good
    return {};
}

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<app>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        if (error found = jni::bind_class(env, events, jni::member(&event::make)); !found.ok())
            return found;
        if (error found =
                jni::bind_class(env, listeners, jni::member("onEvent", &listener::on_event));
            !found.ok())
            return found;
        const auto type = jni::find_class(env, app::java_name());
        if (!type) return type.status();
        if (const status started = jni::start_buffer_cleaner(env, *type); !started.ok())
            return started;
        return jni::register_natives<app>(
            env, native_method<&start>("start"), native_method<&failure>("failure"),
            native_method<&stop>("stop"), native_method<&fail>("fail"),
            native_method<&buffer, byte_buffer(jint)>("buffer"), native_method<&linger>("linger"),
            native_method<&keep>("keep"));
    });
}
extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) {
    jni::on_unload(java_vm, [](JNIEnv* env) {
        events.reset(env);
        listeners.reset(env);
    });
}
