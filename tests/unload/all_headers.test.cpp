// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

TEST_CASE("a plugin that includes every header is loaded, used and unloaded") {
    CHECK(true);
}
