// expect: could not convert|no viable conversion
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

ffiguard::result<int> plain();
ffiguard::result<int, ffiguard::error> with_text();

ffiguard::result<int, ffiguard::error> right() { return plain(); }

#ifdef FAIL
// The sentence would be lost in silence: with_text().status() says so.
ffiguard::result<int> wrong() { return with_text(); }
#endif
