// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library_host.hpp>

#ifdef FAIL
void twice(const ffiguard::library_host& once) { ffiguard::library_host second(once); }
#endif
