// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_LOAN_HPP
#define FFIGUARD_MEMORY_LOAN_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// Memory that foreign code may read until its owner takes it back. A pointer cannot be taken back,
// so foreign code gets a token and reads through it.
//
//     handle_table<transaction> transactions;         // says closes_children
//     handle_table<loan<transaction>> values;         // memory of a transaction
//
//     // result<foreign_span<const char>, error> transaction::get(std::string_view key);
//     extern "C" ffiguard_status transaction_get(ffiguard_token in, const char* key, size_t size,
//                                                ffiguard_token* value, ffiguard_error* err) {
//         return ffiguard::call_lend<&transaction::get>(values, transactions, in, value, err,
//                                                       text::from(key, size));
//     }
//     FFIGUARD_EXPORT_LOAN(value, values);            // value_read(), value_size(), ...
//
// For what is lent only for one call of a callback, see thread/scoped_loan.hpp.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Parent, class... Answers>
struct loan_life {
    using type = ffiguard::life_cycle<child_of<Parent>, Answers...>;
};
template <class... Answers>
struct loan_life<void, Answers...> {
    using type = ffiguard::life_cycle<Answers...>;
};

}  // namespace detail

/// Memory of a Parent, lent to foreign code by a token of a handle_table. It can be read until the
/// token or the Parent is closed. After that, reading fails with closed instead of using a dangling
/// pointer. With Parent void, only closing the token ends the loan.
///
/// Owns nothing. The memory must be valid, and stay where it is, until the Parent is released or
/// the token is closed. If it becomes invalid earlier (a row after its statement has moved on),
/// close the token first. If a read may be running meanwhile, wait for it (close_and_wait()).
///
/// Foreign code reads a copy. C++ works on the bytes in place while it has a pin:
///
///     if (const auto inside = values.pin(token)) parse(inside->bytes());
///
/// Any number of threads may read one loan at once. A writable_loan admits one call at a time
/// (one_user): a second one fails with in_use. If the Parent is a one_user, a loan takes its turn.
template <class Parent, class Byte>
class [[nodiscard]] basic_loan {
    static_assert(
        std::is_same_v<std::remove_const_t<Byte>, unsigned char>,
        "ffiguard: loan<Parent> is memory that is read, writable_loan<Parent> memory that "
        "may be written");

public:
    using life_cycle = typename std::conditional_t<std::is_const_v<Byte>, detail::loan_life<Parent>,
                                                   detail::loan_life<Parent, one_user>>::type;

    /// Lends the elements of a span as their bytes.
    template <class T>
    basic_loan(foreign_span<T> memory) noexcept : size_(memory.size() * sizeof(T)) {
        static_assert(std::is_const_v<Byte> || !std::is_const_v<T>,
                      "ffiguard: this memory is const; a writable_loan would write to it. Lend it "
                      "by loan<Parent>");
        if constexpr (std::is_const_v<Byte> || !std::is_const_v<T>)
            data_ = static_cast<Byte*>(
                static_cast<typename foreign_span<Byte>::pointer>(memory.data()));
    }

    /// The size in bytes.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Copies the bytes from offset on into `to`, as many as there are and fit, and returns their
    /// number: 0 at the end. Fails with overflow if offset is past the end.
    result<std::size_t> read(std::uint64_t offset, foreign_span<unsigned char> to) const noexcept {
        if (offset > size_) return status_code::overflow;
        const auto begin = static_cast<std::size_t>(offset);
        const std::size_t left = size_ - begin;
        const std::size_t count = to.size() < left ? to.size() : left;
        if (count != 0) std::memmove(to.data(), data_ + begin, count);
        return count;
    }
    /// Copies all of it, to keep. Fails with out_of_memory.
    result<foreign_buffer> copy() const noexcept { return foreign_buffer::copy(data_, size_); }

    /// Writes all of `from` at offset. If it does not fit, fails with overflow and writes nothing.
    status write(std::uint64_t offset, foreign_span<const unsigned char> from) const noexcept {
        static_assert(!std::is_const_v<Byte>,
                      "ffiguard: a loan is read-only; memory that foreign code may write is lent "
                      "by writable_loan<Parent>");
        if constexpr (!std::is_const_v<Byte>) {
            if (offset > size_ || from.size() > size_ - static_cast<std::size_t>(offset))
                return status_code::overflow;
            if (!from.empty())
                std::memmove(data_ + static_cast<std::size_t>(offset), from.data(), from.size());
        }
        return {};
    }

