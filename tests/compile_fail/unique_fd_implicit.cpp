// expect: could not convert|no viable conversion|no known conversion|conversion from
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/unique_fd.hpp>

#ifdef FAIL
ffiguard::unique_fd taken_unnoticed(int raw) { return raw; }
#endif
