// SPDX-License-Identifier: BSL-1.0
// Follows a file that grows, as `tail -f` does: a native thread reads it and hands each new line to
// listeners in Java, which it knows weakly.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/call/member_native.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/posix/unique_fd.hpp>
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

struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
    jni::method<byte_buffer(), byte_buffer> as_read_only;
};
struct listener {
    static constexpr const char* java_name() noexcept {
        return "dev/ffiguard/example/TailListener";
    }
    jni::method<void(byte_buffer, jintArray), listener> on_block;
    jni::method<void(jstring), listener> on_line;
};
struct java_tail {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/Tail"; }
    jni::static_method<void(jthrowable)> failed;
};

/// What is called in Java. Each worker has its own, and JNI_OnLoad only tries it: in a static
/// variable it would keep the application's class loader, and with it this library, for good.
struct java_side {
    jni::bound_class<byte_buffer> buffers;
    jni::bound_class<listener> listeners;
    jni::bound_class<java_tail> tails;
};

result<java_side, error> bind(JNIEnv* env) {
    auto buffers = jni::bind_class<byte_buffer>(
        env, jni::member("asReadOnlyBuffer", &byte_buffer::as_read_only));
    if (!buffers) return buffers.error();
    auto listeners = jni::bind_class<listener>(env, jni::member("onBlock", &listener::on_block),
                                               jni::member("onLine", &listener::on_line));
    if (!listeners) return listeners.error();
    auto tails = jni::bind_class<java_tail>(env, jni::member("failed", &java_tail::failed));
    if (!tails) return tails.error();
    return java_side{*std::move(buffers), *std::move(listeners), *std::move(tails)};
}

/// Any thread. No Java code runs while it is locked.
class listener_list {
public:
    status add(JNIEnv* env, const borrowed<listener>& object) {
        auto weak = jni::weak_ref<listener>::make(env, object);
        if (!weak) return weak.status();
        const std::lock_guard<std::mutex> lock(mutex_);
        entries_.push_back({++newest_, *std::move(weak)});
        return {};
    }
    bool remove(JNIEnv* env, const borrowed<listener>& object) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const entry& one) {
            const auto alive = one.object.lock(env);
            return alive && jni::same(env, *alive, object);
        });
        if (found == entries_.end()) return false;
        entries_.erase(found);
        return true;
    }
    void forget(std::uint64_t number) {
        const std::lock_guard<std::mutex> lock(mutex_);
        entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                      [&](const entry& one) { return one.number == number; }),
                       entries_.end());
    }
    std::uint64_t newest() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return newest_;
    }
    /// The first behind number that Java still has, and its number; empty behind the last.
    jni::local_ref<listener> next(JNIEnv* env, std::uint64_t& number, std::uint64_t last) {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (auto one = entries_.begin(); one != entries_.end();) {
            if (one->number <= number) {
                ++one;
                continue;
            }
            if (one->number > last) break;
            number = one->number;
            if (auto alive = one->object.lock(env)) return *std::move(alive);
            one = entries_.erase(one);
        }
        return {};
    }

private:
    struct entry {
        std::uint64_t number;  // in the order of coming
        jni::weak_ref<listener> object;
    };
    std::mutex mutex_;
    std::vector<entry> entries_;
    std::uint64_t newest_ = 0;
};

class tail {
public:
    /// Throws bad_result.
    explicit tail(ffiguard::unique_fd&& file) : file_(std::move(file)) {
        ffiguard::worker_options options;
        options.name = "tail";
        options.stack_size = 1024 * 1024;  // as a thread of Java's
        options.on_start.run = [](void*) noexcept -> status {
            return jni::attach_thread({"tail", true}).status();
        };
        worker_ =
            worker_thread::start([this](const worker_stop& stop) { run(stop); }, options).value();
    }

    status add(JNIEnv* env, const borrowed<listener>& object) {
        return stopped_ ? status_code::closed : listeners_.add(env, object);
    }
    bool remove(JNIEnv* env, const borrowed<listener>& object) {
        return listeners_.remove(env, object);
    }

    /// No callback begins any more; where it is true, none is running either. False inside of a
    /// callback, which cannot wait for its own end.
    bool stop() {
        stopped_ = true;
        if (calling_ == this) return false;
        const std::lock_guard<std::mutex> lock(stopping_);
        static_cast<void>(worker_.stop());  // or another thread did, and has waited for it
        return true;
    }

private:
    void run(const worker_stop& stop) {
        calling_ = this;
        JNIEnv* const env = jni::vm::env();
        // Pending when the thread ends, it goes to the handler of uncaught exceptions.
        jni::throw_java(env, follow(env, stop));
    }

    error follow(JNIEnv* env, const worker_stop& stop) {
        const auto java = bind(env);
        if (!java) return java.error();
        do {
            if (error outcome = read_on(env, *java); !outcome.ok()) return outcome;
        } while (!stopped_ && !stop.wait_for(std::chrono::milliseconds(10)));
        return {};
    }

