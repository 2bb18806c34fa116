// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_UTF16_VIEW_HPP
#define FFIGUARD_JNI_DATA_UTF16_VIEW_HPP

#include <jni.h>

#include <cstddef>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/array_traits.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

// jchar and char16_t are two types with one representation; the VM, outside this code, writes the
// one into memory of the other.
FFIGUARD_HIDDEN inline void copy_units(JNIEnv* env, jstring text, jint offset, jint length,
                                       char16_t* to) noexcept {
    static_assert(sizeof(char16_t) == sizeof(jchar));
    env->GetStringRegion(text, offset, length, reinterpret_cast<jchar*>(to));
}

}  // namespace detail

/// Copies length UTF-16 units of text, from offset on, unchanged into the caller's memory: a
/// surrogate may have lost its other half.
///
/// Fails with null for a null string, or a null `to` with a length; invalid_argument if offset or
/// length is negative; overflow if the range ends past the text; java_exception if one is pending.
/// On failure, nothing is written.
FFIGUARD_HIDDEN inline status read_utf16(JNIEnv* env, const borrowed<jstring>& text, jint offset,
                                         jint length, char16_t* to) noexcept {
    const status possible = detail::check_range(env, text.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (to == nullptr) return status_code::null;
    detail::copy_units(env, text.get(), offset, length, to);
    return {};
}

/// The UTF-16 text of a Java string, or a range of it, for code that works on UTF-16; otherwise use
/// to_utf8().
///
///     const utf16_view name(env, text);
///     if (!name) return name.status();
///     collate(name.view());
///
/// A copy, in place up to 512 units, beyond that in memory of malloc. (GetStringChars copies, too.)
/// So nothing goes back to the VM: any thread may read it, and it may outlive the string and the
/// native call. Holds its text in place, so not movable and not on the heap.
class [[nodiscard]] utf16_view {
public:
    /// status(): null for a null string, java_exception if one is pending, out_of_memory.
    FFIGUARD_HIDDEN utf16_view(JNIEnv* env, const borrowed<jstring>& text) noexcept {
        status_ = text ? detail::ready(env) : status_code::null;
        if (status_.ok()) fetch(env, text.get(), 0, env->GetStringLength(text.get()));
    }
    /// length units from offset on. Also invalid_argument if one is negative, overflow if the range
    /// ends past the text.
    FFIGUARD_HIDDEN utf16_view(JNIEnv* env, const borrowed<jstring>& text, jint offset,
                               jint length) noexcept
        : status_(detail::check_range(env, text.get(), offset, length)) {
        if (status_.ok()) fetch(env, text.get(), offset, length);
    }
    utf16_view(const utf16_view&) = delete;
    utf16_view& operator=(const utf16_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    /// Without a NUL at the end. Null if there is no text.
    [[nodiscard]] const char16_t* data() const& noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::u16string_view view() const& noexcept { return {data_, size_}; }
    void data() const&& = delete;  // of a view that has gone by then
    void view() const&& = delete;

private:
    FFIGUARD_HIDDEN void fetch(JNIEnv* env, jstring text, jint offset, jint length) noexcept {
        char16_t* const units = buffer_.allocate(static_cast<std::size_t>(length));
        if (units == nullptr) {
            status_ = status_code::out_of_memory;
            return;
        }
        detail::copy_units(env, text, offset, length, units);
        data_ = units;
        size_ = static_cast<std::size_t>(length);
    }

    ffiguard::status status_;
    const char16_t* data_ = nullptr;
    std::size_t size_ = 0;
    detail::small_buffer<char16_t> buffer_;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
