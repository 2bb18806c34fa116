// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_EXPORT_MACROS_HPP
#define FFIGUARD_CORE_DETAIL_EXPORT_MACROS_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/portable_type.hpp>

// What FFIGUARD_EXPORT_CALL and the like expand to: a function with up to eight parameters besides
// the token, the out-parameter of a new token and err. `kind` carries three things (the name, the
// table and the member, or the table of parents) and selects how its function begins and ends.
// After the last type, arguments are empty. No parameter's name hides one of the user's, because
// table is the user's expression.

#define FFIGUARD_EXPORT_EXPAND_(kind, ...)                                                        \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_COUNTED_(                                                    \
        FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PICK_(__VA_ARGS__, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, none)), \
        kind, __VA_ARGS__, ))
// MSVC's own preprocessor (without /Zc:preprocessor) passes __VA_ARGS__ on as one argument. Scanned
// again, it becomes several.
#define FFIGUARD_RESCAN_(x) x
#define FFIGUARD_EXPORT_PICK_(x, y, z, a, b, c, d, e, f, g, h, i, picked, ...) picked
#define FFIGUARD_EXPORT_COUNTED_(n, ...) FFIGUARD_RESCAN_(FFIGUARD_EXPORT_FUNCTION_(n, __VA_ARGS__))
#define FFIGUARD_EXPORT_FUNCTION_(n, kind, x, y, z, ...)                                           \
    kind##OPEN_(x, y, z) FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_##n##_(__VA_ARGS__)) kind##END_ { \
        FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_##n##_(__VA_ARGS__));                               \
        return kind##BODY_(x, y, z) FFIGUARD_EXPORT_ARGS_##n##_);                                  \
    }                                                                                              \
    kind##REST_(x, y, z)

#define FFIGUARD_EXPORT_PARAMS_0_(end)
#define FFIGUARD_EXPORT_PARAMS_1_(T, ...) \
    T ffiguard_1_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_0_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_2_(T, ...) \
    T ffiguard_2_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_1_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_3_(T, ...) \
    T ffiguard_3_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_2_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_4_(T, ...) \
    T ffiguard_4_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_3_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_5_(T, ...) \
    T ffiguard_5_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_4_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_6_(T, ...) \
    T ffiguard_6_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_5_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_7_(T, ...) \
    T ffiguard_7_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_6_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_8_(T, ...) \
    T ffiguard_8_, FFIGUARD_RESCAN_(FFIGUARD_EXPORT_PARAMS_7_(__VA_ARGS__))
#define FFIGUARD_EXPORT_PARAMS_9_(...)

#define FFIGUARD_EXPORT_ARGS_0_
#define FFIGUARD_EXPORT_ARGS_1_ , ffiguard_1_ FFIGUARD_EXPORT_ARGS_0_
#define FFIGUARD_EXPORT_ARGS_2_ , ffiguard_2_ FFIGUARD_EXPORT_ARGS_1_
#define FFIGUARD_EXPORT_ARGS_3_ , ffiguard_3_ FFIGUARD_EXPORT_ARGS_2_
#define FFIGUARD_EXPORT_ARGS_4_ , ffiguard_4_ FFIGUARD_EXPORT_ARGS_3_
#define FFIGUARD_EXPORT_ARGS_5_ , ffiguard_5_ FFIGUARD_EXPORT_ARGS_4_
#define FFIGUARD_EXPORT_ARGS_6_ , ffiguard_6_ FFIGUARD_EXPORT_ARGS_5_
#define FFIGUARD_EXPORT_ARGS_7_ , ffiguard_7_ FFIGUARD_EXPORT_ARGS_6_
#define FFIGUARD_EXPORT_ARGS_8_ , ffiguard_8_ FFIGUARD_EXPORT_ARGS_7_
#define FFIGUARD_EXPORT_ARGS_9_

