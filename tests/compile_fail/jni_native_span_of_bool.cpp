// expect: a byte.. has other values than a bool has
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/member_native.hpp>

struct bits {
    void set(ffiguard::foreign_span<const std::uint8_t>) {}
    void set_bools(ffiguard::foreign_span<const bool>) {}
};
auto& all_bits = *new ffiguard::handle_table<bits>;
struct java_bits {
    static constexpr const char* java_name() noexcept { return "org/example/Bits"; }
};

auto right(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_bits>(
        env, ffiguard::jni::native<&bits::set>(all_bits, "set"));
}

#ifdef FAIL
auto wrong(JNIEnv* env) {
    return ffiguard::jni::register_natives<java_bits>(
        env, ffiguard::jni::native<&bits::set_bools>(all_bits, "setBools"));
}
#endif
