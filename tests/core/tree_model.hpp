// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_TREE_MODEL_HPP
#define FFIGUARD_TESTS_CORE_TREE_MODEL_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ffiguard/core/status.hpp>

// What trees of objects in tables are to do, written as plainly as it can be: no atomics, no slots,
// no bits. Read it against docs/reference/core.md.
namespace tree_model {

enum class policy { none, waits, refuses, cascades };

/// What the class of one floor of a tree says. As a number: policy + 4 one user + 8 closer may
/// refuse + 16 closing() + 32 its one user may come in again + 64 shared handles instead of a
/// table.
struct floor_of {
    explicit constexpr floor_of(int code) noexcept
        : children(static_cast<policy>(code % 4)),
          one_user((code / 4) % 2 != 0),
          may_refuse((code / 8) % 2 != 0),
          wakes((code / 16) % 2 != 0),
          reentrant((code / 32) % 2 != 0),
          shared((code / 64) % 2 != 0) {}
    policy children;
    bool one_user;
    bool may_refuse;
    bool wakes;
    bool reentrant;
    bool shared;
};

/// What the closer of an object says at its n-th call, the same for the model and the object.
inline ffiguard::status closer_answer(unsigned seed, int object, int call) noexcept {
    std::uint32_t x = seed * 2654435761U + static_cast<std::uint32_t>(object) * 40503U +
                      static_cast<std::uint32_t>(call) * 9973U;
    x ^= x >> 15;
    x *= 2246822519U;
    x ^= x >> 13;
    switch (x % 8) {
        case 0:
        case 1: return ffiguard::status::foreign(5);   // refuses, as the class says
        case 2: return ffiguard::status_code::in_use;  // refuses
        case 3: return ffiguard::status::foreign(7);   // fails, and has closed
        default: return {};
    }
}
inline bool is_refusal(ffiguard::status answer) noexcept {
    return answer == ffiguard::status::foreign(5) || answer == ffiguard::status_code::in_use;
}

struct event {
    enum kind { closer_called, woken, released } what;
    int object;
    friend bool operator==(event a, event b) { return a.what == b.what && a.object == b.object; }
};
using events = std::vector<event>;

inline std::string text_of(const events& all) {
    const char* const names[] = {"close", "wake", "release"};
    std::string text;
    for (const event& one : all)
        text += std::string(" ") + names[one.what] + " " + std::to_string(one.object);
    return text;
}

struct object {
    int floor = 0;
    int parent = -1;
    std::uint32_t slot = 0;  ///< the one that was given back last, else the next
    bool gone = false;
    bool closed = false;
    int users = 0;
    int children = 0;
    int closer_calls = 0;
    std::vector<int> waiting{};   ///< for its turn to be released, the oldest first
    std::vector<int> to_close{};  ///< the children that a cascade would close, the oldest first
};

class model {
public:
    using status = ffiguard::status;
    using status_code = ffiguard::status_code;

    model(std::vector<floor_of> of, unsigned seed)
        : floors(std::move(of)), slots_(floors.size()), seed_(seed) {}

    std::vector<floor_of> floors;
    std::vector<object> objects;
    events log;
    int unheard = 0;  ///< refusals where nobody reads the answer

    // ---- what a user does; the answers are those of the tables

