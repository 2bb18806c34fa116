// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_MEMBER_NATIVE_HPP
#define FFIGUARD_JNI_CALL_MEMBER_NATIVE_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/call_new.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/export_parts.hpp>
#include <ffiguard/core/detail/member_call.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/jni/call/detail/native_argument.hpp>
#include <ffiguard/jni/call/detail/object_native.hpp>
#include <ffiguard/jni/call/native.hpp>
#include <ffiguard/jni/call/text.hpp>
#include <ffiguard/jni/data/peer.hpp>

// Not in jni/call.hpp: a library without a handle_table does not need it.
//
// The members of a class as native methods, for objects in a handle_table. Java holds the token, a
// long, and passes it first:
//
//     class counter {
//     public:
//         explicit counter(jint start) noexcept;
//         ffiguard::status add(jint n) noexcept;
//         std::string name() const;
//     };
//     auto& counters = *new ffiguard::handle_table<counter>;
//
//     register_natives<java_counter>(env,
//         native_new<jint>(counters, "open"),              // static native long open(int start);
//         native<&counter::add>(counters, "add"),          // static native void add(long t, int
//         n); native<&counter::name>(counters, "name"),        // static native String name(long
//         t); native_close(counters, "close"));                // static native void close(long t);
//
// Each runs in a boundary(): it pins the object, calls the member and returns its result; a status,
// an error or a C++ exception is thrown as its Java exception. A token that is closed, stale,
// forged or of another table is an IllegalStateException. If the class of Java's side has a static
// member
//
//     template <class Body> static auto native_boundary(JNIEnv* env, Body&& body);
//
// that is called instead, with a body for boundary(): for its table of exceptions.
//
// A member takes, in this order, a ffiguard::closing_check if it wants one, a JNIEnv* if it wants
// one, and
//
//     bool, the primitive types of jni.h, token    the same
//     jstring, jbyteArray, ..., borrowed<T>        the reference, for the call
//     std::string_view                             a String, for the call
//     std::string, c_string                        the same, copied, without NUL
//     foreign_span<const T>                        an array of a primitive type, copied for the
//                                                  call: byte[] where T is of one byte
//
// and answers
//
//     nothing, a status, an error                  void
//     bool, a primitive type, token                the same
//     std::string, std::string_view                a String
//     foreign_buffer, c_array of bytes             a byte[]
//     local_ref<T>                                 the object
//     a result of one of these                     the same
//
// Write the signature down if Java declares a wider type, or a range:
//
//     native<&file::write, void(token, jbyteArray, jint, jint)>(files, "write")   // a foreign_span
//     native<&sum::value, jlong(token)>(sums, "value")                            // std::uint32_t
//
// An argument that cannot be converted (null, a range past the end, text that is no UTF-16, a NUL
// for a std::string) is refused before the object is looked up: "argument 2: null" counts the
// parameters of the Java method from 1.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

template <auto Member>
using member_signature = decltype(ffiguard::detail::signature_of(Member));
template <auto Member>
using member_parameters = typename bare_list<
    typename ffiguard::detail::without_check<typename member_signature<Member>::takes>::type>::type;

template <auto Member>
struct member_javas {
    static_assert(std::is_member_function_pointer_v<decltype(Member)>,
                  "ffiguard: native<> takes a member function: native<&stream::write>");
    using answer =
        typename native_answer<std::decay_t<typename member_signature<Member>::answer>>::java;
    using type =
        typename signature_with_token<answer,
                                      typename javas_of<member_parameters<Member>>::type>::type;
};

/// What the natives of one table have.
template <class T, std::uint8_t Tag>
struct natives_of_table {
    using object = T;
    using table = handle_table<T, Tag>;

    table* objects;

    template <class Tables>
    [[gnu::always_inline]] bool bind() const noexcept {
        return Tables::template set<0>(*objects);
    }
};

/// native<&T::member>: its body.
template <auto Member, class T, std::uint8_t Tag, class Signature>
struct member_native : natives_of_table<T, Tag> {
    static_assert(!std::is_reference_v<typename member_signature<Member>::answer>,
                  "ffiguard: a member that Java calls answers by value: nothing keeps the object "
                  "after the call");
    static_assert(std::is_base_of_v<ffiguard::detail::member_class<Member>, T> ||
                      ffiguard::detail::points_to<T, ffiguard::detail::member_class<Member>>::value,
                  "ffiguard: the table holds no objects of the class of this member, nor what "
                  "points to one");
    using typename natives_of_table<T, Tag>::table;
    using signature = Signature;
    using parts = split_signature<Signature>;
    static_assert(sizeof(parts) != 0);  // it has something to say

