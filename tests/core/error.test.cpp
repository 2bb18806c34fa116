// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

#include <dlfcn.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;

static_assert(sizeof(error) == sizeof(ffiguard_error));
static_assert(std::is_trivially_copyable_v<error>);

TEST_CASE("success has an empty message, a bare status its name") {
    CHECK(error().ok());
    CHECK(std::strcmp(error().message(), "") == 0);
    CHECK(std::strcmp(error(status()).message(), "") == 0);
    CHECK(std::strcmp(error(status_code::wrong_table).message(), "wrong table") == 0);
}

TEST_CASE("a message is put together from text and numbers") {
    const error e(status_code::not_found, "libz.so.", std::uint64_t{7}, ": ", "no such file");
    CHECK(std::string(e.message()) == "libz.so.7: no such file");
    CHECK(e.status() == status_code::not_found);
    CHECK(std::string(error(status_code::null, "x", std::uint64_t{0}).message()) == "x0");
    CHECK(std::string(error(status_code::null, ~std::uint64_t{0}).message()) ==
          "18446744073709551615");
    CHECK(std::string(error(status::foreign(-3), "answered ", -3, ", not ", 0L).message()) ==
          "answered -3, not 0");
    CHECK(std::string(error(status_code::null, INT64_MIN).message()) == "-9223372036854775808");
}

TEST_CASE("a message takes a string, a view and a path as they are") {
    const std::string name = "libz.so";
    const error e(status_code::not_found, name + ".7", ": no ", std::string_view("file ", 4),
                  " in ", std::filesystem::path("/lib"));
    CHECK(std::string(e.message()) == "libz.so.7: no file in /lib");
    CHECK(std::string(error(status_code::null, std::string_view()).message()).empty());
}

TEST_CASE("an error that came back over the boundary is taken as it is, and ended") {
    ffiguard_error raw;
    std::memset(&raw, 'x', sizeof raw);
    raw.status = FFIGUARD_SYSTEM;
    raw.detail = 9;
    const error received(raw);
    CHECK(received.status() == status::system(9));
    CHECK(std::strlen(received.message()) == sizeof raw.message - 1);
}

TEST_CASE("success keeps no message") {
    CHECK(std::string(error(status_code::ok, "all is well").message()).empty());
}

TEST_CASE("the detail of a system or foreign status survives") {
    CHECK(error(status::system(9), "read").status() == status::system(9));
    CHECK(error(status::foreign(-3), "deflate").status() == status::foreign(-3));
}

TEST_CASE("the place of a NUL inside of text is in the message, and survives the boundary") {
    const error why(status::inner_nul(5));
    CHECK(std::string(why.message()) == "malformed: a NUL inside the text, at byte offset 5");
    CHECK(error(why.raw()).status() == status::inner_nul(5));
    CHECK(error(status_code::malformed).status() == status(status_code::malformed));
    CHECK(std::string(error(status_code::malformed).message()) == "malformed");
    ffiguard_error raw{FFIGUARD_MALFORMED, -7, ""};  // whoever filled it
    CHECK(error(raw).status() == status(status_code::malformed));
}

TEST_CASE("a NUL inside of a part hides nothing of the message: it becomes U+FFFD") {
    const std::string path("a\0x", 3);
    const std::string expected = "a\xEF\xBF\xBDx: no such file";
    CHECK(error(status_code::not_found, path, ": no such file").message() == expected);
    CHECK(error(status_code::not_found, std::string_view(path), ": no such file").message() ==
          expected);
    // Where the buffer ends it is whole or not there.
    const std::string full = std::string(230, 'x') + std::string("\0y", 2) + std::string(20, 'z');
    CHECK(error(status_code::not_found, full).message() == std::string(230, 'x'));
}

TEST_CASE("a long message is cut at a whole character and ends in NUL") {
    // 230 bytes, then the two bytes of e-acute: of a cut message 231 stay.
    const std::string text = std::string(230, 'a') + "\xC3\xA9" + std::string(20, 'b');
    const error e(status_code::foreign, text.c_str(), "not appended after a cut");
    CHECK(std::string(e.message()) == std::string(230, 'a'));

    const std::string exact = std::string(245, 'a') + "\xC3\xA9";
    const error whole(status_code::foreign, exact.c_str());
    CHECK(std::string(whole.message()) == exact);
    CHECK(ffiguard::detail::copy_long_text(&whole.raw(), nullptr, 0) == 0);
}

// ---- texts that are longer

namespace {

std::string whole_text(const ffiguard_error& from) {
    std::string text(static_cast<std::size_t>(ffiguard::detail::copy_long_text(&from, nullptr, 0)),
                     '?');
    CHECK(ffiguard::detail::copy_long_text(&from, text.data(), text.size()) == text.size());
    return text;
}
std::string long_name(char of, std::size_t size = 1000) {
    return std::string(size, of) + std::to_string(size);
}

}  // namespace

