// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

extern "C" int run_all();

extern "C" int run_all() {
    return doctest::Context().run();
}