    template <class Tables, class... Given>
    [[gnu::always_inline]] static auto call(JNIEnv* env, jlong peer, Given... given) {
        using java = typename parts::answer;
        using outcome = native_outcome_t<java>;
        table& into = Tables::template get<0, table>();  // not in what may be another's lambda
        return detail::take_arguments<outcome>(
            member_parameters<Member>(), typename parts::javas(), 1, env,
            [&](auto&&... arguments) -> outcome {
                const auto inside = into.pin(from_jlong(peer));
                if (!inside) return error(inside.status());
                if (ffiguard::detail::holds_nothing<Member>(*inside))
                    return error(status_code::null);
                return detail::answer_to_java<java>(env, [&]() -> decltype(auto) {
                    return ffiguard::detail::call_member<Member>(
                        inside, std::forward<decltype(arguments)>(arguments)...);
                });
            },
            given...);
    }
};

/// What native_new() passes on: the parameters of create() if it has one form, else Args.
template <class T, class... Args>
struct made_of {
    using maker = ffiguard::detail::create_takes<ffiguard::detail::maker_of<T>>;
    static constexpr bool is_known = sizeof...(Args) == 0 && maker::is_known;
    using type = std::conditional_t<is_known, typename bare_list<typename maker::type>::type,
                                    type_list<std::decay_t<Args>...>>;
};
template <class List>
struct behind_parent {
    using type = type_list<>;
};
template <class Parent, class... Rest>
struct behind_parent<type_list<Parent, Rest...>> {
    using type = type_list<Rest...>;
};

inline result<token, error> token_or(const error& why, token made) noexcept {
    if (!why.ok()) return why;
    return made;
}
/// As call_new().
template <class T, std::uint8_t Tag, class... Args>
FFIGUARD_HIDDEN result<token, error> make_object(handle_table<T, Tag>& into, Args&&... args) {
    using maker = ffiguard::detail::maker_of<T>;
    if constexpr (ffiguard::detail::has_create<maker, Args...>::value) {
        token made = 0;
        const error why =
            ffiguard::detail::give_token(maker::create(std::forward<Args>(args)...), &made,
                                         [&](T&& fresh) { return into.insert(std::move(fresh)); });
        return detail::token_or(why, made);
    } else {
        static_assert(ffiguard::detail::is_made_from<T, Args...>::value,
                      "ffiguard: what the table holds has no constructor for these arguments, and "
                      "its class no create(): native_new<jint>(...) says the parameters of a "
                      "constructor");
        return into.emplace(std::forward<Args>(args)...);
    }
}

template <class T, std::uint8_t Tag, class Parameters>
struct new_native : natives_of_table<T, Tag> {
    using typename natives_of_table<T, Tag>::table;
    using javas = typename javas_of<Parameters>::type;
    using signature = typename signature_without_token<token, javas>::type;

    template <class Tables, class... Given>
    [[gnu::always_inline]] static result<token, error> call(JNIEnv* env, Given... given) {
        table& into = Tables::template get<0, table>();
        return detail::take_arguments<result<token, error>>(
            Parameters(), javas(), 0, env,
            [&](auto&&... arguments) -> result<token, error> {
                return detail::make_object(into, std::forward<decltype(arguments)>(arguments)...);
            },
            given...);
    }
};

template <class T, std::uint8_t Tag, class P, std::uint8_t PTag, class Parameters>
struct new_child_native {
    using object = T;
    using table = handle_table<T, Tag>;
    using parent_table = handle_table<P, PTag>;
    using javas = typename javas_of<Parameters>::type;
    using signature = typename signature_with_token<token, javas>::type;

    table* objects;
    parent_table* parents;

