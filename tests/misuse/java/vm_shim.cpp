// SPDX-License-Identifier: BSL-1.0
// What the cases of Java's misuse need of the VM itself: typed references, strings, arrays,
// buffers, monitors, class loaders, threads, and a VM whose nth call fails.
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/thread/worker_thread.hpp>

#include "../../jni/failing_env.hpp"

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::worker_stop;
using ffiguard::worker_thread;
using jni::borrowed;
using jni::local_ref;

namespace {

struct java_shim {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/VmShim"; }
};
struct point {
    static constexpr const char* java_name() noexcept {
        return "dev/ffiguard/example/VmShim$Point";
    }
    jni::constructor<point(jint)> make;
    jni::field<jint, point> x;
    jni::method<jint(), point> doubled;
};
struct runnable {
    static constexpr const char* java_name() noexcept { return "java/lang/Runnable"; }
    jni::method<void(), runnable> run;
};
struct elsewhere {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/Elsewhere"; }
    jni::static_method<jint()> answer;
};
struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
};

jni::weak_bound_class<point> points;
jni::weak_bound_class<runnable> runnables;
jni::weak_bound_class<elsewhere> bound_elsewhere;

struct blob {
    std::vector<unsigned char> bytes;
};
auto& blobs = *new ffiguard::handle_table<blob>;

/// A buffer keeps the blob that it shows.
struct shown_blob {
    decltype(blobs.pin(token{})) pinned;
    unsigned char* data() noexcept { return pinned->bytes.data(); }
    std::size_t size() noexcept { return pinned->bytes.size(); }
};

class ticker {
public:
    explicit ticker(jni::global_ref<runnable>&& body) : body_(std::move(body)) {
        ffiguard::worker_options options;
        options.on_start.run = [](void*) noexcept -> status {
            return jni::attach_thread({"ticker", true}).status();
        };
        worker_ =
            worker_thread::start([this](const worker_stop& stop) { run(stop); }, options).value();
    }

private:
    void run(const worker_stop& stop) {
        JNIEnv* const env = jni::vm::env();
        do {
            const jni::local_frame frame(env);
            if (!frame || !runnables->run(env, body_).ok()) env->ExceptionClear();
        } while (!stop.wait_for(std::chrono::milliseconds(1)));
    }
    jni::global_ref<runnable> body_;
    worker_thread worker_;  // last: it uses the other
};
auto& tickers = *new ffiguard::handle_table<ticker>;

// ---- references that know their class, and frames

result<borrowed<point>, error> as_point(JNIEnv* env, borrowed<jobject> any) {
    const auto java = points.lock(env);
    if (!java) return error(java.status());
    return jni::cast<point>(env, any, java->type());
}
result<jint, error> field_of(JNIEnv* env, jclass, jobject any) {
    const auto one = as_point(env, any);
    if (!one) return one.error();
    const auto x = points->x.get(env, *one);
    if (!x) return error(x.status());
    return *x;
}
result<jint, error> doubled_of(JNIEnv* env, jclass, jobject any) {
    const auto one = as_point(env, any);
    if (!one) return one.error();
    const auto twice = points->doubled(env, *one);
    if (!twice) return error(twice.status());
    return *twice;
}
result<local_ref<jobject>> made_in_frame(JNIEnv* env, jclass, jint x) {
    jni::local_frame frame(env, 1000);
    if (!frame) return frame.status();
    for (int i = 0; i < 1000; ++i)
        if (const auto other = points->make(env, i); !other) return other.status();
    auto made = points->make(env, x);
    if (!made) return made.status();
    return local_ref<jobject>(frame.pop(*std::move(made)));
}

// ---- strings

