// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_FRAME_MARK_HPP
#define FFIGUARD_JNI_VM_DETAIL_FRAME_MARK_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#if FFIGUARD_CHECK_LOCAL_REFS
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

// Local frames that this shared object has pushed on this thread and not popped: PopLocalFrame
// always pops the newest. A frame lies within one native call, during which a virtual thread stays
// on its carrier.
FFIGUARD_HIDDEN inline thread_local unsigned open_frames_ = 0;

#if FFIGUARD_CHECK_LOCAL_REFS

/// A number for each frame of a thread, of which the oldest is the VM's own: two frames are of
/// equal depth, but never of equal number.
struct frame_numbers {
    enum : unsigned { told_apart = 64 };  // what lies deeper passes as fine

    void begin(unsigned depth) noexcept {
        if (depth < told_apart) of[depth] = ++last;
    }

    std::uint64_t last = 0;
    std::uint64_t of[told_apart] = {};
};
FFIGUARD_HIDDEN inline thread_local frame_numbers frame_numbers_;

/// open_frames_ has grown.
FFIGUARD_HIDDEN inline void frame_has_begun() noexcept { frame_numbers_.begin(open_frames_); }
/// The thread has been attached, or is detached now.
FFIGUARD_HIDDEN inline void all_frames_have_ended() noexcept {
    for (unsigned depth = 0; depth <= open_frames_; ++depth) frame_numbers_.begin(depth);
}

/// Where a local reference was made. Has its own comparison function, because a destructor may be
/// another shared object's copy, which counts threads and frames separately.
class frame_mark {
public:
    constexpr frame_mark() noexcept = default;
    [[nodiscard]] FFIGUARD_HIDDEN static frame_mark here() noexcept {
        frame_mark made;
        made.thread_ = this_thread_number();
        made.depth_ = open_frames_;
        if (made.depth_ < frame_numbers::told_apart) made.number_ = frame_numbers_.of[made.depth_];
        made.may_delete_ = &may_delete_here;
        return made;
    }

    /// False, and a violation, if the reference is not this thread's, or has ended.
    [[nodiscard]] bool may_delete() const noexcept { return may_delete_(*this); }

private:
    FFIGUARD_HIDDEN static bool may_delete_here(const frame_mark& made) noexcept {
        if (made.thread_ != this_thread_number()) {
            report({violation::wrong_thread, "local_ref ended on another thread"});
            return false;
        }
        if (made.depth_ > open_frames_ || (made.depth_ < frame_numbers::told_apart &&
                                           made.number_ != frame_numbers_.of[made.depth_])) {
            report({violation::out_of_order, "local_ref ended after its frame"});
            return false;
        }
        return outside_critical("local_ref ended inside of a critical_view");
    }

    std::uint64_t thread_ = 0;
    std::uint64_t number_ = 0;
    unsigned depth_ = 0;
    bool (*may_delete_)(const frame_mark&) noexcept = nullptr;
};

#else

constexpr void frame_has_begun() noexcept {}
constexpr void all_frames_have_ended() noexcept {}

struct frame_mark {
    static constexpr frame_mark here() noexcept { return {}; }
    static constexpr bool may_delete() noexcept { return true; }
};

#endif

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
