// expect: a pointer means nothing in another process; share what it points to
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/versioned_cell.hpp>

using fine = ffiguard::versioned_cell<char>;
static_assert(fine::size() == 24);
#ifdef FAIL
using wrong = ffiguard::versioned_cell<const char*>;
static_assert(wrong::size() != 0);
#endif
