// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_BOUND_HPP
#define FFIGUARD_THREAD_THREAD_BOUND_HPP

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/thread/detail/worker_parking.hpp>
#include <ffiguard/thread/thread_home.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What happens to a thread_bound that is destroyed on another thread.
enum class elsewhere : std::uint8_t {
    leaked,  ///< a violation, and its resource is leaked: it must not be touched there
    parked,  ///< its thread_home keeps it until the home thread's next drain()
};

/// An owner H whose resource may be used and released on one thread only, its home: the thread on
/// which it was bound (a GL context, a window, a Python state).
///
///     thread_bound<context> bound(std::move(made));     // this thread is home
///     if (const auto c = bound.get()) draw(**c);        // else c.status()
///
/// On every other thread, get(), close() and release() fail with wrong_thread and change
/// nothing. Destroying it there is a violation (wrong_thread), and the resource is leaked.
/// With elsewhere::parked, it is released at the home thread's next drain() instead.
///
/// Any thread may call get() at any time; only the home thread gets in. If you move, destroy
/// or (when parked) close it on another thread, make sure that no thread is using it. A
/// handle_table does this for you.
///
/// Move-only, also between threads: moving moves the owner and does not touch the resource, and a
/// moved-from H has nothing to release. Moved-from and default constructed objects are empty. Size
/// of H plus 24 bytes; with parked one pointer more and an allocation in bind(), so that releasing
/// never allocates. Releases keep errno.
template <class H, elsewhere Ended = elsewhere::leaked>
class [[nodiscard]] thread_bound {
    static_assert(std::is_nothrow_move_constructible_v<H> && std::is_nothrow_destructible_v<H>,
                  "ffiguard: thread_bound<H> needs an owner H that moves and ends without "
                  "throwing");
    enum : bool { parks = Ended == elsewhere::parked };
    using close_answer = typename detail::closing<H>::answer;  // a status, or an error

public:
    using owner_type = H;

    constexpr thread_bound() noexcept = default;
    /// Binds owner to this thread.
    FFIGUARD_HIDDEN explicit thread_bound(H&& owner) noexcept
        : thread_(detail::known_thread::current()) {
        static_assert(!parks,
                      "ffiguard: what is to be parked needs a thread_home: thread_bound::bind()");
        hold(std::move(owner));
    }
    /// The same with a place to be parked in. Fails with wrong_thread if this is not home's thread,
    /// closed if home is empty, out_of_memory; then owner is unchanged.
    FFIGUARD_HIDDEN static result<thread_bound> bind(H&& owner, thread_home& home) noexcept {
        static_assert(
            parks, "ffiguard: only thread_bound<H, elsewhere::parked> is bound to a thread_home");
        if (home.home_ == nullptr) return status_code::closed;
        if (!home.home_->is_here()) return status_code::wrong_thread;
        thread_bound bound;
        if (!bound.place_.reserve(*home.home_)) return status_code::out_of_memory;
        bound.thread_ = detail::known_thread::current();
        bound.hold(std::move(owner));
        return bound;
    }

    thread_bound(thread_bound&& other) noexcept { take(other); }
    FFIGUARD_HIDDEN thread_bound& operator=(thread_bound&& other) noexcept {
        thread_bound taken(std::move(other));
        const thread_bound ended(std::move(*this));
        take(taken);
        return *this;
    }
    thread_bound(const thread_bound&) = delete;
    thread_bound& operator=(const thread_bound&) = delete;
    FFIGUARD_HIDDEN ~thread_bound() { end(); }

    /// The owner, valid until it is moved, closed or released. Fails with wrong_thread on other
    /// threads, closed if empty.
    FFIGUARD_HIDDEN result<H*> get() noexcept {
        if (const status refused = admit(); !refused.ok()) return refused;
        return &owner();
    }
    FFIGUARD_HIDDEN result<const H*> get() const noexcept {
        if (const status refused = admit(); !refused.ok()) return refused;
        return std::launder(reinterpret_cast<const H*>(storage_));
    }

    /// Releases now, as a handle_table does, and returns the result of H::close(), if it has one.
    /// Fails with closed if empty. On other threads: with parked it is parked, and this returns ok;
    /// otherwise it fails with wrong_thread.
    FFIGUARD_HIDDEN close_answer close() noexcept {
        const status refused = admit();
        if (refused == status_code::wrong_thread && parks) {
            if (!holds_) return status_code::closed;
            if (park()) return {};
            return refused;
        }
        if (!refused.ok()) return refused;
        const errno_guard keep_errno;
        // Emptied first: a re-entrant closer finds it empty, and may bind another.
        H closed(std::move(owner()));
        clear();
        return detail::closing<H>::close(closed);
    }

    /// Returns the owner, unbound. Fails with wrong_thread and closed as get().
    [[nodiscard]] FFIGUARD_HIDDEN result<H> release() noexcept {
        if (const status refused = admit(); !refused.ok()) return refused;
        result<H> given(std::move(owner()));
        clear();
        return given;
    }

    [[nodiscard]] bool is_home() const noexcept { return thread_.is_here(); }

private:
    struct no_place {};

    // thread_ first: holds_ belongs to the home thread, which may be changing it.
    FFIGUARD_HIDDEN status admit() const noexcept {
        if (!thread_) return status_code::closed;
        if (!is_home()) return status_code::wrong_thread;
        return holds_ ? status_code::ok : status_code::closed;
    }
    [[nodiscard]] H& owner() noexcept { return *std::launder(reinterpret_cast<H*>(storage_)); }
    void hold(H&& owner) noexcept {
        ::new (static_cast<void*>(storage_)) H(std::move(owner));
        holds_ = true;
    }
    bool park() noexcept {
        if constexpr (parks)
            if (holds_ && place_.park(owner())) holds_ = false;
        return !holds_;
    }
    /// Of an owner that has been moved from.
    void clear() noexcept {
        holds_ = false;
        owner().~H();
        if constexpr (parks) place_.discard();
    }
    void take(thread_bound& other) noexcept {
        thread_ = std::exchange(other.thread_, {});
        place_ = std::move(other.place_);
        if (!std::exchange(other.holds_, false)) return;
        hold(std::move(other.owner()));
        other.owner().~H();
    }
    FFIGUARD_HIDDEN void end() noexcept {
        if (!holds_) return;
        if (is_home()) {
            static_cast<void>(close());
        } else if (!park()) {
            holds_ = false;
            report_leak();
        }
    }
    static void report_leak() noexcept {
        char buffer[256];
        detail::text_writer text(buffer, sizeof buffer);
        const detail::type_text type = detail::type_name<H>();
        text << "thread_bound<";
        text.append(type.data, type.size)
            << (parks ? ">: ended elsewhere after its thread_home, and is leaked"
                      : ">: ended elsewhere, and is leaked");
        report({parks ? violation::leak : violation::wrong_thread, buffer});
    }

    detail::known_thread thread_;  ///< home; none if never bound
    bool holds_ = false;
    std::conditional_t<parks, detail::parking_place<H>, no_place> place_;
    // Bytes, because a leaked owner must not be destroyed. Zeros, or g++ warns: it does not see
    // that holds_ is checked.
    alignas(H) unsigned char storage_[sizeof(H)] = {};
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
