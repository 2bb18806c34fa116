// SPDX-License-Identifier: BSL-1.0
//
// The same with ffiguard: each class says the rules of the library, and has no code for them.
#include <chrono>
#include <stdexcept>

#include <ffiguard/ffiguard.hpp>
#include <ffiguard/thread/close_and_wait.hpp>
#include <ffiguard/thread/thread_home.hpp>

#include "guarded.hpp"
#include "node.hpp"

using ffiguard::boundary;
using ffiguard::child_of;
using ffiguard::handle_table;
using ffiguard::life_cycle;
using ffiguard::status;
using ffiguard::status_code;

namespace {

struct order {  // what node_open() is asked for
    std::int32_t kind;
    std::int64_t id;
    std::uint64_t callback;
};

status of_library(int answer) { return answer == 0 ? status() : status::foreign(answer); }

class node {
public:
    explicit node(const order& of) : node(nullptr, of) {}
    node(node& in, const order& of) : node(in.raw(), of) {}
    lib_node* raw() const noexcept { return raw_.get(); }
    lib_node* release() noexcept { return raw_.release(); }

    std::int64_t use() noexcept { return lib_sum(raw()); }
    status each(std::uint64_t callback) { return call_go(callback); }
    status stay() noexcept { return of_library(lib_stay(raw())); }

private:
    node(lib_node* in, const order& of) : raw_(lib_open(in, of.kind, of.id)) {
        if (of.callback != 0 && !call_go(of.callback).ok())
            throw std::runtime_error("the callback of the constructor has failed");
    }
    ffiguard::owned<&lib_free> raw_;
};

template <class Policy>
struct database : node {
    using life_cycle = ::life_cycle<Policy>;
    using node::node;
};
template <class Policy>
struct statement : node {
    using life_cycle = ::life_cycle<child_of<database<Policy>>, Policy>;
    using node::node;
};
template <class Policy>
struct row : node {
    using life_cycle = ::life_cycle<child_of<statement<Policy>>>;
    using node::node;
};
struct connection : node {
    using life_cycle =
        ::life_cycle<ffiguard::one_user, ffiguard::waits_for_children, ffiguard::notes_users>;
    using node::node;
    void closing() noexcept { lib_interrupt(raw()); }
};
struct query : node {
    using life_cycle = ::life_cycle<child_of<connection>, ffiguard::notes_users>;
    using node::node;
};
struct engine : node {
    using life_cycle = ::life_cycle<ffiguard::closer_may_refuse<5>>;
    using node::node;
    void closing() noexcept { lib_interrupt(raw()); }
    status close() noexcept { return of_library(lib_shut(raw())); }
};
struct job : node {
    using life_cycle =
        ::life_cycle<child_of<database<ffiguard::closes_children>>, ffiguard::closer_may_refuse<5>>;
    using node::node;
    status close() noexcept { return of_library(lib_shut(raw())); }
};

auto& the_home = *new ffiguard::thread_home;  // of one test at a time
ffiguard::release_queue& later = *new ffiguard::release_queue;

struct window : node {
    ffiguard::release_place home = the_home.place();
    using life_cycle = ::life_cycle<ffiguard::released_at<&window::home>>;
    using node::node;
};
struct feed : node {
    using life_cycle = ::life_cycle<ffiguard::deferrable_release>;
    using node::node;
};

template <class T>
auto& table = *new handle_table<T>;

/// f(table) of the kind.
template <class F>
status of_kind(std::int32_t kind, const F& f) {
    using namespace ffiguard;
    switch (kind) {
        case SHIM_WAITS: return f(table<database<waits_for_children>>);
        case SHIM_WAITS_STATEMENT: return f(table<statement<waits_for_children>>);
        case SHIM_WAITS_ROW: return f(table<row<waits_for_children>>);
        case SHIM_REFUSES: return f(table<database<refuses_with_children>>);
        case SHIM_REFUSES_STATEMENT: return f(table<statement<refuses_with_children>>);
        case SHIM_REFUSES_ROW: return f(table<row<refuses_with_children>>);
        case SHIM_CLOSES: return f(table<database<closes_children>>);
        case SHIM_CLOSES_STATEMENT: return f(table<statement<closes_children>>);
        case SHIM_CLOSES_ROW: return f(table<row<closes_children>>);
        case SHIM_CONNECTION: return f(table<connection>);
        case SHIM_QUERY: return f(table<query>);
        case SHIM_ENGINE: return f(table<engine>);
        case SHIM_JOB: return f(table<job>);
        case SHIM_WINDOW: return f(table<window>);
        case SHIM_FEED: return f(table<feed>);
        default: return status_code::invalid_argument;
    }
}
template <class T>
struct kept_in {};
template <class T, std::uint8_t Tag>
struct kept_in<handle_table<T, Tag>> {
    using type = T;
};
template <class Table>
using life_in = typename kept_in<std::remove_reference_t<Table>>::type::life_cycle;

/// A call of the library on a node, by f(node).
template <class F>
ffiguard_status work(std::int32_t kind, std::uint64_t token, ffiguard_error* err, const F& f) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) -> status {
            const auto inside = nodes.pin(token);
            if (!inside) return inside.status();
            lib_begin(inside->raw());
            const status outcome = f(*inside);
            const int ended = lib_end(inside->raw());
            return ended != 0 ? of_library(ended) : outcome;
        });
    });
}

}  // namespace

