// expect: an error begins with its status
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

ffiguard::error right(const char* path) {
    return ffiguard::error(ffiguard::status_code::not_found, "no such file: ", path);
}

#ifdef FAIL
ffiguard::error wrong(const char* path) { return ffiguard::error("no such file: ", path); }
#endif
