// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_LIFE_CYCLE_HPP
#define FFIGUARD_CORE_LIFE_CYCLE_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/refusals.hpp>  // for the owner of a handle whose closer may refuse
#include <ffiguard/core/status.hpp>

// How an object depends on others, and others on it. The class says it in one place:
//
//     class database {
//     public:
//         using life_cycle = ffiguard::life_cycle<ffiguard::refuses_with_children,
//                                                 ffiguard::one_user,
//                                                 ffiguard::closer_may_refuse<SQLITE_BUSY>>;
//         void closing() noexcept { sqlite3_interrupt(db_); }   // wakes those inside
//         ffiguard::status close() noexcept;                    // sqlite3_close
//     };
//     class statement {
//     public:
//         using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
//         statement(database& in, std::string_view sql);        // in outlives the statement
//     };
//     handle_table<database> databases;
//     handle_table<statement> statements;
//     auto made = statements.emplace_child(databases, database_token, "select 1");
//     auto made = statements.emplace_child(shared_database, "select 1");  // of a shared_handle
//
// handle_table follows it. A class that says nothing costs nothing and behaves as before. For a
// unique_handle the traits say it; for a smart pointer, the class that it points to. For a
// shared_handle, only the answers on order, one_user and refusal apply.

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class release_place;
class release_queue;

namespace detail {
struct life_cycle_answer {};
}  // namespace detail

/// The object needs a Parent. emplace_child() makes it, and its parent is not released before it.
/// The parent is in a handle_table, or it is a shared_handle<Parent>. If the parent or one of the
/// parent's own parents is closed, pin() of the child fails with closed. Closing the child always
/// works.
template <class Parent>
struct child_of : detail::life_cycle_answer {};

/// A closed parent is released after its last child. Closing it succeeds at once.
struct waits_for_children : detail::life_cycle_answer {};
/// A parent with children cannot be closed: close() fails with in_use, and status::detail() is the
/// number of children.
struct refuses_with_children : detail::life_cycle_answer {};
/// Closing a parent closes its children first, the newest first; before them their own children, if
/// they say the same.
struct closes_children : detail::life_cycle_answer {};

/// One pin at a time, for a library whose objects two threads must not use at once. A second pin()
/// fails with in_use, also on the same thread: a re-entrant callback fails and does not deadlock.
///
/// A parent that says so shares its turn with everything below it: while a child of it, or a child
/// of a child, is pinned, so is the parent, and every other pin() in the tree fails with in_use.
/// What is below it is released in turn, too. If another call has the turn, close() returns ok, and
/// that call releases the object on its way out; then the result of T::close() is discarded.
/// try_close() fails with in_use instead.
struct one_user : detail::life_cycle_answer {};
/// The same, but the thread that is inside may enter again, also through children: for a library
/// with a recursive lock. A callback may use the object, or another child of it, while a call of
/// the same thread is running. What it closes meanwhile is released on the way out of the outermost
/// call. A pin must end on its own thread.
struct one_user_reentrant : detail::life_cycle_answer {};
/// Each pin notes its thread. So if a thread that is itself inside the object, or inside a child
/// that says the same, calls close_and_wait(), that fails with in_use at once instead of waiting
/// for itself. Eight pins at a time are noted; further ones are not. If a pin ends on another
/// thread than its own, its thread stays noted until the object is released.
struct notes_users : detail::life_cycle_answer {};

/// For objects that many threads use often and that are closed rarely: a connection, a model, a
/// host. A pin writes to no word that another thread writes, and needs no atomic read-modify-write.
/// So it costs less, and as much on many threads as on one. In return, close() takes some
/// microseconds longer (membarrier(2), Linux), and an object takes 576 bytes more. Up to eight
/// threads have their own count in an object. The others, and all if the kernel has no membarrier,
/// pay what they would pay without this, and half as much again. A pin that a signal handler makes
/// must end in that handler.
///
/// While a try_close() decides, a pin() on another thread waits for the outcome. Not for a parent,
/// for one user at a time, or for a child of a parent that says so or closes_children.
struct rarely_closed : detail::life_cycle_answer {};

