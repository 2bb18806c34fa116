// expect: the signature of a native method of an object begins with its token
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct file {
    jint size() { return 0; }
};
auto& files = *new ffiguard::handle_table<file>;

auto right() { return ffiguard::jni::native<&file::size, jlong(ffiguard::token)>(files, "size"); }

#ifdef FAIL
struct java_file {
    static constexpr const char* java_name() noexcept { return "org/example/File"; }
};
auto wrong(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_file>(
        env, ffiguard::jni::native<&file::size, jlong()>(files, "size"));
}
#endif
