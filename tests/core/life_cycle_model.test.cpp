// SPDX-License-Identifier: BSL-1.0
// Random trees and random operations on them, against the model of tree_model.hpp: each answer,
// what is live, whom a close wakes, and the order of closers and releases.
//
// FFIGUARD_MODEL_SEEDS=n: so many seeds for each kind of tree, at most 1,900 because of the numbers
// of tables. For the rest see random_steps.hpp.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

#include "../random_steps.hpp"
#include "../sanitizer.hpp"
#include "tree_model.hpp"

using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using tree_model::event;
using tree_model::floor_of;
using tree_model::policy;

namespace {

// ---- the objects: each writes down what happens to it

unsigned seed_of_run;
tree_model::events happened;

/// Where many threads make, use and close trees: what each object has to say at its end.
struct history_of_threads {
    enum : int { most = 4096 };
    std::atomic<int> next{0};
    std::atomic<int> made[most];
    std::atomic<int> released[most];
    std::atomic<int> woken[most];
    std::atomic<int> refused[most];
    std::atomic<int> children[most];
    std::atomic<int> broken{0};

    void must(bool holds) noexcept {
        if (!holds) ++broken;
    }
    void clear() noexcept {
        next = 0;
        for (auto* one : {made, released, woken, refused, children})
            for (int i = 0; i < most; ++i) one[i] = 0;
    }
};
history_of_threads threads_saw;
bool by_threads = false;

struct identity {
    explicit identity(int n, int of = -1) noexcept : id(n), parent(of) {
        if (!by_threads) return;
        ++threads_saw.made[id];
        if (parent >= 0) ++threads_saw.children[parent];
    }
    identity(identity&& other) noexcept
        : id(std::exchange(other.id, -1)),
          parent(std::exchange(other.parent, -1)),
          closer_calls(other.closer_calls) {
        leave_parent();  // taken out of its table
    }
    ~identity() {
        if (id < 0) return;
        if (!by_threads) {
            happened.push_back({event::released, id});
            return;
        }
        threads_saw.must(++threads_saw.released[id] == 1);
        threads_saw.must(threads_saw.children[id] == 0);
        leave_parent();
    }
    /// By whoever is inside: with a data race, where two threads are and the class lets in one.
    void use(bool one_user) noexcept {
        threads_saw.must(threads_saw.released[id] == 0);
        check_parent();
        if (one_user) ++uses;
    }
    void check_parent() const noexcept {
        if (parent >= 0) threads_saw.must(threads_saw.released[parent] == 0);
    }
    void leave_parent() noexcept {
        if (!by_threads || parent < 0) return;
        check_parent();
        --threads_saw.children[std::exchange(parent, -1)];
    }
    void wake() noexcept {
        if (!by_threads) return happened.push_back({event::woken, id});
        threads_saw.must(threads_saw.released[id] == 0);
        ++threads_saw.woken[id];
    }
    status answer_of_closer() noexcept {
        if (!by_threads) happened.push_back({event::closer_called, id});
        const status answer = tree_model::closer_answer(seed_of_run, id, closer_calls++);
        if (by_threads && tree_model::is_refusal(answer)) ++threads_saw.refused[id];
        return answer;
    }
    int id;
    int parent;
    int closer_calls = 0;
    int uses = 0;
};
template <bool Wakes>
struct wake_part : identity {
    using identity::identity;
};
template <>
struct wake_part<true> : identity {
    using identity::identity;
    void closing() noexcept { wake(); }
};
template <bool MayRefuse, bool Wakes>
struct closer_part : wake_part<Wakes> {
    using wake_part<Wakes>::wake_part;
};
template <bool Wakes>
struct closer_part<true, Wakes> : wake_part<Wakes> {
    using wake_part<Wakes>::wake_part;
    status close() noexcept { return this->answer_of_closer(); }
};

template <class Life, bool If, class Answer>
struct with {
    using type = Life;
};
template <class... Said, class Answer>
struct with<ffiguard::life_cycle<Said...>, true, Answer> {
    using type = ffiguard::life_cycle<Said..., Answer>;
};
template <class Life, bool If, class Answer>
using with_t = typename with<Life, If, Answer>::type;
template <class Life, int Code>
using said_t = with_t<
    with_t<
        with_t<with_t<with_t<Life, floor_of(Code).children == policy::waits,
                             ffiguard::waits_for_children>,
                      floor_of(Code).children == policy::refuses, ffiguard::refuses_with_children>,
               floor_of(Code).children == policy::cascades, ffiguard::closes_children>,
        floor_of(Code).one_user,
        std::conditional_t<floor_of(Code).reentrant, ffiguard::one_user_reentrant,
                           ffiguard::one_user>>,
    floor_of(Code).may_refuse, ffiguard::closer_may_refuse<5>>;

template <int... Codes>
struct tree_of {
    enum : int { height = sizeof...(Codes) };
    static constexpr int code(int floor) noexcept {
        const int codes[] = {Codes...};
        return codes[floor];
    }
};

/// What a root is that shared handles keep: their traits.
template <class Tree>
struct shared_root {
    using life_cycle = said_t<ffiguard::life_cycle<>, Tree::code(0)>;
    using value_type = identity*;
    static constexpr identity* empty() noexcept { return nullptr; }
    static status close(identity* root) noexcept {
        status answer;
        if (floor_of(Tree::code(0)).may_refuse) {
            answer = root->answer_of_closer();
            if (tree_model::is_refusal(answer)) return answer;
        }
        delete root;
        return answer;
    }
};
template <class Tree, int Floor>
struct node;
template <class Tree, int Floor>
struct kept {
    using parent = node<Tree, Floor>;  ///< what its children name
    using given = node<Tree, Floor>&;  ///< what they are made of
    static identity& of(given in) noexcept { return in; }
};
template <class Tree>
struct kept_shared {
    using parent = shared_root<Tree>;
    using given = identity*;
    static identity& of(given in) noexcept { return *in; }
};
template <class Tree, int Floor>
using kept_on =
    std::conditional_t<floor_of(Tree::code(Floor)).shared, kept_shared<Tree>, kept<Tree, Floor>>;

template <class Tree, int Floor>
struct node
    : closer_part<floor_of(Tree::code(Floor)).may_refuse, floor_of(Tree::code(Floor)).wakes> {
    using above = kept_on<Tree, Floor - 1>;
    using life_cycle =
        said_t<ffiguard::life_cycle<ffiguard::child_of<typename above::parent>>, Tree::code(Floor)>;
    node(typename above::given in, int n) noexcept : node::closer_part(n, above::of(in).id) {}
};
template <class Tree>
struct node<Tree, 0>
    : closer_part<floor_of(Tree::code(0)).may_refuse, floor_of(Tree::code(0)).wakes> {
    using life_cycle = said_t<ffiguard::life_cycle<>, Tree::code(0)>;
    using node::closer_part::closer_part;
};

// ---- the tables, whose types the run below does not know

/// The table of a floor, and pins of it, by a number of their own.
class floor_table {
public:
    floor_table() = default;
    floor_table(const floor_table&) = delete;
    floor_table& operator=(const floor_table&) = delete;
    virtual ~floor_table() = default;

