// expect: this shows memory and does not own it
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/byte_buffer.hpp>

#include <string_view>

#include <ffiguard/posix/mapped_region.hpp>

#ifdef FAIL
using lent = std::string_view;
#else
using lent = ffiguard::mapped_region;
#endif

auto lend(JNIEnv* env, lent&& page) {
    return ffiguard::jni::new_byte_buffer(env, static_cast<lent&&>(page));
}
