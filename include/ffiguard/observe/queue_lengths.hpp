// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_QUEUE_LENGTHS_HPP
#define FFIGUARD_OBSERVE_QUEUE_LENGTHS_HPP

#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A release_queue. The name is valid during the visit.
struct queue_length {
    std::string_view name;     ///< that FFIGUARD_EXPORT_QUEUE gives it
    std::uint64_t queued = 0;  ///< objects that are closed and wait for their release
};

namespace detail {

/// Calls f(queue) for each of each ledger.
FFIGUARD_RARE inline void visit_queues(function_ref<void(const ffiguard_queue_1&)> f) noexcept {
    using callable = function_ref<void(const ffiguard_queue_1&)>;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        if (!detail::is_grown(ledger)) return;
        ledger.queues(&f, [](void* context, const ffiguard_queue_1* one) {
            (*static_cast<callable*>(context))(*one);
        });
    });
}

FFIGUARD_RARE inline void visit_queue_lengths(
    function_ref<void(const queue_length&)> visit) noexcept {
    detail::visit_queues([&](const ffiguard_queue_1& first) noexcept {
        queue_length all{first.name, 0};
        const char* first_of_all = nullptr;
        detail::visit_queues([&](const ffiguard_queue_1& one) noexcept {
            if (all.name != one.name) return;
            if (first_of_all == nullptr) first_of_all = one.name;
            all.queued += one.queued;
        });
        const queue_length& told = all;
        if (first_of_all == first.name) visit(told);
    });
}

}  // namespace detail

/// Calls visit(const queue_length&) for each release_queue that FFIGUARD_EXPORT_QUEUE exports, in
/// all shared objects that are compiled with FFIGUARD_OBSERVE. Queues with the same name are added
/// up. A snapshot. The rules of for_each_held() apply.
template <class Visit>
void for_each_release_queue(Visit&& visit) noexcept {
    detail::visit_queue_lengths(visit);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