TEST_CASE("the whole of a message that was cut is fetched from any copy of the error, once") {
    const std::string name = long_name('a');
    const error why(status::foreign(1), "near ", name, std::string_view(": \0", 3), -7);
    const ffiguard_error copy = error(why.raw()).raw();
    const std::string expected = "near " + name + ": \xEF\xBF\xBD-7";
    CHECK(std::string(why.message()) == expected.substr(0, 231));
    char small[100];
    CHECK(ffiguard::detail::copy_long_text(&copy, small, sizeof small) == expected.size());
    CHECK(whole_text(copy) == expected);
    CHECK(ffiguard::detail::copy_long_text(&why.raw(), small, sizeof small) == 0);
}

TEST_CASE("each of many errors has its own text, and the latest 256 are kept") {
    std::vector<error> all;
    for (std::size_t i = 0; i < 300; ++i)
        all.push_back(error(status_code::null, long_name('b', 500 + i)));
    for (std::size_t i = 0; i < 300; ++i) {
        if (i < 44)
            CHECK(ffiguard::detail::copy_long_text(&all[i].raw(), nullptr, 0) == 0);
        else
            CHECK(whole_text(all[i].raw()) == long_name('b', 500 + i));
    }
}

TEST_CASE("of a text of more than 64 KiB those are kept") {
    const error why(status_code::null, std::string(100000, 'c'));
    CHECK(whole_text(why.raw()) == std::string(64 << 10, 'c'));
}

TEST_CASE("what looks like the number of a text and is none gives nothing") {
    const error why(status_code::null, long_name('d'));
    ffiguard_error other = why.raw();
    ++other.message[sizeof other.message - 2];
    CHECK(ffiguard::detail::copy_long_text(&other, nullptr, 0) == 0);
    std::memset(&other, 'x', sizeof other);
    CHECK(ffiguard::detail::copy_long_text(&other, nullptr, 0) == 0);
    CHECK(ffiguard::detail::copy_long_text(nullptr, nullptr, 0) == 0);
    CHECK(whole_text(why.raw()) == long_name('d'));
}

TEST_CASE("a short message that C code writes over a cut one is that message") {
    ffiguard_error raw = error(status_code::null, long_name('e')).raw();
    std::strcpy(raw.message, "short");
    CHECK(ffiguard::detail::copy_long_text(&raw, nullptr, 0) == 0);
    std::strcpy(raw.message, "");
    CHECK(ffiguard::detail::copy_long_text(&raw, nullptr, 0) == 0);
}

TEST_CASE("an old error has no text of another, which has the same number") {
    const error old(status_code::null, long_name('f'));
    ffiguard_long_texts_1_.last += (1U << 24U) - 1;
    const error other(status_code::null, long_name('g'));
    CHECK(std::memcmp(old.message() + 232, other.message() + 232, 16) == 0);
    CHECK(ffiguard::detail::copy_long_text(&old.raw(), nullptr, 0) == 0);
    CHECK(whole_text(other.raw()) == long_name('g'));
}

TEST_CASE("a long message that is not UTF-8 is cut, and does not vanish") {
    const std::string bytes(300, '\x80');
    const error why(status_code::foreign, bytes);
    CHECK(why.message() == std::string(231, '\x80'));
    CHECK(whole_text(why.raw()) == bytes);
    // Four bytes and one more, at each place around the cut.
    for (std::size_t before = 225; before < 236; ++before) {
        const std::string text =
            std::string(before, 'h') + "\xF0\x9F\x98\x80" + std::string(99, 'i');
        const error cut(status_code::foreign, text);
        const std::size_t shown = std::strlen(cut.message());
        CHECK(text.compare(0, shown, cut.message()) == 0);
        CHECK(shown == (before > 227 && before < 231 ? before : 231));
        CHECK(whole_text(cut.raw()) == text);
    }
}

// What it has left would be reported by the leak check of AddressSanitizer.
TEST_CASE("a shared object that is unloaded takes its texts with it") {
    void* const plugin = dlopen(FFIGUARD_TEST_LIB_DIR "/long_texts.so", RTLD_NOW | RTLD_LOCAL);
    REQUIRE(plugin != nullptr);
    CHECK(reinterpret_cast<int (*)()>(dlsym(plugin, "leave_long_texts"))() == 20);
    CHECK(dlclose(plugin) == 0);
    CHECK(dlopen(FFIGUARD_TEST_LIB_DIR "/long_texts.so", RTLD_NOLOAD | RTLD_NOW) == nullptr);
}

TEST_CASE("threads that fail at the same time each fetch their own text") {
    std::atomic<int> wrong{0}, fetched{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&wrong, &fetched, t] {
            for (std::size_t i = 0; i < 500; ++i) {
                const std::string name = long_name(static_cast<char>('a' + t), 300 + i);
                const error why(status_code::foreign, name);
                std::string text(1000, '?');
                text.resize(static_cast<std::size_t>(
                    ffiguard::detail::copy_long_text(&why.raw(), text.data(), text.size())));
                // Not if 256 others failed meanwhile, which another thread can while this one
                // waits.
                if (text.empty()) continue;
                ++fetched;
                if (text != name) ++wrong;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(fetched > 0);
}

TEST_CASE("a null text is nothing") {
    const char* none = nullptr;
    CHECK(std::string(error(status_code::foreign, "a", none, "b").message()) == "ab");
}
