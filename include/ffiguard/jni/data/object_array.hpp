// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_OBJECT_ARRAY_HPP
#define FFIGUARD_JNI_DATA_OBJECT_ARRAY_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/java_class.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// The known element type of an array; void for a jobjectArray.
template <class Array>
using known_element_t = typename element_of<referent_t<Array>>::type;
/// What get_element<Asked>() returns.
template <class Asked, class Array>
using element_t = std::conditional_t<
    !std::is_void_v<Asked>, Asked,
    std::conditional_t<std::is_void_v<known_element_t<Array>>, jobject, known_element_t<Array>>>;
template <class Array>
constexpr bool is_object_array() noexcept {
    return is_java_array<referent_t<Array>> ||
           std::is_convertible_v<referent_t<Array>, jobjectArray>;
}

}  // namespace detail

/// An element of an array of objects, owned: a loop over a long array leaves no local references
/// behind. Empty if the element is null.
///
/// For a java_array<T> a local_ref<T>. For a jobjectArray a local_ref<jobject>, or with
/// get_element<T>() the T that you name: jstring for a String[], jintArray for an int[][]. That is
/// not checked.
///
/// Fails with null for a null array; invalid_argument for a negative index; overflow for one past
/// the end; java_exception if one is pending.
template <class T = void, class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
result<local_ref<detail::element_t<T, Array>>> get_element(JNIEnv* env, const Array& array,
                                                           jint index) noexcept {
    using element = detail::element_t<T, Array>;
    using known = detail::known_element_t<Array>;
    if constexpr (!std::is_void_v<known>)
        static_assert(detail::is_a<known, element>(),
                      "ffiguard: the array holds objects of another class; cast() asks an object");
    const auto of = detail::raw<jobjectArray>(array);
    const status possible = detail::check_range(env, of, index, 1);
    if (!possible.ok()) return possible;
    return detail::adopting::local<element>(env, env->GetObjectArrayElement(of, index));
}

/// Stores value, or null, in an array of objects. The caller keeps both.
///
/// Fails as get_element(). For a java_array<T>, an object of another class than T does not compile.
/// If the VM finds that it does not fit, it fails with java_exception: ArrayStoreException stays
/// pending and the array is unchanged.
template <class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
FFIGUARD_HIDDEN status
set_element(JNIEnv* env, const Array& array, jint index,
            detail::argument_of<detail::element_t<void, Array>> value) noexcept {
    const auto of = detail::raw<jobjectArray>(array);
    const status possible = detail::check_range(env, of, index, 1);
    if (!possible.ok()) return possible;
    env->SetObjectArrayElement(of, index, value.get());
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
}

/// The elements of an array for a loop, each owned for one turn:
///
///     for (const auto& one : elements(env, points))      // a local_ref<point>, empty for null
///         if (one) ...
///
/// Of a java_array<T>, or elements<T>() of a jobjectArray, as get_element(). The length is read
/// once; if the array is null or an exception is pending, status() is null or java_exception, and
/// there are no elements. It borrows the array: a temporary owner does not compile. On the stack,
/// for one thread. Its iterator asks the VM for an element each time.
template <class T>
class array_elements_of {
public:
    class iterator {
    public:
        [[nodiscard]] local_ref<T> operator*() const noexcept {
            return detail::adopting::local<T>(env_, env_->GetObjectArrayElement(array_, index_));
        }
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        [[nodiscard]] bool operator!=(const iterator& other) const noexcept {
            return index_ != other.index_;
        }

    private:
        friend array_elements_of;
        iterator(JNIEnv* env, jobjectArray array, jint index) noexcept
            : env_(env), array_(array), index_(index) {}

        JNIEnv* env_;
        jobjectArray array_;
        jint index_;
    };

    FFIGUARD_HIDDEN array_elements_of(JNIEnv* env, jobjectArray array) noexcept
        : env_(env), array_(array), status_(detail::check_range(env, array, 0, 0)) {
        if (status_.ok()) length_ = env->GetArrayLength(array);
    }
    array_elements_of(const array_elements_of&) = delete;
    array_elements_of& operator=(const array_elements_of&) = delete;
    static void* operator new(std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] jint size() const noexcept { return length_; }
    [[nodiscard]] iterator begin() const noexcept { return {env_, array_, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {env_, array_, length_}; }

private:
    JNIEnv* env_;
    jobjectArray array_;
    ffiguard::status status_;
    jint length_ = 0;
};
/// See array_elements_of.
template <class T = void, class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
[[nodiscard]] auto elements(JNIEnv* env, const Array& array) noexcept {
    using element = detail::element_t<T, Array>;
    using known = detail::known_element_t<Array>;
    if constexpr (!std::is_void_v<known>)
        static_assert(detail::is_a<known, element>(),
                      "ffiguard: the array holds objects of another class; cast() asks an object");
    return array_elements_of<element>(env, detail::raw<jobjectArray>(array));
}
template <class T = void, class U>
void elements(JNIEnv* env, local_ref<U>&& array) = delete;
template <class T = void, class U>
void elements(JNIEnv* env, global_ref<U>&& array) = delete;
template <class T = void, class U>
void elements(JNIEnv* env, shared_ref<U>&& array) = delete;

/// A Java array of length elements of the class type, all of them null. (The VM
/// would take an initial element, and not check that it fits.) new_object_array<T>() gives a
/// java_array<T>, where type is the class of T.
///
/// Fails with null for a null type; invalid_argument for a negative length; java_exception if one
/// is pending, or the VM threw (its OutOfMemoryError stays pending).
template <class T = void>
FFIGUARD_HIDDEN
    result<local_ref<std::conditional_t<std::is_void_v<T>, jobjectArray, java_array<T>>>>
    new_object_array(JNIEnv* env, const borrowed<jclass>& type, jint length) noexcept {
    if (!type) return status_code::null;
    if (length < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    using array = std::conditional_t<std::is_void_v<T>, jobjectArray, java_array<T>>;
    auto made =
        detail::adopting::local<array>(env, env->NewObjectArray(length, type.get(), nullptr));
    if (!made) return detail::why_null(env);
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
