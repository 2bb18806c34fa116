// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TRACE_HPP
#define FFIGUARD_CORE_TRACE_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct violation_event;

/// The one door between core/ and whoever watches it: core says here what
/// happens to a resource, and here nobody listens, at no cost.
///
/// Resource is the traits class of an owner or the type held by a table; value
/// is the raw handle, or the token.
struct trace {
    template <class Resource, class Value>
    static constexpr void acquire(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void release(const Value&, status) noexcept {}
    template <class Resource, class Value>
    static constexpr void share(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void pin(const Value&) noexcept {}
    static constexpr void violation(const violation_event&) noexcept {}
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
