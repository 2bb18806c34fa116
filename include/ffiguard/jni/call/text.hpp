// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_TEXT_HPP
#define FFIGUARD_JNI_CALL_TEXT_HPP

#include <jni.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/inner_nul.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/call.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/call/detail/native_argument.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/data/string.hpp>

// Not in jni/call.hpp: what a signature without text does not need.
//
// std::string and std::string_view in the signatures of methods, constructors, fields and native
// methods, where Java has a String:
//
//     struct user {
//         static constexpr const char* java_name() noexcept { return "org/example/User"; }
//         constructor<user(std::string_view)> make;
//         method<std::string(), user> name;
//         field<std::string, user> city;
//     };
//     const auto made = users->make(env, "Zoë");
//     const result<std::string> name = users->name(env, *made);
//
//     std::string greet(JNIEnv*, jclass, std::string_view name);       // a native method
//
// Text goes over as real UTF-8, both ways, and nothing of it is lost: half of a surrogate pair, and
// bytes that are no UTF-8, are malformed, and nothing is called or set then.
//
// To Java: whatever becomes a std::string_view, NULs inside among it, is a new String for the call;
// nullptr, and a const char* that is null, is null. Its local reference is deleted after the call.
//
// From Java: std::string, a copy. Null is the status null: a signature with a jstring tells null as
// a value. malformed for a NUL inside, with its offset: a std::string has a c_str(), which would
// end there. A std::string_view is a type of parameters, and of answers of native methods; the one
// that a native method gets has all the text, NULs among it, and lives until the call returns.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// A text as an argument of a call, or null. Lives until the call has returned, as what it is made
/// of does.
class text_argument {
public:
    constexpr text_argument(std::nullptr_t) noexcept {}
    template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view> &&
                                               !std::is_null_pointer_v<Text>,
                                           int> = 0>
    constexpr text_argument(const Text& text) noexcept {
        if constexpr (std::is_convertible_v<const Text&, const char*>) {
            const char* const begin = text;
            if (begin == nullptr) return;
        }
        text_ = text;
        is_null_ = false;
    }
    [[nodiscard]] constexpr bool is_null() const noexcept { return is_null_; }
    [[nodiscard]] constexpr std::string_view get() const noexcept { return text_; }

private:
    std::string_view text_;
    bool is_null_ = true;
};

template <class Text>
struct text_type : java_type<jstring> {
    using argument = text_argument;
    using owned = Text;

    FFIGUARD_HIDDEN static result<Text> own(JNIEnv* env, jstring value) noexcept {
        static_assert(!std::is_same_v<Text, std::string_view>,
                      "ffiguard: nobody keeps the text of a std::string_view that comes from Java: "
                      "let the signature say std::string");
        const auto owner = jni::adopt_local(env, value);
        if constexpr (!std::is_same_v<Text, std::string_view>) {
            const text_of_call read(env, value);
            if (!read.status().ok()) return read.status();
            const status cut = ffiguard::detail::check_no_nul(read.get().data(), read.get().size());
            if (!cut.ok()) return cut;
#if FFIGUARD_HAS_EXCEPTIONS()
            try {
                return Text(read.get().data(), read.get().size());
            } catch (...) {
                return status_code::out_of_memory;
            }
#else
            return Text(read.get().data(), read.get().size());
#endif
        } else {
            return status_code::unsupported;
        }
    }
};
template <>
struct java_type<std::string_view> : text_type<std::string_view> {};
// std::string, without <string>.
template <template <class, class, class> class String, class Traits, class Allocator>
struct java_type<String<char, Traits, Allocator>> : text_type<String<char, Traits, Allocator>> {};

struct text_conversion : std::true_type {
    /// The argument as a new String.
    FFIGUARD_HIDDEN static status make(JNIEnv* env, const text_argument& value,
                                       local_ref<jstring>& made) noexcept {
        if (value.is_null()) return {};
        auto text = jni::new_string(env, value.get(), conversion::strict);
        if (text) made = *std::move(text);
        return text.status();
    }
    template <class Use>
    FFIGUARD_HIDDEN static status with(JNIEnv* env, const text_argument& value,
                                       Use&& use) noexcept {
        local_ref<jstring> made;
        const status outcome = make(env, value, made);
        if (outcome.ok()) use(made.get());
        return outcome;
    }
};
template <>
struct java_text<std::string_view> : text_conversion {};
template <template <class, class, class> class String, class Traits, class Allocator>
struct java_text<String<char, Traits, Allocator>> : text_conversion {};

/// The arguments of a call, and the owners of the Strings among them.
template <class... Args>
struct argument_values<true, Args...> {
    FFIGUARD_HIDDEN explicit argument_values(
        JNIEnv* env, typename java_type<Args>::argument... arguments) noexcept {
        std::memset(values, 0, sizeof values);
        jvalue* next = values;
        local_ref<jstring>* owner = owners_;
        (put<Args>(env, *next++, arguments, owner), ...);
    }
    [[nodiscard]] status made() const noexcept { return made_; }
    jvalue values[sizeof...(Args) + 1];

private:
    template <class T>
    [[gnu::always_inline]] void put(JNIEnv* env, jvalue& into,
                                    const typename java_type<T>::argument& value,
                                    local_ref<jstring>*& owner) noexcept {
        if constexpr (java_text<T>::value) {
            if (made_.ok()) made_ = java_text<T>::make(env, value, *owner);
            into.l = owner++->get();
        } else {
            java_type<T>::put(into, java_type<T>::unwrap(value));
        }
    }
    local_ref<jstring> owners_[(std::size_t{java_text<Args>::value} + ...)];
    status made_;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
