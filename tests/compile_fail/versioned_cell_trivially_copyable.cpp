// expect: a versioned cell copies its value as bytes; T must be trivially copyable
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/memory/versioned_cell.hpp>

using fine = ffiguard::versioned_cell<int>;
static_assert(fine::size() == 24);
#ifdef FAIL
using wrong = ffiguard::versioned_cell<std::string>;
static_assert(wrong::size() != 0);
#endif
