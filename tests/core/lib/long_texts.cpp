// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

/// Leaves long texts of errors that nobody fetches.
extern "C" int leave_long_texts() {
    char text[1000];
    for (char& each : text) each = 'x';
    text[sizeof text - 1] = '\0';
    int failed = 0;
    for (int i = 0; i < 20; ++i)
        if (!ffiguard::error(ffiguard::status_code::null, text).ok()) ++failed;
    return failed;
}
