// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_CALL_HPP
#define FFIGUARD_CORE_CALL_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call_new.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/call_parts.hpp>
#include <ffiguard/core/detail/drained_call.hpp>
#include <ffiguard/core/detail/export_macros.hpp>
#include <ffiguard/core/detail/export_parts.hpp>
#include <ffiguard/core/detail/export_symbol.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/member_call.hpp>
#include <ffiguard/core/detail/portable_type.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

// The bodies of the extern "C" functions of a class whose objects live in a handle_table:
//
//     class counter {
//     public:
//         explicit counter(std::int32_t start) noexcept;
//         ffiguard::status add(std::int32_t n) noexcept;
//         ffiguard::result<std::int32_t> value() const noexcept;
//     };
//     auto& counters = *new ffiguard::handle_table<counter>;
//
//     // counter_new, counter_release, counter_live_count
//     FFIGUARD_EXPORT_CLASS(counter, counters, std::int32_t);
//
//     FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, std::int32_t);
//     FFIGUARD_EXPORT_CALL(counter_value, counters, &counter::value, std::int32_t*);
//
//     // Written out, if the function does more than call a member:
//     extern "C" ffiguard_status counter_add(ffiguard_token c, std::int32_t n, ffiguard_error* e) {
//         return ffiguard::call<&counter::add>(counters, c, e, n);
//     }
//
// All of them return as boundary() does: no exception leaves, err (which may be null) is filled,
// and errno is 0 on success. Any thread may call them with any number as a token. The table stores
// objects of the class, or what points to one (std::unique_ptr<counter>).
//
// An argument may be a result (foreign_span<const char>::from(data, size)): the member gets its
// value. If it has none, the call fails with its status and the text "argument 1: null", and the
// object is not touched. A go::text_view or go::slice_view is such an argument, too: the member
// gets its std::string_view or foreign_span. A null const char* for a parameter that is not a
// pointer (a std::string_view) fails in the same way. Arguments are made before the boundary
// begins, so making them must not throw.
//
// The types of an exported function must have the same size everywhere. bool, wchar_t and long
// double are compile errors; so is long if it is not std::int64_t, or if FFIGUARD_EXPORT_CLASS
// reads it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Calls a member that returns void, a status or an error, on the object of a token.
template <auto Member, class T, std::uint8_t Tag, class... Args>
ffiguard_status call(handle_table<T, Tag>& table, token object, detail::told_error err,
                     Args&&... args) {
    static_assert((detail::is_portable_argument<Args&&>() && ...), FFIGUARD_PORTABLE_TEXT_);
    using answer = detail::member_answer<Member, T, Args...>;
    static_assert(std::is_void_v<answer> || std::is_convertible_v<answer, error>,
                  "ffiguard: call() is for members that answer nothing, a status or an error; for "
                  "a value there is call_into()");
    using nulls = detail::refused_nulls<detail::member_takes<Member>, Args...>;
    using outcome = detail::call_outcome<detail::outcome_of<answer>, nulls, Args...>;
    return detail::call_boundary<T>(err, [&]() -> outcome {
        if (const outcome refused = detail::first_refused<outcome, nulls>(args...); !refused.ok())
            return refused;
        const auto inside = table.pin(object);
        if (!inside) return inside.status();
        if (detail::holds_nothing<Member>(*inside)) return status_code::null;
        return detail::run_body([&] {
            return detail::call_member<Member>(inside, detail::passed(std::forward<Args>(args))...);
        });
    });
}

