// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_VIEW_HPP
#define FFIGUARD_GO_VIEW_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// What Go lends to C++ for the length of one call. cgo pins the memory of an argument until the
// call returns; afterwards Go may free it, and where it lay on a goroutine's stack move it. (C++
// keeps an address only while a runtime.Pinner of Go 1.21 holds it, and of a string never.)
//
// So a view stays where it was made: it is neither copied nor moved nor assigned nor made by new,
// and gives nothing out where it is a temporary. It is to be no member. What must outlive the call
// is copied, by copy().
//
// No Go header is needed: any struct with the members of _GoString_ (p, n) or GoSlice (data, len,
// cap) will do, those of ffiguard.h and those that cgo writes.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace go {

/// The bytes of a Go string; mostly UTF-8, but Go does not promise it. No NUL behind them, and
/// maybe some inside: for a C function that takes a C string there is copy(), which refuses those.
///
///     extern "C" ffiguard_status find(ffiguard_go_string name, ffiguard_error* err) {
///         return ffiguard::boundary(err, [&] {
///             const ffiguard::go::text_view in(name);
///             return in ? search(in.view()) : in.status();
///         });
///     }
///
/// Owns nothing, never allocates but in copy(). Any thread, during the call.
class [[nodiscard]] text_view {
public:
    /// status(): null for a null pointer with a length, invalid_argument for a negative length,
    /// overflow where the bytes go beyond the end of the address space. Empty then.
    template <class Count>
    text_view(const char* data, Count length) noexcept
        : text_view(foreign_span<const char>::from(data, length)) {}
    /// Of a struct with the members p and n.
    template <class GoString, class = decltype(std::declval<const GoString&>().n)>
    explicit text_view(const GoString& text) noexcept : text_view(text.p, text.n) {}

    text_view(const text_view&) = delete;
    text_view& operator=(const text_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Never null: where it is empty, a valid pointer to no characters. C libraries take a null
    /// pointer for "no text", or for an error; SQLite binds NULL.
    [[nodiscard]] const char* data() const& noexcept { return data_; }
    [[nodiscard]] const char* begin() const& noexcept { return data_; }
    [[nodiscard]] const char* end() const& noexcept { return data_ + size_; }
    /// For functions that are called during the call, and keep nothing.
    [[nodiscard]] std::string_view view() const& noexcept { return {data_, size_}; }
    void data() const&& = delete;
    void begin() const&& = delete;
    void end() const&& = delete;
    void view() const&& = delete;

    /// A copy to keep, with a NUL behind it: for a C function. As status(); malformed where a NUL
    /// is inside, with its offset, because C would read up to there; out_of_memory.
    result<c_string> copy() const noexcept {
        if (!status_.ok()) return status_;
        return c_string::duplicate(std::string_view(data_, size_));
    }
    /// A copy of the bytes, NULs and all, and no NUL behind them. As status(); out_of_memory.
    result<foreign_buffer> copy_bytes() const noexcept {
        if (!status_.ok()) return status_;
        return foreign_buffer::copy(data_, size_);
    }

private:
    explicit text_view(const result<foreign_span<const char>>& checked) noexcept
        : status_(checked.status()) {
        if (!checked || checked->empty()) return;
        data_ = checked->data();
        size_ = checked->size();
    }

    ffiguard::status status_;
    const char* data_ = "";
    std::size_t size_ = 0;
};

/// The elements of a Go slice; const T where they are only read.
///
///     const ffiguard::go::slice_view<const float> in(data, length, capacity);
///     if (!in) return in.status();
///     for (const float each : in) ...
///
/// T has the layout of the Go type: float for float32, std::int64_t for int on 64-bit machines.
/// Owns nothing, never allocates but in copy(). Any thread, during the call.
template <class T>
class [[nodiscard]] slice_view {
    static_assert(!std::is_pointer_v<T>,
                  "ffiguard: memory that Go lends to C++ holds no Go pointers (the rules of cgo); "
                  "copy what they point to on the Go side");

public:
    using value_type = std::remove_cv_t<T>;
    using pointer = typename foreign_span<T>::pointer;

    /// status(): null for a null pointer with a length or room, invalid_argument where a count is
    /// negative, length is above capacity or data is not aligned for T, overflow where the bytes
    /// go beyond PTRDIFF_MAX or the end of the address space. Empty then.
    template <class Count>
    slice_view(pointer data, Count length) noexcept : slice_view(data, length, length) {}
    template <class Count>
    slice_view(pointer data, Count length, Count capacity) noexcept {
        const auto room = foreign_span<T>::from(data, capacity);
        const auto used = foreign_span<T>::from(data, length);
        if (!used) {
            status_ = used.status();
        } else if (!room) {
            status_ = room.status();
        } else if (used->size() > room->size()) {
            status_ = status_code::invalid_argument;
        } else {
            span_ = *used;
            capacity_ = room->size();
        }
    }
    /// Of a struct with the members data, len and cap.
    template <class GoSlice, class = decltype(std::declval<const GoSlice&>().cap)>
    explicit slice_view(const GoSlice& slice) noexcept
        : slice_view(slice.data, slice.len, slice.cap) {}

    slice_view(const slice_view&) = delete;
    slice_view& operator=(const slice_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] std::size_t size() const noexcept { return span_.size(); }
    [[nodiscard]] bool empty() const noexcept { return span_.empty(); }
    /// Elements that there is room for; those behind size() hold nothing that Go has promised.
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    /// Null where it is empty.
    [[nodiscard]] T* data() const& noexcept { return span_.data(); }
    [[nodiscard]] T* begin() const& noexcept { return span_.begin(); }
    [[nodiscard]] T* end() const& noexcept { return span_.end(); }
    /// An index past the end ends the program; loops use begin() and end().
    [[nodiscard]] T& operator[](std::size_t index) const& noexcept { return span_[index]; }
    /// For functions that are called during the call, and keep nothing.
    [[nodiscard]] foreign_span<T> span() const& noexcept { return span_; }
    void data() const&& = delete;
    void begin() const&& = delete;
    void end() const&& = delete;
    void operator[](std::size_t) const&& = delete;
    void span() const&& = delete;

    /// A copy of the elements to keep or to hand over. As status(); out_of_memory.
    result<foreign_buffer> copy() const noexcept {
        if (!status_.ok()) return status_;
        return foreign_buffer::copy(span_.data(), span_.size() * sizeof(T));
    }

private:
    ffiguard::status status_;
    foreign_span<T> span_;
    std::size_t capacity_ = 0;
};

}  // namespace go

namespace detail {

// FFIGUARD_EXPORT_CALL, of what Go lends.
template <>
struct given_as_if<void, std::string_view, ffiguard_go_string> : std::true_type {
    static go::text_view from(const ffiguard_go_string& text) noexcept {
        return go::text_view(text);
    }
};
template <>
struct given_as_if<void, c_string, ffiguard_go_string> : std::true_type {
    static result<c_string> from(const ffiguard_go_string& text) noexcept {
        return go::text_view(text).copy();
    }
};
template <class T>
struct given_as_if<void, foreign_span<T>, ffiguard_go_slice> : std::true_type {
    static go::slice_view<T> from(const ffiguard_go_slice& slice) noexcept {
        return go::slice_view<T>(slice);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
