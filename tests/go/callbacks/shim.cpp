// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/core/call.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/go/callback_registration.hpp>
#include <ffiguard/go/view.hpp>
#include <ffiguard/posix/unique_fd.hpp>

using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::result;
using ffiguard::status;

namespace {

using on_event = ffiguard::go::callback<std::int32_t(std::int32_t)>;
using registration = ffiguard::go::callback_registration<std::int32_t(std::int32_t), -1>;

class source {
public:
    static result<std::unique_ptr<source>> create(ffiguard_callback from,
                                                  ffiguard_user_release let_go) {
        auto call = on_event::adopt(from, let_go);
        if (!call) return call.status();
        auto ready = registration::create(*std::move(call));
        if (!ready) return ready.status();
        return std::make_unique<source>(*std::move(ready));
    }
    explicit source(registration ready) noexcept : ready_(std::move(ready)), user_(ready_.user()) {}

    std::int32_t fire(std::int32_t value) { return handler_(value, user_); }
    std::int32_t storm(std::int32_t threads, std::int32_t count) {
        std::atomic<std::int32_t> answered{0};
        std::vector<std::thread> crowd;
        for (std::int32_t t = 0; t < threads; ++t)
            crowd.emplace_back([&] {
                for (std::int32_t i = 0; i < count; ++i) answered += fire(i) != -1;
            });
        for (std::thread& each : crowd) each.join();
        return answered;
    }
    status unregister() noexcept { return ready_.unregister(); }

private:
    registration ready_;
    // What the library keeps.
    std::int32_t (*handler_)(std::int32_t, void*) = registration::function();
    void* user_;
};

auto& sources = *new ffiguard::handle_table<std::unique_ptr<source>>;

}  // namespace

FFIGUARD_EXPORT_CLASS(source, sources, ffiguard_callback, ffiguard_user_release);

FFIGUARD_EXPORT_CALL(source_fire, sources, &source::fire, int32_t, int32_t*);
FFIGUARD_EXPORT_CALL(source_storm, sources, &source::storm, int32_t, int32_t, int32_t*);
FFIGUARD_EXPORT_CALL(source_unregister, sources, &source::unregister);

// The sample of docs/reference/posix.md.
class event_log {
public:
    /// fd stays the caller's.
    static result<event_log> create(std::int32_t fd) noexcept {
        auto own = ffiguard::duplicate(fd);
        if (!own) return own.status();
        return event_log(*std::move(own));
    }
    status write(std::int32_t number) noexcept {
        const bool written = ::write(file_.get(), &number, sizeof number) == sizeof number;
        return written ? status() : status::system(errno);
    }

private:
    explicit event_log(ffiguard::unique_fd file) noexcept : file_(std::move(file)) {}
    ffiguard::unique_fd file_;
};
auto& logs = *new ffiguard::handle_table<event_log>;

FFIGUARD_EXPORT_CLASS(event_log, logs, std::int32_t);
FFIGUARD_EXPORT_CALL(event_log_write, logs, &event_log::write, int32_t);

ffiguard_status shim_call(ffiguard_callback from, ffiguard_user_release let_go, int32_t value,
                          int32_t native, int32_t* answer, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        auto adopted = on_event::adopt(from, let_go);
        if (!adopted) return adopted.status();
        result<std::int32_t> answered = ffiguard::status_code::null;
        auto work = [&answered, value, call = *std::move(adopted)]() mutable {
            answered = call(value);
            call.reset();
        };
        if (native != 0)
            std::thread(std::move(work)).join();
        else
            std::move(work)();
        if (answered) *answer = *answered;
        return answered.status();
    });
}

ffiguard_status shim_text(uint64_t user, ffiguard_user_release let_go, int32_t* answer,
                          ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        using ffiguard::go::for_call;  // goOnText copies it
        using on_text = ffiguard::go::callback<std::int32_t(for_call<const char*>, std::int32_t)>;
        const auto call = on_text::adopt(&goOnText, user, let_go);
        if (!call) return call.status();
        const auto answered = (*call)("gopher", 6);
        if (answered) *answer = *answered;
        return answered.status();
    });
}

ffiguard_status shim_total(const uint8_t* data, intptr_t length, int64_t* sum,
                           ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        const ffiguard::go::slice_view<const std::uint8_t> bytes(data, length);
        *sum = 0;
        for (const std::uint8_t each : bytes) *sum += each;
        return bytes.status();
    });
}
ffiguard_status shim_total_view(ffiguard_view bytes, int64_t* sum, ffiguard_error* err) {
    return shim_total(bytes.data, static_cast<intptr_t>(bytes.size), sum, err);
}

ffiguard_status shim_sum(const float* data, intptr_t length, intptr_t capacity, double* sum,
                         ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        const ffiguard::go::slice_view<const float> in(data, length, capacity);
        *sum = 0;
        for (const float each : in) *sum += static_cast<double>(each);
        return in.status();
    });
}

ffiguard_status shim_keep(ffiguard_go_string text, ffiguard_buffer* kept, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        const ffiguard::go::text_view in(text);
        if (!in) return in.status();
        auto copy = foreign_buffer::copy(in.data(), in.size());
        return copy ? copy->release_to(kept) : copy.status();
    });
}

// Go declares it with its own _GoString_.
extern "C" __attribute__((visibility("default"))) ffiguard_status shim_keep_go(
    ffiguard_go_string text, ffiguard_buffer* kept, ffiguard_error* err) {
    return shim_keep(text, kept, err);
}
