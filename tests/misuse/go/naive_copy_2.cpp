// SPDX-License-Identifier: BSL-1.0
#define LIBRARY_VERSION 2
#define LIBRARY_BEGIN
#define LIBRARY_END
#include "copied.hpp"

std::int64_t naive_sum_of_copy_2() { return sum_of_a_box(); }
