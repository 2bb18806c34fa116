// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_CALL_NEW_HPP
#define FFIGUARD_CORE_CALL_NEW_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/call_parts.hpp>
#include <ffiguard/core/detail/drained_call.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/portable_type.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

// The bodies of the extern "C" functions that make an object, see core/call.hpp.

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Makes an object and writes its token to *made, which is 0 after a failure. If the class has a
/// static member create(args...) that returns a result with what the table stores, calls it;
/// otherwise a constructor. Fails with null if made is null; otherwise as create() or
/// handle_table::emplace() does.
template <class T, std::uint8_t Tag, class... Args>
ffiguard_status call_new(handle_table<T, Tag>& table, token* made, detail::told_error err,
                         Args&&... args) {
    static_assert((detail::is_portable_argument<Args&&>() && ...), FFIGUARD_PORTABLE_TEXT_);
    if (made == nullptr) return detail::refuse_null_out(err);
    return detail::call_boundary<T>(err, [&]() -> error {
        *made = 0;
        using maker = detail::maker_of<T>;
        constexpr bool by_create = detail::has_create<maker, detail::passed_t<Args>...>::value;
        using nulls = detail::refused_nulls<detail::maker_takes<T, by_create>, Args...>;
        if (const error refused = detail::first_refused<error, nulls>(args...); !refused.ok())
            return refused;
        if constexpr (by_create) {
            return detail::give_token(maker::create(detail::passed(std::forward<Args>(args))...),
                                      made,
                                      [&](T&& fresh) { return table.insert(std::move(fresh)); });
        } else {
            static_assert(std::is_same_v<maker, T>,
                          "ffiguard: a table of pointers needs a create() in the class that takes "
                          "these arguments");
            static_assert(detail::is_made_from<T, detail::passed_t<Args>...>::value,
                          "ffiguard: what the table holds has no constructor for these arguments, "
                          "and its class no create()");
            return detail::give_token(table.emplace(detail::passed(std::forward<Args>(args))...),
                                      made);
        }
    });
}

namespace detail {

/// Makes a child of the object that `inside` pins.
template <class T, std::uint8_t Tag, class Pin, class Parent, class... Args>
error make_child(handle_table<T, Tag>& table, const Pin& inside, Parent&& parent, token* made,
                 Args&&... args) {
    using maker = maker_of<T>;
    if constexpr (has_create<maker, Parent, passed_t<Args>...>::value) {
        return detail::give_token(
            maker::create(std::forward<Parent>(parent),
                          detail::passed(std::forward<Args>(args))...),
            made, [&](T&& fresh) { return table.emplace_child(inside, std::move(fresh)); });
    } else {
        static_assert(is_made_from<T, Parent, passed_t<Args>...>::value ||
                          is_made_from<T, passed_t<Args>...>::value,
                      "ffiguard: what the table holds has no constructor for its parent and these "
                      "arguments, and its class no create()");
        return detail::give_token(
            table.emplace_child(inside, detail::passed(std::forward<Args>(args))...), made);
    }
}

}  // namespace detail

/// The same for a child of the object that `parent` refers to in `parents`: calls create(parent's
/// object, args...), or a constructor as emplace_child() does. The parent is not released before
/// the child. If the parent is closed, forged, in use (one_user) or of another type, fails with its
/// status and makes nothing.
template <class T, std::uint8_t Tag, class P, std::uint8_t PTag, class... Args>
ffiguard_status call_new_child(handle_table<T, Tag>& table, handle_table<P, PTag>& parents,
                               token parent, token* made, detail::told_error err, Args&&... args) {
    static_assert((detail::is_portable_argument<Args&&>() && ...), FFIGUARD_PORTABLE_TEXT_);
    if (made == nullptr) return detail::refuse_null_out(err);
    return detail::call_boundary<T>(err, [&]() -> error {
        *made = 0;
        using pin = decltype(parents.pin(parent));
        using parent_object = decltype(detail::object_behind(*std::declval<const pin&>()));
        using takes = detail::child_takes<T, parent_object, detail::passed_t<Args>...>;
        using nulls = detail::refused_nulls<takes, Args...>;
        if (const error refused = detail::first_refused<error, nulls>(args...); !refused.ok())
            return refused;
        const auto inside = parents.pin(parent);
        if (!inside) return inside.status();
        if (!detail::is_there(*inside)) return status_code::null;
        return detail::make_child<T, Tag, pin, parent_object>(
            table, inside, detail::object_behind(*inside), made, std::forward<Args>(args)...);
    });
}

/// The same for a parent that C++ shares: calls create(raw handle, args...) or T(raw handle,
/// args...). Fails with closed, null and in_use as shared_handle::pin() does.
template <class T, std::uint8_t Tag, class Traits, class... Args>
ffiguard_status call_new_child(handle_table<T, Tag>& table, const shared_handle<Traits>& parent,
                               token* made, detail::told_error err, Args&&... args) {
    static_assert((detail::is_portable_argument<Args&&>() && ...), FFIGUARD_PORTABLE_TEXT_);
    if (made == nullptr) return detail::refuse_null_out(err);
    return detail::call_boundary<T>(err, [&]() -> error {
        *made = 0;
        using raw = typename Traits::value_type;
        using takes = detail::child_takes<T, raw, detail::passed_t<Args>...>;
        using nulls = detail::refused_nulls<takes, Args...>;
        if (const error refused = detail::first_refused<error, nulls>(args...); !refused.ok())
            return refused;
        const auto inside = parent.pin();
        if (!inside) return inside.status();
        return detail::make_child(table, inside, inside.get(), made, std::forward<Args>(args)...);
    });
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