    /// The status of a pin: ok, and the user is inside, or why not.
    status enter(int at) {
        object& it = objects[index(at)];
        if (it.gone) return is_used_again(it) ? status_code::stale : status_code::closed;
        if (it.closed) return status_code::closed;
        // Before its parent is asked: without being inside nobody may look at it.
        if (is_taken(at)) return status_code::in_use;
        if (is_closed_above(it)) return status_code::closed;
        if (const int turn = turn_above(at); turn >= 0) {
            if (is_taken(turn)) return status_code::in_use;
            ++objects[index(turn)].users;
        }
        ++it.users;
        return {};
    }
    /// The answer of the closer, where this was the last user of a closed object.
    status leave(int at, bool heard = true) {
        if (const int turn = turn_above(at); turn >= 0) leave_turn(turn);
        return unpin(at, heard);
    }
    status close(int at) {
        object& it = objects[index(at)];
        if (it.gone) return is_used_again(it) ? status_code::stale : status_code::closed;
        if (it.closed) return status_code::closed;
        return close_by(at, floors[index(it.floor)].children);
    }
    /// By another policy than the class says, which is policy::cascades.
    status close_as(int at, policy by) {
        object& it = objects[index(at)];
        if (it.gone) return is_used_again(it) ? status_code::stale : status_code::closed;
        if (it.closed) return status_code::closed;
        return close_by(at, by);
    }
    /// Of a parent: the answer, and that of a close() meanwhile.
    std::pair<status, status> close_beside(int at) {
        object& it = objects[index(at)];
        if (it.gone) return {is_used_again(it) ? status_code::stale : status_code::closed, {}};
        if (it.closed && has_nobody(it)) return {status_code::in_use, {}};  // waits to be released
        ++it.children;
        const status meanwhile = close(at);
        static_cast<void>(unhold(at, false));
        return {status(), meanwhile};
    }
    status try_close(int at) {
        const status refused = may_end_now(at);
        if (!refused.ok()) return refused;
        const int turn = turn_above(at);
        if (turn >= 0 && objects[index(turn)].users != 0) return status_code::in_use;
        objects[index(at)].closed = true;
        return release(at);
    }
    /// The object is gone without its closer, and the caller's to destroy.
    status take(int at) {
        const status refused = may_end_now(at);
        if (!refused.ok()) return refused;
        const int turn = turn_above(at);
        if (turn >= 0 && objects[index(turn)].users != 0) return status_code::in_use;
        leave_parent(at);
        return {};
    }
    /// A root, or a child of a parent that the caller is inside of.
    int make(int floor, int parent) {
        objects.emplace_back();
        objects.back().floor = floor;
        objects.back().parent = parent;
        const int made = static_cast<int>(objects.size()) - 1;
        slots_of& slots = slots_[index(floor)];
        if (slots.free.empty()) {
            objects.back().slot = slots.used++;
        } else {
            objects.back().slot = slots.free.back();
            slots.free.pop_back();
        }
        if (parent >= 0) {
            ++objects[index(parent)].children;
            objects[index(parent)].to_close.push_back(made);
        }
        return made;
    }
    /// A child whose parent was closed meanwhile. ok: it is handed out, because it may refuse and
    /// is still there.
    status close_late(int at) {
        if (!is_closed_above(objects[index(at)])) return {};
        static_cast<void>(close(at));
        const bool may_refuse = floors[index(objects[index(at)].floor)].may_refuse;
        return may_refuse && !objects[index(at)].gone ? status_code::ok : status_code::closed;
    }

    struct end_report {
        int open = 0;       ///< when it began
        bool left = false;  ///< in use, or it refuses to close
    };
    /// The end of the table of a floor.
    end_report end(int floor) {
        end_report told;
        for (const object& it : objects)
            if (it.floor == floor && !it.gone && !it.closed) ++told.open;
        // First what nobody is inside of, from the highest slot down; then all.
        const std::vector<int> there = by_slot(floor);
        for (auto at = there.rbegin(); at != there.rend(); ++at)
            if (may_end_now(*at).ok()) static_cast<void>(try_close(*at));
        for (const int at : there)
            if (!objects[index(at)].gone && !objects[index(at)].closed)
                static_cast<void>(close_anyway(at));
        for (const int at : there) told.left = told.left || !objects[index(at)].gone;
        return told;
    }

    int live(int floor) const {
        int count = 0;
        for (const object& it : objects) count += it.floor == floor && !it.gone ? 1 : 0;
        return count;
    }

private:
    struct slots_of {
        std::vector<std::uint32_t> free;
        std::uint32_t used = 0;
    };
    static std::size_t index(int at) { return static_cast<std::size_t>(at); }

    static bool has_nobody(const object& it) { return it.users == 0 && it.children == 0; }
    bool is_closed_above(const object& it) const {
        for (int at = it.parent; at >= 0; at = objects[index(at)].parent)
            if (objects[index(at)].closed) return true;
        return false;
    }
    /// Whether its one user is inside, and it lets nobody else in: there is one thread.
    bool is_taken(int at) const {
        const floor_of& floor = floors[index(objects[index(at)].floor)];
        return floor.one_user && !floor.reentrant && objects[index(at)].users != 0;
    }
    /// The outermost object above with one user, whose turn it is; or -1.
    int turn_above(int object_at) const {
        int turn = -1;
        for (int at = objects[index(object_at)].parent; at >= 0; at = objects[index(at)].parent)
            if (floors[index(objects[index(at)].floor)].one_user) turn = at;
        return turn;
    }
    void leave_turn(int turn) {
        --objects[index(turn)].users;
        pass_on(turn);
    }
    /// Whoever leaves releases what waits, as long as nobody else is inside.
    void pass_on(int turn) {
        object& it = objects[index(turn)];
        while (!it.waiting.empty() && it.users == 0) {
            ++it.users;
            const std::vector<int> all = std::exchange(it.waiting, {});
            for (const int at : all) static_cast<void>(release_now(at, false));
            --it.users;
        }
    }
    /// Lets a user out who has no turn, or has given it back.
    status unpin(int at, bool heard) {
        object& it = objects[index(at)];
        --it.users;
        ++it.children;  // it stays
        pass_on(at);
        return unhold(at, heard);
    }
    status unhold(int at, bool heard) {
        object& it = objects[index(at)];
        --it.children;
        return it.closed && has_nobody(it) ? release(at, heard) : status();
    }

