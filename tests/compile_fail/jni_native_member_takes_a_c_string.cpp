// expect: (no Java type stands for this C.. type|a const char. is no parameter)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct file {
    void rename(std::string_view) {}
    void open(const char*) {}
};
auto& files = *new ffiguard::handle_table<file>;

auto right() { return ffiguard::jni::native<&file::rename>(files, "rename"); }

#ifdef FAIL
auto wrong() { return ffiguard::jni::native<&file::open>(files, "open"); }
#endif