    virtual result<token> make_root(int id) = 0;
    virtual result<token> make_child(token parent, int id) = 0;
    virtual result<token> make_child_inside(int pin_of_parent, int id) = 0;
    /// And the number of the object.
    virtual std::pair<status, int> pin(token value, int number) = 0;
    virtual status unpin(int number) = 0;
    virtual void end_pin(int number) = 0;
    virtual status close(token value) = 0;
    virtual status try_close(token value) = 0;
    /// Only of a floor that closes its children.
    virtual status close_as(token value, policy by) = 0;
    /// Only of a parent: the answer, and that of a close() meanwhile.
    virtual std::pair<status, status> close_beside(token value) = 0;
    virtual std::pair<status, int> take(token value) = 0;
    virtual std::map<int, token> visited() = 0;
    virtual std::size_t live() = 0;
    virtual void end() = 0;
    /// The same table with pins of its own, for a thread.
    virtual std::unique_ptr<floor_table> view(floor_table* below) = 0;
    /// For a thread: whoever is inside looks at the object.
    virtual void use(int number) = 0;
    /// The same of a parent, by whoever is not inside.
    virtual void use_beside(token value) = 0;
};

/// Pins by their numbers.
template <class Pin>
class numbered {
public:
    std::pair<status, int> keep(Pin&& made, int number) {
        const status answer = made.status();
        const int id = made ? made->id : -1;
        if (made) first_.reset(new held{number, std::move(made), std::move(first_)});
        return {answer, id};
    }
    Pin& at(int number) {
        held* at = first_.get();
        while (at->number != number) at = at->next.get();
        return at->pin;
    }
    status unpin(int number) {
        const status answer = at(number).unpin();
        end(number);
        return answer;
    }
    void end(int number) {
        std::unique_ptr<held>* at = &first_;
        while ((*at)->number != number) at = &(*at)->next;
        const std::unique_ptr<held> out = std::move(*at);
        *at = std::move(out->next);
    }

private:
    struct held {
        int number;
        Pin pin;
        std::unique_ptr<held> next;
    };
    std::unique_ptr<held> first_;
};

/// The roots of a tree whose roots are shared.
template <class Tree>
class shared_floor : public floor_table {
public:
    using traits = shared_root<Tree>;
    using handle = ffiguard::shared_handle<traits>;
    struct roots {
        enum : int { most = 4096 };
        handle none;
        handle all[most];  ///< never moved: threads make roots
        std::atomic<std::uint32_t> used{0};
    };
    explicit shared_floor(std::shared_ptr<roots> in = std::shared_ptr<roots>(new roots))
        : roots_(std::move(in)) {}

