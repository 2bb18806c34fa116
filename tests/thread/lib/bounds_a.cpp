// SPDX-License-Identifier: BSL-1.0
#include "bounds.hpp"

extern "C" __attribute__((visibility("default"))) int bounds_run_a() {
    ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    return bounds::run();
}
