// SPDX-License-Identifier: BSL-1.0
// Random operations on owners against a model: what each owner has, and what is closed, in order.
#include <ffiguard/core/unique_handle.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/violation.hpp>

#include "../random_steps.hpp"
#include "../sanitizer.hpp"

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_handle;

namespace {

struct closing {
    int handle;
    int tag;  ///< of the traits that closed it
    friend bool operator==(closing a, closing b) { return a.handle == b.handle && a.tag == b.tag; }
};
std::vector<closing> closed_now;
std::vector<int> lost_now;
int conflicts_now;

/// The same for the model and the closer: every third refuses at first, every fifth fails.
status answer_of(int handle, std::size_t closings_before) {
    if (handle % 3 == 0 && closings_before % 2 == 0) return status::foreign(5);
    return handle % 5 == 0 ? status::foreign(7) : status();
}

struct plain_traits {
    using value_type = int;
    static constexpr bool may_refuse = false;
    static constexpr int empty() noexcept { return -1; }
    static constexpr bool is_empty(int handle) noexcept { return handle < 0; }
    static status close(int handle) noexcept {
        closed_now.push_back({handle, 0});
        return answer_of(handle, closed_now.size() - 1);
    }
    static plain_traits make(int) noexcept { return {}; }
    static int tag_of(const plain_traits&) noexcept { return 0; }
};
/// Its traits have a state, and its closer may refuse.
struct refusing_traits {
    using value_type = int;
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    static constexpr bool may_refuse = true;
    static constexpr int empty() noexcept { return -1; }
    static constexpr bool is_empty(int handle) noexcept { return handle < 0; }
    status close(int handle) const noexcept {
        closed_now.push_back({handle, tag});
        return answer_of(handle, closed_now.size() - 1);
    }
    static refusing_traits make(int of) noexcept {
        refusing_traits made;
        made.tag = of;
        return made;
    }
    static int tag_of(const refusing_traits& of) noexcept { return of.tag; }
    int tag = 0;
};

void keep_report(const ffiguard::violation_event& told) noexcept {
    if (told.kind == ffiguard::violation::close_refused)
        lost_now.push_back(static_cast<int>(told.handle));
    if (told.kind == ffiguard::violation::receiver_conflict) ++conflicts_now;
}

template <class Traits>
class owner_run {
public:
    std::string go(const random_steps::sequence& steps) {
        closed_now.clear();
        lost_now.clear();
        conflicts_now = 0;
        const auto before = ffiguard::set_violation_handler(&keep_report);
        for (auto& one : owners_) one = std::make_unique<owner>();
        for (const auto step : steps) {
            if (!wrong_.empty()) break;
            random_steps::choices of(step);
            do_one(of);
            compare();
        }
        for (int at = 0; at < count && wrong_.empty(); ++at) {
            end(at);
            owners_[at].reset();
            compare_logs();
        }
        for (auto& one : owners_) one.reset();
        ffiguard::set_violation_handler(before);
        return wrong_.empty() ? wrong_ : history_ + wrong_;
    }

private:
    using owner = unique_handle<Traits>;
    enum : int { count = 4 };
    struct model {
        int handle = -1;
        int tag = 0;
    };

