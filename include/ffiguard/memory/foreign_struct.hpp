// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_FOREIGN_STRUCT_HPP
#define FFIGUARD_MEMORY_FOREIGN_STRUCT_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/handle_traits.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class T, class = void>
struct has_release_member : std::false_type {};
template <class T>
struct has_release_member<T, std::enable_if_t<std::is_same_v<decltype(T::release), void (*)(T*)>>>
    : std::true_type {};

template <class Traits, class = void>
struct is_movable_struct : std::true_type {};
template <class Traits>
struct is_movable_struct<Traits, std::enable_if_t<!Traits::movable>> : std::false_type {};

/// The traits of a foreign_struct for unique_handle: the handle is the struct itself if it may
/// move, otherwise its address. unique_handle sees only these, so its requirements on the user's
/// traits are checked here.
template <class T, class Traits>
constexpr bool releases_without_throwing() noexcept {
    return noexcept(std::declval<const Traits&>().release(std::declval<T*>()));
}
template <class T, class Traits>
constexpr bool marks_without_throwing() noexcept {
    return noexcept(Traits::is_released(std::declval<const T&>()))&& noexcept(
        Traits::mark_released(std::declval<T&>()));
}

template <class T, class Traits, bool Movable>
struct foreign_struct_traits : Traits {
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: foreign_struct<T> holds a struct of C; T must be trivially copyable");
    static_assert(
        marks_without_throwing<T, Traits>(),
        "ffiguard: is_released() and mark_released() of a foreign_struct's traits must be "
        "noexcept: they run in destructors");
    static_assert(releases_without_throwing<T, Traits>(),
                  "ffiguard: release() of a foreign_struct's traits must be noexcept: it runs in "
                  "destructors");
    using value_type = T;

    foreign_struct_traits() = default;
    explicit constexpr foreign_struct_traits(Traits with) noexcept : Traits(std::move(with)) {}

    static constexpr T empty() noexcept {
        T none{};
        Traits::mark_released(none);
        return none;
    }
    static constexpr bool is_empty(const T& value) noexcept { return Traits::is_released(value); }
    auto close(T value) const noexcept { return Traits::release(&value); }
};

template <class T, class Traits>
struct foreign_struct_traits<T, Traits, false> : Traits {
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: foreign_struct<T> holds a struct of C; T must be trivially copyable");
    static_assert(releases_without_throwing<T, Traits>(),
                  "ffiguard: release() of a foreign_struct's traits must be noexcept: it runs in "
                  "destructors");
    using value_type = T*;

    foreign_struct_traits() = default;
    explicit constexpr foreign_struct_traits(Traits with) noexcept : Traits(std::move(with)) {}

    static constexpr T* empty() noexcept { return nullptr; }
    auto close(T* value) const noexcept { return Traits::release(value); }
};

}  // namespace detail

/// For structs that have their own `void (*release)(T*)`, null once released: the rule of the Arrow
/// C data interface, and of ffiguard_buffer. They may be moved by copying the bytes and marking the
/// source released.
///
/// The traits of foreign_struct: is_released(), mark_released(), release(), and bytes() for the
/// ledger.
template <class T>
struct release_member {
    static_assert(detail::has_release_member<T>::value,
                  "ffiguard: T has no member void (*release)(T*); give foreign_struct traits that "
                  "say how T is released");
    static constexpr bool is_released(const T& value) noexcept { return value.release == nullptr; }
    static constexpr void mark_released(T& value) noexcept { value.release = nullptr; }
    static void release(T* value) noexcept { value->release(value); }
    template <class U, std::enable_if_t<std::is_same_v<U, ffiguard_buffer>, int> = 0>
    static constexpr std::uint64_t bytes(const U& value) noexcept {
        return value.size;
    }
};

/// For structs with a function that initialises and one, End, that releases (`deflateInit` and
/// `deflateEnd`). They stay where they are: most such libraries keep pointers into the struct.
/// release() calls End.
template <auto End>
struct released_by {
    enum : bool { movable = false };
    template <class T>
    static auto release(T* value) noexcept {
        return End(value);
    }
};

