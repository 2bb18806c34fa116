// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_COUNTED_RECEIVER_HPP
#define FFIGUARD_CORE_DETAIL_COUNTED_RECEIVER_HPP

#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/received.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Receives memory and its count from a C function that writes them through two pointers.
///
///     c_array<pixel> row;
///     auto out = out_param(row);
///     if (read_row(file, out.data(), out.count()) != 0) return ...;
///     if (const status taken = out.adopt(); !taken.ok()) return taken;
///
/// data() is a T** or a void**, and count() a pointer to any integer type, as the function needs.
/// If the function returns the count, use out.adopt(count). The owner has the memory from adopt()
/// on, or from the end of the receiver's scope.
///
/// For an impossible pointer or count (a misaligned pointer, a count below 0) nothing is guessed:
/// the memory is left alone, which is a violation (leak), and adopt() fails with invalid_argument
/// or overflow. It fails with null for a null pointer with a count. As in out_param_receiver, the
/// owner is emptied first, and discard() drops what was written. If two receivers serve one owner,
/// the memory of the second one is freed.
template <class Owner>
class [[nodiscard]] counted_receiver {
    using rules = detail::receives<Owner>;
    using pointer = typename rules::pointer;

public:
    /// Converts to what the C function takes.
    class data_slot {
    public:
        operator pointer*() const noexcept { return &to_->data_; }
        template <class Void,
                  std::enable_if_t<std::is_same_v<Void, void*> && !std::is_same_v<pointer, void*>,
                                   int> = 0>
        operator Void*() const noexcept {
            return reinterpret_cast<void**>(&to_->data_);
        }

    private:
        friend class counted_receiver;
        explicit data_slot(counted_receiver* to) noexcept : to_(to) {}
        counted_receiver* to_;
    };
    /// The same for the count. The integer starts with the lent count, otherwise with 0.
    class count_slot {
    public:
        template <
            class Count,
            std::enable_if_t<std::is_integral_v<Count> && !std::is_same_v<Count, bool>, int> = 0>
        operator Count*() const noexcept {
            return to_->template count_as<Count>();
        }

    private:
        friend class counted_receiver;
        explicit count_slot(counted_receiver* to) noexcept : to_(to) {}
        counted_receiver* to_;
    };

    FFIGUARD_HIDDEN explicit counted_receiver(Owner& owner) noexcept : owner_(&owner) {
        rules::clear(owner);
    }
    FFIGUARD_HIDDEN counted_receiver(Owner& owner, detail::lend) noexcept : owner_(&owner) {
        const auto lent = rules::take(owner);
        data_ = lent.data;
        count_ = lent.count;
    }
    counted_receiver(const counted_receiver&) = delete;
    counted_receiver& operator=(const counted_receiver&) = delete;
    FFIGUARD_HIDDEN ~counted_receiver() { static_cast<void>(adopt()); }

    [[nodiscard]] data_slot data() noexcept { return data_slot(this); }
    [[nodiscard]] count_slot count() noexcept { return count_slot(this); }
    /// Whether there is a pointer in the slot.
    [[nodiscard]] explicit operator bool() const noexcept { return !rules::is_empty(data_); }

    /// Takes over now what the callee has written.
    FFIGUARD_HIDDEN status adopt() noexcept { return adopt(read_count()); }
    /// The same with a count that was returned instead of written.
    FFIGUARD_HIDDEN status adopt(std::uint64_t count) noexcept {
        const pointer written = data_;
        discard();
        if (rules::is_empty(written)) return count == 0 ? status() : status(status_code::null);
        Owner second;
        Owner& to = *owner_ ? second : *owner_;
        if (&to == &second)
            report({violation::receiver_conflict, "out_param: the second memory is given back"});
        const status taken = rules::put(to, written, count);
        if (!taken.ok())
            report({violation::leak, "out_param: a pointer and a count that cannot be"});
        return taken;
    }

    /// Forgets what the callee has written, without freeing it.
    void discard() noexcept {
        data_ = rules::empty();
        count_ = 0;
        read_ = nullptr;
    }

private:
    template <class Count>
    Count* count_as() noexcept {
        // A lent count that does not fit is passed as a smaller one, which is safe for a function
        // that writes.
        constexpr std::uint64_t most =
            static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<Count>>(-1)) >>
            (std::is_signed_v<Count> ? 1U : 0U);
        const std::uint64_t begin = count_ < most ? count_ : most;
        read_ = [](const counted_receiver& from) noexcept {
            const Count written = *std::launder(reinterpret_cast<const Count*>(from.written_));
            if constexpr (std::is_signed_v<Count>)
                if (written < 0) return UINT64_MAX;
            return static_cast<std::uint64_t>(written);
        };
        return ::new (static_cast<void*>(written_)) Count(static_cast<Count>(begin));
    }
    [[nodiscard]] std::uint64_t read_count() const noexcept {
        return read_ != nullptr ? read_(*this) : count_;
    }

    Owner* owner_;
    pointer data_ = rules::empty();
    std::uint64_t count_ = 0;  // lent
    std::uint64_t (*read_)(const counted_receiver&) = nullptr;
    alignas(std::uint64_t) unsigned char written_[sizeof(std::uint64_t)];
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
