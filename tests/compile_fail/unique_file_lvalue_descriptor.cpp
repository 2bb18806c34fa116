// expect: rvalue reference|no matching function|cannot bind
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/unique_file.hpp>

// The stream takes the descriptor over, so the caller says std::move.
#ifdef FAIL
bool opens(ffiguard::unique_fd& fd) { return ffiguard::open_stream(fd, "r").has_value(); }
#endif
