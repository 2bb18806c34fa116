// expect: the table holds no objects of the class of this member
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct stream {
    void flush() {}
};
struct file {
    void sync() {}
};
auto& files = *new ffiguard::handle_table<file>;

auto right() { return ffiguard::jni::native<&file::sync>(files, "sync"); }

#ifdef FAIL
auto wrong() { return ffiguard::jni::native<&stream::flush>(files, "flush"); }
#endif
