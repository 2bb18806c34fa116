// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_DRAIN_ON_EXIT_HPP
#define FFIGUARD_CORE_DETAIL_DRAIN_ON_EXIT_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// For a call on an object of T, which ends with this after its pin has ended: see
/// deferrable_release_to. It may run what a release runs, as it may have been the last user. More
/// objects at a time than a call closes, so that the queue gets shorter; few, for the caller waits.
template <class T, bool Drains = (life_cycle_of<T>::queue != nullptr)>
class drain_on_exit {
public:
    drain_on_exit() noexcept = default;
    drain_on_exit(const drain_on_exit&) = delete;
    drain_on_exit& operator=(const drain_on_exit&) = delete;
    ~drain_on_exit() {
        auto* const queue = life_cycle_of<T>::queue;
        if (queue->queued() != 0) queue->drain(4);
    }
};
template <class T>
class drain_on_exit<T, false> {};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
