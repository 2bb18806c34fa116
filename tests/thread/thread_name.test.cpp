// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_name.hpp>

#include <pthread.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_name;

static_assert(!std::is_copy_constructible_v<thread_name>);

namespace {

std::string name_now() {
    char name[64] = "";
    pthread_getname_np(pthread_self(), name, sizeof name);
    return name;
}

// 14 bytes, and a character of two: the 16th byte would be its second.
const char cut_in_a_character[] = "fourteen-bytes\xC3\xA9t\xC3\xA9";

}  // namespace

TEST_CASE("a thread has its name until the guard ends") {
    const std::string before = name_now();
    errno = ENOENT;
    {
        auto guard = thread_name::set("compressing");
        REQUIRE(guard);
        CHECK(name_now() == "compressing");
        const auto inner = thread_name::set("hashing");
        CHECK(name_now() == "hashing");
        CHECK(guard->restore().ok());
        CHECK(guard->restore() == status_code::closed);
        CHECK(name_now() == "hashing");
    }
    CHECK(errno == ENOENT);
    CHECK(name_now() == before);
    CHECK(thread_name::set(nullptr).status() == status_code::null);
}

TEST_CASE("a name with a NUL inside is refused, and nothing changes") {
    const std::string before = name_now();
    CHECK(thread_name::set(std::string("io\0worker", 9)).status() == status::inner_nul(2));
    CHECK(thread_name::set(std::string_view("io\0worker", 9)).status() == status::inner_nul(2));
    CHECK(name_now() == before);
    const auto guard = thread_name::set(std::string_view("io-worker", 2));  // no NUL behind it
    REQUIRE(guard);
    CHECK(name_now() == "io");
}

#ifdef __linux__
TEST_CASE("a long name is cut at a whole character, where naive code cuts it, or sets none") {
    const std::string before = name_now();
    CHECK(pthread_setname_np(pthread_self(), cut_in_a_character) == ERANGE);
    CHECK(name_now() == before);
    char naive[16] = "";
    std::memcpy(naive, cut_in_a_character, 15);
    CHECK(naive[14] == '\xC3');  // half a character

    const auto guard = thread_name::set(cut_in_a_character);
    REQUIRE(guard);
    CHECK(name_now() == "fourteen-bytes");
    const auto other = thread_name::set("fifteen-bytes-x and more");
    CHECK(name_now() == "fifteen-bytes-x");
}
#endif

TEST_CASE("a name is put back on its own thread only") {
    auto guard = *thread_name::set("mine");
    std::thread([&] {
        const auto own = thread_name::set("other");
        CHECK(guard.restore() == status_code::wrong_thread);
        CHECK(name_now() == "other");
    }).join();
    CHECK(name_now() == "mine");
    CHECK(guard.restore().ok());
}