    /// All that has come since the last time, but for an unfinished line.
    error read_on(JNIEnv* env, const java_side& java) {
        enum : std::size_t { at_once = 64 * 1024 };
        while (!stopped_) {
            const std::size_t known = text_.size();
            text_.resize(known + at_once);
            const ::ssize_t got = ::read(file_.get(), text_.data() + known, at_once);
            text_.resize(known + static_cast<std::size_t>(std::max<::ssize_t>(got, 0)));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return error(status::system(errno), "cannot read");
            if (got == 0) break;
            const std::size_t end = text_.rfind('\n') + 1;  // 0 where there is none
            if (end == 0) continue;
            if (const status told = tell(env, java, std::string_view(text_).substr(0, end));
                !told.ok())
                return told;
            text_.erase(0, end);
        }
        return {};
    }

    /// Of whole lines: first the block, then one by one.
    status tell(JNIEnv* env, const java_side& java, std::string_view block) {
        // This thread returns to no Java frame, which would release what is made here.
        const jni::local_frame frame(env);
        if (!frame) return frame.status();

        auto ends = ffiguard::c_array<jint>::allocate(
            static_cast<std::size_t>(std::count(block.begin(), block.end(), '\n')));
        if (!ends) return ends.status();
        jint* next = ends->begin();
        for (std::size_t at = 0; at < block.size(); ++at)
            if (block[at] == '\n') *next++ = static_cast<jint>(at);
        auto bytes = ffiguard::c_array<unsigned char>::allocate(block.size());
        if (!bytes) return bytes.status();
        std::memcpy(bytes->data(), block.data(), block.size());
        const auto buffer = jni::new_byte_buffer(env, *std::move(bytes));
        if (!buffer) return buffer.status();
        call_each(env, java, [&](const borrowed<listener>& one) -> status {
            // For each its own: a buffer has a position, and an array can be changed.
            const auto view = java.buffers->as_read_only(env, *buffer);
            if (!view) return view.status();
            const auto array = jni::new_array(env, ends->data(), ends->size());
            if (!array) return array.status();
            return java.listeners->on_block(env, one, *view, *array);
        });

        std::size_t begin = 0;
        for (const jint end : *ends) {
            if (stopped_) break;
            const auto line =
                jni::new_string(env, block.substr(begin, static_cast<std::size_t>(end) - begin));
            if (!line) return line.status();
            call_each(env, java, [&](const borrowed<listener>& one) {
                return java.listeners->on_line(env, one, *line);
            });
            begin = static_cast<std::size_t>(end) + 1;
        }
        return {};
    }

    template <class Call>
    void call_each(JNIEnv* env, const java_side& java, Call&& call) {
        std::uint64_t number = 0;
        const std::uint64_t last = listeners_.newest();  // who comes now hears the next one
        while (!stopped_) {
            const auto one = listeners_.next(env, number, last);
            if (!one) return;
            const status outcome = call(one);
            if (outcome.ok()) continue;
            report(env, java, outcome);
            listeners_.forget(number);
        }
    }

    /// To the same handler, and the thread goes on.
    static void report(JNIEnv* env, const java_side& java, const error& why) {
        jni::throw_java(env, why);  // but for a Java exception, which is pending
        const auto thrown = jni::java_exception::take(env);
        if (!java.tails->failed(env, thrown.throwable()).ok()) env->ExceptionClear();
    }

    static thread_local tail* calling_;

    const ffiguard::unique_fd file_;
    std::string text_;
    listener_list listeners_;
    std::atomic<bool> stopped_{false};
    std::mutex stopping_;
    worker_thread worker_;  // last: it uses the others
};
thread_local tail* tail::calling_ = nullptr;

// Never destroyed: at the end of the process Java's threads may still be calling.
auto& tails = *new ffiguard::handle_table<tail>;

result<token, error> open_tail(JNIEnv* env, jclass, jstring path) {
    const auto name = jni::to_utf8(env, path, jni::conversion::strict);
    if (name.status() == status_code::malformed)
        return error(status_code::invalid_argument,
                     "path: no file can have that name: ", error(name.status()).message());
    if (!name) return error(name.status(), "path: ", name.status().name());
    auto file = ffiguard::open_file(name->c_str(), O_RDONLY);
    if (!file) return file.error();
    const auto opened = tails.emplace(*std::move(file));
    if (!opened) return error(opened.status());
    return *opened;
}

bool stop(JNIEnv*, jclass, token one) {
    const auto inside = tails.pin(one);
    return !inside || inside->stop();
}

status release(JNIEnv*, jclass, jlong one) {
    if (const auto inside = tails.pin(jni::from_jlong(one)); inside && !inside->stop())
        return status_code::in_use;
    return jni::close_peer(tails, one);
}

jlong live(JNIEnv*, jclass) { return static_cast<jlong>(tails.live()); }
jlong live_buffers(JNIEnv*, jclass) { return static_cast<jlong>(jni::lent_byte_buffers()); }

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_tail>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        const auto java = bind(env);
        if (!java) return java.error();
        const status started = jni::start_buffer_cleaner(env, java->tails.type());
        if (!started.ok()) return started;
        return jni::register_natives<java_tail>(
            env, native_method<&open_tail>("open"), jni::native<&tail::add>(tails, "addListener"),
            jni::native<&tail::remove>(tails, "removeListener"),
            native_method<&stop>("stopAndWait"), native_method<&release>("release"),
            native_method<&live>("live"), native_method<&live_buffers>("liveBuffers"));
    });
}
// Called when the class loader of the library has gone.
extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) { jni::on_unload(java_vm); }