    void do_one(random_steps::choices& of) {
        const int what = of.pick(14);
        const int a = of.pick(count);
        const int b = of.pick(count);
        model& it = models_[a];
        model& other = models_[b];
        owner& real = *owners_[a];
        say(what, a, b);
        switch (what) {
            case 0:  // a new handle, with the traits that are there
                end_quietly(it, ++handles_);
                real.reset(handles_);
                break;
            case 1:
                end(a);
                real.reset();
                break;
            case 2: {
                const status expected = it.handle < 0 ? status(status_code::closed) : close(it);
                if (it.handle >= 0 && !(Traits::may_refuse && expected == status::foreign(5)))
                    it.handle = -1;
                const status got = real.close();
                if (got != expected) wrong("close() returns " + std::string(got.name()));
                break;
            }
            case 3:  // given away, and taken back by another
                if (real.release() != it.handle) wrong("release() returns another");
                if (it.handle >= 0) loose_.push_back(it.handle);
                it.handle = -1;
                break;
            case 4:
                if (loose_.empty()) break;
                end_quietly(it, loose_.back());
                real.reset(loose_.back());
                loose_.pop_back();
                break;
            case 5:  // again what it has
                real.reset(real.get());
                break;
            case 6:
            case 7:  // also to itself
                if (a != b) {
                    end(a);
                    it = std::exchange(other, {-1, other.tag});
                }
                real = std::move(*owners_[b]);
                break;
            case 8:
                std::swap(it, other);
                swap(real, *owners_[b]);
                break;
            case 9:  // a new owner of what another has
                if (a == b) break;
                end(a);
                it = std::exchange(other, {-1, other.tag});
                owners_[a] = std::make_unique<owner>(std::move(*owners_[b]));
                break;
            case 10:  // a new owner with a handle and traits
                end(a);
                it = {++handles_, Traits::may_refuse ? handles_ % 7 : 0};
                owners_[a] = std::make_unique<owner>(handles_, Traits::make(it.tag));
                break;
            case 11:  // written by a C function
                end(a);
                {
                    auto receiver = ffiguard::out_param(real);
                    if (b != 0) write(receiver, ++handles_);
                }
                if (b != 0) it.handle = handles_;
                break;
            case 12: {  // written twice
                end(a);
                auto receiver = ffiguard::out_param(real);
                it.handle = ++handles_;
                write(receiver, it.handle);
                receiver.adopt();
                write(receiver, ++handles_);
                ++conflicts_;
                model second = {handles_, it.tag};
                end_quietly(second, -1);
                break;
            }
            default:
                if ((real == *owners_[b]) != (it.handle == other.handle)) wrong("==");
                if ((real < *owners_[b]) != (it.handle < other.handle)) wrong("<");
        }
    }
    static void write(int* to, int handle) { *to = handle; }

    status close(model it) {
        closed_.push_back({it.handle, it.tag});
        return answer_of(it.handle, closed_.size() - 1);
    }
    /// What an owner does with what it has, if nobody hears of it.
    void end(int at) { end_quietly(models_[at], -1); }
    void end_quietly(model& it, int next) {
        const model ended = std::exchange(it, {next, it.tag});
        if (ended.handle < 0) return;
        if (close(ended) == status::foreign(5) && Traits::may_refuse) lost_.push_back(ended.handle);
    }

    void compare() {
        for (int at = 0; at < count; ++at) {
            const owner& real = *owners_[at];
            const int handle = models_[at].handle;
            if (real.get() != handle || static_cast<bool>(real) != (handle >= 0))
                wrong("owner " + std::to_string(at) + " has " + std::to_string(real.get()) +
                      ", expected " + std::to_string(handle));
            if (handle >= 0 && Traits::tag_of(real.traits()) != models_[at].tag)
                wrong("owner " + std::to_string(at) + " has other traits");
        }
        compare_logs();
    }
    void compare_logs() {
        if (closed_now != closed_)
            wrong("closed: " + text_of(closed_now) + ", expected: " + text_of(closed_));
        if (lost_now != lost_) wrong("the reports of lost handles differ");
        if (conflicts_now != conflicts_) wrong("the reports of second handles differ");
    }
    static std::string text_of(const std::vector<closing>& all) {
        std::string text;
        for (const closing& one : all)
            text += std::to_string(one.handle) + "/" + std::to_string(one.tag) + " ";
        return text;
    }
    void say(int what, int a, int b) {
        const char* const names[] = {"reset to a new one",
                                     "reset",
                                     "close",
                                     "release",
                                     "take back",
                                     "reset to itself",
                                     "move assign",
                                     "move assign",
                                     "swap",
                                     "move construct",
                                     "construct",
                                     "out_param",
                                     "out_param, written twice",
                                     "compare"};
        history_ +=
            std::string(names[what]) + " " + std::to_string(a) + " " + std::to_string(b) + "\n";
    }
    void wrong(const std::string& what) { wrong_ += what + "\n"; }

    std::unique_ptr<owner> owners_[count];
    model models_[count];
    std::vector<closing> closed_;
    std::vector<int> lost_;
    int conflicts_ = 0;
    std::vector<int> loose_;
    int handles_ = 0;
    std::string history_;
    std::string wrong_;
};

std::string run_steps(const random_steps::sequence& steps) {
    const std::string plain = owner_run<plain_traits>().go(steps);
    return plain.empty() ? owner_run<refusing_traits>().go(steps) : plain;
}

}  // namespace

TEST_CASE("owners do what the model says, whatever is done to them") {
    const leaks_on_purpose refused_handles;
    const std::string wrong = random_steps::check_all("unique_handle", &run_steps, 300, 60);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
