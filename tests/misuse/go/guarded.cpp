// SPDX-License-Identifier: BSL-1.0
//
// The same shim with ffiguard.
#include <fcntl.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cfenv>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/callback_registration.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/posix/child_process.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/pin_check.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/upcall.hpp>

#include "both.hpp"
#include "guarded.hpp"

using ffiguard::boundary;
using ffiguard::c_string;
using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct counter {
    counted count;
    std::mutex mutex;
    std::int64_t value;
    explicit counter(std::int64_t start) : value(start) {}
};
struct text {
    counted count;
    c_string bytes;
};
struct lent {
    counted count;
    foreign_buffer buffer;
};
struct loan {
    counted count;
    foreign_span<unsigned char> bytes;  // pinned by the caller until it takes them back
};
using go_function = ffiguard::go::callback<ffiguard_status()>;
using go_registration = ffiguard::go::callback_registration<ffiguard_status(), FFIGUARD_CLOSED>;
struct bell {
    counted count;
    go_registration registered;
};
struct window {
    counted count;
    ffiguard::pin_check pinned;
    std::int64_t draws = 0;
};
struct file {
    counted count;
    ffiguard::unique_fd descriptor;
    status close() noexcept { return descriptor.close(); }
};
using version_function = ffiguard::symbol<const char*()>;

// Never destroyed: other threads may call until the process ends.
auto& counters = *new handle_table<counter>;
auto& others = *new handle_table<counter>;
auto& texts = *new handle_table<text>;
auto& buffers = *new handle_table<lent>;
auto& loans = *new handle_table<loan>;
auto& bells = *new handle_table<bell>;
auto& windows = *new handle_table<window>;
auto& files = *new handle_table<file>;
auto& libraries = *new handle_table<ffiguard::library>;
auto& functions = *new handle_table<version_function>;

std::mutex kept_mutex;
foreign_buffer kept_bytes;

status answer(ffiguard_status of_go) {
    return of_go == FFIGUARD_FOREIGN ? status::foreign(0) : static_cast<status_code>(of_go);
}

// In this API the number stays Go's, which deletes it after unregister.
void leave_to_go(std::uint64_t) {}

// Copies of an ffiguard_buffer are made easily, in Go by every assignment: a token makes the
// release of all of them one.
void release_lent(ffiguard_buffer* buffer) {
    static_cast<void>(buffers.close(reinterpret_cast<std::uintptr_t>(buffer->context)));
    *buffer = {};
}

struct half_made {
    std::unique_ptr<counter> made;
    explicit half_made(std::unique_ptr<counter> first) : made(std::move(first)) {
        throw std::runtime_error("the second half");
    }
};

using noisy = ffiguard::owned<&close_noisily, 0>;

void log_and_go_on(int) {}

}  // namespace

status call_go(std::uint64_t callback) {
    const ffiguard::upcall inside;
    if (!inside.status().ok()) return inside.status();
    return answer(goCallback(callback));
}

extern "C" {

ffiguard_status guarded_counter_open(int64_t start, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        if (out == nullptr) return status_code::null;
        return give(counters.emplace(start), out);
    });
}
ffiguard_status guarded_counter_add(uint64_t handle, int64_t n, int64_t* sum, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        if (sum == nullptr) return status_code::null;
        const auto inside = counters.pin(handle);
        if (!inside) return inside.status();
        const std::lock_guard<std::mutex> lock(inside->mutex);
        *sum = inside->value += n;
        return {};
    });
}
ffiguard_status guarded_counter_stay(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = counters.pin(handle);
        if (!inside) return inside.status();
        stay(inside->value);
        const std::lock_guard<std::mutex> lock(inside->mutex);
        ++inside->value;
        return {};
    });
}
ffiguard_status guarded_counter_each(uint64_t handle, uint64_t callback, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = counters.pin(handle);
        if (!inside) return inside.status();
        const status answered = call_go(callback);  // with no lock held
        const std::lock_guard<std::mutex> lock(inside->mutex);
        ++inside->value;
        return answered;
    });
}
ffiguard_status guarded_counter_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return counters.close(handle); });
}
ffiguard_status guarded_counter_half_made(uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const half_made made(std::make_unique<counter>(1));
        *out = 0;
        return {};
    });
}
ffiguard_status guarded_other_open(int64_t start, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&] { return give(others.emplace(start), out); });
}
ffiguard_status guarded_other_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return others.close(handle); });
}

