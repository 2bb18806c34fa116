// expect: for void return a status
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

ffiguard::status right();

#ifdef FAIL
ffiguard::result<void> wrong() { return ffiguard::status_code::closed; }
#endif
