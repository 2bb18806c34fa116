// expect: release.. of a foreign_struct's traits must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_struct.hpp>

struct device {
    int id;
};
struct traits {
    static constexpr bool movable = false;
#ifdef FAIL
    static void release(device*) {}
#else
    static void release(device*) noexcept {}
#endif
};
ffiguard::foreign_struct<device, traits> owner;
