// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/string.hpp>

#include <malloc.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::ascii_literal;
using ffiguard::jni::conversion;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_string;
using ffiguard::jni::to_utf8;
using ffiguard::jni::to_utf8_bytes;

namespace {

local_ref<jstring> java_string(JNIEnv* env, const std::u16string& units) {
    return adopt_local(env, env->NewString(reinterpret_cast<const jchar*>(units.data()),
                                           static_cast<jsize>(units.size())));
}

std::u16string to_java(JNIEnv* env, std::string_view utf8) {
    const auto made = new_string(env, utf8);
    REQUIRE(made);
    return units_of(env, made->get());
}

std::string from_java(JNIEnv* env, const std::u16string& units) {
    const auto text = java_string(env, units);
    const auto bytes = to_utf8_bytes(env, text);
    REQUIRE(bytes);
    const std::string all(bytes->data(), bytes->size());
    const auto made = to_utf8(env, text);
    if (const std::size_t nul = all.find('\0'); nul != std::string::npos) {
        CHECK(made.status() == status::inner_nul(nul));
        return all;
    }
    REQUIRE(made);
    CHECK(std::strlen(made->c_str()) == made->size());
    CHECK(made->view() == all);
    return all;
}

/// What Java itself makes of bytes: new String(bytes, "UTF-8").
std::u16string decoded_by_java(JNIEnv* env, const std::string& bytes) {
    const auto size = static_cast<jsize>(bytes.size());
    const auto array = adopt_local(env, env->NewByteArray(size));
    env->SetByteArrayRegion(array.get(), 0, size, reinterpret_cast<const jbyte*>(bytes.data()));
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    const auto charset = java_string(env, u"UTF-8");
    const jmethodID make = env->GetMethodID(type.get(), "<init>", "([BLjava/lang/String;)V");
    const auto made = adopt_local(
        env, static_cast<jstring>(env->NewObject(type.get(), make, array.get(), charset.get())));
    if (env->ExceptionCheck() == JNI_TRUE) return u"an exception";
    return units_of(env, made.get());
}

struct pair {
    std::string utf8;
    std::u16string utf16;
};

const pair pairs[] = {
    {"", u""},
    {"plain", u"plain"},
    {std::string("a\0b", 3), std::u16string(u"a\0b", 3)},
    {"\xC3\xA9 \xE2\x82\xAC", u"\u00E9 \u20AC"},
    {"\xF0\x9F\x98\x80", u"\U0001F600"},
    {"\xF4\x8F\xBF\xBF", u"\U0010FFFF"},
};

}  // namespace

TEST_CASE("text goes both ways unchanged: NUL, accents, emoji") {
    JNIEnv* const env = test_env();
    for (const pair& one : pairs) {
        CHECK(to_java(env, one.utf8) == one.utf16);
        CHECK(from_java(env, one.utf16) == one.utf8);
    }
}

TEST_CASE("every character of Unicode goes both ways unchanged") {
    using namespace ffiguard::jni::detail;
    int wrong = 0;
    for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::uint16_t units[2] = {static_cast<std::uint16_t>(c), 0};
        std::size_t size = 1;
        if (c >= 0x10000) {
            units[0] = static_cast<std::uint16_t>(0xD800 + ((c - 0x10000) >> 10));
            units[1] = static_cast<std::uint16_t>(0xDC00 + (c & 0x3FF));
            size = 2;
        }
        char utf8[6];
        std::uint16_t back[6];
        const std::size_t bytes = utf16_to_utf8(units, size, utf8);
        const std::size_t expected = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        wrong += bytes != expected || utf8_to_utf16(utf8, bytes, back) != size ||
                 std::memcmp(units, back, size * sizeof *units) != 0;
    }
    CHECK(wrong == 0);
}

TEST_CASE("bytes that are no UTF-8 become what Java makes of them") {
    JNIEnv* const env = test_env();
    // Bytes at the limits of the rules, so that most draws are nearly right.
    const unsigned char bytes[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                   0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                   0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
    std::uint32_t seed = 1;
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (int i = 0; i < 6; ++i) {
            seed = seed * 1664525U + 1013904223U;
            const unsigned char next = bytes[(seed >> 16) % sizeof bytes];
            // An encoded surrogate: there Java gives fewer U+FFFD than Unicode asks for.
            if (!text.empty() && text.back() == '\xED' && next >= 0xA0 && next <= 0xBF) continue;
            text += static_cast<char>(next);
        }
        CHECK(to_java(env, text) == decoded_by_java(env, text));
    }
}

