// expect: new_byte_buffer takes its memory over: std::move it
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/byte_buffer.hpp>

#include <ffiguard/memory/foreign_buffer.hpp>

// Java reads the memory long after the caller has gone.

#ifdef FAIL
auto lend(JNIEnv* env, ffiguard::foreign_buffer& mine) {
    return ffiguard::jni::new_byte_buffer(env, mine);
}
#endif
