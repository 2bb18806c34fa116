// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TRACE_HPP
#define FFIGUARD_CORE_TRACE_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct violation_event;

/// The hook between core/ and an observer: core calls it for what happens to a
/// resource. This one does nothing and costs nothing.
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