    /// Whether another object has got its slot.
    bool is_used_again(const object& it) const {
        for (const object* other = &it + 1; other != objects.data() + objects.size(); ++other)
            if (other->floor == it.floor && other->slot == it.slot) return true;
        return false;
    }
    std::uint32_t slot(int at) const { return objects[index(at)].slot; }
    status may_end_now(int at) const {
        const object& it = objects[index(at)];
        if (it.gone) return is_used_again(it) ? status_code::stale : status_code::closed;
        if (it.closed) return status_code::closed;
        if (!has_nobody(it)) return status::in_use_by(it.children);
        return {};
    }
    std::vector<int> by_slot(int floor) const {
        std::vector<int> all;
        for (int at = 0; at < static_cast<int>(objects.size()); ++at)
            if (objects[index(at)].floor == floor && !objects[index(at)].gone) all.push_back(at);
        for (std::size_t i = 1; i < all.size(); ++i)
            for (std::size_t j = i; j > 0 && slot(all[j]) < slot(all[j - 1]); --j)
                std::swap(all[j], all[j - 1]);
        return all;
    }

    status close_by(int at, policy by) {
        const object& it = objects[index(at)];
        if (by == policy::refuses && it.children != 0) return status::in_use_by(it.children);
        return close_anyway(at, by == policy::cascades);
    }
    status close_anyway(int at) {
        return close_anyway(at,
                            floors[index(objects[index(at)].floor)].children == policy::cascades);
    }
    status close_anyway(int at, bool cascades) {
        const floor_of& says = floors[index(objects[index(at)].floor)];
        if (objects[index(at)].closed) return {};
        objects[index(at)].closed = true;
        if (has_nobody(objects[index(at)])) return release(at);
        ++objects[index(at)].users;  // whoever closes is inside meanwhile
        if (says.wakes) log.push_back({event::woken, at});
        if (cascades) {
            // A child that refuses is not asked again.
            while (!objects[index(at)].to_close.empty()) {
                const int child = objects[index(at)].to_close.back();
                objects[index(at)].to_close.pop_back();
                if (objects[index(child)].closed) continue;
                ++objects[index(child)].users;
                static_cast<void>(close_anyway(child));
                static_cast<void>(unpin(child, false));
            }
        }
        return unpin(at, true);
    }
    /// In turn, where there is one; ok, if it has to wait.
    status release(int at, bool heard = true) {
        const int turn = turn_above(at);
        if (turn < 0) return release_now(at, heard);
        object& owner = objects[index(turn)];
        if (owner.users != 0) {
            owner.waiting.push_back(at);
            return {};
        }
        ++owner.users;
        ++owner.children;
        const status answer = release_now(at, heard);
        leave_turn(turn);
        static_cast<void>(unhold(turn, false));
        return answer;
    }
    status release_now(int at, bool heard) {
        object& it = objects[index(at)];
        status answer;
        if (floors[index(it.floor)].may_refuse) {
            log.push_back({event::closer_called, at});
            answer = closer_answer(seed_, at, it.closer_calls++);
            if (is_refusal(answer)) {
                it.closed = false;
                if (!heard) ++unheard;
                return answer;
            }
        }
        log.push_back({event::released, at});
        leave_parent(at);
        return answer;
    }
    void leave_parent(int at) {
        objects[index(at)].gone = true;
        const int floor = objects[index(at)].floor;
        if (!floors[index(floor)].shared) slots_[index(floor)].free.push_back(slot(at));
        const int above = objects[index(at)].parent;
        if (above < 0) return;
        object& parent = objects[index(above)];
        for (std::size_t i = 0; i < parent.to_close.size(); ++i)
            if (parent.to_close[i] == at)
                parent.to_close.erase(parent.to_close.begin() + static_cast<std::ptrdiff_t>(i));
        static_cast<void>(unhold(above, false));
    }

    std::vector<slots_of> slots_;
    unsigned seed_;
};

}  // namespace tree_model

#endif
