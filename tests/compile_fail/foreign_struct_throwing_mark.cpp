// expect: is_released.. and mark_released.. of a foreign_struct's traits must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_struct.hpp>

struct device {
    int id;
};
struct traits {
    static bool is_released(const device& one) noexcept { return one.id == 0; }
#ifdef FAIL
    static void mark_released(device& one) { one.id = 0; }
#else
    static void mark_released(device& one) noexcept { one.id = 0; }
#endif
    static void release(device*) noexcept {}
};
ffiguard::foreign_struct<device, traits> owner;