    result<token> make_root(int id) override {
        const std::uint32_t index = roots_->used++;
        roots_->all[index] = *ffiguard::share(ffiguard::unique_handle<traits>(new identity(id)));
        return ffiguard::detail::token_parts{index, 1, 1}.join();
    }
    result<token> make_child(token, int) override { return status_code::invalid_argument; }
    result<token> make_child_inside(int, int) override { return status_code::invalid_argument; }
    std::pair<status, int> pin(token value, int number) override {
        return pins_.keep(of(value).pin(), number);
    }
    status unpin(int number) override { return pins_.unpin(number); }
    void end_pin(int number) override { pins_.end(number); }
    status close(token value) override { return of(value).close(); }
    status try_close(token value) override { return of(value).try_close(); }
    status close_as(token value, policy) override { return close(value); }
    std::pair<status, status> close_beside(token value) override { return {close(value), {}}; }
    std::pair<status, int> take(token) override { return {status_code::unsupported, -1}; }
    std::map<int, token> visited() override {
        std::map<int, token> all;
        for (std::uint32_t at = 0; at < roots_->used; ++at)
            if (const auto inside = roots_->all[at].pin())
                all.emplace(inside->id, ffiguard::detail::token_parts{at, 1, 1}.join());
        return all;
    }
    std::size_t live() override {
        std::size_t count = 0;
        for (std::uint32_t at = 0; at < roots_->used; ++at)
            count += roots_->all[at].state() != status_code::closed ? 1U : 0U;
        return count;
    }
    void end() override { roots_.reset(); }
    std::unique_ptr<floor_table> view(floor_table*) override {
        return std::make_unique<shared_floor>(roots_);
    }
    void use_beside(token) override {}
    void use(int number) override { pins_.at(number)->use(floor_of(Tree::code(0)).one_user); }

    // What floor 1 makes children of.
    const handle& of(token value) {
        if (value == 0) return roots_->none;
        return roots_->all[ffiguard::detail::token_parts::split(value).index];
    }
    ffiguard::shared_pin<traits>& inside(int number) { return pins_.at(number); }

private:
    std::shared_ptr<roots> roots_;
    numbered<ffiguard::shared_pin<traits>> pins_;
};

template <class Tree, int Floor>
class one_floor : public floor_table {
public:
    using table_type = handle_table<node<Tree, Floor>>;
    enum : bool { is_on_shared = Floor == 1 && floor_of(Tree::code(0)).shared };
    using floor_below = std::conditional_t<is_on_shared, shared_floor<Tree>,
                                           one_floor<Tree, Floor == 0 ? 0 : Floor - 1>>;
    explicit one_floor(floor_table* below)
        : own_(std::make_unique<table_type>()),
          table_(own_.get()),
          below_(static_cast<floor_below*>(below)) {}
    one_floor(floor_table* below, table_type* table)
        : table_(table), below_(static_cast<floor_below*>(below)) {}

