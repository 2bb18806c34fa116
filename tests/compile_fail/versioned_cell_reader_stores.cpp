// expect: a versioned_cell<const T> is for reading
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/versioned_cell.hpp>

void write(ffiguard::versioned_cell<int> cell) { cell.store(1); }
#ifdef FAIL
void write_through_reader(ffiguard::versioned_cell<const int> cell) { cell.store(1); }
#endif
