// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LIBRARY_TEST_LIBRARY_HPP
#define FFIGUARD_TESTS_LIBRARY_TEST_LIBRARY_HPP

#include <dlfcn.h>

#include <string>

/// The shared object that was built from lib/<stem>.c.
inline std::string test_library(const char* stem) {
    return std::string(FFIGUARD_TEST_LIB_DIR "/") + stem + ".so";
}

/// Whether the loader has it, asked without ffiguard.
inline bool is_loaded(const std::string& path) {
    void* const found = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (found != nullptr) ::dlclose(found);
    return found != nullptr;
}

#endif