/// Calls a member that returns a value, or a result with one, and stores the value in *out.
///
/// *out is emptied first, so it holds nothing after a failure. A value that has release_to(out) (a
/// foreign_buffer) passes on what it owns. An ffiguard_buffer also takes a std::string, a
/// std::vector or a std::string_view (memory/foreign_buffer.hpp). Any other value is assigned. A
/// bool goes into any integer as 0 or 1 (Go and C have no bool of a fixed size), an integer into
/// one that holds all its values; no number is cut. Fails with null if out is null, and then calls
/// nothing. No argument may refer to *out.
template <auto Member, class T, std::uint8_t Tag, class Out, class... Args>
ffiguard_status call_into(handle_table<T, Tag>& table, token object, Out* out,
                          detail::told_error err, Args&&... args) {
    static_assert(
        (detail::is_portable_argument<Out&>() && ... && detail::is_portable_argument<Args&&>()),
        FFIGUARD_PORTABLE_TEXT_);
    using answer = detail::answer_of<detail::member_answer<Member, T, Args...>>;
    static_assert(answer::has_value,
                  "ffiguard: call_into() is for members that answer a value; else there is call()");
    static_assert(detail::can_store<typename answer::type, Out>(),
                  "ffiguard: what this member answers cannot be put into this out-parameter");
    if (detail::is_missing(out)) return detail::refuse_null_out(err);
    using nulls = detail::refused_nulls<detail::member_takes<Member>, Args...>;
    using outcome = detail::call_outcome<typename answer::reason, nulls, Args...>;
    return detail::call_boundary<T>(err, [&]() -> outcome {
        detail::empty_out(out);
        if (const outcome refused = detail::first_refused<outcome, nulls>(args...); !refused.ok())
            return refused;
        const auto inside = table.pin(object);
        if (!inside) return inside.status();
        if (detail::holds_nothing<Member>(*inside)) return status_code::null;
        auto answered =
            detail::call_member<Member>(inside, detail::passed(std::forward<Args>(args))...);
        if constexpr (answer::is_result) {
            if (!answered) return answered.error();
            return detail::store(*std::move(answered), out);
        } else {
            return detail::store(std::move(answered), out);
        }
    });
}

/// Closes a token as handle_table::close() does: ok for one caller. Any thread, also a finalizer,
/// with any number. If close() of the object returns an error, err has its text.
template <class T, std::uint8_t Tag>
ffiguard_status call_release(handle_table<T, Tag>& table, token object, detail::told_error err) {
    return detail::call_boundary<T>(err, [&] { return table.close(object); });
}

/// Calls closing() of the object on each call, even while other calls are inside: the C name for
/// sqlite3_interrupt() and the like. Fails as handle_table::beside() does.
template <class T, std::uint8_t Tag>
ffiguard_status call_wake(handle_table<T, Tag>& table, token object, detail::told_error err) {
    return ffiguard::boundary(err, [&]() -> status {
        bool is_there = true;
        const status reached = table.beside(object, [&is_there](auto& held) noexcept {
            is_there = detail::is_there(held);
            if (is_there) detail::object_behind(held).closing();
        });
        return is_there ? reached : status(status_code::null);
    });
}

/// The body of x_state(): handle_table::state_of(), to wait in Go or Java.
template <class T, std::uint8_t Tag>
[[nodiscard]] ffiguard_status call_state(const handle_table<T, Tag>& table, token object) noexcept {
    return static_cast<ffiguard_status>(table.state_of(object).code());
}

