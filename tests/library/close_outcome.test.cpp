// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/close_outcome.hpp>

#include <doctest/doctest.h>

using ffiguard::close_answer;
using ffiguard::close_outcome;
using ffiguard::resident_reason;
using ffiguard::status;
using ffiguard::status_code;

TEST_CASE("an outcome is a success where the library was given back, resident or not") {
    CHECK(close_outcome{close_answer::unloaded}.status().ok());
    CHECK(close_outcome{close_answer::still_resident, resident_reason::unknown}.status().ok());
    CHECK(close_outcome{close_answer::in_use}.status() == status_code::in_use);
    CHECK(close_outcome{close_answer::closed}.status() == status_code::closed);
    const close_outcome failed{close_answer::failed, resident_reason::none,
                               ffiguard::error(status::foreign(5), "text")};
    CHECK(failed.status() == status::foreign(5));
}
