// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_DETAIL_REFERENCE_TYPE_HPP
#define FFIGUARD_JNI_REF_DETAIL_REFERENCE_TYPE_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

template <class T>
constexpr bool is_jni_reference() noexcept {
    return std::is_pointer_v<T> && std::is_convertible_v<T, jobject>;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
