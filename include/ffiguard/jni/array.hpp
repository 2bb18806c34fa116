// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ARRAY_HPP
#define FFIGUARD_JNI_ARRAY_HPP

#include <jni.h>

#include <climits>
#include <cstddef>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/memory/c_array.hpp>

// byte[] goes over by copy of a region, at every size:
//
//     ns on HotSpot           16 bytes   4 KB   64 KB
//     region copy                   12     50     600
//     Elements, JNI_ABORT           33     90     650   copies too, and allocates
//     Critical                      21     21      21   holds up the garbage collector
//
// Between Get and ReleasePrimitiveArrayCritical a thread must not block, take a lock or call JNI.
// A shim compresses, writes and waits for its gate: that is no place for it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// A range as Java code passes it, `byte[] b, int off, int len`, none of it believed.
inline status check_range(JNIEnv* env, jbyteArray array, jint offset, jint length) noexcept {
    if (array == nullptr) return status_code::null;
    if (offset < 0 || length < 0) return status_code::invalid_argument;
    if (env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
    return length > env->GetArrayLength(array) - offset ? status_code::overflow : status_code::ok;
}

}  // namespace detail

/// Copies length bytes of array, from offset on, into the caller's memory.
///
/// null for a null array, and for a null `to` with a length; invalid_argument
/// where offset or length is negative; overflow where the range ends behind the
/// array; java_exception where one is pending. Nothing is written then.
inline status read_bytes(JNIEnv* env, borrowed<jbyteArray> array, jint offset, jint length,
                         void* to) noexcept {
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (to == nullptr) return status_code::null;
    env->GetByteArrayRegion(array.get(), offset, length, static_cast<jbyte*>(to));
    return {};
}

/// The same into memory of malloc. Also out_of_memory.
inline result<c_array<unsigned char>> read_bytes(JNIEnv* env, borrowed<jbyteArray> array,
                                                 jint offset, jint length) noexcept {
    // Before anything is allocated: the length may be a lie.
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok()) return possible;
    auto bytes = c_array<unsigned char>::allocate(static_cast<std::size_t>(length));
    if (bytes && length != 0)
        env->GetByteArrayRegion(array.get(), offset, length,
                                reinterpret_cast<jbyte*>(bytes->data()));
    return bytes;
}

/// A Java byte[] with a copy of size bytes.
///
/// null for null data with a size; overflow for more than 2^31-1 bytes;
/// java_exception where one is pending, or the VM threw (its OutOfMemoryError
/// stays pending).
inline result<local_ref<jbyteArray>> new_byte_array(JNIEnv* env, const void* data,
                                                    std::size_t size) noexcept {
    if (data == nullptr && size != 0) return status_code::null;
    if (size > INT_MAX) return status_code::overflow;
    if (env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
    const auto length = static_cast<jsize>(size);
    auto made = adopt_local(env, env->NewByteArray(length));
    if (!made) return status_code::java_exception;
    if (length != 0)
        env->SetByteArrayRegion(made.get(), 0, length, static_cast<const jbyte*>(data));
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
