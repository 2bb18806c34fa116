// SPDX-License-Identifier: BSL-1.0
// Random operations on registered callbacks, and calls of a C library with any of the pointers that
// it ever got, against a model: each answer, and which handles of Go are deleted, in order.
#include <ffiguard/go/callback_registration.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../random_steps.hpp"

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::go::callback;
using ffiguard::go::callback_registration;

namespace {

using on_sum = callback<std::int32_t(std::int32_t, std::int32_t)>;
using registration = callback_registration<std::int32_t(std::int32_t, std::int32_t), -1>;

// What the Go side would be.
std::vector<std::uint64_t> deleted;
registration* unregister_inside = nullptr;
bool was_unregistered = false;
void let_go(std::uint64_t user) { deleted.push_back(user); }
std::int32_t sum_of(std::uint64_t user, std::int32_t a, std::int32_t b) {
    if (unregister_inside != nullptr)
        was_unregistered = std::exchange(unregister_inside, nullptr)->unregister().ok();
    return static_cast<std::int32_t>(user) + 10 * a + b;
}

std::string run_steps(const random_steps::sequence& steps) {
    enum : int { count = 4 };
    struct known {
        void* user;
        std::uint64_t number;
        bool open;
    };
    deleted.clear();
    std::vector<std::uint64_t> expected;
    std::vector<known> all;
    std::string history, wrong;
    {
        registration slots[count];
        int of_slot[count] = {-1, -1, -1, -1};
        const auto function = registration::function();
        const auto destroy = registration::destroy_function();
        const auto close = [&](int which) {
            if (which < 0 || !all[static_cast<std::size_t>(which)].open) return false;
            all[static_cast<std::size_t>(which)].open = false;
            expected.push_back(all[static_cast<std::size_t>(which)].number);
            return true;
        };
        const auto end = [&](int slot) { return close(std::exchange(of_slot[slot], -1)); };
        for (const auto step : steps) {
            if (!wrong.empty()) break;
            random_steps::choices of(step);
            const int what = of.pick(10);
            const int a = of.pick(count);
            const int b = of.pick(count);
            const int which =
                all.empty() ? -1 : of.pick(static_cast<int>(all.size() < 250 ? all.size() : 250));
            history += std::to_string(what) + " " + std::to_string(a) + " " + std::to_string(b) +
                       " " + std::to_string(which) + "\n";
            switch (what) {
                case 0:
                case 1: {
                    end(a);
                    const std::uint64_t number = all.size() + 1;
                    slots[a] = *registration::create(*on_sum::adopt(&sum_of, number, &let_go));
                    of_slot[a] = static_cast<int>(all.size());
                    all.push_back({slots[a].user(), number, true});
                    break;
                }
                case 2: {
                    const bool registered = of_slot[a] >= 0;
                    const bool open = end(a);
                    const status got = slots[a].unregister();
                    // A library may have destroyed it: then the token is closed.
                    if (got.ok() != open || (!registered && got != status_code::closed))
                        wrong += "unregister()\n";
                    break;
                }
                case 3:
                    if (a == b) break;
                    end(a);
                    of_slot[a] = std::exchange(of_slot[b], -1);
                    slots[a] = std::move(slots[b]);
                    break;
                case 4:  // from now on the library ends it
                    slots[a].hand_over();
                    of_slot[a] = -1;
                    break;
                case 5:
                    if (which < 0) break;
                    close(which);
                    destroy(all[static_cast<std::size_t>(which)].user);
                    break;
                case 6:
                case 7: {
                    if (which < 0) break;
                    const known& one = all[static_cast<std::size_t>(which)];
                    const std::int32_t is = function(a, b, one.user);
                    const auto should =
                        one.open ? static_cast<std::int32_t>(one.number) + 10 * a + b : -1;
                    if (is != should) wrong += "a call returns " + std::to_string(is) + "\n";
                    break;
                }
                case 8: {  // the callback unregisters itself; the call goes on to its end
                    if (of_slot[a] < 0 || !all[static_cast<std::size_t>(of_slot[a])].open) break;
                    const known one = all[static_cast<std::size_t>(of_slot[a])];
                    unregister_inside = &slots[a];
                    const std::size_t before = deleted.size();
                    const std::int32_t is = function(a, b, one.user);
                    end(a);
                    if (is != static_cast<std::int32_t>(one.number) + 10 * a + b ||
                        !was_unregistered || deleted.size() != before + 1)
                        wrong += "it unregisters itself\n";
                    break;
                }
                default:  // a pointer that the library never got
                    if (function(a, b, nullptr) != -1) wrong += "null is called\n";
                    destroy(nullptr);
            }
            for (int at = 0; at < count; ++at)
                if (static_cast<bool>(slots[at]) != (of_slot[at] >= 0)) wrong += "a slot differs\n";
            if (deleted != expected) wrong += "other handles are deleted\n";
        }
        // In the order of the destructors.
        for (int at = count; at-- > 0;) end(at);
    }
    for (const known& one : all)
        if (one.open) {
            expected.push_back(one.number);
            registration::destroy_function()(one.user);
        }
    if (deleted != expected && wrong.empty()) wrong = "other handles are deleted at the end\n";
    return wrong.empty() ? wrong : history + wrong;
}

}  // namespace

TEST_CASE("registered callbacks do what the model says, whatever is done to them") {
    const std::string wrong = random_steps::check_all("callback_registration", &run_steps, 200, 60);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