    /// The memory itself, for C++ code that has a pin of the token. Valid as long as the pin.
    [[nodiscard]] foreign_span<Byte> bytes() const noexcept {
        return *foreign_span<Byte>::from(data_, size_);
    }

private:
    Byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Memory that foreign code may read.
template <class Parent = void>
using loan = basic_loan<Parent, const unsigned char>;
/// Memory that foreign code may also write.
template <class Parent = void>
using writable_loan = basic_loan<Parent, unsigned char>;

/// Lends what a member of the parent returns (a foreign_span or a result with one) and writes the
/// token of the loan to *made, which is 0 after a failure. The parent is not released in between.
/// Fails with null if made is null; otherwise as the member and handle_table::emplace_child() do,
/// and with the status of a parent that cannot be entered.
template <auto Member, class T, std::uint8_t Tag, class P, std::uint8_t PTag, class... Args>
ffiguard_status call_lend(handle_table<T, Tag>& loans, handle_table<P, PTag>& parents, token parent,
                          token* made, detail::told_error err, Args&&... args) {
    static_assert((detail::is_portable_argument<Args&&>() && ...), FFIGUARD_PORTABLE_TEXT_);
    using answer = detail::answer_of<detail::member_answer<Member, P, Args...>>;
    static_assert(
        std::is_constructible_v<T, typename answer::type>,
        "ffiguard: what is lent is a foreign_span: an owner (a std::string) that a member "
        "answers ends with the call");
    if (made == nullptr) return detail::refuse_null_out(err);
    using nulls = detail::refused_nulls<detail::member_takes<Member>, Args...>;
    return ffiguard::boundary(err, [&]() -> error {
        *made = 0;
        if (const error refused = detail::first_refused<error, nulls>(args...); !refused.ok())
            return refused;
        const auto inside = parents.pin(parent);
        if (!inside) return inside.status();
        if (detail::holds_nothing<Member>(*inside)) return status_code::null;
        auto lent =
            detail::call_member<Member>(inside, detail::passed(std::forward<Args>(args))...);
        if constexpr (answer::is_result) {
            if (!lent) return lent.error();
            return detail::give_token(loans.emplace_child(inside, *lent), made);
        } else {
            return detail::give_token(loans.emplace_child(inside, lent), made);
        }
    });
}

/// The body of x_size(): the size of a loan in bytes.
template <class T, std::uint8_t Tag>
ffiguard_status call_size(handle_table<T, Tag>& loans, token lent, std::uint64_t* size,
                          detail::told_error err) {
    return ffiguard::call_into<&T::size>(loans, lent, size, err);
}
/// The body of x_read(): basic_loan::read() into `size` bytes at `to`. *copied is 0 after a
/// failure. Fails with null if copied is null, or `to` with a size.
template <class T, std::uint8_t Tag>
ffiguard_status call_read(handle_table<T, Tag>& loans, token lent, std::uint64_t* copied,
                          detail::told_error err, std::uint64_t offset, void* to,
                          std::uint64_t size) {
    return ffiguard::call_into<&T::read>(loans, lent, copied, err, offset,
                                         foreign_span<unsigned char>::from(to, size));
}
/// The body of x_write(): basic_loan::write() of `size` bytes at `from`.
template <class T, std::uint8_t Tag>
ffiguard_status call_write(handle_table<T, Tag>& loans, token lent, detail::told_error err,
                           std::uint64_t offset, const void* from, std::uint64_t size) {
    return ffiguard::call<&T::write>(loans, lent, err, offset,
                                     foreign_span<const unsigned char>::from(from, size));
}
/// The body of x_copy(): passes on the result of basic_loan::copy().
template <class T, std::uint8_t Tag>
ffiguard_status call_copy(handle_table<T, Tag>& loans, token lent, ffiguard_buffer* all,
                          detail::told_error err) {
    return ffiguard::call_into<&T::copy>(loans, lent, all, err);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

/// FFIGUARD_EXPORT_LOAN(x, loans), used at namespace scope, defines with default visibility
///
///     ffiguard_status x_size(ffiguard_token lent, uint64_t *size, ffiguard_error *err);
///     ffiguard_status x_read(ffiguard_token lent, uint64_t offset, void *to, uint64_t size,
///                            uint64_t *copied, ffiguard_error *err);
///     ffiguard_status x_copy(ffiguard_token lent, ffiguard_buffer *all, ffiguard_error *err);
///     ffiguard_status x_release(ffiguard_token lent, ffiguard_error *err);
///     ffiguard_status x_state(ffiguard_token lent);        // handle_table::state_of()
///     uint64_t x_live_count(void);
///
/// for a handle_table of loans. x_release() ends a loan early; otherwise its parent ends it. For a
/// writable_loan, write x_write() yourself with call_write().
#define FFIGUARD_EXPORT_LOAN(x, loans)                                                            \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status x##_size(                                              \
        ffiguard_token ffiguard_lent_, uint64_t* ffiguard_size_, ffiguard_error* ffiguard_err_) { \
        return ::ffiguard::call_size((loans), ffiguard_lent_, ffiguard_size_, ffiguard_err_);     \
    }                                                                                             \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status x##_read(                                              \
        ffiguard_token ffiguard_lent_, uint64_t ffiguard_offset_, void* ffiguard_to_,             \
        uint64_t ffiguard_size_, uint64_t* ffiguard_copied_, ffiguard_error* ffiguard_err_) {     \
        return ::ffiguard::call_read((loans), ffiguard_lent_, ffiguard_copied_, ffiguard_err_,    \
                                     ffiguard_offset_, ffiguard_to_, ffiguard_size_);             \
    }                                                                                             \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status x##_copy(ffiguard_token ffiguard_lent_,                \
                                                    ffiguard_buffer* ffiguard_all_,               \
                                                    ffiguard_error* ffiguard_err_) {              \
        return ::ffiguard::call_copy((loans), ffiguard_lent_, ffiguard_all_, ffiguard_err_);      \
    }                                                                                             \
    FFIGUARD_EXPORT_REST_(x, loans)

#endif