extern "C" {

ffiguard_status guarded_node_open(int32_t kind, uint64_t parent, int64_t id, uint64_t callback,
                                  uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) {
            using life = life_in<decltype(nodes)>;
            const order of{kind, id, callback};
            if constexpr (life::is_child)
                return give(nodes.emplace_child(table<typename life::parent>, parent, of), out);
            else
                return give(nodes.emplace(of), out);
        });
    });
}
ffiguard_status guarded_node_use(int32_t kind, uint64_t token, int64_t* sum, ffiguard_error* err) {
    return work(kind, token, err, [&](node& n) {
        *sum = n.use();
        return status();
    });
}
ffiguard_status guarded_node_each(int32_t kind, uint64_t token, uint64_t callback,
                                  ffiguard_error* err) {
    return work(kind, token, err, [&](node& n) { return n.each(callback); });
}
ffiguard_status guarded_node_stay(int32_t kind, uint64_t token, ffiguard_error* err) {
    return work(kind, token, err, [&](node& n) { return n.stay(); });
}
ffiguard_status guarded_node_beside(int32_t kind, uint64_t token, int64_t* id,
                                    ffiguard_error* err) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) -> status {
            if constexpr (life_in<decltype(nodes)>::is_parent)
                return nodes.beside(token, [&](node& n) { *id = n.raw()->id; });
            else
                return status_code::unsupported;
        });
    });
}
ffiguard_status guarded_node_busy(int32_t kind, uint64_t token, int32_t times,
                                  ffiguard_error* err) {
    return work(kind, token, err, [&](node& n) {
        n.raw()->busy = times;
        return status();
    });
}
ffiguard_status guarded_node_close(int32_t kind, uint64_t token, ffiguard_error* err) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) -> status { return nodes.close(token); });
    });
}
ffiguard_status guarded_node_close_wait(int32_t kind, uint64_t token, int64_t ms,
                                        ffiguard_error* err) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) -> status {
            return ffiguard::close_and_wait(nodes, token, std::chrono::milliseconds(ms));
        });
    });
}
ffiguard_status guarded_node_state(int32_t kind, uint64_t token) {
    const status now = of_kind(kind, [&](auto& nodes) { return nodes.state_of(token); });
    return static_cast<ffiguard_status>(now.code());
}
ffiguard_status guarded_node_take(int32_t kind, uint64_t token, void** out, ffiguard_error* err) {
    return boundary(err, [&] {
        return of_kind(kind, [&](auto& nodes) -> status {
            if constexpr (life_in<decltype(nodes)>::has_home) {
                return status_code::unsupported;
            } else {
                auto taken = nodes.take(token);
                if (!taken) return taken.status();
                *out = taken->release();
                return {};
            }
        });
    });
}
ffiguard_status guarded_node_close_later(int32_t kind, uint64_t token, ffiguard_error* err) {
    const ffiguard::defer_releases here(later);
    return guarded_node_close(kind, token, err);
}
ffiguard_status guarded_queue_drain(int64_t* count, ffiguard_error* err) {
    return boundary(err, [&] { *count = static_cast<std::int64_t>(later.drain()); });
}
ffiguard_status guarded_home_begin(ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        auto made = ffiguard::thread_home::create();
        if (made) the_home = *std::move(made);
        return made.status();
    });
}
ffiguard_status guarded_home_drain(int64_t* count, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto drained = the_home.drain();
        if (drained) *count = static_cast<std::int64_t>(*drained);
        return drained.status();
    });
}
ffiguard_status guarded_home_end(ffiguard_error* err) {
    return boundary(err, [&] { the_home = {}; });
}

}  // extern "C"
