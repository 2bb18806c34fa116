// SPDX-License-Identifier: BSL-1.0
// The native side of OwnerTest and UpcallTest: objects that tell their bytes, and one that keeps a
// Java function.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>

#include <ffiguard/core/call_bytes.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/ffiguard.hpp>

using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

class image {
public:
    explicit image(std::uint64_t size) noexcept : size_(size) {}
    [[nodiscard]] std::uint64_t bytes() const noexcept { return size_; }
    using life_cycle = ffiguard::life_cycle<ffiguard::tells_bytes<&image::bytes>>;
    void grow(std::uint64_t by) noexcept { size_ += by; }
    [[nodiscard]] ffiguard_view show() const noexcept { return {shown_, sizeof shown_}; }
    [[nodiscard]] std::string pixels() const { return std::string(4096, 'p'); }
    /// As a library that refuses: SQLITE_BUSY and its like.
    [[nodiscard]] error refuse(std::int32_t code) const {
        return {status::foreign(code), "the library has answered"};
    }
    [[nodiscard]] error fail(std::int32_t code) const {
        return {static_cast<status_code>(code), "as asked"};
    }

private:
    std::atomic<std::uint64_t> size_;  // told while others are inside
    const std::uint8_t shown_[4] = {1, 2, 3, 4};
};
auto& images = *new ffiguard::handle_table<image>;

/// Keeps a function of Java's, as a C library does, and calls it.
class bell {
public:
    using heard = ffiguard::go::callback<std::int32_t(std::int32_t)>;
    using registration = ffiguard::go::callback_registration<std::int32_t(std::int32_t), -7>;

    status listen(ffiguard_callback to, ffiguard_user_release let_go) noexcept {
        auto adopted = heard::adopt(to, let_go);
        if (!adopted) return adopted.status();
        auto made = registration::create(*std::move(adopted));
        if (!made) return made.status();
        function_ = made->function();
        user_ = made->user();
        kept_ = *std::move(made);
        return {};
    }
    /// On the caller's thread.
    [[nodiscard]] std::int32_t ring(std::int32_t number) const noexcept {
        return function_ == nullptr ? 0 : function_(number, user_);
    }
    [[nodiscard]] std::int32_t ring_elsewhere(std::int32_t number) const {
        std::int32_t answer = 0;
        std::thread([&] { answer = ring(number); }).join();
        return answer;
    }
    status unregister() noexcept { return kept_.unregister(); }

private:
    std::int32_t (*function_)(std::int32_t, void*) = nullptr;
    void* user_ = nullptr;
    registration kept_;
};
auto& bells = *new ffiguard::handle_table<bell>;

}  // namespace

FFIGUARD_EXPORT_CLASS(image, images, std::uint64_t);
FFIGUARD_EXPORT_BYTES(image, images);
FFIGUARD_EXPORT_CALL(image_grow, images, &image::grow, std::uint64_t);
FFIGUARD_EXPORT_CALL(image_show, images, &image::show, ffiguard_view*);
FFIGUARD_EXPORT_CALL(image_pixels, images, &image::pixels, ffiguard_bytes*);
FFIGUARD_EXPORT_CALL(image_pixel_buffer, images, &image::pixels, ffiguard_buffer*);
FFIGUARD_EXPORT_CALL(image_refuse, images, &image::refuse, std::int32_t);
FFIGUARD_EXPORT_CALL(image_fail, images, &image::fail, std::int32_t);

FFIGUARD_EXPORT_CLASS(bell, bells);
FFIGUARD_EXPORT_CALL(bell_listen, bells, &bell::listen, ffiguard_callback, ffiguard_user_release);
FFIGUARD_EXPORT_CALL(bell_ring, bells, &bell::ring, std::int32_t, std::int32_t*);
FFIGUARD_EXPORT_CALL(bell_ring_elsewhere, bells, &bell::ring_elsewhere, std::int32_t,
                     std::int32_t*);
FFIGUARD_EXPORT_CALL(bell_unregister, bells, &bell::unregister);

EXPORT std::uint64_t bytes_live(void) { return ffiguard::live_bytes(); }

/// The sum of bytes that may lie in the Java heap: by a critical downcall.
EXPORT ffiguard_status bytes_sum(const std::uint8_t* bytes, std::uint64_t size,
                                 std::uint64_t* sum) {
    *sum = 0;
    for (std::uint64_t i = 0; i < size; ++i) *sum += bytes[i];
    return FFIGUARD_OK;
}
/// Is inside until bytes_let_go().
namespace {
std::atomic<bool> is_inside{false};
std::atomic<bool> may_leave{false};
}  // namespace
EXPORT ffiguard_status bytes_hold(const std::uint8_t*) {
    is_inside = true;
    while (!may_leave) std::this_thread::yield();
    is_inside = false;
    return FFIGUARD_OK;
}
EXPORT ffiguard_status bytes_are_held(std::int32_t* yes) {
    *yes = is_inside ? 1 : 0;
    return FFIGUARD_OK;
}
EXPORT ffiguard_status bytes_let_go(void) {
    may_leave = true;
    return FFIGUARD_OK;
}
/// A text that crosses as an ffiguard_view: its size, and whether a NUL is inside.
EXPORT ffiguard_status text_size(ffiguard_view text, std::uint64_t* size) {
    *size = text.size;
    return FFIGUARD_OK;
}
