// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_INSIDE_STACK_HPP
#define FFIGUARD_OBSERVE_DETAIL_INSIDE_STACK_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/type_name.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The calls from outside that a thread is in, and the object that each works on. It has only plain
/// members: a signal handler of the thread reads it.
class inside_stack {
public:
    struct call {
        std::uintptr_t frame;  ///< an address in its stack frame
        type_text function;
        type_text type;       ///< of the object that was entered last, or is being released
        std::uint64_t token;  ///< its token, or raw handle; 0: none was entered
    };
    enum : std::uint32_t { room = 8 };

    /// Returns the argument for leave(); never 0.
    std::uint32_t enter(std::uintptr_t frame, type_text function) noexcept {
        // A call that was dropped with its frames (runtime.Goexit in a callback) did not call
        // leave().
        while (depth_ != 0 && depth_ <= room && all_[depth_ - 1].frame <= frame) --depth_;
        if (depth_ < room) all_[depth_] = {frame, function, {nullptr, 0}, 0};
        return ++depth_;
    }
    void leave(std::uint32_t entered) noexcept { depth_ = entered - 1; }
    /// Says what the innermost call works on.
    void note(type_text type, std::uint64_t token) noexcept {
        if (depth_ == 0 || depth_ > room) return;
        all_[depth_ - 1].type = type;
        all_[depth_ - 1].token = token;
    }

    /// Calls visit(const call&) for each, the innermost first. Calls beyond the room are left out.
    template <class Visit>
    void for_each(const Visit& visit) const noexcept {
        for (std::uint32_t i = depth_ < room ? depth_ : room; i != 0; --i) visit(all_[i - 1]);
    }

private:
    call all_[room];
    std::uint32_t
        depth_;  // no initialiser: thread-local memory is zero, and needs no code to be so
};

// One per shared object and thread, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline thread_local inside_stack inside_;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
