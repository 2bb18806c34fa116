// expect: elements that Java passes are copied
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct file {
    void write(ffiguard::foreign_span<const unsigned char>) {}
    void read(ffiguard::foreign_span<unsigned char>) {}
};
auto& files = *new ffiguard::handle_table<file>;

auto right() { return ffiguard::jni::native<&file::write>(files, "write"); }

#ifdef FAIL
auto wrong() { return ffiguard::jni::native<&file::read>(files, "read"); }
#endif
