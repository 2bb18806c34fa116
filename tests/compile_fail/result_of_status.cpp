// expect: is no status or error
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

ffiguard::status right();

#ifdef FAIL
ffiguard::result<ffiguard::status> wrong() { return ffiguard::status_code::closed; }
#endif