/// T::close() may refuse for now: it returns status_code::in_use, or a foreign status with one of
/// these numbers. Then nothing was closed: the object stays, its token is valid again, and close()
/// returns that status.
template <int... Answers>
struct closer_may_refuse : detail::life_cycle_answer {};
/// The same for a closer that returns status::system() with one of these numbers (EBUSY).
template <int... ErrorNumbers>
struct closer_may_refuse_with_errno : detail::life_cycle_answer {};

/// The object is released on one thread, its place: a member `ffiguard::release_place home` of the
/// class, declared before this. If it is closed elsewhere, or its last user leaves it there, it
/// waits in the queue of that thread. It is released by the thread's next drain(), by the end of
/// its thread_home, or by the thread_host that owns the thread. If that has ended, the object is
/// left and reported (leak). If a handle_table ends before the queue was drained, the object is
/// left, with its own memory.
template <auto Member>
struct released_at : detail::life_cycle_answer {};
/// The same, and the object may only be used there: pin() on another thread fails with
/// wrong_thread. See hosted_call().
template <auto Member>
struct lives_at : detail::life_cycle_answer {};
/// Releasing it may block or call the host language back. Inside a defer_releases it is queued.
struct deferrable_release : detail::life_cycle_answer {};
/// The same, but it is always queued, in the named queue: no call releases such an object, only a
/// drain() of the queue does. So a function of FFIGUARD_EXPORT_CALL or FFIGUARD_EXPORT_RELEASE may
/// promise Go that it does not call back, if its member does not. Names a release_queue as
/// drains_queue does: `queued_release<&later>`.
template <auto Queue>
struct queued_release : detail::life_cycle_answer {};
/// Calls of this class may do what a queued release does: each call<>, call_into<>, call_new,
/// call_release and what FFIGUARD_EXPORT_CLASS makes of them releases objects from the queue on its
/// way out, the oldest first, 16 at most; inside a defer_releases, none. Names a release_queue of
/// static storage duration, or a function that returns one: `drains_queue<&later>`. An empty queue
/// costs a load.
template <auto Queue>
struct drains_queue : detail::life_cycle_answer {};
/// The bytes that the object takes besides itself, for the ledger: a data member that is a number
/// of bytes, or a `bytes() const noexcept` that returns one, declared before this. The thread that
/// makes the object in a handle_table asks once, before others can enter it; never if
/// FFIGUARD_OBSERVE is not 1. What an owner inside the object reports is counted already.
template <auto Member>
struct tells_bytes : detail::life_cycle_answer {};

template <class... Answers>
struct life_cycle;

