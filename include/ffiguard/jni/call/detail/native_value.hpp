// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_NATIVE_VALUE_HPP
#define FFIGUARD_JNI_CALL_DETAIL_NATIVE_VALUE_HPP

#include <jni.h>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/call_parts.hpp>
#include <ffiguard/core/detail/inner_nul.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/call/detail/native_entry.hpp>
#include <ffiguard/jni/data/array.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/detail/small_buffer.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// What Java passes, for the length of the call, as the function takes it: converted, and refused
// before anything is called. Each has status() and, if that is ok, get().

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

template <class...>
struct type_list {};

/// The UTF-8 of a Java string: in place up to 512 units, of malloc beyond that.
class text_of_call {
public:
    FFIGUARD_HIDDEN text_of_call(JNIEnv* env, jstring text) noexcept {
        status_ = text == nullptr ? status_code::null : detail::ready(env);
        if (!status_.ok()) return;
        const jsize length = env->GetStringLength(text);
        if (length <= utf16_chunk) {
            jsize at = 0;
            jchar units[utf16_chunk];
            const std::size_t count = detail::next_units(env, text, length, at, units);
            bool malformed = false;
            size_ = detail::utf16_to_utf8(units, count, small_, &malformed);
            if (malformed) status_ = status_code::malformed;
        } else if (auto made = jni::to_utf8_bytes(env, text, conversion::strict); made) {
            large_ = *std::move(made);
            data_ = large_.data();
            size_ = large_.size();
        } else {
            status_ = made.status();
        }
    }
    text_of_call(const text_of_call&) = delete;
    text_of_call& operator=(const text_of_call&) = delete;

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] std::string_view get() const noexcept { return {data_, size_}; }

private:
    ffiguard::status status_;
    const char* data_ = small_;
    std::size_t size_ = 0;
    c_array<char> large_;
    char small_[3 * utf16_chunk];
};

/// The elements of a Java array, or of a range of it.
template <class T, class Element>
class elements_of_call {
public:
    FFIGUARD_HIDDEN elements_of_call(JNIEnv* env, jarray array) noexcept
        : elements_of_call(env, array, 0, array != nullptr ? env->GetArrayLength(array) : 0) {}
    FFIGUARD_HIDDEN elements_of_call(JNIEnv* env, jarray array, jint offset, jint length) noexcept
        : status_(detail::check_range(env, array, offset, length)) {
        if (!status_.ok() || length == 0) return;
        auto* const to = buffer_.allocate(static_cast<std::size_t>(length));
        if (to == nullptr) {
            status_ = status_code::out_of_memory;
            return;
        }
        array_traits<Element>::get(env, static_cast<array_of<Element>>(array), offset, length, to);
        auto checked = foreign_span<const T>::from(to, length);
        status_ = checked.status();
        if (checked) span_ = *checked;
    }
    elements_of_call(const elements_of_call&) = delete;
    elements_of_call& operator=(const elements_of_call&) = delete;

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] foreign_span<const T> get() const noexcept { return span_; }

private:
    ffiguard::status status_;
    foreign_span<const T> span_;
    small_buffer<Element> buffer_;
};

// For each parameter of the function:
//   java                what Java declares for it, where no signature is written down
//   class of_call       made of the environment and what Java passes
template <class From, class To>
constexpr bool keeps_value() noexcept {
    if constexpr (std::is_same_v<From, To>)
        return true;
    else
        return ffiguard::detail::widens_to<From, To>::value;
}

template <class Parameter>
struct native_parameter {
    using java = in_signature_t<Parameter>;
    template <class Given>
    class of_call {
    public:
        of_call(JNIEnv*, typename java_type<Given>::native value) noexcept : value_(value) {}
        static constexpr ffiguard::status status() noexcept { return {}; }
        [[nodiscard]] auto get() const noexcept {
            if constexpr (std::is_arithmetic_v<Parameter>) {
                static_assert(keeps_value<Given, Parameter>(),
                              "ffiguard: a number that Java passes would be cut, or change its "
                              "sign, in the parameter of the function");
                return static_cast<Parameter>(from_java<Given>::cast(value_));
            } else {
                static_assert(agrees<Given, in_signature_t<Parameter>>(),
                              "ffiguard: the signature of the native method is not that of the "
                              "function");
                // A borrowed<T> is made from the reference at the call of the function.
                if constexpr (std::is_pointer_v<Parameter>)
                    return from_java<Parameter>::cast(value_);
                else
                    return value_;
            }
        }

    private:
        typename java_type<Given>::native value_;
    };
};

template <>
struct native_parameter<std::string_view> {
    using java = std::string_view;
    template <class Given>
    using of_call = text_of_call;
};
/// It has a c_str(), which a NUL inside would cut.
template <template <class, class, class> class String, class Traits, class Allocator>
struct native_parameter<String<char, Traits, Allocator>> {
    using java = std::string_view;
    template <class Given>
    class of_call {
    public:
        FFIGUARD_HIDDEN of_call(JNIEnv* env, jstring text) noexcept : text_(env, text) {}
        [[nodiscard]] ffiguard::status status() const noexcept {
            if (const auto read = text_.status(); !read.ok()) return read;
            return ffiguard::detail::check_no_nul(text_.get().data(), text_.get().size());
        }
        [[nodiscard]] String<char, Traits, Allocator> get() const {
            return String<char, Traits, Allocator>(text_.get().data(), text_.get().size());
        }

    private:
        text_of_call text_;
    };
};
template <>
struct native_parameter<c_string> {
    using java = std::string_view;
    template <class Given>
    class of_call {
    public:
        FFIGUARD_HIDDEN of_call(JNIEnv* env, jstring text) noexcept
            : text_(jni::to_utf8(env, text, conversion::strict)) {}
        [[nodiscard]] ffiguard::status status() const noexcept { return text_.status(); }
        [[nodiscard]] c_string get() noexcept { return *std::move(text_); }

    private:
        result<c_string> text_;
    };
};

/// The primitive type whose array holds T; bytes of every kind are a byte[].
template <class T>
using element_for = std::conditional_t<sizeof(T) == 1, jbyte, T>;
template <class T>
struct native_parameter<foreign_span<T>> {
    static_assert(std::is_const_v<T>,
                  "ffiguard: elements that Java passes are copied: take a foreign_span<const T>; "
                  "to write into the array take a borrowed<> of it, and an array_view");
    static_assert(!std::is_same_v<std::remove_const_t<T>, bool>,
                  "ffiguard: a byte[] has other values than a bool has: take a "
                  "foreign_span<const std::uint8_t>");
    using element = element_for<std::remove_const_t<T>>;
    static_assert(array_traits<element>::is_element(),
                  "ffiguard: foreign_span<const T> is made of an array of a primitive type: T is "
                  "of one byte, or one of jchar, jshort, jint, jlong, jfloat, jdouble");
    using java = array_of<element>;
    template <class Given>
    using of_call = elements_of_call<std::remove_const_t<T>, element>;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
