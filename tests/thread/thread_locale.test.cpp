// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_locale.hpp>

#include <langinfo.h>

#include <cerrno>
#include <clocale>
#include <string>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

using ffiguard::status_code;
using ffiguard::thread_locale;

static_assert(!std::is_copy_constructible_v<thread_locale>);

namespace {

std::string encoding() { return nl_langinfo(CODESET); }

// The one locale beside "C" that is found everywhere.
const char other_locale[] = "C.UTF-8";

bool lacks_other_locale() {
    const bool lacks = !thread_locale::use(other_locale);
    if (lacks) MESSAGE("skipped: no locale C.UTF-8");
    return lacks;
}

}  // namespace

TEST_CASE("a locale is in use until its guard ends, and errno is kept") {
    if (lacks_other_locale()) return;
    const std::string before = encoding();
    errno = EDOM;
    {
        auto guard = thread_locale::use(other_locale);
        REQUIRE(guard);
        CHECK(encoding() == "UTF-8");
        {
            const auto inner = thread_locale::use("C");
            CHECK(encoding() == before);
        }
        CHECK(encoding() == "UTF-8");
    }
    CHECK(errno == EDOM);
    CHECK(encoding() == before);
    CHECK(uselocale(locale_t{}) == LC_GLOBAL_LOCALE);
}

TEST_CASE("no other thread sees it, where setlocale() changes it under all of them") {
    if (lacks_other_locale()) return;
    const std::string before = encoding();
    const auto seen_by_another = [] {
        std::string seen;
        std::thread([&seen] { seen = encoding(); }).join();
        return seen;
    };
    std::setlocale(LC_ALL, other_locale);
    CHECK(seen_by_another() == "UTF-8");
    std::setlocale(LC_ALL, "C");

    const auto guard = thread_locale::use(other_locale);
    CHECK(encoding() == "UTF-8");
    CHECK(seen_by_another() == before);
}

TEST_CASE("a locale that the system has not is refused, and nothing changes") {
    errno = EDOM;
    CHECK(thread_locale::use("xx_YY.nothing").status() == status_code::not_found);
    CHECK(thread_locale::use(nullptr).status() == status_code::null);
    CHECK(thread_locale::use(std::string("C\0x", 3)).status() == ffiguard::status::inner_nul(1));
    CHECK(errno == EDOM);
    CHECK(uselocale(locale_t{}) == LC_GLOBAL_LOCALE);
}

TEST_CASE("ended in any order, a locale is freed only when it is in use nowhere") {
    if (lacks_other_locale()) return;
    auto first = *thread_locale::use(other_locale);
    auto second = *thread_locale::use(other_locale);
    const locale_t of_second = uselocale(locale_t{});
    CHECK(first.restore().ok());
    CHECK(uselocale(locale_t{}) == of_second);
    const locale_t fresh = newlocale(LC_ALL_MASK, other_locale, locale_t{});
    CHECK(fresh != of_second);  // in the memory of the one that was freed last
    freelocale(fresh);
    CHECK(encoding() == "UTF-8");
    CHECK(second.restore().ok());
    CHECK(uselocale(locale_t{}) == LC_GLOBAL_LOCALE);
    CHECK(second.restore() == status_code::closed);
}

TEST_CASE("a locale stays in use when another thread would end its guard") {
    if (lacks_other_locale()) return;
    auto guard = *thread_locale::use(other_locale);
    std::thread([&] {
        CHECK(guard.restore() == status_code::wrong_thread);
        CHECK(uselocale(locale_t{}) == LC_GLOBAL_LOCALE);
    }).join();
    CHECK(encoding() == "UTF-8");
    CHECK(guard.restore().ok());
}