TEST_CASE("a surrogate in UTF-8 is no character: three bytes, three U+FFFD") {
    JNIEnv* const env = test_env();
    CHECK(to_java(env, "\xED\xA0\x80x") == u"\uFFFD\uFFFD\uFFFDx");
    CHECK(to_java(env, "\xED\xBF\xBF") == u"\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("half of a surrogate pair becomes U+FFFD") {
    JNIEnv* const env = test_env();
    const std::u16string high(1, char16_t{0xD83D});
    const std::u16string low(1, char16_t{0xDE00});
    CHECK(from_java(env, high) == "\xEF\xBF\xBD");
    CHECK(from_java(env, low + high + u"x") == "\xEF\xBF\xBD\xEF\xBF\xBDx");
    CHECK(from_java(env, high + high + low) == "\xEF\xBF\xBD\xF0\x9F\x98\x80");
}

TEST_CASE("strict text is malformed where it would have become U+FFFD, and only there") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    for (const pair& one : pairs) {
        const auto made = new_string(env, one.utf8, conversion::strict);
        REQUIRE(made);
        CHECK(units_of(env, made->get()) == one.utf16);
        const auto back = to_utf8_bytes(env, *made, conversion::strict);
        REQUIRE(back);
        CHECK(std::string_view(back->data(), back->size()) == one.utf8);
    }
    const int locals = balance.locals();
    // U+FFFD itself is a character like another.
    CHECK(new_string(env, "\xEF\xBF\xBD", conversion::strict));
    for (const char* wrong : {"\xFF", "abcdefgh\x80", "\xC0\x80", "\xED\xA0\x80", "\xF0\x9F\x98",
                              "\xE2\x82 123456789", "\xF4\x90\x80\x80"})
        CHECK(new_string(env, wrong, conversion::strict).status() == status_code::malformed);
    for (std::size_t i = 0; i < 16; ++i) {
        std::string wrong(16, 'a');
        wrong[i] = '\x80';
        CHECK(new_string(env, wrong, conversion::strict).status() == status_code::malformed);
    }
    for (const std::size_t before : {0U, 3U, 8U, 511U, 512U, 2000U}) {
        const std::u16string start(before, u'a');
        for (const char16_t half : {char16_t{0xD83D}, char16_t{0xDE00}}) {
            const auto last = java_string(env, start + half);
            CHECK(to_utf8(env, last, conversion::strict).status() == status_code::malformed);
            const auto inside = java_string(env, start + half + u"12345678");
            CHECK(to_utf8(env, inside, conversion::strict).status() == status_code::malformed);
        }
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == locals);
}

TEST_CASE("a Java string with a NUL inside is no C string, in no mode, and the place is told") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    const auto path = java_string(env, std::u16string(u"/etc/passwd\0.png", 16));
    for (const auto mode : {conversion::replace, conversion::strict}) {
        CHECK(to_utf8(env, path, mode).status() == status::inner_nul(11));
        const auto bytes = to_utf8_bytes(env, path, mode);
        REQUIRE(bytes);
        CHECK(std::string_view(bytes->data(), bytes->size()) ==
              std::string_view("/etc/passwd\0.png", 16));
    }
    // The offset is of bytes, and of the first NUL, in whatever chunk it is.
    for (const std::size_t before : {0U, 1U, 511U, 512U, 513U, 5000U}) {
        std::u16string units;
        for (std::size_t i = 0; i < before; ++i) units += u'\u20AC';
        const auto text = java_string(env, units + std::u16string(u"\0x\0", 3));
        CHECK(to_utf8(env, text).status() == status::inner_nul(3 * before));
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == 1);
}

TEST_CASE("a NUL is found anywhere, in text of ASCII and in other text, at each length") {
    JNIEnv* const env = test_env();
    for (const char16_t last : {u'x', u'\u00E9'})
        for (const std::size_t size : {1U, 7U, 8U, 9U, 16U, 17U, 511U, 512U, 513U, 1030U})
            for (std::size_t at = 0; at <= size; at += size < 20 ? 1 : 73) {
                std::u16string units(size, u'x');
                units[size - 1] = last;
                if (at < size) units[at] = u'\0';
                const auto text = java_string(env, units);
                const auto made = to_utf8(env, text);
                const bool has_nul = at < size;
                CHECK(made.status() == (has_nul ? status::inner_nul(at) : status()));
                if (made) CHECK(made->size() == size + (last == u'x' ? 0 : 1));
                const auto bytes = to_utf8_bytes(env, text);
                REQUIRE(bytes);
                CHECK(bytes->size() == size + (units[size - 1] == u'\u00E9' ? 1 : 0));
                if (has_nul) CHECK(bytes->data()[at] == '\0');
            }
}

TEST_CASE("the bytes of no text are no bytes, and of null are null") {
    JNIEnv* const env = test_env();
    const auto empty = java_string(env, u"");
    const auto none = to_utf8_bytes(env, empty);
    REQUIRE(none);
    CHECK(none->size() == 0);
    CHECK(to_utf8_bytes(env, nullptr).status() == status_code::null);
    const auto half = java_string(env, std::u16string(1, char16_t{0xD83D}));
    CHECK(to_utf8_bytes(env, half, conversion::strict).status() == status_code::malformed);
    CHECK_FALSE(to_utf8_bytes(env, half, conversion::strict).status().is_inner_nul());
}