result<jint> utf8_size(JNIEnv* env, jclass, jstring text) {
    const auto bytes = jni::to_utf8_bytes(env, text);
    if (!bytes) return bytes.status();
    return static_cast<jint>(bytes->size());
}
result<local_ref<jstring>> of_bytes(JNIEnv* env, jclass, jbyteArray utf8) {
    const auto length = jni::array_length(env, utf8);
    if (!length) return length.status();
    const auto bytes = jni::read_bytes(env, utf8, 0, *length);
    if (!bytes) return bytes.status();
    const std::string text(bytes->begin(), bytes->end());
    return jni::new_string(env, text);
}
result<local_ref<jstring>> copied(JNIEnv* env, jclass, jstring text) {
    const auto bytes = jni::to_utf8_bytes(env, text);
    if (!bytes) return bytes.status();
    return jni::new_string(env, {bytes->data(), bytes->size()});
}

// ---- arrays

result<jint> sum_of(JNIEnv* env, jclass, jintArray numbers) {
    jint sum = 0;
    jni::array_view<jint> elements(env, numbers);
    if (!elements) return elements.status();
    for (const jint one : elements) sum += one;
    if (const status written = elements.commit(); !written.ok()) return written;
    return sum;
}
status double_and_throw(JNIEnv* env, jclass, jintArray numbers, jint count) {
    jni::array_view<jint> elements(env, numbers);
    if (!elements) return elements.status();
    for (jint& one : elements) {
        if (count-- == 0) throw std::runtime_error("half way");
        one *= 2;
    }
    return {};
}
result<local_ref<jintArray>> new_ints(JNIEnv* env, jclass, jint length) {
    if (length < 0) return status_code::invalid_argument;
    const std::vector<jint> ones(static_cast<std::size_t>(length), 1);
    return jni::new_array(env, ones.data(), ones.size());
}

// ---- buffers, and critical sections

result<token> open_blob(JNIEnv*, jclass, jint size) {
    return blobs.emplace(blob{std::vector<unsigned char>(static_cast<std::size_t>(size), 7)});
}
result<local_ref<jobject>> buffer_of(JNIEnv* env, jclass, token one) {
    auto inside = blobs.pin(one);
    if (!inside) return inside.status();
    return jni::new_byte_buffer(env, shown_blob{std::move(inside)});
}
status close_blob(JNIEnv*, jclass, jlong one) { return jni::close_peer(blobs, one); }
error fill(JNIEnv* env, jclass, borrowed<byte_buffer> to, jint size) {
    const auto span = jni::direct_span(env, to);
    if (!span) return error(span.status(), "to: ", span.status().name());
    const auto part = span->subspan(0, static_cast<std::size_t>(size));
    if (!part) return error(part.status(), "to: ", part.status().name());
    for (unsigned char& one : *part) one = 7;
    return {};
}
result<local_ref<jstring>> hex(JNIEnv* env, jclass, jbyteArray bytes) {
    const jni::critical_view<const jbyte> inside(env, bytes);
    if (!inside) return inside.status();
    return jni::new_string(env, "made inside");
}

// ---- monitors

status leave_early(JNIEnv* env, jclass, jobject lock, jboolean by_exception) {
    const jni::monitor_guard inside(env, lock);
    if (!inside) return inside.status();
    if (by_exception != JNI_FALSE) throw std::runtime_error("of C++");
    return {};
}

// ---- class loaders

result<local_ref<jclass>, error> class_on_thread(JNIEnv* env, jclass, jobject user, jstring name) {
    const auto known = jni::promote(env, user);
    if (!known) return error(known.status());
    const auto text = jni::to_utf8(env, name);
    if (!text) return error(text.status());
    jni::global_ref<jclass> found;
    error why;
    std::thread([&] {
        const jni::attach_scope here;
        const jni::class_loader_scope in(here.env(), *known);
        const auto type = jni::find_class(here.env(), text->c_str());
        if (!type) return void(why = jni::catch_java(here.env()));
        auto kept = jni::promote(here.env(), *type);
        if (!kept) return void(why = kept.status());
        found = *std::move(kept);
    }).join();
    if (!why.ok()) return why;
    auto local = jni::to_local(env, found);
    if (!local) return error(local.status());
    return *std::move(local);
}
error bind(JNIEnv* env, jclass, jobject user) {
    const jni::class_loader_scope in(env, user);
    if (!in.status().ok()) return in.status();
    return jni::bind_class(env, bound_elsewhere, jni::member("answer", &elsewhere::answer));
}
result<jint> ask_bound(JNIEnv* env, jclass) {
    const auto java = bound_elsewhere.lock(env);
    if (!java) return java.status();
    return (*java)->answer(env);
}

