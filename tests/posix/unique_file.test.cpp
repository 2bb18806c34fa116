// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/unique_file.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "temporary_file.hpp"

using ffiguard::open_file;
using ffiguard::open_stream;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_fd;
using ffiguard::unique_file;

static_assert(sizeof(unique_file) == sizeof(std::FILE*));

namespace {

/// Lets stdout, or whichever, go to another file while it lives.
class redirected {
public:
    redirected(std::FILE* stream, const char* path) : stream_(stream) {
        std::fflush(stream_);
        keep_ = ::dup(::fileno(stream_));
        const int other = ::open(path, O_WRONLY | O_CREAT, 0600);
        ::dup2(other, ::fileno(stream_));
        ::close(other);
    }
    redirected(const redirected&) = delete;
    redirected& operator=(const redirected&) = delete;
    ~redirected() {
        std::fflush(stream_);
        std::clearerr(stream_);
        ::dup2(keep_, ::fileno(stream_));
        ::close(keep_);
    }

private:
    std::FILE* stream_;
    int keep_;
};

}  // namespace

TEST_CASE("what was written is in the file after close") {
    const temporary_file file;
    auto out = open_stream(file.path(), "w");
    REQUIRE(out);
    std::fputs("hello", out->get());
    CHECK(file.content() == "");
    CHECK(out->close().ok());
    CHECK(file.content() == "hello");
    CHECK(out->close() == status_code::closed);
}

TEST_CASE("a disk that is full when the stream closes is reported") {
    auto out = open_stream("/dev/full", "w");
    REQUIRE(out);
    REQUIRE(std::fputs("lost", out->get()) >= 0);
    CHECK(out->close() == status::system(ENOSPC));
    CHECK_FALSE(*out);
}

TEST_CASE("a stream that is dropped closes its descriptor and keeps errno") {
    int raw = -1;
    {
        auto out = open_stream("/dev/full", "w");
        REQUIRE(out);
        raw = ::fileno(out->get());
        std::fputs("lost", out->get());
        errno = EAGAIN;
    }
    CHECK(errno == EAGAIN);
    CHECK_FALSE(is_open(raw));
}

TEST_CASE("the modes do what they do for fopen, and always close on exec") {
    const temporary_file file("one");
    {
        auto append = open_stream(file.path(), "ab");
        REQUIRE(append);
        CHECK(closes_on_exec(::fileno(append->get())));
        std::fputs("two", append->get());
    }
    CHECK(file.content() == "onetwo");
    {
        auto update = open_stream(file.path(), "r+");
        REQUIRE(update);
        CHECK(std::fgetc(update->get()) == 'o');
        std::rewind(update->get());
        std::fputs("ONE", update->get());
    }
    CHECK(file.content() == "ONEtwo");
    CHECK(open_stream(file.path(), "wx").status() == status::system(EEXIST));
    CHECK(file.content() == "ONEtwo");
    REQUIRE(open_stream(file.path(), "w"));
    CHECK(file.content() == "");
}

TEST_CASE("a mode with an e closes a descriptor on exec that would have been inherited") {
    unique_fd inherited(::open("/dev/null", O_WRONLY));
    REQUIRE(inherited);
    CHECK_FALSE(closes_on_exec(inherited.get()));
    const auto out = open_stream(std::move(inherited), "we");
    REQUIRE(out);
    CHECK(closes_on_exec(::fileno(out->get())));
}

TEST_CASE("what cannot be opened is answered by a status and a text with the path") {
    const auto missing = open_stream("/nowhere/at/all", "r");
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).find("/nowhere/at/all: ") == 0);
    CHECK(open_stream("/dev", "w").status() == status::system(EISDIR));
    CHECK(open_stream(nullptr, "r").status() == status_code::null);
    CHECK(open_stream("/dev/null", nullptr).status() == status_code::null);
}

TEST_CASE("a mode that is none touches no file") {
    const temporary_file file("precious");
    for (const char* const mode : {"", "q", "+", "wq", "w,ccs=UTF-8"})
        CHECK(open_stream(file.path(), mode).status() == status_code::invalid_argument);
    CHECK(file.content() == "precious");
}

TEST_CASE("a stream takes a descriptor over") {
    const temporary_file file("abc");
    auto fd = open_file(file.path(), O_RDONLY);
    REQUIRE(fd);
    const int raw = fd->get();
    auto in = open_stream(std::move(*fd), "r");
    REQUIRE(in);
    CHECK_FALSE(*fd);
    CHECK(std::fgetc(in->get()) == 'a');
    CHECK(in->close().ok());
    CHECK_FALSE(is_open(raw));
}

TEST_CASE("a stream that cannot be made leaves the descriptor with its owner") {
    auto fd = open_file("/dev/null", O_RDONLY);
    REQUIRE(fd);
    CHECK(open_stream(std::move(*fd), "w").status() == status_code::invalid_argument);
    CHECK(open_stream(std::move(*fd), "q").status() == status_code::invalid_argument);
    CHECK(open_stream(std::move(*fd), nullptr).status() == status_code::null);
    REQUIRE(*fd);
    CHECK(is_open(fd->get()));
    CHECK(open_stream(unique_fd(), "r").status() == status_code::null);
}

TEST_CASE("closing stdout or stderr flushes and leaves it open") {
    for (std::FILE* const stream : {stdout, stderr}) {
        const temporary_file file;
        status outcome;
        {
            const redirected away(stream, file.path());
            unique_file owner(stream);
            std::fputs("flushed", stream);
            outcome = owner.close();
        }
        CHECK(outcome.ok());
        CHECK(is_open(::fileno(stream)));
        CHECK(file.content() == "flushed");
    }
}

TEST_CASE("closing stdout reports that it could not be written") {
    status outcome;
    {
        const redirected away(stdout, "/dev/full");
        std::fputs("lost", stdout);
        outcome = unique_file(stdout).close();
    }
    CHECK(outcome == status::system(ENOSPC));
}

TEST_CASE("closing stdin leaves it open") {
    const bool before = is_open(::fileno(stdin));
    CHECK(unique_file(stdin).close().ok());
    CHECK(is_open(::fileno(stdin)) == before);
}
