// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "test_library.hpp"

// TSan does not know the lock of the dynamic linker, and takes two threads that load and unload for
// a race in its memory.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define UNDER_TSAN
#endif
#elif defined(__SANITIZE_THREAD__)
#define UNDER_TSAN
#endif
#ifdef UNDER_TSAN
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "called_from_lib:ld-linux"; }
#endif

using ffiguard::library;
using ffiguard::load_mode;
using ffiguard::residency;
using ffiguard::status_code;
using ffiguard::symbol;

static_assert(sizeof(library) == sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<library>);
static_assert(std::is_nothrow_move_constructible_v<library>);

namespace {

bool contains(const char* text, const std::string& part) {
    return std::string(text).find(part) != std::string::npos;
}

/// A file that is no library, in a directory of its own.
class text_file {
public:
    text_file() {
        if (::mkdtemp(directory_) == nullptr) std::abort();
        std::FILE* const file = std::fopen(path().c_str(), "w");
        if (file == nullptr) std::abort();
        std::fputs("this is no library, but long enough to be looked at as one: 0123456789", file);
        std::fclose(file);
    }
    text_file(const text_file&) = delete;
    text_file& operator=(const text_file&) = delete;
    ~text_file() {
        ::unlink(path().c_str());
        ::rmdir(directory_);
    }
    std::string path() const { return std::string(directory_) + "/text.so"; }

private:
    char directory_[32] = "/tmp/ffiguard_XXXXXX";
};

}  // namespace

TEST_CASE("a library is loaded while somebody holds it") {
    const std::string path = test_library("counter");
    REQUIRE_FALSE(is_loaded(path));
    {
        auto first = library::open(path);
        REQUIRE(first);
        library copy = *first;
        const auto second = library::open(path.c_str());
        REQUIRE(second);
        *first = library();
        CHECK(is_loaded(path));
        copy = library();
        CHECK(is_loaded(path));
    }
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a missing library is not found, and the message has the path") {
    for (const char* const path : {"libffiguard_nowhere.so.9", "./libffiguard_nowhere.so",
                                   "/nowhere/at/all.so", "/dev/null/library.so"}) {
        const auto missing = library::open(path);
        CHECK(missing.status() == status_code::not_found);
        CHECK(contains(missing.error().message(), path));
        CHECK(std::string(missing.error().message()).size() > std::string(path).size() + 10);
    }
}

TEST_CASE("what is there and cannot be loaded is told from what is missing") {
    const text_file text;
    const std::string needs_provider = test_library("needs_provider");
    for (const std::string& path : {text.path(), std::string("/dev"), needs_provider}) {
        const auto refused = library::open(path);
        CHECK(refused.status() == status_code::foreign);
        CHECK(contains(refused.error().message(), path));
    }
    CHECK(contains(library::open(needs_provider).error().message(), "provided"));
}

TEST_CASE("an error's text does not change with the next failure") {
    const auto first = library::open("/nowhere/first.so");
    const auto second = library::open("/nowhere/second.so");
    CHECK(contains(first.error().message(), "first.so"));
    CHECK_FALSE(contains(first.error().message(), "second.so"));
}

TEST_CASE("a path that is none never reaches the loader") {
    CHECK(library::open(nullptr).status() == status_code::null);
    CHECK(library::open("").status() == status_code::invalid_argument);  // else: the program
    CHECK(library::open(std::string()).status() == status_code::invalid_argument);

    const auto cut = library::open(test_library("counter") + '\0' + ".disabled");
    CHECK(cut.status() == status_code::invalid_argument);
    CHECK_FALSE(is_loaded(test_library("counter")));
}

TEST_CASE("symbols are local unless asked for, then later libraries find them") {
    const std::string needs_provider = test_library("needs_provider");
    {
        const auto local = library::open(test_library("provider"));
        REQUIRE(local);
        CHECK_FALSE(library::open(needs_provider));
    }
    const auto global =
        library::open(test_library("provider"), load_mode::lazy | load_mode::global);
    REQUIRE(global);
    const auto user = library::open(needs_provider);
    REQUIRE(user);
    const auto use = user->find<int()>("use_provided");
    REQUIRE(use);
    CHECK((*use)() == 42);
}

TEST_CASE("lazy loads what the loader loads lazily") {
    const std::string path = test_library("needs_provider");
    // Some systems link everything to be bound at once, whatever is asked.
    void* const raw = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (raw != nullptr) ::dlclose(raw);
    CHECK(library::open(path, load_mode::lazy).has_value() == (raw != nullptr));
    CHECK_FALSE(library::open(path));
}

