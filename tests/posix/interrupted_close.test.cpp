// SPDX-License-Identifier: BSL-1.0
// A close(2) that a signal interrupts needs a slow network file system, so here it is made: in this
// file close is another function, and ffiguard lives in an inline namespace of its own, so that
// nothing is confused with what the other test files compiled.
//
// First all that the headers below include of the system: it is not to be renamed.
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <ffiguard/core/config.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "temporary_file.hpp"

namespace {

int closings = 0;

int interrupted_close(int fd) {
    ++closings;
    ::close(fd);  // the descriptor has gone, as on Linux
    errno = EINTR;
    return -1;
}

}  // namespace

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_interrupted_close
#define close interrupted_close

#include <ffiguard/posix/unique_fd.hpp>

#undef close

TEST_CASE("a close that a signal interrupts has closed, and is not tried again") {
    auto fd = ffiguard::open_file("/dev/null", O_RDONLY);
    REQUIRE(fd);
    const int raw = fd->get();
    CHECK(fd->interrupted_close().ok());
    CHECK(closings == 1);
    CHECK_FALSE(is_open(raw));
}
