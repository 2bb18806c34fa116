// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_DRAINED_CALL_HPP
#define FFIGUARD_CORE_DETAIL_DRAINED_CALL_HPP

#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/release_queue.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// boundary() for a call of a T. If its class drains a queue, that happens after the call has left
/// the object, so that a release that calls back finds the object free.
template <class T, class Callable>
ffiguard_status call_boundary(told_error err, Callable&& body) {
    if constexpr (life_cycle_of<T>::drains) {
        const ffiguard_status outcome = ffiguard::boundary(err, std::forward<Callable>(body));
        release_queue& queue = life_cycle_of<T>::queue();
        if (queue.queued() != 0) queue.drain_after_call();
        return outcome;
    } else {
        return ffiguard::boundary(err, std::forward<Callable>(body));
    }
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