TEST_CASE("a symbol that is missing is not found, with the loader's words") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto missing = counter->find<int()>("counter_nothing");
    CHECK(missing.status() == status_code::not_found);
    CHECK(contains(missing.error().message(), "counter_nothing"));
    CHECK(contains(missing.error().message(), "counter.so"));
}

TEST_CASE("a symbol that is null is told from one that is missing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    // A failure before is not to be taken for one of this call: glibc forgets it, others do not.
    static_cast<void>(::dlsym(RTLD_DEFAULT, "ffiguard_nothing"));
    const auto null = counter->find<int>("counter_null");
    CHECK(null.status() == status_code::null);
    CHECK(contains(null.error().message(), "counter_null"));
}

TEST_CASE("a name that is none finds nothing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    CHECK(counter->find<int()>(nullptr).status() == status_code::null);
    CHECK(counter->find<int()>("").status() == status_code::invalid_argument);
    CHECK(counter->find<int()>(std::string("counter_next\0_v2", 16)).status() ==
          status_code::invalid_argument);
    CHECK(counter->find<int()>(std::string("counter_next")));
}

TEST_CASE("an empty or moved-from library finds nothing, not even what every library has") {
    auto opened = library::open(test_library("counter"));
    REQUIRE(opened);
    const library taken = std::move(*opened);
    CHECK_FALSE(*opened);
    const auto found = opened->find<int(const char*)>("puts");
    CHECK(found.status() == status_code::null);
    CHECK(contains(found.error().message(), "puts"));
    CHECK(opened->close().status() == status_code::closed);
    CHECK(library().find<int(const char*)>("puts").status() == status_code::null);
    CHECK(taken.find<int()>("counter_next"));
}

TEST_CASE("the program itself can be asked for what it is linked to") {
    auto program = library::this_program();
    REQUIRE(program);
    const auto length = program->find<std::size_t(const char*)>("strlen");
    REQUIRE(length);
    CHECK((*length)("four") == 4);
    CHECK(program->find<int()>("counter_next").status() == status_code::not_found);
}

TEST_CASE("close tells that the library has gone") {
    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto outcome = counter->close();
    REQUIRE(outcome);
    CHECK(*outcome == residency::unloaded);
    CHECK_FALSE(is_loaded(test_library("counter")));
    CHECK_FALSE(*counter);
    CHECK(counter->close().status() == status_code::closed);
}

TEST_CASE("close tells that the library is still there") {
    const std::string path = test_library("counter");
    void* const other = ::dlopen(path.c_str(), RTLD_NOW);
    auto counter = library::open(path);
    REQUIRE(counter);
    const auto outcome = counter->close();
    REQUIRE(outcome);
    CHECK(*outcome == residency::resident);
    CHECK(::dlclose(other) == 0);
    CHECK_FALSE(is_loaded(path));

    auto program = library::this_program();
    REQUIRE(program);
    const auto stays = program->close();
    REQUIRE(stays);
    CHECK(*stays == residency::resident);
}

TEST_CASE("close is refused and changes nothing while a copy or a symbol is left") {
    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    {
        const library copy = *counter;
        CHECK(counter->close().status() == status_code::in_use);
    }
    {
        const auto next = counter->find<int()>("counter_next");
        REQUIRE(next);
        CHECK(counter->close().status() == status_code::in_use);
        CHECK((*next)() == 1);
    }
    CHECK(counter->find<int()>("counter_next"));
    CHECK(counter->close());
}

TEST_CASE("the library's own destructor sees what other threads did in it") {
    int unloads = 0;
    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    {
        const auto flag = counter->find<int*>("counter_unloads");
        REQUIRE(flag);
        **flag = &unloads;
    }
    auto next = counter->find<int()>("counter_next");
    REQUIRE(next);
    std::thread other([mine = std::move(*next)]() mutable {
        for (int i = 0; i < 1000; ++i) mine();
        mine = {};
    });
    auto outcome = counter->close();
    while (outcome.status() == status_code::in_use) {
        std::this_thread::yield();
        outcome = counter->close();
    }
    other.join();
    CHECK(outcome);
    CHECK(unloads == 1);
}

TEST_CASE("threads that open, call and drop at will never call into a library that has gone") {
    const std::string path = test_library("counter");
    std::vector<std::thread> crowd;
    std::vector<int> failures(4);
    for (int& failed : failures)
        crowd.emplace_back([&failed, &path] {
            for (int i = 0; i < 500; ++i) {
                symbol<int(int, ...)> sum;
                if (auto counter = library::open(path))
                    if (auto found = counter->find<int(int, ...)>("counter_sum"))
                        sum = std::move(*found);
                failed += !sum || sum(3, 1, 2, 3) != 6;
            }
        });
    for (std::thread& one : crowd) one.join();
    for (const int failed : failures) CHECK(failed == 0);
    CHECK_FALSE(is_loaded(path));
}
