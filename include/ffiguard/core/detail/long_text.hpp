// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_LONG_TEXT_HPP
#define FFIGUARD_CORE_DETAIL_LONG_TEXT_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/ffiguard.h>

// The whole text of an ffiguard_error whose message was cut. It waits here for the caller, who
// finds it by a number in the last bytes of the message: a goroutine or virtual thread may have
// left its OS thread by then. A caller need not fetch it, so only the latest 256 are kept.

extern "C" {

struct ffiguard_long_text_1 {
    std::uint64_t number;
    std::uint64_t size;  ///< bytes; they follow, and a NUL
};
/// Plain and of fixed layout, because the code of several versions in one object shares it.
struct ffiguard_long_texts_1 {
    std::atomic<std::uint64_t> last;
    std::atomic<ffiguard_long_text_1*> kept[256];
};
// One per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline ffiguard_long_texts_1 ffiguard_long_texts_1_{};

}  // extern "C"

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The end of a cut message: the mark, the number, and a NUL, because every message ends with one.
struct long_text_mark {
    static constexpr unsigned begin = sizeof(ffiguard_error::message) - 16;  ///< behind a NUL
    static constexpr const char* text = "\xFF\xFEwhole\xFF";
    static constexpr unsigned size = 8;
    static constexpr unsigned number_size = 7;
};

/// The longest text that is kept; longer text is cut.
enum : std::size_t { longest_text = 64U << 10U };

inline void delete_long_text(ffiguard_long_text_1* text) noexcept { ::operator delete(text); }

#if defined(__GNUC__)
/// When a shared object is unloaded, texts that were not fetched are freed.
__attribute__((destructor)) FFIGUARD_HIDDEN inline void drop_long_texts() noexcept {
    if (ffiguard_long_texts_1_.last.load(std::memory_order_relaxed) == 0) return;
    for (auto& each : ffiguard_long_texts_1_.kept) delete_long_text(each.exchange(nullptr));
}
#endif

/// A copy of a text that is too long for a message, on its way in or out.
class long_text {
public:
    long_text() noexcept = default;
    /// Empty if there is no memory for size bytes and a NUL.
    FFIGUARD_HIDDEN explicit long_text(std::size_t size) noexcept {
        void* const memory = ::operator new(sizeof(ffiguard_long_text_1) + size + 1, std::nothrow);
        if (memory != nullptr) text_ = ::new (memory) ffiguard_long_text_1{0, size};
    }
    /// Takes the text of a message. Empty if the message is whole or the text is gone.
    FFIGUARD_HIDDEN explicit long_text(const ffiguard_error& from) noexcept {
        const std::uint64_t number = number_in(from);
        if (number == 0) return;
        text_ = slot_of(number).exchange(nullptr, std::memory_order_acq_rel);
        if (text_ != nullptr && !(text_->number == number && begins_as(from))) put_back();
    }
    long_text(long_text&& other) noexcept : text_(std::exchange(other.text_, nullptr)) {}
    long_text& operator=(long_text other) noexcept {
        std::swap(text_, other.text_);
        return *this;
    }
    ~long_text() { delete_long_text(text_); }

    [[nodiscard]] explicit operator bool() const noexcept { return text_ != nullptr; }
    [[nodiscard]] char* data() const noexcept { return reinterpret_cast<char*>(text_ + 1); }
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(text_->size);
    }

    /// Keeps it for the reader of the message of err, which is full.
    FFIGUARD_HIDDEN void keep_for(ffiguard_error& err, std::size_t size) noexcept {
#if defined(__GNUC__)
        __asm__("" : : "r"(&drop_long_texts));  // it is never called, so nothing else emits it
#endif
        const auto where = reinterpret_cast<std::uintptr_t>(&ffiguard_long_texts_1_);
        const std::uint64_t next = ffiguard_long_texts_1_.last.fetch_add(1) + 1;
        // A text of another shared object must not be mistaken for one of this object.
        const std::uint64_t number =
            ((static_cast<std::uint64_t>(where) >> 4U) & 0xFFFFFFFFU) << 24U | (next & 0xFFFFFFU);
        text_->number = number;
        text_->size = size;
        char* const message = err.message;
        const std::size_t at = detail::whole_characters(message, long_text_mark::begin - 1);
        for (std::size_t i = at; i < sizeof err.message; ++i) message[i] = '\0';
        __builtin_memcpy(message + long_text_mark::begin, long_text_mark::text,
                         long_text_mark::size);
        for (unsigned i = 0; i < long_text_mark::number_size; ++i)
            message[long_text_mark::begin + long_text_mark::size + i] =
                static_cast<char>(number >> (8 * i) & 0xFFU);
        delete_long_text(
            slot_of(number).exchange(std::exchange(text_, nullptr), std::memory_order_acq_rel));
    }
    /// Puts it back for another attempt, unless another text is there by now.
    FFIGUARD_HIDDEN void put_back() noexcept {
        ffiguard_long_text_1* none = nullptr;
        if (slot_of(text_->number).compare_exchange_strong(none, text_, std::memory_order_acq_rel))
            text_ = nullptr;
        else
            delete_long_text(std::exchange(text_, nullptr));
    }

private:
    /// The number alone is not enough: it repeats after 2^24 others, and C code that fills an
    /// ffiguard_error a second time leaves the mark of the first text after its short message.
    [[nodiscard]] bool begins_as(const ffiguard_error& from) const noexcept {
        const std::size_t shown = __builtin_strlen(from.message);  // up to the mark
        return shown + 4 >= long_text_mark::begin && shown <= text_->size &&
               __builtin_memcmp(from.message, data(), shown) == 0;
    }
    /// 0 if the message is whole.
    [[nodiscard]] static std::uint64_t number_in(const ffiguard_error& from) noexcept {
        const char* const mark = from.message + long_text_mark::begin;
        if (mark[-1] != '\0' ||
            __builtin_memcmp(mark, long_text_mark::text, long_text_mark::size) != 0)
            return 0;
        std::uint64_t number = 0;
        for (unsigned i = 0; i < long_text_mark::number_size; ++i)
            number |= static_cast<std::uint64_t>(
                          static_cast<unsigned char>(mark[long_text_mark::size + i]))
                      << (8 * i);
        return number;
    }
    [[nodiscard]] static std::atomic<ffiguard_long_text_1*>& slot_of(
        std::uint64_t number) noexcept {
        return ffiguard_long_texts_1_.kept[number % 256];
    }
    ffiguard_long_text_1* text_ = nullptr;
};

/// The body of ffiguard_error_text().
FFIGUARD_HIDDEN inline std::uint64_t copy_long_text(const ffiguard_error* from, char* to,
                                                    std::uint64_t room) noexcept {
    if (from == nullptr) return 0;
    long_text whole(*from);
    if (!whole) return 0;
    const std::uint64_t size = whole.size();
    if (to == nullptr || size > room)
        whole.put_back();
    else
        __builtin_memcpy(to, whole.data(), whole.size());
    return size;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
