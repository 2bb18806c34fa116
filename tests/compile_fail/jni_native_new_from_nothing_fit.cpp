// expect: what the table holds has no constructor for these arguments
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct file {
    explicit file(jint) {}
};
struct java_file {
    static constexpr const char* java_name() noexcept { return "org/example/File"; }
};
auto& files = *new ffiguard::handle_table<file>;

auto right(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_file>(
        env, ffiguard::jni::native_new<jint>(files, "open"));
}

#ifdef FAIL
auto wrong(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_file>(
        env, ffiguard::jni::native_new(files, "open"));
}
#endif