#define FFIGUARD_EXPORT_TYPES_0_(end) static_assert(true, "")
#define FFIGUARD_EXPORT_TYPE_(T) \
    static_assert(::ffiguard::detail::is_portable<T>(#T), FFIGUARD_PORTABLE_TEXT_)
#define FFIGUARD_EXPORT_TYPES_1_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_0_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_2_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_1_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_3_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_2_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_4_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_3_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_5_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_4_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_6_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_5_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_7_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_6_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_8_(T, ...) \
    FFIGUARD_EXPORT_TYPE_(T);            \
    FFIGUARD_RESCAN_(FFIGUARD_EXPORT_TYPES_7_(__VA_ARGS__))
#define FFIGUARD_EXPORT_TYPES_9_(...) \
    static_assert(                    \
        false, "ffiguard: FFIGUARD_EXPORT_CLASS and its kin take up to eight types of parameters")

// Each ends in a declaration, for the semicolon after the macro.
#define FFIGUARD_EXPORT_NO_REST_ static_assert(true, "")
#define FFIGUARD_EXPORT_MADE_ ffiguard_token *ffiguard_made_, ffiguard_error *ffiguard_err_

#define FFIGUARD_CALL_OPEN_(name, table, member) \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status name( ffiguard_token ffiguard_object_,
#define FFIGUARD_CALL_END_ ffiguard_error* ffiguard_err_)
#define FFIGUARD_CALL_BODY_(name, table, member) \
    ::ffiguard::detail::exported_call<member>((table), ffiguard_object_, ffiguard_err_
#define FFIGUARD_CALL_REST_(name, table, member) FFIGUARD_EXPORT_NO_REST_

#define FFIGUARD_NEW_OPEN_(none, name, table) FFIGUARD_EXPORT_SYMBOL ffiguard_status name(
#define FFIGUARD_NEW_END_ FFIGUARD_EXPORT_MADE_)
#define FFIGUARD_NEW_BODY_(none, name, table) \
    ::ffiguard::detail::exported_new((table), ffiguard_made_, ffiguard_err_
#define FFIGUARD_NEW_REST_(none, name, table) FFIGUARD_EXPORT_NO_REST_

#define FFIGUARD_CHILD_OPEN_(name, table, parents) \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status name( ffiguard_token ffiguard_parent_,
#define FFIGUARD_CHILD_END_ FFIGUARD_EXPORT_MADE_)
#define FFIGUARD_CHILD_BODY_(name, table, parents)                                               \
    ::ffiguard::detail::exported_new_child((table), (parents), ffiguard_parent_, ffiguard_made_, \
                                           ffiguard_err_
#define FFIGUARD_CHILD_REST_(name, table, parents) FFIGUARD_EXPORT_NO_REST_

#define FFIGUARD_CLASS_OPEN_(none, x, table) FFIGUARD_NEW_OPEN_(none, x##_new, table)
#define FFIGUARD_CLASS_END_ FFIGUARD_NEW_END_
#define FFIGUARD_CLASS_BODY_(none, x, table) FFIGUARD_NEW_BODY_(none, x, table)
#define FFIGUARD_CLASS_REST_(none, x, table) FFIGUARD_EXPORT_REST_(x, table)

#define FFIGUARD_CHILDREN_OPEN_(x, table, parents) FFIGUARD_CHILD_OPEN_(x##_new, table, parents)
#define FFIGUARD_CHILDREN_END_ FFIGUARD_CHILD_END_
#define FFIGUARD_CHILDREN_BODY_(x, table, parents) FFIGUARD_CHILD_BODY_(x, table, parents)
#define FFIGUARD_CHILDREN_REST_(x, table, parents) FFIGUARD_EXPORT_REST_(x, table)

#define FFIGUARD_EXPORT_TOKEN_(name, table, function)                            \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status name(ffiguard_token ffiguard_object_, \
                                                ffiguard_error* ffiguard_err_) { \
        return ::ffiguard::function((table), ffiguard_object_, ffiguard_err_);   \
    }                                                                            \
    static_assert(true, "")

/// What every class has, however it is made.
#define FFIGUARD_EXPORT_REST_(x, table)                                                 \
    FFIGUARD_EXPORT_TOKEN_(x##_release, table, call_release);                           \
    FFIGUARD_EXPORT_SYMBOL ffiguard_status x##_state(ffiguard_token ffiguard_object_) { \
        return ::ffiguard::call_state((table), ffiguard_object_);                       \
    }                                                                                   \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_live_count(void) { return (table).live(); }     \
    static_assert(true, "")

#endif