// ---- threads

status run_on_thread(JNIEnv* env, jclass, borrowed<runnable> body) {
    const auto kept = jni::promote(env, body);
    if (!kept) return kept.status();
    std::thread([&] {
        // Pending when the thread ends, an exception goes to the handler of uncaught ones.
        const auto mine = jni::attach_thread({"of C++", true});
        if (mine) static_cast<void>(runnables->run(*mine, *kept));
    }).join();
    return {};
}
result<token> start_ticker(JNIEnv* env, jclass, borrowed<runnable> body) {
    auto kept = jni::promote(env, body);
    if (!kept) return kept.status();
    return tickers.emplace(*std::move(kept));
}
status stop_ticker(JNIEnv*, jclass, jlong one) { return jni::close_peer(tickers, one); }

// ---- a VM whose nth call fails

status make_many(JNIEnv* env) {
    const auto text = jni::new_string(env, "\xC3\xA4");
    if (!text) return text.status();
    const auto first = points->make(env, 1);
    if (!first) return first.status();
    const auto java = points.lock(env);
    if (!java) return java.status();
    const auto array = jni::new_object_array<point>(env, java->type(), 2);
    if (!array) return array.status();
    if (const status set = jni::set_element(env, *array, 0, *first); !set.ok()) return set;
    const auto kept = jni::promote(env, *first);
    if (!kept) return kept.status();
    const auto weak = jni::weak_ref<point>::make(env, *first);
    if (!weak) return weak.status();
    const auto back = weak->lock(env);
    if (!back) return back.status();
    return points->doubled(env, *back).status();
}
result<bool> fail_nth(JNIEnv* env, jclass, jint nth) {
    failing_env failing(env);
    failing.fail(nth, failing_env::how::throws);
    const status made = make_many(env);
    if (!made.ok()) return made;
    return failing.has_failed() != nullptr;
}

jlong live(JNIEnv*, jclass) {
    return static_cast<jlong>(blobs.live() + tickers.live() + jni::lent_byte_buffers());
}

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_shim>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        if (error found =
                jni::bind_class(env, points, jni::member(&point::make), jni::member("x", &point::x),
                                jni::member("doubled", &point::doubled));
            !found.ok())
            return found;
        if (error found = jni::bind_class(env, runnables, jni::member("run", &runnable::run));
            !found.ok())
            return found;
        const auto type = jni::find_class(env, java_shim::java_name());
        if (!type) return type.status();
        if (const status started = jni::start_buffer_cleaner(env, *type); !started.ok())
            return started;
        return jni::register_natives<java_shim>(
            env, native_method<&field_of>("fieldOf"), native_method<&doubled_of>("doubledOf"),
            native_method<&made_in_frame>("madeInFrame"), native_method<&utf8_size>("utf8Size"),
            native_method<&of_bytes>("ofBytes"), native_method<&copied>("copied"),
            native_method<&sum_of>("sumOf"), native_method<&double_and_throw>("doubleAndThrow"),
            native_method<&new_ints>("newInts"), native_method<&open_blob>("openBlob"),
            native_method<&buffer_of, byte_buffer(token)>("bufferOf"),
            native_method<&close_blob>("closeBlob"), native_method<&fill>("fill"),
            native_method<&hex>("hex"), native_method<&leave_early>("leaveEarly"),
            native_method<&class_on_thread>("classOnThread"), native_method<&bind>("bind"),
            native_method<&ask_bound>("askBound"), native_method<&run_on_thread>("runOnThread"),
            native_method<&run_on_thread>("runInCallback"),
            native_method<&start_ticker>("startTicker"), native_method<&stop_ticker>("stopTicker"),
            native_method<&fail_nth>("failNth"), native_method<&live>("live"));
    });
}
