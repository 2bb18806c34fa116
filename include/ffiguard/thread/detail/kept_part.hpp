// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_KEPT_PART_HPP
#define FFIGUARD_THREAD_DETAIL_KEPT_PART_HPP

#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/state_stack.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/detail/thread_difference.hpp>
#include <ffiguard/thread/detail/thread_facts.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>

// The parts of a thread that a foreign_call keeps. Each takes its place among the guards of its
// kind (scoped_state), so that they may end in any order. For each:
//     read(now)         what it is on this thread
//     tell(text, a, b)  whether a and b differ, in words
//     put_back(a, b)    makes it a where it is b
// Of a part that a newer guard has changed too, nothing is left: that guard puts it back.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct kept_signal_mask {
    using state = mask_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_SIGNAL_MASK };
    static status read(mask_bits& now) noexcept {
        sigset_t set;
        const int number = ::pthread_sigmask(SIG_BLOCK, nullptr, &set);
        if (number != 0) return status::system(number);
        now.wanted = signal_set::changeable();
        now.before = signal_set::from(set);
        now.kept = true;
        return {};
    }
    static bool tell(difference_writer& text, const mask_bits& was, const mask_bits& is) noexcept {
        return text.signal_mask(was.before & was.wanted, is.before & was.wanted);
    }
    static status put_back(mask_bits& was, const mask_bits& is) noexcept {
        was.blocked = is.before;
        // A synchronous signal is never blocked, not even again.
        was.wanted = was.wanted - (signal_set::synchronous() - is.before);
        return mask_state::put_back(was);
    }
};

struct kept_alternate_stack {
    using state = alternate_stack_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_ALTERNATE_STACK };
    static status read(stack_change& now) noexcept {
        now.kept = true;
        if (::sigaltstack(nullptr, &now.before) != 0) return status::system(errno);
        if ((now.before.ss_flags & SS_DISABLE) != 0) now.before.ss_size = 0;
        return {};
    }
    static bool tell(difference_writer& text, const stack_change& was,
                     const stack_change& is) noexcept {
        return text.alternate_stack(address(was), was.before.ss_size, address(is),
                                    is.before.ss_size);
    }
    static status put_back(const stack_change& was, const stack_change&) noexcept {
        return alternate_stack_state::tell(was.before, nullptr);
    }

private:
    static std::uint64_t address(const stack_change& of) noexcept {
        return of.before.ss_size == 0 ? 0 : reinterpret_cast<std::uintptr_t>(of.before.ss_sp);
    }
};

struct kept_affinity {
    using state = affinity_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_AFFINITY };
    static status read(cpu_words& now) noexcept { return affinity_state::read(now); }
    static bool tell(difference_writer& text, const cpu_words& was, const cpu_words& is) noexcept {
        return text.cpus({was.first, was.count}, {is.first, is.count});
    }
    static status put_back(const cpu_words& was, const cpu_words&) noexcept {
        return affinity_state::put_back(was);
    }
};

struct kept_name {
    using state = thread_name_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_NAME };
    static status read(thread_name_text& now) noexcept { return thread_name_state::read(now); }
    static bool tell(difference_writer& text, const thread_name_text& was,
                     const thread_name_text& is) noexcept {
        return text.name(was.text, is.text);
    }
    static status put_back(const thread_name_text& was, const thread_name_text&) noexcept {
        return thread_name_state::put_back(was);
    }
};

struct kept_floats {
    using state = float_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_FLOAT };
    static status read(saved_floats& now) noexcept {
        now.control = float_control::read();
        now.kept = true;
        return {};
    }
    static bool tell(difference_writer& text, const saved_floats& was,
                     const saved_floats& is) noexcept {
        return was.control != is.control &&
               text.floats(describe(was.control), describe(is.control));
    }
    static status put_back(const saved_floats& was, const saved_floats&) noexcept {
        return float_state::put_back(was);
    }
};

struct kept_locale {
    using state = locale_state;
    enum : std::uint32_t { part = FFIGUARD_THREAD_LOCALE };
    static status read(saved_locale& now) noexcept {
        const status outcome = locale_state::read(now);
        now.kept = true;
        return outcome;
    }
    static bool tell(difference_writer& text, const saved_locale& was,
                     const saved_locale& is) noexcept {
        return was.before != is.before &&
               text.locale(true, name_of(was.before), name_of(is.before));
    }
    static status put_back(const saved_locale& was, const saved_locale&) noexcept {
        return locale_state::put_back(was);
    }
};

/// A guard that changes nothing, and puts back what others have changed. Not taken: costs nothing.
template <class Kept, bool is_taken>
class kept_part {
protected:
    FFIGUARD_HIDDEN status begin() noexcept { return {}; }
    FFIGUARD_HIDDEN status end(difference_writer&) noexcept { return {}; }

    struct told {
        status put_back() noexcept { return {}; }
    };
    FFIGUARD_HIDDEN void tell(difference_writer&, told&) noexcept {}
};

template <class Kept>
class kept_part<Kept, true> {
    using state = typename Kept::state;
    using saved_type = typename state::saved_type;

protected:
    FFIGUARD_HIDDEN status begin() noexcept {
        auto& stack = state_stack_<state>;
        auto* const fresh = stack.take();
        if (fresh == nullptr) return status_code::out_of_memory;
        saved_type saved{};
        const status known = Kept::read(saved);
        if (!known.ok()) {
            stack.give_back(*fresh);
            return known;
        }
        fresh->saved = saved;
        stack.push(*fresh);
        node_ = fresh;
        return {};
    }
    FFIGUARD_HIDDEN status end(difference_writer& text) noexcept {
        told found;
        tell(text, found);
        return found.put_back();
    }

    /// What tell() has found, to restore it later.
    class told {
    public:
        told() noexcept = default;
        told(const told&) = delete;
        told& operator=(const told&) = delete;
        ~told() {
            state::discard(was_);
            state::discard(is_);
        }
        status put_back() noexcept {
            return outcome_.ok() && differs_ ? Kept::put_back(was_, is_) : outcome_;
        }

    private:
        friend class kept_part;
        saved_type was_{};
        saved_type is_{};
        bool differs_ = false;
        status outcome_;
    };
    /// Ends as a guard, and puts nothing back yet.
    FFIGUARD_HIDDEN void tell(difference_writer& text, told& found) noexcept {
        if (node_ == nullptr) return;
        static_cast<void>(state_stack_<state>.end(
            *std::exchange(node_, nullptr), [&](saved_type& was) noexcept -> status {
                found.was_ = std::exchange(was, saved_type{});
                found.outcome_ = Kept::read(found.is_);
                found.differs_ = found.outcome_.ok() && Kept::tell(text, found.was_, found.is_);
                return {};
            }));
    }

private:
    state_node<state>* node_ = nullptr;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
