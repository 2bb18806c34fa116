// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TRACE_HPP
#define FFIGUARD_CORE_TRACE_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct violation_event;

/// The door between core/ and an observer: core calls it for what happens to a
/// resource. This one does nothing and costs nothing.
///
/// Resource is the traits class of an owner or the type held by a table; value is
/// the raw handle, or the token, and the same in each event of one resource. For
/// one value the events come in this order:
///
///     acquire                      owned from here on
///     adopt                        it is the child of another
///     share, unshare, pin, unpin   in pairs, any number
///     defer                        closed, and somebody is inside (tables; maybe told late)
///     releasing                    before the closer: after it the value may be another's
///       then release               released, with the closer's answer
///       or refuse                  the closer has refused: still owned
///     or disown                    given to somebody else, without a closer
struct trace {
    enum : bool { is_on = false };

    template <class Resource, class Value>
    static constexpr void acquire(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void adopt(const Value&, const Value& /*parent*/) noexcept {}
    template <class Resource, class Value>
    static constexpr void releasing(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void release(const Value&, status) noexcept {}
    template <class Resource, class Value>
    static constexpr void refuse(const Value&, status) noexcept {}
    template <class Resource, class Value>
    static constexpr void disown(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void defer(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void share(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void unshare(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void pin(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void unpin(const Value&) noexcept {}
    static constexpr void violation(const violation_event&) noexcept {}

    /// A value that later events need and nothing else does. A base class, empty here.
    template <class Value>
    class note {
    public:
        struct nothing {};
        static constexpr void keep_traced(const Value&) noexcept {}
        [[nodiscard]] static constexpr nothing traced() noexcept { return {}; }
    };
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