    result<token> make_root(int id) override {
        if constexpr (Floor == 0)
            return table_->emplace(id);
        else
            return static_cast<void>(id), status_code::invalid_argument;
    }
    result<token> make_child(token parent, int id) override {
        if constexpr (is_on_shared)
            return table_->emplace_child(below_->of(parent), id);
        else if constexpr (Floor != 0)
            return table_->emplace_child(*below_->table_, parent, id);
        else
            return static_cast<void>(parent), static_cast<void>(id), status_code::invalid_argument;
    }
    result<token> make_child_inside(int pin_of_parent, int id) override {
        if constexpr (Floor != 0)
            return table_->emplace_child(below_->inside(pin_of_parent), id);
        else
            return static_cast<void>(pin_of_parent), make_child(0, id);
    }
    std::pair<status, int> pin(token value, int number) override {
        return pins_.keep(table_->pin(value), number);
    }
    status unpin(int number) override { return pins_.unpin(number); }
    void end_pin(int number) override { pins_.end(number); }
    status close(token value) override { return table_->close(value); }
    status try_close(token value) override { return table_->try_close(value); }
    status close_as(token value, policy by) override {
        if constexpr (floor_of(Tree::code(Floor)).children == policy::cascades) {
            if (by == policy::waits)
                return table_->template close_as<ffiguard::waits_for_children>(value);
            return table_->template close_as<ffiguard::refuses_with_children>(value);
        } else {
            return static_cast<void>(by), close(value);
        }
    }
    std::pair<status, status> close_beside(token value) override {
        if constexpr (floor_of(Tree::code(Floor)).children != policy::none) {
            status meanwhile;
            const status answer =
                table_->beside(value, [&](auto&) { meanwhile = table_->close(value); });
            return {answer, meanwhile};
        } else {
            return {close(value), {}};
        }
    }
    std::pair<status, int> take(token value) override {
        const auto taken = table_->take(value);
        return {taken ? status() : taken.status(), taken ? taken->id : -1};
    }
    std::map<int, token> visited() override {
        std::map<int, token> all;
        table_->for_each([&](token t, auto& object) { all.emplace(object.id, t); });
        return all;
    }
    std::size_t live() override { return table_->live(); }
    void end() override { own_.reset(); }
    std::unique_ptr<floor_table> view(floor_table* below) override {
        return std::make_unique<one_floor>(below, table_);
    }
    void use_beside(token value) override {
        if constexpr (floor_of(Tree::code(Floor)).children != policy::none)
            static_cast<void>(table_->beside(value, [](auto& object) { object.use(false); }));
        else
            static_cast<void>(value);
    }
    void use(int number) override { pins_.at(number)->use(floor_of(Tree::code(Floor)).one_user); }
    typename table_type::pin_type& inside(int number) { return pins_.at(number); }

private:
    template <class, int>
    friend class one_floor;
    std::unique_ptr<table_type> own_;
    table_type* table_;
    numbered<typename table_type::pin_type> pins_;
    floor_below* below_;
};

struct real_tree {
    std::vector<floor_of> floors;
    std::vector<std::unique_ptr<floor_table>> tables;
};
template <class Tree, int Floor>
std::unique_ptr<floor_table> make_floor(floor_table* below) {
    if constexpr (floor_of(Tree::code(Floor)).shared)
        return static_cast<void>(below), std::make_unique<shared_floor<Tree>>();
    else
        return std::make_unique<one_floor<Tree, Floor>>(below);
}
template <class Tree, int... Floors>
real_tree make_tree(std::integer_sequence<int, Floors...>) {
    real_tree made;
    (made.floors.emplace_back(Tree::code(Floors)), ...);
    (made.tables.push_back(
         make_floor<Tree, Floors>(Floors == 0 ? nullptr : made.tables.back().get())),
     ...);
    return made;
}

int leaks_told;
std::atomic<int> refusals_told;
std::string last_leak;

// ---- one run

class run {
public:
    run(real_tree&& tree, unsigned seed, bool tables_end_early)
        : tree_(std::move(tree)),
          height_(static_cast<int>(tree_.tables.size())),
          model_(tree_.floors, seed),
          table_there_(tree_.tables.size(), true),
          tables_end_early_(tables_end_early) {
        seed_of_run = seed;
        happened.clear();
        refusals_told = 0;
    }

    /// Empty, or what differs.
    std::string go(const random_steps::sequence& steps) {
        for (const auto one : steps) {
            if (!wrong_.empty()) break;
            of_step_ = random_steps::choices(one);
            step();
            compare();
        }
        if (wrong_.empty()) finish();
        return wrong_.empty() ? wrong_ : history_ + wrong_;
    }

private:
    struct held_pin {
        int number;
        int object;
    };

    floor_table& table(int floor) { return *tree_.tables[static_cast<std::size_t>(floor)]; }
    floor_table& table_of(int at) { return table(object(at).floor); }
    int pick(int below) { return of_step_.pick(below); }
    bool is_there(int floor) const { return table_there_[static_cast<std::size_t>(floor)]; }
    const tree_model::object& object(int at) const {
        return model_.objects[static_cast<std::size_t>(at)];
    }
    token token_of(int at) const { return tokens_[static_cast<std::size_t>(at)]; }

    void step() {
        switch (pick(tables_end_early_ ? 17 : 16)) {
            case 0:
            case 1: return make_root();
            case 2:
            case 3:
            case 4:
            case 5: return make_child();
            case 6: return make_child_inside();
            case 7:
            case 8: return enter();
            case 9:
            case 10: return leave(false);
            case 11: return leave(true);
            case 12: return close();
            case 13: return pick(2) == 0 ? close_otherwise() : try_close();
            case 14: return pick(3) == 0 ? take() : try_close();
            case 15: return visit();
            default:
                if (pick(12) == 0) end(pick(height_));
        }
    }

