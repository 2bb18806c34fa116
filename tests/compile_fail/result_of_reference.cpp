// expect: holds an object
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

ffiguard::result<int*> right();

#ifdef FAIL
ffiguard::result<int&> wrong() { return ffiguard::status_code::closed; }
#endif
