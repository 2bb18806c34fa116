// expect: would be cut, or change its
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct file {
    jlong size() { return 0; }
};
struct java_file {
    static constexpr const char* java_name() noexcept { return "org/example/File"; }
};
auto& files = *new ffiguard::handle_table<file>;

auto right(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_file>(
        env, ffiguard::jni::native<&file::size>(files, "size"));
}

#ifdef FAIL
auto wrong(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_file>(
        env, ffiguard::jni::native<&file::size, jint(ffiguard::token)>(files, "size"));
}
#endif
