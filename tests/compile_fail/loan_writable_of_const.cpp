// expect: this memory is const
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

#ifdef FAIL
using element = const char;
#else
using element = char;
#endif
ffiguard::writable_loan<> lend(ffiguard::foreign_span<element> memory) { return memory; }
