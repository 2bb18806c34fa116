// expect: a versioned cell is created in memory that can be written
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/memory/versioned_cell.hpp>

using writable = ffiguard::foreign_span<unsigned char>;
using read_only = ffiguard::foreign_span<const unsigned char>;

auto create(const writable& memory) { return ffiguard::versioned_cell<int>::create(memory, 0); }
#ifdef FAIL
auto create(const read_only& memory) { return ffiguard::versioned_cell<int>::create(memory, 0); }
#endif