namespace detail {

template <class Member>
struct is_place_member : std::false_type {};
template <class Class>
struct is_place_member<release_place Class::*> : std::true_type {};

template <class Answer>
struct place_named {
    enum : int { count = 0, uses = 0 };
};
template <auto Member>
struct place_named<released_at<Member>> {
    static_assert(is_place_member<decltype(Member)>::value,
                  "ffiguard: released_at<> and lives_at<> name a data member of the class that is "
                  "a release_place: released_at<&T::home>");
    enum : int { count = 1, uses = 0 };
    template <class Object>
    static const release_place& of(Object& object) noexcept {
        return object.*Member;
    }
};
template <auto Member>
struct place_named<lives_at<Member>> : place_named<released_at<Member>> {
    enum : int { count = 1, uses = 1 };
};

template <auto Queue>
struct named_queue {
    using type = decltype(Queue);
    enum : bool {
        is_object = std::is_same_v<type, release_queue*>,
        is_function = std::is_invocable_r_v<release_queue&, type>,
    };
    static_assert(
        is_object || is_function,
        "ffiguard: drains_queue<> and queued_release<> name a release_queue, or a function "
        "that returns one: drains_queue<&later>");
    enum : int { count = 1 };
    static release_queue& get() noexcept {
        if constexpr (is_object)
            return *Queue;
        else
            return Queue();
    }
};
struct names_none {
    enum : int { count = 0 };
};
template <class Answer>
struct queue_named : names_none {};
template <auto Queue>
struct queue_named<drains_queue<Queue>> : named_queue<Queue> {};
template <class Answer>
struct releaser_named : names_none {};
template <auto Queue>
struct releaser_named<queued_release<Queue>> : named_queue<Queue> {};

template <class Answer>
struct bytes_named : names_none {};
template <auto Member>
struct bytes_named<tells_bytes<Member>> {
    enum : int { count = 1 };
    template <class Object>
    static std::uint64_t of(const Object& object) noexcept {
        static_assert(std::is_nothrow_invocable_r_v<std::uint64_t, decltype(Member), const Object&>,
                      "ffiguard: tells_bytes<> names a member of the class: a number, or a "
                      "function that is const, noexcept, takes nothing and returns one");
        if constexpr (std::is_member_function_pointer_v<decltype(Member)>)
            return static_cast<std::uint64_t>((object.*Member)());
        else
            return static_cast<std::uint64_t>(object.*Member);
    }
};

template <class Answer>
struct parent_named {
    enum : int { count = 0 };
    using type = void;
};
template <class Parent>
struct parent_named<child_of<Parent>> {
    enum : int { count = 1 };
    using type = Parent;
};

template <class Answer>
struct refusal_named {
    enum : int { count = 0 };
    static constexpr bool is(status) noexcept { return false; }
};
template <int... Answers>
struct refusal_named<closer_may_refuse<Answers...>> {
    enum : int { count = 1 };
    static constexpr bool is(status answer) noexcept {
        return answer == status_code::in_use || ((answer == status::foreign(Answers)) || ...);
    }
};
template <int... ErrorNumbers>
struct refusal_named<closer_may_refuse_with_errno<ErrorNumbers...>> {
    enum : int { count = 1 };
    static constexpr bool is(status answer) noexcept {
        return answer == status_code::in_use || ((answer == status::system(ErrorNumbers)) || ...);
    }
};

template <class Wanted, class... Answers>
constexpr int times() noexcept {
    return (0 + ... + (std::is_same_v<Wanted, Answers> ? 1 : 0));
}

template <class... Types>
struct first_type {
    using type = void;
};
template <class First, class... Rest>
struct first_type<First, Rest...> {
    using type =
        std::conditional_t<std::is_void_v<First>, typename first_type<Rest...>::type, First>;
};

}  // namespace detail

