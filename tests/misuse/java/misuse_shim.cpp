// SPDX-License-Identifier: BSL-1.0
// What the cases of Java's misuse need beside the shims of the examples: objects that call Java
// back, references that Java keeps or drops, an object with a thread of its own. For JNI and for
// FFM.
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/loan.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/scoped_loan.hpp>
#include <ffiguard/thread/thread_host.hpp>
#include <ffiguard/thread/upcall.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct java_shim {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/MisuseShim"; }
};

/// Counts its uses; spoilt when it is released.
class tool {
public:
    tool() = default;
    tool(const tool&) = delete;
    tool& operator=(const tool&) = delete;
    ~tool() { uses_ = -1000000; }
    std::int32_t use() noexcept { return ++uses_; }

private:
    std::atomic<std::int32_t> uses_{0};
};
class solo : public tool {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user>;
};

/// Belongs to one thread.
class pen {
public:
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&pen::home>>;
    explicit pen(ffiguard::release_place at) noexcept : home(std::move(at)) {}
    std::int32_t write() noexcept { return home.is_here() ? ++lines_ : -1; }

private:
    std::int32_t lines_ = 0;
};

// Never destroyed: Java may call until the process has ended.
auto& tools = *new ffiguard::handle_table<tool>;
auto& solos = *new ffiguard::handle_table<solo>;
auto& pens = *new ffiguard::handle_table<pen>;
auto& packets = *new ffiguard::handle_table<ffiguard::loan<>>;
auto& host = *new ffiguard::thread_host(ffiguard::thread_host::start().value());
auto& kept = *new jni::global_ref<jobject>;
auto& watched = *new jni::weak_ref<jobject>;

status run(JNIEnv* env, jobject runnable) {
    if (runnable == nullptr) return {};
    const ffiguard::upcall inside;
    const auto type = jni::adopt_local(env, env->GetObjectClass(runnable));
    const jmethodID id = env->GetMethodID(type.get(), "run", "()V");
    if (id == nullptr) return status_code::java_exception;
    env->CallVoidMethod(runnable, id);
    return jni::check(env);
}

/// Uses the object, calls Java back, and uses it again.
template <class T>
result<jint, error> use_around(ffiguard::handle_table<T>& table, JNIEnv* env, token one,
                               jobject inside_of_it) {
    const auto inside = table.pin(one);
    if (!inside) return error(inside.status());
    inside->use();
    const status called = run(env, inside_of_it);
    if (!called.ok()) return error(called);
    return jint{inside->use()};
}

result<token> open_tool(JNIEnv*, jclass) { return tools.emplace(); }
result<jint, error> use_tool(JNIEnv* env, jclass, token one, jobject inside) {
    return use_around(tools, env, one, inside);
}
status release_tool(JNIEnv*, jclass, jlong one) { return jni::close_peer(tools, one); }
jint state_of_tool(JNIEnv*, jclass, token one) { return ffiguard::call_state(tools, one); }

result<token> open_solo(JNIEnv*, jclass) { return solos.emplace(); }
result<jint, error> use_solo(JNIEnv* env, jclass, token one, jobject inside) {
    return use_around(solos, env, one, inside);
}
status release_solo(JNIEnv*, jclass, jlong one) { return jni::close_peer(solos, one); }

result<token> open_pen(JNIEnv*, jclass) { return pens.emplace(host.place()); }
result<jint, error> write_pen(JNIEnv*, jclass, token one) {
    const auto line = ffiguard::hosted_call(pens, one, [](pen& in) { return in.write(); });
    if (!line) return line.error();
    return jint{*line};
}
status write_pen_here(JNIEnv*, jclass, token one) {
    const auto inside = pens.pin(one);
    return inside ? (static_cast<void>(inside->write()), status()) : inside.status();
}
status release_pen(JNIEnv*, jclass, jlong one) { return jni::close_peer(pens, one); }

// ---- Java's exceptions, and C++'s

status run_both(JNIEnv* env, jclass, jobject first, jobject second) {
    const status called = run(env, first);
    return called.ok() ? run(env, second) : called;
}
result<jni::local_ref<jstring>> caught(JNIEnv* env, jclass, jobject thrower) {
    if (run(env, thrower).ok()) return jni::local_ref<jstring>();
    const auto thrown = jni::java_exception::take(env);
    const auto text = thrown.message(env);
    if (!text) return text.status();
    return jni::new_string(env, text->view());
}
status throw_cxx(JNIEnv*, jclass) { throw std::runtime_error("of C++"); }

// ---- references past their call

status keep(JNIEnv* env, jclass, jobject object) {
    auto global = jni::promote(env, object);
    if (!global) return global.status();
    kept = *std::move(global);
    return {};
}
result<jni::local_ref<jobject>> kept_object(JNIEnv* env, jclass) {
    if (!kept) return jni::local_ref<jobject>();
    return jni::adopt_local(env, env->NewLocalRef(kept.get()));
}
void drop(JNIEnv*, jclass) { kept.reset(); }
status watch(JNIEnv* env, jclass, jobject object) {
    auto weak = jni::weak_ref<jobject>::make(env, object);
    if (!weak) return weak.status();
    watched = *std::move(weak);
    return {};
}
jboolean is_watched_there(JNIEnv* env, jclass) {
    const auto there = watched.lock(env);
    return there ? JNI_TRUE : JNI_FALSE;
}

// ---- memory that is lent for one call

using on_packet = void (*)(std::uint64_t user, std::uint64_t packet);

jlong live(JNIEnv*, jclass) {
    return static_cast<jlong>(tools.live() + solos.live() + pens.live() + packets.live());
}

}  // namespace

/// For FFM: calls with the token of memory that is good until the call returns.
FFIGUARD_EXPORT_SYMBOL ffiguard_status packet_send(on_packet to, std::uint64_t user,
                                                   ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        if (to == nullptr) return status_code::null;
        const char text[] = {'p', 'a', 'c', 'k', 'e', 't'};
        const ffiguard::scoped_loan lent(
            packets, *ffiguard::foreign_span<const char>::from(text, sizeof text));
        if (!lent) return lent.status();
        const ffiguard::upcall inside;
        to(user, lent.get());
        return {};
    });
}
FFIGUARD_EXPORT_LOAN(packet, packets);
FFIGUARD_EXPORT_CLASS(tool, tools);
FFIGUARD_EXPORT_SYMBOL ffiguard_status tool_use(ffiguard_token one, std::int32_t* uses,
                                                ffiguard_error* err) {
    return ffiguard::call_into<&tool::use>(tools, one, uses, err);
}

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_shim>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        return jni::register_natives<java_shim>(
            env, native_method<&open_tool>("openTool"), native_method<&use_tool>("useTool"),
            native_method<&release_tool>("releaseTool"),
            native_method<&state_of_tool>("stateOfTool"), native_method<&open_solo>("openSolo"),
            native_method<&use_solo>("useSolo"), native_method<&release_solo>("releaseSolo"),
            native_method<&open_pen>("openPen"), native_method<&write_pen>("writePen"),
            native_method<&write_pen_here>("writePenHere"),
            native_method<&release_pen>("releasePen"), native_method<&run_both>("runBoth"),
            native_method<&caught>("caught"), native_method<&throw_cxx>("throwCxx"),
            native_method<&keep>("keep"), native_method<&kept_object>("kept"),
            native_method<&drop>("drop"), native_method<&watch>("watch"),
            native_method<&is_watched_there>("isWatchedThere"), native_method<&live>("live"));
    });
}