    void make_root() {
        if (!is_there(0) || model_.live(0) > 3) return;
        const int id = model_.make(0, -1);
        say("make root", id);
        keep(table(0).make_root(id), id, status());
    }
    void make_child() {
        const int parent = pick_object(4);
        if (parent < 0) return;
        const int floor = object(parent).floor + 1;
        if (floor == height_ || !is_there(floor) || !is_there(floor - 1)) return;
        say("make child of", parent);
        const status entered = model_.enter(parent);
        int id = -1;
        if (entered.ok()) {
            id = model_.make(floor, parent);
            static_cast<void>(model_.leave(parent));
        }
        keep(table(floor).make_child(token_of(parent), id), id, entered);
    }
    void make_child_inside() {
        if (pins_.empty()) return;
        const held_pin in = pins_[static_cast<std::size_t>(pick(static_cast<int>(pins_.size())))];
        const int floor = object(in.object).floor + 1;
        if (floor == height_ || !is_there(floor)) return;
        say("make child inside", in.object);
        const int id = model_.make(floor, in.object);
        const auto made = table(floor).make_child_inside(in.number, id);
        keep(made, id, model_.close_late(id));
    }
    void enter() {
        const int at = pick_object(3);
        if (at < 0 || !is_there(object(at).floor)) return;
        say("pin", at);
        const status expected = model_.enter(at);
        const auto [answer, id] = table_of(at).pin(token_of(at), next_pin_);
        expect(answer, expected);
        if (!answer.ok()) return;
        if (id != at) wrong("another object is inside");
        pins_.push_back({next_pin_++, at});
    }
    void leave(bool by_destructor) {
        if (pins_.empty()) return;
        const auto which = static_cast<std::size_t>(pick(static_cast<int>(pins_.size())));
        const held_pin out = pins_[which];
        pins_.erase(pins_.begin() + static_cast<std::ptrdiff_t>(which));
        say(by_destructor ? "end a pin of" : "unpin", out.object);
        const status expected = model_.leave(out.object, !by_destructor);
        if (by_destructor)
            table_of(out.object).end_pin(out.number);
        else
            expect(table_of(out.object).unpin(out.number), expected);
    }
    void close() {
        const int at = pick_object(3);
        if (at < 0 || !is_there(object(at).floor)) return;
        say("close", at);
        const status expected = model_.close(at);
        expect(table_of(at).close(token_of(at)), expected);
    }
    void close_otherwise() {
        const int at = pick_object(3);
        if (at < 0 || !is_there(object(at).floor) || is_shared(at)) return;
        const policy says = floor_says(at);
        if (says == policy::cascades && pick(2) == 0) {
            const policy by = pick(2) == 0 ? policy::waits : policy::refuses;
            say(by == policy::waits ? "close and wait for children" : "close unless children", at);
            const status expected = model_.close_as(at, by);
            expect(table_of(at).close_as(token_of(at), by), expected);
        } else if (says != policy::none) {
            say("close beside", at);
            const auto expected = model_.close_beside(at);
            const auto got = table_of(at).close_beside(token_of(at));
            expect(got.first, expected.first);
            expect(got.second, expected.second);
        } else {
            close();
        }
    }
    bool is_shared(int at) const {
        return model_.floors[static_cast<std::size_t>(object(at).floor)].shared;
    }
    policy floor_says(int at) const {
        return model_.floors[static_cast<std::size_t>(object(at).floor)].children;
    }
    void try_close() {
        const int at = pick_object(3);
        if (at < 0 || !is_there(object(at).floor)) return;
        say("try_close", at);
        const status expected = model_.try_close(at);
        expect(table_of(at).try_close(token_of(at)), expected);
    }
    void take() {
        const int at = pick_object(3);
        if (at < 0 || !is_there(object(at).floor) || is_shared(at)) return;
        say("take", at);
        const status expected = model_.take(at);
        // The new owner destroys it.
        if (expected.ok()) model_.log.push_back({event::released, at});
        const auto [answer, id] = table_of(at).take(token_of(at));
        expect(answer, expected);
        if (answer.ok() && id != at) wrong("another object was taken");
    }
    void visit() {
        const int which = pick(height_);
        if (!is_there(which)) return;
        say("visit floor", which);
        std::vector<int> expected;
        for (int at = 0; at < static_cast<int>(model_.objects.size()); ++at) {
            if (object(at).floor != which || !model_.enter(at).ok()) continue;
            static_cast<void>(model_.leave(at));
            expected.push_back(at);
        }
        std::map<int, token> seen = table(which).visited();
        bool same = seen.size() == expected.size();
        for (const int at : expected)
            same = same && seen.count(at) != 0 && seen[at] == token_of(at);
        if (!same) wrong("visited others");
    }
    void end(int which) {
        if (!is_there(which)) return;
        say("end of table", which);
        const auto expected = model_.end(which);
        leaks_told = 0;
        table(which).end();
        table_there_[static_cast<std::size_t>(which)] = false;
        if (leaks_told != (expected.open != 0 || expected.left ? 1 : 0)) wrong("the leak report");
        if (leaks_told == 0) return;
        if (last_leak.find(std::to_string(expected.open) + " open") != 0 ||
            (last_leak.find(", some ") != std::string::npos) != expected.left)
            wrong("the leak report says: " + last_leak);
    }

