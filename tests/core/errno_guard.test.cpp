// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/errno_guard.hpp>

#include <cerrno>

#include <doctest/doctest.h>

TEST_CASE("errno is what it was before, whatever happens inside") {
    errno = ENOENT;
    {
        const ffiguard::errno_guard keep;
        errno = EBADF;
    }
    CHECK(errno == ENOENT);
    errno = 0;
    {
        const ffiguard::errno_guard keep;
        errno = EBADF;
    }
    CHECK(errno == 0);
}