TEST_CASE("the fast way for ASCII begins and ends anywhere") {
    using namespace ffiguard::jni::detail;
    for (std::size_t size = 0; size <= 40; ++size)
        for (std::size_t other = 0; other <= size; ++other) {
            std::u16string utf16;
            std::string utf8;
            for (std::size_t i = 0; i < size; ++i) {
                const char c = static_cast<char>(i % 2 == 0 ? 0x7F - i : i);
                utf16 += i == other ? u'\u0080' : static_cast<char16_t>(c);
                utf8 += i == other ? std::string("\xC2\x80") : std::string(1, c);
            }
            const std::basic_string<std::uint16_t> units(utf16.begin(), utf16.end());
            std::string bytes(3 * size, '\0');
            bytes.resize(utf16_to_utf8(units.data(), size, &bytes[0]));
            CHECK(bytes == utf8);
            std::basic_string<std::uint16_t> back(utf8.size(), 0);
            back.resize(utf8_to_utf16(utf8.data(), utf8.size(), &back[0]));
            CHECK(back == units);
        }
}

TEST_CASE("text with one other byte anywhere is a string with it, at each length") {
    JNIEnv* const env = test_env();
    struct other {
        const char* utf8;
        std::size_t size;
        const char16_t* utf16;
    };
    const other others[] = {{"\0", 1, u"\0"},
                            {"\x7F", 1, u"\x7F"},
                            {"\x01", 1, u"\x01"},
                            {"\xC2\x80", 2, u"\u0080"},
                            {"\xE2\x82\xAC", 3, u"\u20AC"}};
    for (const std::size_t size : {1U, 7U, 8U, 9U, 17U, 1021U, 1022U, 1023U, 1024U})
        for (const other& one : others)
            for (std::size_t at = 0; at < size; at += size < 20 ? 1 : 255) {
                std::string utf8(size, 'x');
                std::u16string utf16(size, u'x');
                utf8.replace(at, 1, one.utf8, one.size);
                utf16[at] = one.utf16[0];
                const auto made = new_string(env, utf8);
                REQUIRE(made);
                CHECK(units_of(env, made->get()) == utf16);
            }
}

TEST_CASE("the memory of a text is no larger than it") {
    JNIEnv* const env = test_env();
    for (const char16_t* character : {u"a", u"\u00E9", u"\u20AC"})
        for (const std::size_t size : {0U, 1U, 511U, 512U, 513U, 1024U, 5000U}) {
            std::u16string units;
            for (std::size_t i = 0; i < size; ++i) units += character;
            const auto text = java_string(env, units);
            const auto utf8 = to_utf8(env, text);
            REQUIRE(utf8);
            CHECK(utf8->c_str()[utf8->size()] == '\0');
            // malloc gives what it is asked for, rounded up.
            CHECK(malloc_usable_size(const_cast<char*>(utf8->c_str())) <= utf8->size() + 32);
        }
}

TEST_CASE("a literal of ASCII becomes the same string") {
    JNIEnv* const env = test_env();
    constexpr ascii_literal text("disk full");
    const auto made = new_string(env, text);
    REQUIRE(made);
    CHECK(units_of(env, made->get()) == u"disk full");
    constexpr ascii_literal nothing("");
    const auto empty = new_string(env, nothing);
    REQUIRE(empty);
    CHECK(env->GetStringLength(empty->get()) == 0);
}

TEST_CASE("nothing behind the text is looked at") {
    const std::uint16_t units[] = {0xD83D, 0xDE00};
    char utf8[6];
    CHECK(ffiguard::jni::detail::utf16_to_utf8(units, 1, utf8) == 3);
    std::uint16_t back[4];
    CHECK(ffiguard::jni::detail::utf8_to_utf16("\xF0\x9F\x98\x80", 3, back) == 1);
    CHECK(back[0] == 0xFFFD);
}

TEST_CASE("long text stays whole, wherever a character falls") {
    JNIEnv* const env = test_env();
    for (const std::size_t before : {0U, 1U, 510U, 511U, 512U, 513U, 1023U, 5000U}) {
        std::string utf8(before, 'a');
        std::u16string utf16(before, u'a');
        for (int i = 0; i < 600; ++i) {
            utf8 += "\xF0\x9F\x98\x80";
            utf16 += u"\U0001F600";
        }
        CHECK(from_java(env, utf16) == utf8);
        CHECK(to_java(env, utf8) == utf16);
    }
}

TEST_CASE("null and a pending exception are refused") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, u"x");
    CHECK(to_utf8(env, nullptr).status() == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(to_utf8(env, text).status() == status_code::java_exception);
    CHECK(new_string(env, "x").status() == status_code::java_exception);
    CHECK(new_string(env, ascii_literal("x")).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("strings leave no reference behind") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        const auto text = new_string(env, "x");
        REQUIRE(text);
        CHECK(to_utf8(env, *text));
        CHECK(balance.locals() == 1);
    }
    CHECK(balance.locals() == 0);
}
