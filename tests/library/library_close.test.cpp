// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "test_library.hpp"

using ffiguard::library;
using ffiguard::status_code;

namespace {

library* in_closing = nullptr;
bool was_empty = false;
void close_again() {
    was_empty = !*in_closing;
    static_cast<void>(in_closing->close());
}

}  // namespace

TEST_CASE("a plugin whose destructor closes its library again finds it empty") {
    auto plugin = library::open(test_library("reenter"));
    REQUIRE(plugin);
    (*plugin->find<void(void (*)())>("set_hook"))(&close_again);
    in_closing = &*plugin;
    static_cast<void>(plugin->close());
    CHECK(was_empty);
    CHECK_FALSE(*plugin);
}

TEST_CASE("close keeps errno, also where the file has gone meanwhile") {
    const std::string copy = test_library("counter") + ".copy";
    REQUIRE(std::system(("cp '" + test_library("counter") + "' '" + copy + "'").c_str()) == 0);
    auto opened = library::open(copy.c_str());
    ::unlink(copy.c_str());
    REQUIRE(opened);
    errno = 77;
    static_cast<void>(opened->close());
    CHECK(errno == 77);
}

TEST_CASE("a library goes although its path leads to another one that is loaded") {
    const library_copy one("counter");
    const library_copy other("counter");
    const library_link link(one.path());
    auto opened = library::open(link.path());
    REQUIRE(opened);
    REQUIRE(::unlink(link.path().c_str()) == 0);
    REQUIRE(::symlink(other.path().c_str(), link.path().c_str()) == 0);
    const auto now = library::open(other.path());
    REQUIRE(now);
    CHECK(opened->close().answer == ffiguard::close_answer::unloaded);
    CHECK_FALSE(is_loaded(one.path()));
}

TEST_CASE("a shortage of descriptors is a system error, and not a missing library") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const int next = ::dup(0);
    REQUIRE(next >= 0);
    ::close(next);
    const rlimit none{static_cast<rlim_t>(next), before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto refused = library::open("libffiguard-no-such.so.1");
    const auto refused_path = library::open(test_library("counter"));
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(refused.status() == ffiguard::status::system(EMFILE));
    CHECK(refused_path.status() == ffiguard::status::system(EMFILE));
}
