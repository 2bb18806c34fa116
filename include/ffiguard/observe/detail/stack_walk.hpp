// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_STACK_WALK_HPP
#define FFIGUARD_OBSERVE_DETAIL_STACK_WALK_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#if defined(__GNUC__) && !FFIGUARD_IS_WINDOWS()
#include <unwind.h>
#endif

#if defined(__linux__) && defined(__LP64__) && (defined(__x86_64__) || defined(__aarch64__))
#define FFIGUARD_FOLLOWS_FRAMES() 1
#include <pthread.h>
#include <sys/uio.h>
#include <unistd.h>
#else
#define FFIGUARD_FOLLOWS_FRAMES() 0
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The stack of a call, from the code that took a resource outwards.
struct call_stack {
    enum : std::size_t { capacity = 32 };
    std::uint64_t frames[capacity];  ///< return addresses
    std::size_t size = 0;

    void add(std::uintptr_t pc) noexcept {
        if (size < capacity) frames[size++] = pc;
    }
};

#if FFIGUARD_FOLLOWS_FRAMES()
struct stack_bounds {
    std::uintptr_t begin, end;
};
// The bounds of this thread's stack; 0 and 0: not known yet.
FFIGUARD_HIDDEN inline thread_local stack_bounds own_stack_{};

[[nodiscard]] FFIGUARD_HIDDEN inline stack_bounds own_stack() noexcept {
    if (own_stack_.end != 0) return own_stack_;
    own_stack_ = {1, 1};  // if the system does not tell; nothing is in it
    const errno_guard keep_errno;
    pthread_attr_t attributes;
    if (::pthread_getattr_np(::pthread_self(), &attributes) != 0) return own_stack_;
    void* low = nullptr;
    std::size_t size = 0;
    if (::pthread_attr_getstack(&attributes, &low, &size) == 0) {
        const auto begin = reinterpret_cast<std::uintptr_t>(low);
        own_stack_ = {begin, begin + size};
    }
    static_cast<void>(::pthread_attr_destroy(&attributes));
    return own_stack_;
}

/// Follows frame pointers: each points to that of the caller, followed by the return address.
/// Frames of Go on amd64 and arm64 have them, too, and cgo's switch to another stack keeps the
/// chain. If code has no frame pointers, any of it may be garbage. So on the thread's own stack, a
/// pointer is followed only within its bounds; elsewhere the kernel reads the memory, and refuses
/// what does not exist.
class frame_walk {
public:
    explicit frame_walk(std::uintptr_t frame) noexcept : frame_(frame), own_(own_stack()) {}

    /// The next return address; 0 at the end, or at the first frame that cannot be one.
    [[nodiscard]] std::uintptr_t next() noexcept {
        std::uintptr_t at[2];
        if (frame_ % sizeof(std::uintptr_t) != 0 || !read(frame_, at)) return 0;
        const bool rises = at[0] > frame_;
        // The addresses rise, except for the step to another stack.
        frame_ = rises || is_own(frame_) != is_own(at[0]) ? at[0] : 0;
        return at[1] > 4096 ? strip(at[1]) : 0;
    }

private:
    enum : std::size_t { window_words = 256 };

    [[nodiscard]] bool is_own(std::uintptr_t frame) const noexcept {
        return frame >= own_.begin && frame < own_.end &&
               own_.end - frame >= 2 * sizeof(std::uintptr_t);
    }
    /// Not checked by sanitizers: a wrong frame may be in memory that they guard.
    __attribute__((no_sanitize("address", "thread"))) bool read(std::uintptr_t frame,
                                                                std::uintptr_t (&at)[2]) noexcept {
        if (frame == 0) return false;
        if (is_own(frame)) {
            const auto* const words = reinterpret_cast<const volatile std::uintptr_t*>(frame);
            at[0] = words[0];
            at[1] = words[1];
            return true;
        }
        if (frame < window_ || frame - window_ + 2 * sizeof(std::uintptr_t) > window_size_) {
            const errno_guard keep_errno;
            iovec to{words_, sizeof words_};
            iovec from{reinterpret_cast<void*>(frame), sizeof words_};
            auto got = ::process_vm_readv(::getpid(), &to, 1, &from, 1, 0);
            if (got < 0) {
                // Maybe the stack ends within the window: read to the end of the page.
                from.iov_len = 4096 - frame % 4096;
                if (from.iov_len < sizeof words_)
                    got = ::process_vm_readv(::getpid(), &to, 1, &from, 1, 0);
            }
            if (got < static_cast<ssize_t>(2 * sizeof(std::uintptr_t))) return false;
            window_ = frame;
            window_size_ = static_cast<std::size_t>(got);
        }
        const std::size_t index = (frame - window_) / sizeof(std::uintptr_t);
        at[0] = words_[index];
        at[1] = words_[index + 1];
        return true;
    }
    /// Without the signature that arm64 may put into the upper bits.
    [[nodiscard]] static std::uintptr_t strip(std::uintptr_t pc) noexcept {
#if defined(__aarch64__)
        return pc & ((std::uintptr_t{1} << 48U) - 1);
#else
        return pc;
#endif
    }

    std::uintptr_t frame_;
    stack_bounds own_;
    std::uintptr_t window_ = 0;  ///< where words_ were read
    std::size_t window_size_ = 0;
    std::uintptr_t words_[window_words];
};
#endif

#if defined(__GNUC__) && !FFIGUARD_IS_WINDOWS()
struct unwinding {
    call_stack* stack;
    std::uintptr_t place;
    bool is_there;
};
inline _Unwind_Reason_Code unwind_step(_Unwind_Context* context, void* to) noexcept {
    auto& into = *static_cast<unwinding*>(to);
    const auto pc = static_cast<std::uintptr_t>(_Unwind_GetIP(context));
    if (into.is_there)
        into.stack->add(pc);
    else
        into.is_there = pc == into.place;
    return into.stack->size < call_stack::capacity ? _URC_NO_REASON : _URC_END_OF_STACK;
}
#endif

/// From `place`, the return address of the caller. Uses frame pointers. If they give two frames or
/// fewer, because the code has none, uses the unwinder, which takes some 5 us and stops where C++
/// ends.
[[gnu::noinline]] FFIGUARD_HIDDEN inline void take_stack(call_stack& into,
                                                         std::uintptr_t place) noexcept {
    into.size = 0;
    into.add(place);
#if FFIGUARD_FOLLOWS_FRAMES()
    frame_walk walk(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
    // The first frames are the ledger's own, as far as they have frame pointers.
    enum : std::size_t { most_inner = 5 };
    std::uintptr_t first[most_inner];
    std::size_t inner = 0;
    std::uintptr_t pc = walk.next();
    for (; inner < most_inner && pc != 0 && pc != place; pc = walk.next()) first[inner++] = pc;
    // If `place` is not among them, only this function has a frame pointer: they are outer ones.
    if (pc != place)
        for (std::size_t i = 1; i < inner; ++i) into.add(first[i]);
    else
        pc = walk.next();
    for (; pc != 0 && into.size < call_stack::capacity; pc = walk.next()) into.add(pc);
    if (into.size > 2) return;
#endif
#if defined(__GNUC__) && !FFIGUARD_IS_WINDOWS()
    call_stack unwound;
    unwound.add(place);
    unwinding to{&unwound, place, false};
    static_cast<void>(_Unwind_Backtrace(&unwind_step, &to));
    if (unwound.size > into.size) into = unwound;
#endif
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