    /// All that is left goes, and then the tables do.
    void finish() {
        while (!pins_.empty() && wrong_.empty()) {
            leave(pick(2) == 0);
            compare();
        }
        // Whatever refuses does so some times only.
        for (int patience = 0; patience < 1000 && wrong_.empty(); ++patience) {
            bool open = false;
            for (int at = static_cast<int>(model_.objects.size()); at-- > 0 && wrong_.empty();) {
                const int which = object(at).floor;
                if (object(at).gone || !is_there(which)) continue;
                open = true;
                say("close at last", at);
                const status expected = model_.close(at);
                expect(table(which).close(token_of(at)), expected);
                compare();
            }
            if (!open) break;
        }
        for (int which = height_; which-- > 0 && wrong_.empty();) {
            end(which);
            compare();
        }
        for (const auto& it : model_.objects)
            if (!tables_end_early_ && !it.gone) wrong("an object is left");
    }

    /// Of those that were ever made; mostly one of the youngest that are still there.
    int pick_object(int of_the_living) {
        const int count = static_cast<int>(model_.objects.size());
        for (int tries = pick(of_the_living + 1) * 4; count != 0 && tries-- > 0;) {
            const int at = pick(count);
            if (!object(at).gone && token_of(at) != 0) return at;
        }
        const int at = count != 0 ? pick(count) : -1;
        return at >= 0 && token_of(at) != 0 ? at : -1;
    }
    /// A new object of the model has that token, or is none.
    void keep(const result<token>& made, int id, status expected) {
        expect(made ? status() : made.status(), expected);
        if (id < 0) return;
        tokens_.push_back(made ? *made : 0);  // 0: closed before anybody heard of it
        if (made && ffiguard::detail::token_parts::split(*made).index != object(id).slot)
            wrong("another slot was used");
    }

    void compare() {
        if (happened != model_.log)
            wrong("happened:" + tree_model::text_of(happened) +
                  "\nexpected:" + tree_model::text_of(model_.log));
        happened.clear();
        model_.log.clear();
        if (refusals_told != model_.unheard)
            wrong("refusals told: " + std::to_string(refusals_told) +
                  ", expected: " + std::to_string(model_.unheard));
        for (int which = 0; which < height_; ++which) {
            if (!is_there(which)) continue;
            const auto live = static_cast<int>(table(which).live());
            if (live != model_.live(which))
                wrong("live on floor " + std::to_string(which) + ": " + std::to_string(live) +
                      ", expected " + std::to_string(model_.live(which)));
        }
    }
    void expect(status got, status expected) {
        if (got != expected) wrong(random_steps::difference(got, expected));
    }
    void say(const char* what, int which) {
        history_ += std::string(what) + " " + std::to_string(which) + "\n";
    }
    void wrong(const std::string& what) { wrong_ += what + "\n"; }

    real_tree tree_;
    int height_;
    tree_model::model model_;
    std::vector<token> tokens_;
    std::vector<held_pin> pins_;
    int next_pin_ = 0;
    std::vector<bool> table_there_;
    random_steps::choices of_step_{0};
    bool tables_end_early_;
    std::string history_;
    std::string wrong_;
};

// ---- many threads: what holds whatever the order

class thread_run {
public:
    /// Tokens that all threads know, by floor.
    struct shared_tokens {
        enum : int { most = 16 };
        std::atomic<token> tokens[8][most];
    };
    thread_run(real_tree& tree, shared_tokens& all, unsigned seed)
        : height_(static_cast<int>(tree.tables.size())), known_(all), random_(seed) {
        for (const auto& table : tree.tables)
            tables_.push_back(table->view(tables_.empty() ? nullptr : tables_.back().get()));
    }
    /// Once all of them are there.
    void go(std::atomic<int>& missing) {
        --missing;
        while (missing > 0) std::this_thread::yield();
        for (int i = 0; i < 300; ++i) {
            if (i % 16 == 0) std::this_thread::yield();
            step();
        }
        while (!pins_.empty()) unpin();
    }
    const std::vector<std::pair<int, token>>& made() const { return made_; }

private:
    struct held_pin {
        int number;
        int floor;
    };

