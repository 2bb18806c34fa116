// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LIBRARY_TEST_LIBRARY_HPP
#define FFIGUARD_TESTS_LIBRARY_TEST_LIBRARY_HPP

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
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

/// A directory with one file in it.
class scratch_file {
public:
    explicit scratch_file(const char* name) : name_(name) {
        if (::mkdtemp(directory_) == nullptr) std::abort();
    }
    scratch_file(const scratch_file&) = delete;
    scratch_file& operator=(const scratch_file&) = delete;
    ~scratch_file() {
        ::unlink(path().c_str());
        ::rmdir(directory_);
    }
    std::string path() const { return std::string(directory_) + "/" + name_; }

private:
    char directory_[32] = "/tmp/ffiguard_XXXXXX";
    std::string name_;
};

/// Another file with the same code: for what must not touch the library of the other tests.
class library_copy : public scratch_file {
public:
    explicit library_copy(const char* stem) : scratch_file("counter.so") {
        std::ifstream from(test_library(stem), std::ios::binary);
        std::ofstream to(path(), std::ios::binary);
        to << from.rdbuf();
    }
};

class library_link : public scratch_file {
public:
    explicit library_link(const std::string& target) : scratch_file("link.so") {
        if (::symlink(target.c_str(), path().c_str()) != 0) std::abort();
    }
};

#endif
