// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TRACE_HPP
#define FFIGUARD_CORE_TRACE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#if FFIGUARD_OBSERVE
#include <ffiguard/observe/detail/recorder.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct violation_event;

/// The interface between core/ and an observer: core calls it for each event of a resource. It does
/// nothing and costs nothing unless FFIGUARD_OBSERVE is 1.
///
/// Resource is the traits class of an owner, or the type in a table. value is the raw handle, or
/// the token (maybe with bytes); it is the same in each event of one resource. For one value, the
/// events come in this order:
///
///     acquire                      owned from here on
///     adopt                        it is the child of another
///     refer                        what it refers to is known: tell(text) writes it, if asked
///     share, unshare, pin, unpin   in pairs, any number
///     defer                        closed while a user is inside (tables; may come late)
///     releasing                    before the closer: then the value may be reused, so the next
///                                  event gets what releasing returns
///       then release               released, with the closer's result
///       or refuse                  the closer has refused: still owned
///     or disown                    given away, without a closer
///
/// A note is a value that later events need (keep_traced(), traced()); nothing is its empty form. A
/// closing_here exists in the functions by which user code closes, so that the recorded place is
/// the user's. A known_queue is a release_queue with a name, known while its shared object is
/// loaded. violation reports a mistake, and misuse a token that a table refuses. explain adds to an
/// error what is known of the token that the call was refused for; a story is the same as text(),
/// for a violation.
///
/// And for events without a resource, in pairs on one thread (a forced unwinding skips the second):
///
///     enter_boundary, leave_boundary   a call from outside; the first one's result goes into the
///                                      second. With the function, if known; else the body's type
///     enter_upcall, leave_upcall       a call back
///     attach_thread, detach_thread     a thread of the Java VM
///     open_library, close_library      a library, with its path
#if FFIGUARD_OBSERVE
using trace = detail::recorder;
#else
struct trace {
    enum : bool { is_on = false };
    struct nothing {};

    template <class Resource, class Value>
    static constexpr void acquire(const Value&) noexcept {}
    template <class Resource, class Value, class Parent>
    static constexpr void adopt(const Value&, const Parent& /*parent*/) noexcept {}
    template <class Resource, class Value>
    static constexpr nothing releasing(const Value&) noexcept {
        return {};
    }
    template <class Resource>
    static constexpr void release(nothing, status) noexcept {}
    template <class Resource>
    static constexpr void refuse(nothing, status) noexcept {}
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
    template <class Resource, class Value, class Tell>
    static constexpr void refer(const Value&, const Tell&) noexcept {}
    static constexpr void violation(const violation_event&) noexcept {}
    template <class Resource>
    static constexpr void misuse(std::uint64_t /*token*/, status_code) noexcept {}
    static constexpr void explain(ffiguard_error&) noexcept {}
    struct closing_here {};
    struct known_queue {
        constexpr known_queue(const char* /*name*/, std::uint64_t (*)()) noexcept {}
    };
    struct story {
        explicit constexpr story(std::uint64_t /*handle*/) noexcept {}
        static constexpr const char* text() noexcept { return nullptr; }
    };
    template <class Body>
    static constexpr nothing enter_boundary(const Body&, const char* /*function*/) noexcept {
        return {};
    }
    template <class Body>
    static constexpr void leave_boundary(const Body&, status, nothing) noexcept {}
    static constexpr void enter_upcall() noexcept {}
    static constexpr void leave_upcall() noexcept {}
    template <class Module>
    static constexpr void open_library(Module, const char* /*path*/) noexcept {}
    template <class Module>
    static constexpr void close_library(Module) noexcept {}
    static constexpr void attach_thread() noexcept {}
    static constexpr void detach_thread() noexcept {}

    /// A value that only later events need: stored by keep_traced(), read by traced(). A base
    /// class, empty here.
    template <class Value>
    class note {
    public:
        static constexpr void keep_traced(const Value&) noexcept {}
        [[nodiscard]] static constexpr nothing traced() noexcept { return {}; }
    };
};
#endif

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
