// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_DETAIL_ARRAY_TRAITS_HPP
#define FFIGUARD_JNI_DATA_DETAIL_ARRAY_TRAITS_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/memory/detail/extent.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

template <class T, class Array, auto New, auto Get, auto Set>
struct array_functions {
    using array_type = Array;
    static constexpr bool is_element() noexcept { return true; }
    static Array make(JNIEnv* env, jsize size) noexcept { return (env->*New)(size); }
    static void get(JNIEnv* env, Array array, jsize offset, jsize length, T* to) noexcept {
        (env->*Get)(array, offset, length, to);
    }
    static void set(JNIEnv* env, Array array, jsize offset, jsize length, const T* from) noexcept {
        (env->*Set)(array, offset, length, from);
    }
};

/// The functions of JNI for arrays of one primitive type.
template <class T>
struct array_traits {
    using array_type = jarray;
    static constexpr bool is_element() noexcept { return false; }
};
#define FFIGUARD_JNI_ARRAY(native, Name)                                    \
    template <>                                                             \
    struct array_traits<native>                                             \
        : array_functions<native, native##Array, &JNIEnv::New##Name##Array, \
                          &JNIEnv::Get##Name##ArrayRegion, &JNIEnv::Set##Name##ArrayRegion> {}
FFIGUARD_JNI_ARRAY(jboolean, Boolean);
FFIGUARD_JNI_ARRAY(jbyte, Byte);
FFIGUARD_JNI_ARRAY(jchar, Char);
FFIGUARD_JNI_ARRAY(jshort, Short);
FFIGUARD_JNI_ARRAY(jint, Int);
FFIGUARD_JNI_ARRAY(jlong, Long);
FFIGUARD_JNI_ARRAY(jfloat, Float);
FFIGUARD_JNI_ARRAY(jdouble, Double);
#undef FFIGUARD_JNI_ARRAY

/// What a view of an array can do, however it has come to its elements.
template <class T>
class array_elements {
public:
    using value_type = std::remove_const_t<T>;

    array_elements(const array_elements&) = delete;
    array_elements& operator=(const array_elements&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] T* data() & noexcept { return data_; }
    [[nodiscard]] const T* data() const& noexcept { return data_; }
    void data() const&& = delete;  // of a view that has gone by then
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(length_); }
    [[nodiscard]] T* begin() & noexcept { return data(); }
    [[nodiscard]] T* end() & noexcept { return data() + length_; }
    [[nodiscard]] const T* begin() const& noexcept { return data(); }
    [[nodiscard]] const T* end() const& noexcept { return data() + length_; }
    /// An index past the end ends the program; loops use begin() and end().
    [[nodiscard]] T& operator[](std::size_t index) noexcept { return data_[checked(index)]; }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        return data_[checked(index)];
    }

protected:
    array_elements() noexcept = default;

    value_type* data_ = nullptr;
    jsize length_ = 0;
    ffiguard::status status_;

private:
    [[nodiscard]] std::size_t checked(std::size_t index) const noexcept {
        return ffiguard::detail::checked_index(index, size(), "array view: index past the end");
    }
};

inline jsize length_of(JNIEnv* env, jarray array) noexcept { return env->GetArrayLength(array); }
inline jsize length_of(JNIEnv* env, jstring text) noexcept { return env->GetStringLength(text); }

/// A range as Java code passes it, `int[] a, int off, int len`, none of it believed.
template <class Sequence>
FFIGUARD_HIDDEN status check_range(JNIEnv* env, Sequence of, jint offset, jint length) noexcept {
    if (of == nullptr) return status_code::null;
    if (offset < 0 || length < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return length > detail::length_of(env, of) - offset ? status_code::overflow : status_code::ok;
}

}  // namespace detail

/// The Java array of a primitive type: array_of<jint> is jintArray.
template <class T>
using array_of = typename detail::array_traits<T>::array_type;

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
