// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/boundary.hpp>

#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>

#include <doctest/doctest.h>

#if FFIGUARD_HAS_EXCEPTIONS() && defined(__GLIBCXX__)
#include <pthread.h>
#endif

using ffiguard::boundary;
using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;

namespace {

ffiguard_error dirty() {
    ffiguard_error err;
    std::memset(&err, 'x', sizeof err);
    return err;
}

}  // namespace

TEST_CASE("success is 0, with an empty error and errno 0") {
    ffiguard_error err = dirty();
    errno = ENOENT;
    CHECK(boundary(&err, [] {}) == FFIGUARD_OK);
    CHECK(errno == 0);
    CHECK(err.status == FFIGUARD_OK);
    CHECK(err.detail == 0);
    CHECK(std::strcmp(err.message, "") == 0);
    errno = ENOENT;
    CHECK(boundary(&err, [] { return status(); }) == FFIGUARD_OK);
    CHECK(errno == 0);
}

TEST_CASE("a status or an error of the body reaches the caller's error") {
    ffiguard_error err = dirty();
    CHECK(boundary(&err, [] { return status(status_code::stale); }) == FFIGUARD_STALE);
    CHECK(err.status == FFIGUARD_STALE);
    CHECK(std::strcmp(err.message, "stale") == 0);
    CHECK(boundary(&err, [] { return error(status_code::not_found, "libx.so"); }) ==
          FFIGUARD_NOT_FOUND);
    CHECK(std::strcmp(err.message, "libx.so") == 0);
}

TEST_CASE("a system failure leaves its errno, any other failure 0") {
    errno = ENOENT;
    CHECK(boundary(nullptr, [] { return status::system(EBADF); }) == FFIGUARD_SYSTEM);
    CHECK(errno == EBADF);
    CHECK(boundary(nullptr, [] { return status(status_code::closed); }) == FFIGUARD_CLOSED);
    CHECK(errno == 0);
}

TEST_CASE("the caller may want no error text") {
    CHECK(boundary(nullptr, [] {}) == FFIGUARD_OK);
    CHECK(boundary(nullptr, [] { return status(status_code::in_use); }) == FFIGUARD_IN_USE);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("no exception leaves, and its text is kept") {
    ffiguard_error err = dirty();
    CHECK(boundary(&err, [] { throw std::runtime_error("disk on fire"); }) ==
          FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strcmp(err.message, "disk on fire") == 0);
    CHECK(boundary(&err, [] { throw 42; }) == FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strlen(err.message) != 0);
    CHECK(boundary(&err, [] { throw std::bad_alloc(); }) == FFIGUARD_OUT_OF_MEMORY);
    CHECK(boundary(&err, []() -> status { throw std::logic_error(""); }) ==
          FFIGUARD_CXX_EXCEPTION);
}

TEST_CASE("a failed result's value() arrives as the status it carries") {
    ffiguard_error err = dirty();
    const auto body = [] {
        ffiguard::result<int, error> r = error(status_code::not_found, "libx.so");
        static_cast<void>(r.value());
    };
    CHECK(boundary(&err, body) == FFIGUARD_NOT_FOUND);
    CHECK(std::strcmp(err.message, "libx.so") == 0);
}

#ifdef __GLIBCXX__
namespace {

void* exit_inside_a_boundary(void* flag) {
    struct on_unwind {
        bool* flag;
        ~on_unwind() { *flag = true; }
    } const seen{static_cast<bool*>(flag)};
    static_cast<void>(boundary(nullptr, [] { pthread_exit(nullptr); }));
    return flag;
}

}  // namespace

TEST_CASE("the forced unwinding of pthread_exit passes, as glibc demands") {
    pthread_t thread;
    bool unwound = false;
    REQUIRE(pthread_create(&thread, nullptr, &exit_inside_a_boundary, &unwound) == 0);
    void* answer = &unwound;
    pthread_join(thread, &answer);
    CHECK(answer == nullptr);
    CHECK(unwound);
}
#endif
#endif