    template <class Tables>
    [[gnu::always_inline]] bool bind() const noexcept {
        return Tables::template set<0>(*objects) && Tables::template set<1>(*parents);
    }
    template <class Tables, class... Given>
    [[gnu::always_inline]] static result<token, error> call(JNIEnv* env, jlong parent,
                                                            Given... given) {
        table& into = Tables::template get<0, table>();
        parent_table& from = Tables::template get<1, parent_table>();
        return detail::take_arguments<result<token, error>>(
            Parameters(), javas(), 1, env,
            [&](auto&&... arguments) -> result<token, error> {
                const auto inside = from.pin(from_jlong(parent));
                if (!inside) return error(inside.status());
                if (!ffiguard::detail::is_there(*inside)) return error(status_code::null);
                using pin = std::decay_t<decltype(inside)>;
                using parent_object = decltype(ffiguard::detail::object_behind(*inside));
                token made = 0;
                const error why = ffiguard::detail::make_child<T, Tag, pin, parent_object>(
                    into, inside, ffiguard::detail::object_behind(*inside), &made,
                    std::forward<decltype(arguments)>(arguments)...);
                return detail::token_or(why, made);
            },
            given...);
    }
};

template <class T, std::uint8_t Tag>
struct close_native : natives_of_table<T, Tag> {
    using typename natives_of_table<T, Tag>::table;
    using signature = void(token);

    template <class Tables>
    [[gnu::always_inline]] static error call(JNIEnv*, jlong peer) {
        return jni::close_peer(Tables::template get<0, table>(), peer);
    }
};

template <class T, std::uint8_t Tag>
struct wake_native : natives_of_table<T, Tag> {
    using typename natives_of_table<T, Tag>::table;
    using signature = void(token);

    template <class Tables>
    [[gnu::always_inline]] static error call(JNIEnv*, jlong peer) {
        bool is_there = true;
        const status reached = Tables::template get<0, table>().beside(
            from_jlong(peer), [&is_there](auto& held) noexcept {
                is_there = ffiguard::detail::is_there(held);
                if (is_there) ffiguard::detail::object_behind(held).closing();
            });
        return is_there ? reached : status(status_code::null);
    }
};

}  // namespace detail

/// A member as a native method that Java gives the token, for register_natives(). The table holds
/// objects of the member's class, or pointers to them, and must live as long as Java may call:
/// `auto& counters = *new handle_table<counter>`. Registering it again with another table fails
/// with in_use: put two methods of one member over two tables into one register_natives().
template <auto Member, class Signature = typename detail::member_javas<Member>::type, class T,
          std::uint8_t Tag>
[[nodiscard]] auto native(handle_table<T, Tag>& table, const char* name) noexcept {
    using body = detail::member_native<Member, T, Tag, Signature>;
    return detail::object_native_entry<body>{name, body{{&table}}};
}

/// Makes an object and returns its token: by create() of its class, whose parameters become those
/// of the Java method, or by a constructor that takes Args.
template <class... Args, class T, std::uint8_t Tag>
[[nodiscard]] auto native_new(handle_table<T, Tag>& table, const char* name) noexcept {
    using body = detail::new_native<T, Tag, typename detail::made_of<T, Args...>::type>;
    return detail::object_native_entry<body>{name, body{{&table}}};
}

/// The same for a child: the Java method takes the parent's token first. create() takes the
/// parent's object first, a constructor may; see call_new_child().
template <class... Args, class T, std::uint8_t Tag, class P, std::uint8_t PTag>
[[nodiscard]] auto native_new_child(handle_table<T, Tag>& table, handle_table<P, PTag>& parents,
                                    const char* name) noexcept {
    using made = detail::made_of<T, Args...>;
    using parameters = std::conditional_t<made::is_known,
                                          typename detail::behind_parent<typename made::type>::type,
                                          typename made::type>;
    using body = detail::new_child_native<T, Tag, P, PTag, parameters>;
    return detail::object_native_entry<body>{name, body{&table, &parents}};
}

/// close_peer() as a native method, for AutoCloseable.close() and for a Cleaner: idempotent; the
/// call that closes gets the result of the object's close().
template <class T, std::uint8_t Tag>
[[nodiscard]] auto native_close(handle_table<T, Tag>& table, const char* name) noexcept {
    using body = detail::close_native<T, Tag>;
    return detail::object_native_entry<body>{name, body{{&table}}};
}

/// Calls closing() of the object while calls are inside, as call_wake(): interrupts them.
template <class T, std::uint8_t Tag>
[[nodiscard]] auto native_wake(handle_table<T, Tag>& table, const char* name) noexcept {
    using body = detail::wake_native<T, Tag>;
    return detail::object_native_entry<body>{name, body{{&table}}};
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
