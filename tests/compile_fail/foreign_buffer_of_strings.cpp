// expect: of elements that are trivially copyable
// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>
#include <vector>

#include <ffiguard/memory/foreign_buffer.hpp>

#ifdef FAIL
// What crossed would be pointers of C++ objects.
using element = std::string;
#else
using element = int;
#endif

bool use(std::vector<element> all);
bool use(std::vector<element> all) {
    return ffiguard::foreign_buffer::from(std::move(all)).has_value();
}
