// expect: the size\(\) of a byte buffer's memory is in bytes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/byte_buffer.hpp>

#include <ffiguard/memory/c_array.hpp>

// Its size() is a number of ints: Java would see a quarter of it.

#ifdef FAIL
auto lend(JNIEnv* env, ffiguard::c_array<int> numbers) {
    return ffiguard::jni::new_byte_buffer(env, static_cast<ffiguard::c_array<int>&&>(numbers));
}
#endif
