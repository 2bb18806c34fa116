// expect: Java may write to a byte buffer; its memory must not be const
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/byte_buffer.hpp>

struct read_only_page {
    const unsigned char* data() const noexcept;
    unsigned size() const noexcept;
};

#ifdef FAIL
auto lend(JNIEnv* env, read_only_page page) {
    return ffiguard::jni::new_byte_buffer(env, static_cast<read_only_page&&>(page));
}
#endif