ffiguard_status guarded_text_open(const uint8_t* bytes, int64_t size, uint64_t* out,
                                  ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        if (out == nullptr) return status_code::null;
        const auto view = foreign_span<const char>::from(bytes, size);
        if (!view) return view.status();
        auto copy = c_string::duplicate(std::string_view(view->data(), view->size()));
        if (!copy) return copy.status();
        return give(texts.emplace(counted(), *std::move(copy)), out);
    });
}
ffiguard_status guarded_text_get(uint64_t handle, ffiguard_buffer* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        if (out == nullptr) return status_code::null;
        *out = {};
        const auto inside = texts.pin(handle);
        if (!inside) return inside.status();
        auto copy = foreign_buffer::copy(inside->bytes.c_str(), inside->bytes.size());
        if (!copy) return copy.status();
        void* const data = copy->data();
        const std::size_t size = copy->size();
        const auto made = buffers.emplace(counted(), *std::move(copy));
        if (!made) return made.status();
        *out = {data, size, &release_lent, reinterpret_cast<void*>(std::uintptr_t{*made})};
        return {};
    });
}
ffiguard_status guarded_text_copy(uint64_t handle, uint8_t* to, int64_t size, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto room = foreign_span<char>::from(to, size);
        if (!room) return room.status();
        const auto inside = texts.pin(handle);
        if (!inside) return inside.status();
        const std::string_view bytes = inside->bytes.view();
        const auto part = room->subspan(0, bytes.size());
        if (!part) return part.status();
        std::copy(bytes.begin(), bytes.end(), part->begin());
        return {};
    });
}
ffiguard_status guarded_text_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return texts.close(handle); });
}
ffiguard_status guarded_buffer_release(ffiguard_buffer* buffer, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        if (buffer == nullptr) return status_code::null;
        if (buffer->release == nullptr) return status_code::closed;
        const status outcome = buffers.close(reinterpret_cast<std::uintptr_t>(buffer->context));
        *buffer = {};
        return outcome;
    });
}

ffiguard_status guarded_sum(const int64_t* values, int64_t count, int64_t* sum,
                            ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto view = foreign_span<const std::int64_t>::from(values, count);
        if (!view) return view.status();
        *sum = 0;
        for (const std::int64_t each : *view) *sum += each;
        return {};
    });
}
ffiguard_status guarded_keep(const uint8_t* bytes, int64_t size, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto view = foreign_span<const char>::from(bytes, size);
        if (!view) return view.status();
        auto copy = foreign_buffer::copy(view->data(), view->size());
        if (!copy) return copy.status();
        const std::lock_guard<std::mutex> lock(kept_mutex);
        kept_bytes = *std::move(copy);
        return {};
    });
}
ffiguard_status guarded_kept(int64_t* sum, ffiguard_error* err) {
    return boundary(err, [&] {
        const std::lock_guard<std::mutex> lock(kept_mutex);
        *sum = 0;
        for (std::size_t i = 0; i < kept_bytes.size(); ++i) *sum += kept_bytes.data()[i];
    });
}

ffiguard_status guarded_lend(uint8_t* bytes, int64_t size, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto view = foreign_span<unsigned char>::from(bytes, size);
        if (!view) return view.status();
        return give(loans.emplace(counted(), *view), out);
    });
}
ffiguard_status guarded_fill(uint64_t handle, int32_t byte, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = loans.pin(handle);
        if (!inside) return inside.status();
        for (unsigned char& each : inside->bytes) each = static_cast<unsigned char>(byte);
        return {};
    });
}
// Refused while fill() is inside: the caller may use the memory again when this has answered ok.
ffiguard_status guarded_take_back(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return loans.try_close(handle); });
}

ffiguard_status guarded_bell_register(uint64_t callback, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        auto call = go_function::adopt(&goCallback, callback, &leave_to_go);
        if (!call) return call.status();
        auto registered = go_registration::create(*std::move(call));
        if (!registered) return registered.status();
        void* const user = registered->user();
        const auto made = bells.emplace(counted(), *std::move(registered));
        if (made) bell_library_keep(go_registration::function(), user);
        return give(made, out);
    });
}
ffiguard_status guarded_bell_unregister(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = bells.pin(handle);
        if (!inside) return inside.status();
        const status gone = inside->registered.unregister();
        static_cast<void>(bells.close(handle));
        return gone;
    });
}

