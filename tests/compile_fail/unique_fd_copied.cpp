// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/unique_fd.hpp>

ffiguard::unique_fd fd;

#ifdef FAIL
ffiguard::unique_fd other(fd);
#endif
