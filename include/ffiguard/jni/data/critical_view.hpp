// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_CRITICAL_VIEW_HPP
#define FFIGUARD_JNI_DATA_CRITICAL_VIEW_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// The elements of a Java array in the VM's memory, not copied, for a short computation over a long
/// array.
///
///     jlong sum = 0;
///     {
///         const critical_view<const jint> numbers(env, array);
///         if (!numbers) return numbers.status();
///         for (const jint one : numbers) sum += one;
///     }
///
/// In the block the thread must not block, take a lock or call JNI. Keep it short: the garbage
/// collector may be waiting for it. ffiguard refuses and reports (violation::bad_access) its own
/// functions that would call JNI there, even if -Xcheck:jni is silent. One at a time: a second one
/// fails with in_use; for the other array, make an array_view before.
///
/// Writes change the array at once and cannot be undone, so there is no abort(), and no commit(),
/// which would release the memory twice.
///
/// Borrows the array, which must live as long. Also released while an exception is pending. The end
/// of the block is the end of the section, so neither movable nor on the heap. T: jboolean, jbyte,
/// jchar, jshort, jint, jlong, jfloat, jdouble; const if you only read.
template <class T>
class [[nodiscard]] critical_view : public detail::array_elements<T> {
    using base = detail::array_elements<T>;
    using element = std::remove_const_t<T>;
    using array_type = typename detail::array_traits<element>::array_type;
    static_assert(detail::array_traits<element>::is_element(),
                  "ffiguard: critical_view<T> takes a primitive type of Java, const where it is "
                  "only read: jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");

public:
    /// status(): null for a null array, java_exception if one is pending or the VM threw, in_use
    /// inside another critical_view, out_of_memory.
    FFIGUARD_HIDDEN critical_view(JNIEnv* env, const borrowed<array_type>& array) noexcept
        : env_(env), array_(array.get()) {
        status_ = enter();
    }
    FFIGUARD_HIDDEN ~critical_view() {
        if (data_ == nullptr) return;
        // Not copied back if a VM has copied after all, as -Xcheck:jni does.
        env_->ReleasePrimitiveArrayCritical(array_, data_, std::is_const_v<T> ? JNI_ABORT : 0);
        --*depth_;
    }

private:
    FFIGUARD_HIDDEN ffiguard::status enter() noexcept {
        if (array_ == nullptr) return status_code::null;
        if (!detail::outside_critical("critical_view inside a critical_view"))
            return status_code::in_use;
        if (env_->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
        // Before the section: inside, this would be a JNI call, too.
        const jsize length = env_->GetArrayLength(array_);
        data_ = static_cast<element*>(env_->GetPrimitiveArrayCritical(array_, nullptr));
        if (data_ == nullptr)
            return env_->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                      : status_code::out_of_memory;
        depth_ = &detail::critical_depth_;
        ++*depth_;
        length_ = length;
        return {};
    }

    using base::data_;
    using base::length_;
    using base::status_;
    JNIEnv* env_;
    array_type array_;
    /// The count of the thread in the shared object where the view began. It may end in another.
    unsigned* depth_ = nullptr;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