    void step() {
        const int floor = pick(height_);
        const token known = known_.tokens[floor][pick(shared_tokens::most)];
        floor_table& table = *tables_[static_cast<std::size_t>(floor)];
        switch (pick(12)) {
            case 0:
                if (made_.size() < 4) keep(0, tables_[0]->make_root(threads_saw.next++));
                break;
            case 1:
            case 2:
            case 3:
                if (floor + 1 < height_)
                    keep(floor + 1, above(floor).make_child(known, threads_saw.next++));
                break;
            case 4: {
                if (pins_.empty()) break;
                const held_pin in = pins_[at_random()];
                if (in.floor + 1 < height_)
                    keep(in.floor + 1,
                         above(in.floor).make_child_inside(in.number, threads_saw.next++));
                break;
            }
            case 5:
            case 6: {
                if (!table.pin(known, next_pin_).first.ok()) break;
                table.use(next_pin_);
                pins_.push_back({next_pin_++, floor});
                break;
            }
            case 7:
            case 8:
                if (!pins_.empty()) unpin();
                break;
            case 9:
                if (floor != 0 || pick(4) == 0) static_cast<void>(table.close(known));
                break;
            case 10:
                if (pick(2) == 0)
                    static_cast<void>(table.try_close(known));
                else
                    table.use_beside(known);
                break;
            default:
                if (pick(3) == 0) static_cast<void>(table.take(known));
        }
    }
    void unpin() {
        const std::size_t which = at_random();
        const held_pin out = pins_[which];
        pins_.erase(pins_.begin() + static_cast<std::ptrdiff_t>(which));
        floor_table& table = *tables_[static_cast<std::size_t>(out.floor)];
        table.use(out.number);
        if (pick(2) == 0)
            static_cast<void>(table.unpin(out.number));
        else
            table.end_pin(out.number);
    }
    void keep(int floor, const result<token>& got) {
        if (!got) return;
        made_.push_back({floor, *got});
        known_.tokens[floor][pick(shared_tokens::most)] = *got;
    }
    floor_table& above(int floor) { return *tables_[static_cast<std::size_t>(floor) + 1]; }
    std::size_t at_random() { return random_() % pins_.size(); }
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

    int height_;
    shared_tokens& known_;
    std::mt19937 random_;
    std::vector<std::unique_ptr<floor_table>> tables_;
    std::vector<held_pin> pins_;
    int next_pin_ = 0;
    std::vector<std::pair<int, token>> made_;
};

/// Empty, or what is wrong.
std::string run_threads(real_tree&& tree, unsigned seed) {
    seed_of_run = seed;
    threads_saw.clear();
    by_threads = true;
    {
        auto all = std::make_unique<thread_run::shared_tokens>();
        for (auto& floor : all->tokens)
            for (auto& one : floor) one = 0;
        std::vector<std::unique_ptr<thread_run>> runs;
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < 3; ++i)
            runs.push_back(std::make_unique<thread_run>(tree, *all, seed * 3 + i));
        std::atomic<int> missing{static_cast<int>(runs.size())};
        for (auto& one : runs) threads.emplace_back([&] { one->go(missing); });
        for (auto& thread : threads) thread.join();
        // Whoever refuses does so some times only.
        for (int patience = 0; patience < 100; ++patience)
            for (const auto& one : runs)
                for (const auto& [floor, t] : one->made())
                    static_cast<void>(tree.tables[static_cast<std::size_t>(floor)]->close(t));
    }
    std::string wrong;
    const auto check = [&](bool holds, const char* what, int which) {
        if (!holds) wrong += std::string(what) + " " + std::to_string(which) + "\n";
    };
    for (std::size_t floor = 0; floor < tree.tables.size(); ++floor)
        check(tree.tables[floor]->live() == 0, "something lives on floor", static_cast<int>(floor));
    if (wrong.empty()) tree.tables.clear();
    check(threads_saw.broken == 0, "out of order:", threads_saw.broken);
    for (int id = 0; id < threads_saw.next; ++id) {
        check(threads_saw.released[id] == threads_saw.made[id], "not released once:", id);
        // Once a close, and each refusal makes another close possible.
        check(threads_saw.woken[id] <= 1 + threads_saw.refused[id], "woken too often:", id);
    }
    by_threads = false;
    return wrong;
}

/// The first seed and the one after the last.
std::pair<unsigned, unsigned> seeds(unsigned usual) {
    const unsigned first = random_steps::number_from("FFIGUARD_MODEL_SEED", 1);
    return {first, first + random_steps::number_from("FFIGUARD_MODEL_SEEDS", usual)};
}

void keep_report(const ffiguard::violation_event& told) noexcept {
    if (told.kind == ffiguard::violation::close_refused) ++refusals_told;
    if (told.kind != ffiguard::violation::leak) return;
    ++leaks_told;
    last_leak = told.what;
}

