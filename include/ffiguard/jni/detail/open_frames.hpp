// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_OPEN_FRAMES_HPP
#define FFIGUARD_JNI_DETAIL_OPEN_FRAMES_HPP

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

// Local frames that this shared object has pushed on this thread and not popped: PopLocalFrame
// takes the newest, whoever means which. A frame lies within one native call, during which a
// virtual thread stays on its carrier.
FFIGUARD_HIDDEN inline thread_local unsigned open_frames_ = 0;

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
