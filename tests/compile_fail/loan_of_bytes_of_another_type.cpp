// expect: loan<Parent> is memory that is read
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

#ifdef FAIL
using element = int;
#else
using element = const unsigned char;
#endif
std::size_t size(const ffiguard::basic_loan<void, element>& lent) { return lent.size(); }
