// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_GO_REGISTRATIONS_HPP
#define FFIGUARD_TESTS_GO_REGISTRATIONS_HPP

#include <cstdint>
#include <memory>

#include <ffiguard/go/callback_registration.hpp>

// Two shared objects have this; the loader binds what is not inlined to the first.
namespace {

int live = 0;
int twice(std::uint64_t, int number) { return number * 2; }
void let_go(std::uint64_t) { --live; }

using registration = ffiguard::go::callback_registration<int(int), -1>;

/// 0, or the number of the claim that does not hold.
int ends_its_own(registration&& made) {
    void* const user = made.user();
    if (registration::function()(21, user) != 42) return 1;
    auto owner = std::make_unique<registration>(std::move(made));
    owner.reset();
    if (live != 0) return 2;
    return registration::function()(21, user) == -1 ? 0 : 3;
}

int run() {
    live = 1;
    auto adopted = ffiguard::go::callback<int(int)>::adopt(&twice, 7, &let_go);
    auto made = registration::create(*std::move(adopted));
    return ends_its_own(*std::move(made));
}

}  // namespace

#endif
