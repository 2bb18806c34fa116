// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_EVENT_BOARD_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_EVENT_BOARD_HPP

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Where the handler of one signal notes that it came, and the descriptor that it writes to.
///
/// Never freed, so a handler that another thread enters while the event ends finds it whole. It
/// writes only between its two counts of inside, after it has read fd there; the event makes fd -2,
/// waits until no thread is inside, and only then closes the descriptor: a later handler reads no
/// descriptor (all of it sequentially consistent). So nothing is ever written to a number that has
/// become another file. The wait ends: the handler does not block, and no other handler interrupts
/// it, which could leave both with siglongjmp(). Until then it has no new owner, whose signals
/// would be forgotten with those of the old one.
struct signal_notice {
    std::atomic<int> fd{-1};  ///< -1: nobody's; -2: its owner is about to end
    std::atomic<bool> came{false};
    std::atomic<unsigned> inside{0};
    std::uint32_t process = 0;  ///< whose threads inside counts: of the last owner

    [[nodiscard]] bool claim(int writer, std::uint32_t here) noexcept {
        int nobody = -1;
        if (!fd.compare_exchange_strong(nobody, writer)) return false;
        forget_other_process(here);
        return true;
    }
    void give_up(std::uint32_t here) noexcept {
        fd = -2;
        forget_other_process(here);
        while (inside.load() != 0) (::poll)(nullptr, 0, 1);
        came = false;
        fd = -1;
    }
    /// In the child of a fork(): the threads inside were the parent's.
    void forget_other_process(std::uint32_t here) noexcept {
        if (process != here) inside = 0;
        process = here;
    }
};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline signal_notice signal_notices_[65];

/// The handler of every signal_event; signal_action keeps errno around it.
FFIGUARD_HIDDEN inline void notice_signal(int signal) {
    signal_notice& notice = signal_notices_[signal];
    notice.inside.fetch_add(1);
    const int writer = notice.fd.load();
    if (writer >= 0) {
        // First: the thread that the byte wakes looks here. A full pipe drops the byte, but is
        // readable.
        notice.came = true;
        const auto written = (::write)(writer, "", 1);
        static_cast<void>(written);
    }
    notice.inside.fetch_sub(1);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