namespace detail {

/// The body of FFIGUARD_EXPORT_CALL.
template <auto Member, class T, std::uint8_t Tag, class... Given>
[[gnu::always_inline]] inline ffiguard_status exported_call(handle_table<T, Tag>& table,
                                                            token object, detail::told_error err,
                                                            Given... given) {
    static_assert(std::is_member_function_pointer_v<decltype(Member)>,
                  "ffiguard: FFIGUARD_EXPORT_CALL takes a member function: &stream::flush");
    using from = decltype(detail::signature_of(Member));
    constexpr bool has_value = answer_of<typename from::answer>::has_value;
    return fitted<typename without_check<typename from::takes>::type>::call(
        [&](auto out, auto&&... args) {
            using given_out = decltype(out);
            if constexpr (has_value && is_bytes_room<given_out>::value) {
                return ffiguard::call_into<Member>(table, object, &out, err,
                                                   std::forward<decltype(args)>(args)...);
            } else if constexpr (has_value) {
                static_assert(std::is_pointer_v<given_out>,
                              "ffiguard: this member answers a value: the last type is that of the "
                              "out-parameter, a pointer");
                return ffiguard::call_into<Member>(table, object, out, err,
                                                   std::forward<decltype(args)>(args)...);
            } else {
                static_assert(std::is_same_v<given_out, nothing>,
                              "ffiguard: the C function has more parameters than the member takes, "
                              "which answers no value for an out-parameter");
                return ffiguard::call<Member>(table, object, err,
                                              std::forward<decltype(args)>(args)...);
            }
        },
        given...);
}

/// The body of FFIGUARD_EXPORT_NEW.
template <class T, std::uint8_t Tag, class... Given>
[[gnu::always_inline]] inline ffiguard_status exported_new(handle_table<T, Tag>& table, token* made,
                                                           detail::told_error err, Given... given) {
    using makes = create_takes<maker_of<T>>;
    return detail::make_exported<makes, typename makes::type>(
        [&](auto&&... args) {
            return ffiguard::call_new(table, made, err, std::forward<decltype(args)>(args)...);
        },
        given...);
}
/// The body of FFIGUARD_EXPORT_NEW_CHILD.
template <class T, std::uint8_t Tag, class P, std::uint8_t PTag, class... Given>
[[gnu::always_inline]] inline ffiguard_status exported_new_child(handle_table<T, Tag>& table,
                                                                 handle_table<P, PTag>& parents,
                                                                 token parent, token* made,
                                                                 detail::told_error err,
                                                                 Given... given) {
    using makes = create_takes<maker_of<T>>;
    return detail::make_exported<makes, typename without_parent<typename makes::type>::type>(
        [&](auto&&... args) {
            return ffiguard::call_new_child(table, parents, parent, made, err,
                                            std::forward<decltype(args)>(args)...);
        },
        given...);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

/// FFIGUARD_EXPORT_CALL(name, table, &class::member, types...), used at namespace scope, defines
/// the C function of a member, with default visibility:
///
///     ffiguard_status name(ffiguard_token object, types..., ffiguard_error *err);
///
/// It calls call(), or call_into() if the member returns a value: then the last type is that of the
/// out-parameter. Text or other bytes may instead be written to the caller's memory
/// (memory/foreign_buffer.hpp), by three types: uint8_t*, size_t, uint64_t*. The last is set to the
/// size, even if the room is too small: then the call fails with overflow and writes nothing. The
/// types are those of the C header between the token and err: up to eight, each a name (for a
/// function pointer an alias). If the header is included, a difference is a compile error. The
/// member's parameters decide how each argument is passed on:
///
///     the same type, or a number that holds all its values      unchanged
///     bool                              from an integer: whether it is not 0
///     std::string_view, foreign_span    from an ffiguard_view, or from a pointer and a count
///     c_string                          the same, copied: malformed if a NUL is inside
///
/// go/view.hpp adds Go strings and slices. Each is checked by its from(); "argument 2: null" counts
/// the member's parameters. A string_view or foreign_span is not copied and is valid only during
/// the call. If the member has overloads, use call().
#define FFIGUARD_EXPORT_CALL(...) FFIGUARD_EXPORT_EXPAND_(FFIGUARD_CALL_, __VA_ARGS__)

/// FFIGUARD_EXPORT_NEW(name, table, types...) defines, by call_new(),
///
///     ffiguard_status name(types..., ffiguard_token *made, ffiguard_error *err);
///
/// Arguments become the parameters of the class's create() in the same way. A constructor, or a
/// create() with overloads, gets them unchanged.
#define FFIGUARD_EXPORT_NEW(...) FFIGUARD_EXPORT_EXPAND_(FFIGUARD_NEW_, none, __VA_ARGS__)

/// FFIGUARD_EXPORT_NEW_CHILD(name, table, parents, types...): the same by call_new_child():
///
///     ffiguard_status name(ffiguard_token parent, types..., ffiguard_token *made,
///                          ffiguard_error *err);
#define FFIGUARD_EXPORT_NEW_CHILD(...) FFIGUARD_EXPORT_EXPAND_(FFIGUARD_CHILD_, __VA_ARGS__)

/// FFIGUARD_EXPORT_RELEASE(name, table) defines, by call_release(),
///
///     ffiguard_status name(ffiguard_token object, ffiguard_error *err);
#define FFIGUARD_EXPORT_RELEASE(name, table) FFIGUARD_EXPORT_TOKEN_(name, table, call_release)
/// FFIGUARD_EXPORT_WAKE(name, table): the same by call_wake().
#define FFIGUARD_EXPORT_WAKE(name, table) FFIGUARD_EXPORT_TOKEN_(name, table, call_wake)

/// FFIGUARD_EXPORT_CLASS(x, table, types...) defines x_new() as FFIGUARD_EXPORT_NEW does, and
///
///     ffiguard_status x_release(ffiguard_token object, ffiguard_error *err);
///     ffiguard_status x_state(ffiguard_token object);      // handle_table::state_of()
///     uint64_t x_live_count(void);
///
/// A macro, because only a macro can make a name.
#define FFIGUARD_EXPORT_CLASS(...) FFIGUARD_EXPORT_EXPAND_(FFIGUARD_CLASS_, none, __VA_ARGS__)

/// FFIGUARD_EXPORT_CHILD(x, table, parents, types...): the same, with an x_new() as by
/// FFIGUARD_EXPORT_NEW_CHILD.
#define FFIGUARD_EXPORT_CHILD(...) FFIGUARD_EXPORT_EXPAND_(FFIGUARD_CHILDREN_, __VA_ARGS__)

#endif
