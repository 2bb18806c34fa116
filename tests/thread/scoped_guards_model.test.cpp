// SPDX-License-Identifier: BSL-1.0
// Random operations on scoped guards of a thread against a model: the signal mask, the CPUs, the
// rounding of floats, and what is lent. Guards of one kind end in any order.
#include <ffiguard/core/scoped_state.hpp>

#include <cfenv>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/scoped_loan.hpp>

#include "../random_steps.hpp"

using ffiguard::cpu_affinity;
using ffiguard::float_environment;
using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::status;
using ffiguard::status_code;

namespace {

/// The guards of one kind: each that lives gives some parts of a state a value, and a part has that
/// of the newest of them, or the one of before.
class parts_model {
public:
    enum : int { parts = 6, unset = -1 };
    struct guard {
        int slot;
        int values[parts];
    };

    explicit parts_model(std::vector<int> before) : before_(std::move(before)) {}

    void begin(int slot, const std::vector<int>& values) {
        guard fresh{slot, {unset, unset, unset, unset, unset, unset}};
        for (std::size_t part = 0; part < values.size(); ++part) fresh.values[part] = values[part];
        guards_.push_back(fresh);
    }
    bool end(int slot) {
        for (std::size_t at = 0; at < guards_.size(); ++at) {
            if (guards_[at].slot != slot) continue;
            guards_.erase(guards_.begin() + static_cast<std::ptrdiff_t>(at));
            return true;
        }
        return false;
    }
    void move(int from, int to) {
        for (guard& one : guards_)
            if (one.slot == from) one.slot = to;
    }
    bool has(int slot) const {
        for (const guard& one : guards_)
            if (one.slot == slot) return true;
        return false;
    }
    std::vector<int> now() const {
        std::vector<int> values = before_;
        for (const guard& one : guards_)
            for (std::size_t part = 0; part < values.size(); ++part)
                if (one.values[part] != unset) values[part] = one.values[part];
        return values;
    }

private:
    std::vector<int> before_;
    std::vector<guard> guards_;
};

// Each kind: parts, now(), and begin(), which says what it sets.

// No static members and no static variables inside of their functions: g++ makes them unique in the
// process, and a plugin of tests stays loaded.

constexpr int signals[] = {SIGUSR1, SIGUSR2, SIGTERM, SIGHUP, SIGSEGV};
struct mask_kind {
    using guard = signal_mask;
    static constexpr const char* name() { return "mask"; }
    static std::vector<int> now() {
        std::vector<int> all;
        const signal_set blocked = *signal_mask::current();
        for (const int one : signals) all.push_back(blocked.contains(one) ? 1 : 0);
        return all;
    }
    static guard begin(random_steps::choices& of, std::vector<int>& sets) {
        const int how = of.pick(3);
        const int which = of.pick(32);
        signal_set chosen;
        sets.assign(5, parts_model::unset);
        for (unsigned at = 0; at < 5; ++at) {
            const bool in = ((which >> at) & 1) != 0;
            const bool is_never_blocked = at == 4;
            if (in) chosen.insert(signals[at]).ignore();
            if (how == 0 && in && !is_never_blocked) sets[at] = 1;
            if (how == 1 && in) sets[at] = 0;
            if (how == 2) sets[at] = in && !is_never_blocked ? 1 : 0;
        }
        if (how == 0) return *signal_mask::block(chosen);
        if (how == 1) return *signal_mask::unblock(chosen);
        return *signal_mask::replace(chosen);
    }
};

/// The first two CPUs that the process may use; one part, as bits.
static const std::vector<int>& usable() {
    static const std::vector<int> all = [] {
        std::vector<int> found;
        const auto allowed = cpu_affinity::current();
        for (int cpu = 0; allowed && cpu < 4096 && found.size() < 2; ++cpu)
            if (allowed->contains(cpu)) found.push_back(cpu);
        return found;
    }();
    return all;
}
struct cpu_kind {
    using guard = cpu_affinity;
    static constexpr const char* name() { return "cpus"; }
    static std::vector<int> now() {
        int bits = 0;
        const auto is = cpu_affinity::current();
        for (std::size_t at = 0; is && at < usable().size(); ++at)
            bits |= is->contains(usable()[at]) ? 1 << at : 0;
        return {bits};
    }
    static guard begin(random_steps::choices& of, std::vector<int>& sets) {
        sets = {parts_model::unset};
        if (usable().size() < 2) return {};
        const int bits = 1 + of.pick(3);
        ffiguard::cpu_set chosen;
        for (unsigned at = 0; at < 2; ++at)
            if (((bits >> at) & 1) != 0) chosen.insert(usable()[at]).ignore();
        auto begun = cpu_affinity::pin(chosen);
        if (!begun) return {};
        sets = {bits};
        return *std::move(begun);
    }
};

struct float_kind {
    using guard = float_environment;
    static constexpr const char* name() { return "rounding"; }
    static std::vector<int> now() { return {std::fegetround()}; }
    static guard begin(random_steps::choices& of, std::vector<int>& sets) {
        const int directions[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
        const int how = of.pick(6);
        sets = {how == 4 ? FE_TONEAREST : how == 5 ? std::fegetround() : directions[how]};
        if (how == 4) return *float_environment::default_environment();
        if (how == 5) return *float_environment::save();
        return *float_environment::with_rounding(directions[how]);
    }
};

template <class Kind>
std::string run_kind(const random_steps::sequence& steps) {
    enum : int { count = 7 };  // more than a thread has room for without memory
    using guard = typename Kind::guard;
    std::string history, wrong;
    const std::vector<int> before = Kind::now();
    {
        guard guards[count];
        parts_model model(before);
        const auto compare = [&] {
            if (Kind::now() != model.now()) wrong += std::string(Kind::name()) + " differs\n";
            for (int at = 0; at < count; ++at)
                if (static_cast<bool>(guards[at]) != model.has(at)) wrong += "a guard differs\n";
        };
        for (const auto step : steps) {
            if (!wrong.empty()) break;
            random_steps::choices of(step);
            const int what = of.pick(8);
            const int a = of.pick(count);
            const int b = of.pick(count);
            history +=
                std::to_string(what) + " " + std::to_string(a) + " " + std::to_string(b) + "\n";
            if (what < 4) {
                if (guards[a]) continue;
                std::vector<int> sets;
                guards[a] = Kind::begin(of, sets);
                if (guards[a]) model.begin(a, sets);
            } else if (what == 4) {
                const bool ended = model.end(a);
                if (guards[a].restore() != (ended ? status() : status(status_code::closed)))
                    wrong += "restore()\n";
            } else if (what == 5) {
                model.end(a);
                guards[a] = guard();
            } else if (what == 6 && a != b) {
                model.end(b);
                model.move(a, b);
                guards[b] = std::move(guards[a]);
            } else if (what == 7 && of.pick(4) == 0 && guards[a]) {
                status elsewhere;
                std::thread([&] { elsewhere = guards[a].restore(); }).join();
                if (elsewhere != status_code::wrong_thread) wrong += "restored elsewhere\n";
            }
            compare();
        }
        for (int at = count; at-- > 0 && wrong.empty();) {
            model.end(at);
            guards[at] = guard();
            compare();
        }
    }
    if (wrong.empty() && Kind::now() != before) wrong = "the state is not as it was\n";
    return wrong.empty() ? wrong : history + wrong;
}

// ---- loans

int lent_now = 0;
struct lent {
    lent() noexcept { ++lent_now; }
    lent(const lent&) = delete;
    lent& operator=(const lent&) = delete;
    ~lent() { --lent_now; }
};

std::string run_loans(const random_steps::sequence& steps) {
    enum : int { count = 3 };
    using loan = ffiguard::scoped_loan<lent, ffiguard::detail::type_tag<lent>()>;
    std::string history, wrong;
    ffiguard::handle_table<lent> table;
    std::optional<loan> loans[count];
    bool open[count] = {};
    std::vector<std::pair<ffiguard::token, int>> tokens;  // and whose they are, or -1
    for (const auto step : steps) {
        if (!wrong.empty()) break;
        random_steps::choices of(step);
        const int what = of.pick(5);
        const int a = of.pick(count);
        history += std::to_string(what) + " " + std::to_string(a) + "\n";
        const auto forget = [&] {
            for (auto& one : tokens)
                if (one.second == a) one.second = -1;
            open[a] = false;
        };
        if (what == 0) {
            forget();
            loans[a].reset();
            loans[a].emplace(table);
            open[a] = static_cast<bool>(*loans[a]);
            tokens.push_back({loans[a]->get(), a});
        } else if (what == 1) {
            forget();
            loans[a].reset();
        } else if (what == 2 && loans[a]) {
            forget();
            if (!loans[a]->end(std::chrono::nanoseconds(0)).ok()) wrong += "end()\n";
        } else if (!tokens.empty()) {
            const auto& one = tokens[static_cast<std::size_t>(
                of.pick(static_cast<int>(tokens.size() < 250 ? tokens.size() : 250)))];
            const bool is_open = one.second >= 0 && open[one.second];
            if (what == 3) {
                if (static_cast<bool>(table.pin(one.first)) != is_open) wrong += "pin()\n";
            } else {
                if (table.close(one.first).ok() != is_open) wrong += "close()\n";
                if (is_open) open[one.second] = false;
            }
        }
        const int expected = int{open[0]} + int{open[1]} + int{open[2]};
        if (lent_now != expected) wrong += "lent: " + std::to_string(lent_now) + "\n";
    }
    for (auto& one : loans) one.reset();
    if (wrong.empty() && (lent_now != 0 || table.live() != 0)) wrong = "a loan is left\n";
    return wrong.empty() ? wrong : history + wrong;
}

std::string run_steps(const random_steps::sequence& steps) {
    std::string wrong = run_kind<mask_kind>(steps);
    if (wrong.empty()) wrong = run_kind<cpu_kind>(steps);
    if (wrong.empty()) wrong = run_kind<float_kind>(steps);
    if (wrong.empty()) wrong = run_loans(steps);
    return wrong;
}

}  // namespace

TEST_CASE("scoped guards do what the model says, in whatever order they end") {
    if (usable().size() < 2)
        MESSAGE("skipped: the model of CPU affinity: this process has one CPU");
    const std::string wrong = random_steps::check_all("scoped_guards", &run_steps, 100, 60);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