// Every way of a parent over every other, and every combination of what a class says.
using tree_a = tree_of<14, 6, 31, 2, 20>;
using tree_b = tree_of<22, 3, 23, 17, 0>;
using tree_c = tree_of<30, 27, 9, 1, 4>;
using tree_d = tree_of<10, 11, 5, 15, 24>;
using tree_e = tree_of<7, 18, 19, 12>;
using tree_f = tree_of<13, 26, 25, 8>;
using tree_g = tree_of<29, 21, 16>;
using tree_h = tree_of<31, 28>;
using tree_i = tree_of<37, 2, 39, 3, 4>;
using tree_j = tree_of<1, 63, 46, 27, 36>;
// The same below a root that is shared: 64.
using shared_a = tree_of<65, 6, 31, 2>;
using shared_b = tree_of<74, 3, 23>;
using shared_c = tree_of<71, 18, 25, 4>;
using shared_d = tree_of<77, 11, 5>;
using shared_e = tree_of<78, 7>;
using shared_f = tree_of<103, 2, 39, 3>;
using shared_g = tree_of<109, 46, 27>;

/// The first step says what the closers answer, and whether tables end before what they wait for.
template <class Tree>
std::string run_tree(const random_steps::sequence& steps) {
    if (steps.empty()) return {};
    const auto before = ffiguard::set_violation_handler(&keep_report);
    const unsigned seed = steps.front();
    const bool tables_end_early = seed % 3 == 0 && !floor_of(Tree::code(0)).shared;
    std::string wrong;
    {
        // Slots stay where a table ends before what it waits for.
        const auto slots_may_stay =
            tables_end_early ? std::make_unique<leaks_on_purpose>() : nullptr;
        wrong = run(make_tree<Tree>(std::make_integer_sequence<int, Tree::height>()), seed,
                    tables_end_early)
                    .go(random_steps::sequence(steps.begin() + 1, steps.end()));
    }
    ffiguard::set_violation_handler(before);
    return wrong;
}
/// For the fuzzer: of the kind of tree that the first byte says.
[[maybe_unused]] std::string run_steps(const random_steps::sequence& steps) {
    using run_type = std::string (*)(const random_steps::sequence&);
    static constexpr run_type runs[] = {
        &run_tree<tree_a>,   &run_tree<tree_b>,   &run_tree<tree_c>,   &run_tree<tree_d>,
        &run_tree<tree_e>,   &run_tree<tree_f>,   &run_tree<tree_g>,   &run_tree<tree_h>,
        &run_tree<tree_i>,   &run_tree<tree_j>,   &run_tree<shared_a>, &run_tree<shared_b>,
        &run_tree<shared_c>, &run_tree<shared_d>, &run_tree<shared_e>, &run_tree<shared_f>,
        &run_tree<shared_g>};
    return steps.empty() ? std::string() : runs[steps.front() % 17U](steps);
}

}  // namespace

TEST_CASE_TEMPLATE("trees do what the model says, whatever is done to them", Tree, tree_a, tree_b,
                   tree_c, tree_d, tree_e, tree_f, tree_g, tree_h, tree_i, tree_j, shared_a,
                   shared_b, shared_c, shared_d, shared_e, shared_f, shared_g) {
    const auto run = [](const random_steps::sequence& steps) { return run_tree<Tree>(steps); };
    const std::string wrong = random_steps::check_all("life_cycle", run, 250, 121);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}

TEST_CASE_TEMPLATE("whatever threads do to trees, each object is released once, after its children",
                   Tree, tree_a, tree_b, tree_c, tree_d, tree_e, tree_f, tree_g, tree_h, tree_i,
                   tree_j, shared_a, shared_b, shared_c, shared_d, shared_e, shared_f, shared_g) {
    const auto before = ffiguard::set_violation_handler(&keep_report);
    const auto [first, end] = seeds(40);
    for (unsigned seed = first; seed != end; ++seed) {
        CAPTURE(seed);
        const std::string wrong =
            run_threads(make_tree<Tree>(std::make_integer_sequence<int, Tree::height>()), seed);
        REQUIRE_MESSAGE(wrong.empty(), wrong);
    }
    ffiguard::set_violation_handler(before);
}

namespace {

struct last_one_asked;
struct asks_at_its_end {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    asks_at_its_end(handle_table<last_one_asked>& of, std::size_t* count) noexcept
        : children(&of), live_at_end(count) {}
    asks_at_its_end(const asks_at_its_end&) = delete;
    asks_at_its_end& operator=(const asks_at_its_end&) = delete;
    ~asks_at_its_end();
    handle_table<last_one_asked>* children;
    std::size_t* live_at_end;
};
struct last_one_asked {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<asks_at_its_end>>;
};
asks_at_its_end::~asks_at_its_end() { *live_at_end = children->live(); }

}  // namespace

TEST_CASE("when a parent is released, its last child has left its table") {
    handle_table<last_one_asked> children;
    handle_table<asks_at_its_end> parents;
    std::size_t live = 7;
    const token p = *parents.emplace(children, &live);
    const token c = *children.emplace_child(parents, p);
    CHECK(parents.close(p).ok());
    CHECK(children.close(c).ok());
    CHECK(live == 0);
}
