// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_ARRAY_VIEW_HPP
#define FFIGUARD_JNI_DATA_ARRAY_VIEW_HPP

#include <jni.h>

#include <cstddef>
#include <exception>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/array.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// The elements of a Java array, or of a range of it, during a block.
///
///     array_view<jint> numbers(env, array);           // const jint: to be read only
///     if (!numbers) return numbers.status();
///     for (jint& one : numbers) one *= 2;             // the array has them at the }
///
/// A copy: one region, in place up to 1 KB, beyond that in memory of malloc.
/// (Get<Type>ArrayElements copies and allocates at every size.)
///
/// - array_view<const T> never writes back.
/// - array_view<T> writes back at its end, all elements or none. None if a C++ exception leaves the
///   block, if a Java exception is pending, or after abort(). commit() writes back earlier and
///   returns a status.
/// - Writing back overwrites what Java has written into the range meanwhile.
///
/// Borrows the array, which must live as long: declare its owner first. Bound to the thread and the
/// native call of env. Holds its elements in place, so not movable and not on the heap. T:
/// jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble.
template <class T>
class [[nodiscard]] array_view : public detail::array_elements<T> {
    using base = detail::array_elements<T>;
    using element = std::remove_const_t<T>;
    using traits = detail::array_traits<element>;
    using array_type = typename traits::array_type;
    static_assert(traits::is_element(),
                  "ffiguard: array_view<T> takes a primitive type of Java, const where it is only "
                  "read: jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");

public:
    /// status(): null for a null array, java_exception if one is pending, out_of_memory.
    FFIGUARD_HIDDEN array_view(JNIEnv* env, const borrowed<array_type>& array) noexcept
        : env_(env), array_(array.get()) {
        const auto length = array_length(env, array);
        if (length)
            fetch(*length);
        else
            status_ = length.status();
    }
    /// length elements from offset on. Also invalid_argument if one is negative, overflow if the
    /// range ends past the array.
    FFIGUARD_HIDDEN array_view(JNIEnv* env, const borrowed<array_type>& array, jint offset,
                               jint length) noexcept
        : env_(env), array_(array.get()), offset_(offset) {
        status_ = detail::check_range(env, array.get(), offset, length);
        if (status_.ok()) fetch(length);
    }
    ~array_view() {
        if constexpr (!std::is_const_v<T>) {
            if (status_.ok() && !unwinding()) static_cast<void>(commit());
        }
    }

    /// Writes the elements back now; the view stays in force. Fails, and writes nothing,
    /// with java_exception if one is pending, with closed after abort(), otherwise as
    /// status().
    ffiguard::status commit() noexcept {
        static_assert(!std::is_const_v<T>,
                      "ffiguard: an array_view<const T> is only read; take array_view<T> to write");
        if (!status_.ok()) return status_;
        if (const auto ready = detail::ready(env_); !ready.ok()) return ready;
        if (length_ != 0) traits::set(env_, array_, offset_, length_, data_);
        return {};
    }

    /// Nothing more is written back: status() is closed. You can still use the elements.
    void abort() noexcept {
        static_assert(!std::is_const_v<T>,
                      "ffiguard: an array_view<const T> is only read; there is nothing to abort");
        if (status_.ok()) status_ = status_code::closed;
    }

private:
    void fetch(jsize length) noexcept {
        element* const copy = buffer_.allocate(static_cast<std::size_t>(length));
        if (copy == nullptr) {
            status_ = status_code::out_of_memory;
            return;
        }
        if (length != 0) traits::get(env_, array_, offset_, length, copy);
        data_ = copy;
        length_ = length;
    }

    [[nodiscard]] bool unwinding() const noexcept {
#if FFIGUARD_HAS_EXCEPTIONS()
        // More than at the beginning: a destructor that runs during unwinding may have a view.
        return std::uncaught_exceptions() > exceptions_;
#else
        return false;
#endif
    }

    using base::data_;
    using base::length_;
    using base::status_;
    JNIEnv* env_;
    array_type array_;
    jint offset_ = 0;
#if FFIGUARD_HAS_EXCEPTIONS()
    int exceptions_ = std::is_const_v<T> ? 0 : std::uncaught_exceptions();
#endif
    detail::small_buffer<element> buffer_;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
