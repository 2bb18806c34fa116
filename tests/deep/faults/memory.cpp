// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_struct.hpp>
#include <ffiguard/memory/loan.hpp>

#include "faults.hpp"

using ffiguard::status;
using ffiguard::status_code;

FFIGUARD_SCENARIO(memory, c_array) {
    auto some = ffiguard::c_array<int>::allocate(10);
    FFIGUARD_TELL(some);
    return {};
}

FFIGUARD_SCENARIO(memory, c_ptr) {
    struct point {
        int x, y;
    };
    auto one = ffiguard::allocate<point>();
    FFIGUARD_TELL(one);
    return {};
}

FFIGUARD_SCENARIO(memory, c_string) {
    auto one = ffiguard::c_string::duplicate("a text");
    FFIGUARD_TELL(one);
    auto two = ffiguard::c_string::duplicate(one->view());
    FFIGUARD_TELL(two);
    return {};
}

FFIGUARD_SCENARIO(memory, foreign_buffer) {
    std::vector<unsigned char> bytes(100);
    auto copy = ffiguard::foreign_buffer::copy("abc", 3);
    FFIGUARD_TELL(copy);
    auto lent = ffiguard::foreign_buffer::from(std::move(bytes));
    if (!lent && bytes.size() != 100) faults::wrong("the bytes are lost");
    FFIGUARD_TELL(lent);
    return {};
}

FFIGUARD_SCENARIO(memory, loan) {
    ffiguard::handle_table<ffiguard::loan<>> loans;
    const unsigned char data[] = {1, 2, 3};
    const auto memory = ffiguard::foreign_span<const unsigned char>::from(data, sizeof data);
    FFIGUARD_TELL(memory);
    const auto lent = loans.emplace(*memory);
    FFIGUARD_TELL(lent);
    return loans.close(*lent);
}