/// The answers of one class, in any order.
template <class... Answers>
struct life_cycle {
    static_assert(
        (std::is_base_of_v<detail::life_cycle_answer, Answers> && ...),
        "ffiguard: a life_cycle is a list of child_of<Parent>, waits_for_children, "
        "refuses_with_children, closes_children, one_user, one_user_reentrant, notes_users, "
        "rarely_closed, "
        "closer_may_refuse<...>, closer_may_refuse_with_errno<...>, "
        "released_at<&T::member>, lives_at<&T::member>, deferrable_release, queued_release<&q>, "
        "drains_queue<&q> and tells_bytes<&T::member>");
    enum : bool {
        waits = detail::times<waits_for_children, Answers...>() != 0,
        refuses = detail::times<refuses_with_children, Answers...>() != 0,
        cascades = detail::times<closes_children, Answers...>() != 0,
        is_parent = waits || refuses || cascades,
        is_child = (0 + ... + int{detail::parent_named<Answers>::count}) != 0,
        is_reentrant = detail::times<one_user_reentrant, Answers...>() != 0,
        is_exclusive = is_reentrant || detail::times<one_user, Answers...>() != 0,
        notes = detail::times<notes_users, Answers...>() != 0,
        is_rarely_closed = detail::times<rarely_closed, Answers...>() != 0,
        may_refuse = (0 + ... + int{detail::refusal_named<Answers>::count}) != 0,
        has_home = (0 + ... + int{detail::place_named<Answers>::count}) != 0,
        is_bound = (0 + ... + int{detail::place_named<Answers>::uses}) != 0,
        is_deferrable = detail::times<deferrable_release, Answers...>() != 0,
        has_releaser = (0 + ... + int{detail::releaser_named<Answers>::count}) != 0,
        is_placed = has_home || is_deferrable || has_releaser,
        drains = (0 + ... + int{detail::queue_named<Answers>::count}) != 0,
        has_bytes = (0 + ... + int{detail::bytes_named<Answers>::count}) != 0,
    };
    static_assert((0 + ... + int{detail::place_named<Answers>::count}) <= 1,
                  "ffiguard: an object has one place: released_at<> or lives_at<>, once");
    static_assert((0 + ... + int{detail::releaser_named<Answers>::count}) <= 1 &&
                      !(has_releaser && (has_home || is_deferrable)),
                  "ffiguard: a queued_release<&queue> is released there alone: say it "
                  "once, and leave released_at, lives_at and deferrable_release out");
    static_assert(!is_bound || !is_exclusive,
                  "ffiguard: an object that lives_at<> a thread has one user at a time by that; "
                  "leave one_user out");
    static_assert(!is_reentrant || detail::times<one_user, Answers...>() == 0,
                  "ffiguard: a second pin of one thread is refused (one_user) or let in "
                  "(one_user_reentrant): say one of the two");
    static_assert(!is_rarely_closed || !(is_exclusive || is_parent),
                  "ffiguard: rarely_closed counts users by thread: leave it out for a parent, and "
                  "for an object with one user at a time");
    static_assert(
        int{waits} + int{refuses} + int{cascades} <= 1,
        "ffiguard: a parent waits for its children, refuses to close, or closes them: say "
        "one of the three");
    static_assert((0 + ... + int{detail::parent_named<Answers>::count}) <= 1,
                  "ffiguard: an object has one parent; an object that needs two keeps the second "
                  "in a shared_handle");
    using parent =
        typename detail::first_type<typename detail::parent_named<Answers>::type...>::type;

    static_assert((0 + ... + int{detail::queue_named<Answers>::count}) <= 1,
                  "ffiguard: the calls of a class drain one queue: drains_queue<>, once");
    static_assert((0 + ... + int{detail::bytes_named<Answers>::count}) <= 1,
                  "ffiguard: an object tells its bytes by one member: tells_bytes<>, once");

    /// Whether the closer has refused: it returned what closer_may_refuse names.
    static constexpr bool is_refusal(status answer) noexcept {
        return (detail::refusal_named<Answers>::is(answer) || ...);
    }
    /// The queue of a class that drains one.
    static release_queue& queue() noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::queue_named<Answers>::count != 0, detail::queue_named<Answers>, void>...>::type;
        return named::get();
    }
    /// The queue of a class that has a queued_release.
    static release_queue& releaser() noexcept {
        using named = typename detail::first_type<
            std::conditional_t<detail::releaser_named<Answers>::count != 0,
                               detail::releaser_named<Answers>, void>...>::type;
        return named::get();
    }
    /// The bytes of an object whose class tells them.
    template <class Object>
    static std::uint64_t bytes(const Object& object) noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::bytes_named<Answers>::count != 0, detail::bytes_named<Answers>, void>...>::type;
        return named::of(object);
    }
    /// The place of an object that has one.
    template <class Object>
    static const release_place& place(Object& object) noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::place_named<Answers>::count != 0, detail::place_named<Answers>, void>...>::type;
        return named::of(object);
    }
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
