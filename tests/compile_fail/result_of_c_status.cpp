// expect: deleted (function|constructor)|use of deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/token.hpp>

ffiguard::result<ffiguard::token> right() { return ffiguard::status_code::closed; }

#ifdef FAIL
// Would be the token 6.
ffiguard::result<ffiguard::token> wrong() { return FFIGUARD_CLOSED; }
#endif