/// Owns what a C struct holds. The struct is inside: no allocation, and no second flag that could
/// contradict the struct's own.
///
///     foreign_struct<ArrowArray> array;
///     if (producer(array.out()) != 0) ...       // owned as soon as it is written
///     import_array(array.get());                // a consumer may take it, by the same rule
///
///     foreign_struct<z_stream, released_by<&deflateEnd>> stream;
///     if (auto s = stream.init([](z_stream* z) { return deflateInit(z, 6); }); !s.ok()) ...
///
/// Traits say what "released" means. For a struct that may move:
///
///     struct my_traits {
///         static bool is_released(const T&) noexcept;
///         static void mark_released(T&) noexcept;
///         static void release(T*) noexcept;        // or an int (0 is success), or a status
///     };
///
/// For a struct that must stay where it was initialised, traits have `static constexpr bool movable
/// = false` and only release(). Then the owner can be neither moved nor copied, but can be made in
/// a handle_table. Traits may hold state (a function found at run time and its library); then
/// release() is not static but const.
///
/// - The owner is emptied before release() runs, and errno is kept.
/// - A movable owner is as large as T. release() gets a copy, as is usual in C when such structs
///   change owners. A moved-from owner is zeroed and released.
/// - get() is never null. If nothing is owned, it points to a struct that is zeroed or marked
///   released.
/// - One thread at a time; release() decides which threads may release.
template <class T, class Traits = release_member<T>,
          bool Movable = detail::is_movable_struct<Traits>::value>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI foreign_struct
    : private unique_handle<detail::foreign_struct_traits<T, Traits, true>> {
    using traits_type = detail::foreign_struct_traits<T, Traits, true>;
    using owner = unique_handle<traits_type>;

public:
    using value_type = T;
    using life_cycle = typename detail::life_cycle_said<Traits>::type;

    /// Owns nothing.
    constexpr foreign_struct() = default;
    explicit foreign_struct(Traits traits) noexcept
        : owner(traits_type::empty(), traits_type(std::move(traits))) {}
    foreign_struct(foreign_struct&&) noexcept = default;
    /// Releases what was owned before.
    foreign_struct& operator=(foreign_struct&& other) noexcept {
        // Not by reset(), which treats equal values as one handle: two structs of the same bytes
        // may be two references, each with its own release.
        owner taken(std::move(other));
        owner::swap(taken);
        return *this;
    }

    /// Takes over what from owns, and marks it released. A released struct makes an empty owner.
    static foreign_struct adopt(T& from, Traits traits = Traits()) noexcept {
        const T taken = from;
        Traits::mark_released(from);
        return foreign_struct(taken, std::move(traits));
    }

    [[nodiscard]] T* get() noexcept { return &this->raw(); }
    [[nodiscard]] const T* get() const noexcept { return &this->raw(); }
    [[nodiscard]] T* operator->() noexcept { return get(); }
    [[nodiscard]] const T* operator->() const noexcept { return get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return !Traits::is_released(*get()); }
    [[nodiscard]] const Traits& traits() const noexcept { return owner::traits(); }

    /// For a producer that writes the struct: releases what is owned and returns the place for the
    /// new one. If the producer leaves garbage when it fails, use init().
    [[nodiscard]] T* out() noexcept {
        owner::reset();
        return get();
    }

    /// Runs `initialise(T*)` on a zeroed struct and owns it if the result is 0 or ok. -1 becomes a
    /// system status, any other number a foreign one. Fails with in_use if something is owned
    /// already: then initialise does not run. Also fails with in_use if initialise itself has
    /// filled this owner: that stays owned, and the struct of initialise is released. After any
    /// other failure nothing is owned.
    template <class Initialise>
    FFIGUARD_HIDDEN status init(Initialise&& initialise) {
        if (*this) return status_code::in_use;
        T fresh = traits_type::empty();
        const status outcome = detail::to_status(initialise(&fresh));
        if (!outcome.ok()) return outcome;
        if (!*this) {
            *get() = fresh;
            return outcome;
        }
        const owner second(fresh, owner::traits());
        return status_code::in_use;
    }

    /// Passes what is owned, and the duty to release it, to a struct of C; *to is overwritten. If
    /// nothing is owned, *to is marked released. Fails with null for a null pointer, and then still
    /// owns.
    status release_to(T* to) noexcept {
        if (to == nullptr) return status_code::null;
        *to = owner::release();
        return {};
    }

    /// Releases now. Returns the result of the release() function, if it has one; closed if nothing
    /// is owned.
    status close() noexcept { return owner::close(); }

private:
    foreign_struct(const T& value, Traits traits) noexcept
        : owner(value, traits_type(std::move(traits))) {}
};

template <class T, class Traits>
class [[nodiscard]] foreign_struct<T, Traits, false> {
    using traits_type = detail::foreign_struct_traits<T, Traits, false>;

public:
    using value_type = T;
    using life_cycle = typename detail::life_cycle_said<Traits>::type;

    foreign_struct() = default;
    explicit foreign_struct(Traits traits) noexcept
        : owner_(nullptr, traits_type(std::move(traits))) {}
    foreign_struct(const foreign_struct&) = delete;
    foreign_struct& operator=(const foreign_struct&) = delete;
    ~foreign_struct() { static_cast<void>(close()); }

    [[nodiscard]] T* get() noexcept { return &struct_; }
    [[nodiscard]] const T* get() const noexcept { return &struct_; }
    [[nodiscard]] T* operator->() noexcept { return get(); }
    [[nodiscard]] const T* operator->() const noexcept { return get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    [[nodiscard]] const Traits& traits() const noexcept { return owner_.traits(); }

    /// Also fails with in_use while release() or another init() is working on the struct.
    template <class Initialise>
    status init(Initialise&& initialise) {
        if (*this || at_work_) return status_code::in_use;
        const work now(*this);
        struct_ = T{};
        const status outcome = detail::to_status(initialise(&struct_));
        if (outcome.ok()) owner_.reset(&struct_);
        return outcome;
    }

    status close() noexcept {
        if (!owner_) return status_code::closed;  // or release() is working on the struct
        const work now(*this);
        return owner_.close();
    }

private:
    /// Works on the struct. Zeroes it at the end unless it is owned: what it pointed to is gone.
    class work {
    public:
        explicit work(foreign_struct& self) noexcept : self_(self) { self_.at_work_ = true; }
        work(const work&) = delete;
        work& operator=(const work&) = delete;
        ~work() {
            self_.at_work_ = false;
            if (!self_) self_.struct_ = T{};
        }

    private:
        foreign_struct& self_;
    };

    T struct_{};
    unique_handle<traits_type> owner_;  // after struct_: it goes first
    bool at_work_ = false;
};

/// The same as out(): the struct is filled in place, without a receiver.
template <class T, class Traits>
[[nodiscard]] T* out_param(foreign_struct<T, Traits, true>& owner) noexcept {
    return owner.out();
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
