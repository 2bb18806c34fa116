// expect: this memory cannot be written; attach a versioned_cell<const T>
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/memory/versioned_cell.hpp>

using read_only = ffiguard::foreign_span<const unsigned char>;

auto read(const read_only& memory) {
    return ffiguard::versioned_cell<const int>::attach(memory, 0);
}
#ifdef FAIL
auto write(const read_only& memory) { return ffiguard::versioned_cell<int>::attach(memory, 0); }
#endif
