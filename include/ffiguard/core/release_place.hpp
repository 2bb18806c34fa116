// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_RELEASE_PLACE_HPP
#define FFIGUARD_CORE_RELEASE_PLACE_HPP

#include <cstddef>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/release_list.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {
struct place_access;
}  // namespace detail

/// Where an object is released: on the thread of a thread_home or a thread_host. It is a member of
/// the object, and the class names it in `released_at<&T::home>` or `lives_at<&T::home>`:
///
///     class window {
///     public:
///         ffiguard::release_place home;
///         using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&window::home>>;
///         explicit window(const ffiguard::thread_home& ui) : home(ui.place()) {}
///     };
///
/// Any thread may copy it; that is one atomic increment. It keeps a small block of memory alive,
/// not the thread. It is empty (nowhere) if it was moved from or made from an empty thread_home.
/// There is no default constructor, so that no class forgets to say where.
class release_place {
public:
    release_place(const release_place& other) noexcept : home_(other.home_) {
        if (home_ != nullptr) home_->keep();
    }
    release_place(release_place&& other) noexcept : home_(std::exchange(other.home_, nullptr)) {}
    release_place& operator=(release_place other) noexcept {
        std::swap(home_, other.home_);
        return *this;
    }
    ~release_place() {
        if (home_ != nullptr) std::exchange(home_, nullptr)->drop();
    }

    [[nodiscard]] explicit operator bool() const noexcept { return home_ != nullptr; }
    /// Whether the calling thread is the thread of that place.
    [[nodiscard]] bool is_here() const noexcept { return home_ != nullptr && home_->is_here(); }
    /// How many objects wait there to be released, and calls to be run. A snapshot.
    [[nodiscard]] std::size_t queued() const noexcept {
        return home_ != nullptr ? home_->list().count() : 0;
    }

private:
    friend struct detail::place_access;
    explicit release_place(detail::release_home* home) noexcept : home_(home) {
        if (home_ != nullptr) home_->keep();
    }

    detail::release_home* home_;
};

namespace detail {

/// For the headers that make places and put into them.
struct place_access {
    [[nodiscard]] static release_place make(release_home* home) noexcept {
        return release_place(home);
    }
    /// Null if the place is empty.
    [[nodiscard]] static release_home* home(const release_place& place) noexcept {
        return place.home_;
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
