// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LIBRARY_LIBRARY_HOST_CALLBACK_HPP
#define FFIGUARD_TESTS_LIBRARY_LIBRARY_HOST_CALLBACK_HPP

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// While it lives, the copies of lib/host_caller.c call told(what, path) when they come
/// ("load") and go ("unload").
class host_callback {
public:
    explicit host_callback(void (*told)(const char* what, const char* path)) {
        char address[32];
        std::snprintf(address, sizeof address, "%jx", reinterpret_cast<std::uintmax_t>(told));
        ::setenv("FFIGUARD_HOST_CALLER", address, 1);
    }
    host_callback(const host_callback&) = delete;
    host_callback& operator=(const host_callback&) = delete;
    ~host_callback() { ::unsetenv("FFIGUARD_HOST_CALLER"); }
};

#endif