ffiguard_status guarded_raise(int32_t what, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        switch (what) {
            case SHIM_THROW_NUMBER: throw 42;
            case SHIM_THROW_BAD_ALLOC: throw std::bad_alloc();
            case SHIM_THROW_LONG: throw std::runtime_error(std::string(1000, 'x'));
            default: throw std::runtime_error("the disk is full");
        }
    });
}
ffiguard_status guarded_last_error(ffiguard_error*) { return FFIGUARD_OK; }
ffiguard_status guarded_call_go(uint64_t callback, ffiguard_error* err) {
    return boundary(err, [&] { return call_go(callback); });
}
ffiguard_status guarded_succeed(ffiguard_error* err) {
    return boundary(err, [] { ::close(-1); });
}
ffiguard_status guarded_fail(ffiguard_error* err) {
    return boundary(err, []() -> status {
        const noisy ends(1);
        errno = ENOENT;
        const status failed = status::system(errno);
        ::close(-1);
        return failed;
    });
}

ffiguard_status guarded_change(int32_t what, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        switch (what) {
            case SHIM_CHANGE_MASK:
                return ffiguard::signal_mask::block(ffiguard::signal_set::blockable()).status();
            case SHIM_CHANGE_STACK: return ffiguard::alternate_stack::install().status();
            case SHIM_CHANGE_CPUS: return ffiguard::cpu_affinity::pin(::sched_getcpu()).status();
            case SHIM_CHANGE_FLOAT:
                return ffiguard::float_environment::with_rounding(FE_UPWARD).status();
            case SHIM_CHANGE_LOCALE: return ffiguard::thread_locale::use("C").status();
            case SHIM_CHANGE_NAME: return ffiguard::thread_name::set("shim").status();
            default: return status_code::invalid_argument;
        }
    });
}
ffiguard_status guarded_handle_signal(int32_t number, ffiguard_error* err) {
    return boundary(err, [&]() -> error {
        const auto handled = ffiguard::signal_action::install(number, &log_and_go_on);
        return handled ? error() : handled.error();
    });
}

ffiguard_status guarded_window_open(uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto made = windows.emplace();
        if (!made) return made.status();
        static_cast<void>(windows.pin(*made)->pinned.enter());
        return give(made, out);
    });
}
ffiguard_status guarded_window_draw(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = windows.pin(handle);
        if (!inside) return inside.status();
        if (const status moved = inside->pinned.verify(); !moved.ok()) return moved;
        ++inside->draws;
        return {};
    });
}
ffiguard_status guarded_window_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        {
            const auto inside = windows.pin(handle);
            if (!inside) return inside.status();
            if (const status moved = inside->pinned.leave(); !moved.ok()) return moved;
        }
        return windows.close(handle);
    });
}

ffiguard_status guarded_block_use(ffiguard_error* err) {
    return boundary(
        err, [] { const ffiguard::owned<&block_library_delete> block(block_library_new()); });
}
ffiguard_status guarded_file_open(uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        ffiguard::unique_fd opened(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!opened) return status::system(errno);
        return give(files.emplace(counted(), std::move(opened)), out);
    });
}
ffiguard_status guarded_file_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return files.close(handle); });
}
ffiguard_status guarded_run(int32_t* exit_code, ffiguard_error* err) {
    return boundary(err, [&]() -> error {
        const char* const arguments[] = {"sh", "-c", "exit 7", nullptr};
        auto child = ffiguard::child_process::start("/bin/sh", arguments);
        if (!child) return child.error();
        const auto ended = child->wait();
        if (!ended) return ended.status();
        *exit_code = ended->code();
        return {};
    });
}

ffiguard_status guarded_library_open(uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> error {
        auto opened = ffiguard::library::open("libz.so.1");
        if (!opened) return opened.error();
        return give(libraries.insert(*std::move(opened)), out);
    });
}
ffiguard_status guarded_library_find(uint64_t handle, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> error {
        const auto inside = libraries.pin(handle);
        if (!inside) return inside.status();
        auto found = inside->find<const char*()>("zlibVersion");
        if (!found) return found.error();
        return give(functions.insert(*std::move(found)), out);
    });
}
ffiguard_status guarded_library_call(uint64_t function, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto inside = functions.pin(function);
        if (!inside) return inside.status();
        return (*inside)()[0] == '1' ? status() : status::foreign(1);
    });
}
ffiguard_status guarded_library_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return libraries.close(handle); });
}
ffiguard_status guarded_function_close(uint64_t handle, ffiguard_error* err) {
    return boundary(err, [&] { return functions.close(handle); });
}

}  // extern "C"
