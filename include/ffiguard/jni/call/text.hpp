// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_TEXT_HPP
#define FFIGUARD_JNI_CALL_TEXT_HPP

#include <jni.h>

#include <cstddef>
#include <cstring>
#include <new>
#include <optional>
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

// Not in jni/call.hpp: a signature without text does not need it.
//
// std::string and std::string_view in the signatures of methods, constructors, fields and native
// methods, for a Java String:
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
// Text is real UTF-8, both ways, and nothing is lost: for half of a surrogate pair, or bytes that
// are no UTF-8, the call fails with malformed, and nothing is called or set.
//
// To Java: anything that converts to a std::string_view, also with NULs inside, becomes a new
// String for the call; nullptr, or a null const char*, becomes null. Its local reference is deleted
// after the call.
//
// From Java: std::string, a copy. Null fails with null: if null is a value, use a jstring in the
// signature. A NUL inside fails with malformed and its offset: c_str() of a std::string would end
// there. A std::string_view is for parameters, and for results of native methods; a native method
// gets all the text in it, including NULs, valid until the call returns.
//
// std::optional of one of them is a String that may be null (std::nullopt), in all of these places.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// A text as an argument of a call, or null. It and its source live until the call has returned.
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
    constexpr text_argument(std::nullopt_t) noexcept {}
    template <class Text,
              std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
    constexpr text_argument(const std::optional<Text>& text) noexcept {
        if (text) *this = text_argument(*text);
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
template <class Text>
struct java_type<std::optional<Text>> : java_type<jstring> {
    static_assert(java_text<Text>::value,
                  "ffiguard: a std::optional in a signature is a String that may be null: "
                  "std::optional<std::string>");
    using argument = text_argument;
    using owned = std::optional<Text>;

    FFIGUARD_HIDDEN static result<owned> own(JNIEnv* env, jstring value) noexcept {
        if (value == nullptr) return owned();
        auto text = java_type<Text>::own(env, value);
        if (!text) return text.status();
        return owned(*std::move(text));
    }
};

struct text_conversion : std::true_type {
    /// What a native method answers.
    template <class Text>
    FFIGUARD_HIDDEN static result<local_ref<jstring>> answer(JNIEnv* env, const Text& text) {
        return jni::new_string(env, std::string_view(text.data(), text.size()), conversion::strict);
    }
    template <class Text>
    FFIGUARD_HIDDEN static result<local_ref<jstring>> answer(JNIEnv* env,
                                                             const std::optional<Text>& text) {
        if (!text) return local_ref<jstring>();
        return answer(env, *text);
    }
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
template <class Text>
struct java_text<std::optional<Text>> : java_text<Text> {};

template <class Text>
struct native_conversion<std::optional<Text>> : native_conversion<Text> {};
template <class Text>
struct native_answer<std::optional<Text>> {
    using java = std::optional<std::string_view>;
};
template <class Text>
struct native_parameter<std::optional<Text>> {
    using java = std::optional<std::string_view>;
    template <class Given>
    class of_call {
    public:
        FFIGUARD_HIDDEN of_call(JNIEnv* env, jstring text) noexcept
            : is_null_(text == nullptr), text_(env, text) {}
        [[nodiscard]] ffiguard::status status() const noexcept {
            return is_null_ ? ffiguard::status() : text_.status();
        }
        [[nodiscard]] std::optional<Text> get() const {
            if (is_null_) return {};
            return text_.get();
        }

    private:
        bool is_null_;
        typename native_parameter<Text>::template of_call<Given> text_;
    };
};

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
