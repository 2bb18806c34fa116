// SPDX-License-Identifier: BSL-1.0
#define LIBRARY_VERSION 1
#define LIBRARY_BEGIN
#define LIBRARY_END
#include "copied.hpp"

std::int64_t naive_sum_of_copy_1() { return sum_of_a_box(); }
