// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_ARRAY_HPP
#define FFIGUARD_JNI_DATA_ARRAY_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/memory/c_array.hpp>

// Arrays are copied by region, at every size:
//
//     ns on HotSpot           16 bytes   4 KB   64 KB
//     region copy                   12     50     600
//     Elements, JNI_ABORT           33     90     650   copies too, and allocates
//     Critical                      21     21      21   holds up the garbage collector
//
// Between Get and ReleasePrimitiveArrayCritical a thread must not block, take a lock or call JNI,
// but a shim compresses, writes and waits for its gate. If you only compute on a long array, use
// critical_view.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// The length of an array of any type. Fails with null for null, java_exception if one is pending.
FFIGUARD_HIDDEN inline result<jsize> array_length(JNIEnv* env,
                                                  const borrowed<jarray>& array) noexcept {
    if (!array) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return env->GetArrayLength(array.get());
}

/// Copies length elements of array, from offset on, into the caller's memory.
/// T is one of the eight primitive types, jboolean to jdouble, read from `to`.
///
/// Fails with null for a null array, or a null `to` with a length; invalid_argument if offset or
/// length is negative; overflow if the range ends past the array; java_exception if one is pending.
/// On failure, nothing is written.
template <class T>
FFIGUARD_HIDDEN status read_elements(JNIEnv* env, const borrowed<array_of<T>>& array, jint offset,
                                     jint length, T* to) noexcept {
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (to == nullptr) return status_code::null;
    detail::array_traits<T>::get(env, array.get(), offset, length, to);
    return {};
}

/// Copies length elements from the caller's memory into array, from offset on. Fails as
/// read_elements() does; then the array is unchanged.
template <class T>
FFIGUARD_HIDDEN status write_elements(JNIEnv* env, const borrowed<array_of<T>>& array, jint offset,
                                      jint length, const T* from) noexcept {
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (from == nullptr) return status_code::null;
    detail::array_traits<T>::set(env, array.get(), offset, length, from);
    return {};
}

/// A Java array with a copy of size elements.
///
/// Fails with null for null data with a size; overflow for more than 2^31-1 elements;
/// java_exception if one is pending, or the VM threw (its OutOfMemoryError stays pending).
template <class T>
FFIGUARD_HIDDEN result<local_ref<array_of<T>>> new_array(JNIEnv* env, const T* data,
                                                         std::size_t size) noexcept {
    static_assert(detail::array_traits<T>::is_element(),
                  "ffiguard: new_array() copies elements of a primitive type of Java: jboolean, "
                  "jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");
    if (data == nullptr && size != 0) return status_code::null;
    if (size > INT32_MAX) return status_code::overflow;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const auto length = static_cast<jsize>(size);
    auto made = jni::adopt_local(env, detail::array_traits<T>::make(env, length));
    if (!made) return detail::why_null(env);
    if (length != 0) detail::array_traits<T>::set(env, made.get(), 0, length, data);
    return made;
}

/// read_elements() of a byte[], for memory of any type.
FFIGUARD_HIDDEN inline status read_bytes(JNIEnv* env, const borrowed<jbyteArray>& array,
                                         jint offset, jint length, void* to) noexcept {
    return read_elements(env, array, offset, length, static_cast<jbyte*>(to));
}

/// The same into memory of malloc. Also out_of_memory.
FFIGUARD_HIDDEN inline result<c_array<unsigned char>> read_bytes(JNIEnv* env,
                                                                 const borrowed<jbyteArray>& array,
                                                                 jint offset,
                                                                 jint length) noexcept {
    // Before anything is allocated: the length may be a lie.
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok()) return possible;
    auto bytes = c_array<unsigned char>::allocate(static_cast<std::size_t>(length));
    if (bytes && length != 0)
        env->GetByteArrayRegion(array.get(), offset, length,
                                reinterpret_cast<jbyte*>(bytes->data()));
    return bytes;
}

/// write_elements() of a byte[], for memory of any type.
FFIGUARD_HIDDEN inline status write_bytes(JNIEnv* env, const borrowed<jbyteArray>& array,
                                          jint offset, jint length, const void* from) noexcept {
    return write_elements(env, array, offset, length, static_cast<const jbyte*>(from));
}

/// new_array() of a byte[], for memory of any type.
FFIGUARD_HIDDEN inline result<local_ref<jbyteArray>> new_byte_array(JNIEnv* env, const void* data,
                                                                    std::size_t size) noexcept {
    return new_array(env, static_cast<const jbyte*>(data), size);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
