// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/unique_fd.hpp>

#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "temporary_file.hpp"

using ffiguard::duplicate;
using ffiguard::make_pipe;
using ffiguard::open_file;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_fd;

static_assert(sizeof(unique_fd) == sizeof(int));

namespace {

std::atomic<int> interruptions{0};
void count_interruption(int) { ++interruptions; }

/// Nobody can open one more descriptor while it lives.
class no_more_descriptors {
public:
    no_more_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        ::rlimit none = before_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    no_more_descriptors(const no_more_descriptors&) = delete;
    no_more_descriptors& operator=(const no_more_descriptors&) = delete;
    ~no_more_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    ::rlimit before_{};
};

}  // namespace

TEST_CASE("a descriptor is closed at the end of the scope") {
    int raw = -1;
    {
        const auto fd = open_file("/dev/null", O_RDONLY);
        REQUIRE(fd);
        raw = fd->get();
        CHECK(is_open(raw));
    }
    CHECK_FALSE(is_open(raw));
}

TEST_CASE("every negative number owns nothing") {
    CHECK_FALSE(unique_fd(-1));
    CHECK_FALSE(unique_fd(-EBADF));
    CHECK(unique_fd(-2).close() == status_code::closed);
}

TEST_CASE("0 is a descriptor like any other") {
    const int keep = ::dup(0);
    unique_fd fd(0);
    CHECK(fd);
    CHECK(fd.close().ok());
    CHECK_FALSE(is_open(0));
    if (keep >= 0) {
        REQUIRE(::dup2(keep, 0) == 0);
        ::close(keep);
    }
}

TEST_CASE("close reports what close(2) says, once, and a drop keeps errno") {
    const auto fd = open_file("/dev/null", O_RDONLY);
    REQUIRE(fd);
    unique_fd stolen(::dup(fd->get()));
    unique_fd dropped(stolen.get());
    ::close(stolen.get());  // behind the owners' back
    CHECK(stolen.close() == status::system(EBADF));
    CHECK(stolen.close() == status_code::closed);
    errno = EAGAIN;
    dropped.reset();
    CHECK(errno == EAGAIN);
}

TEST_CASE("a file that is opened is close-on-exec, asked for or not") {
    const auto fd = open_file("/dev/null", O_RDONLY);
    REQUIRE(fd);
    CHECK(closes_on_exec(fd->get()));
}

TEST_CASE("a file is made with the mode that was asked for") {
    const temporary_file file;
    REQUIRE(open_file(file.path(), O_WRONLY | O_CREAT | O_EXCL, 0600));
    struct ::stat info;
    REQUIRE(::stat(file.path(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600);
    CHECK(open_file(file.path(), O_WRONLY | O_CREAT | O_EXCL).status() == status::system(EEXIST));
}

TEST_CASE("what cannot be opened is answered by a status and a text with the path") {
    const auto missing = open_file("/nowhere/at/all", O_RDONLY);
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).find("/nowhere/at/all: ") == 0);

    CHECK(open_file("/dev", O_WRONLY).status() == status::system(EISDIR));
    CHECK(open_file("", O_RDONLY).status() == status_code::not_found);
    CHECK(open_file(nullptr, O_RDONLY).status() == status_code::null);

    const temporary_file secret("x");
    REQUIRE(::chmod(secret.directory(), 0755) == 0);
    REQUIRE(::chmod(secret.path(), 0) == 0);
    const as_nobody nobody;
    CHECK(open_file(secret.path(), O_RDONLY).status() == status::system(EACCES));
}

TEST_CASE("an open that signals interrupt goes on") {
    const temporary_file fifo;
    REQUIRE(::mkfifo(fifo.path(), 0600) == 0);
    struct ::sigaction counting {};
    struct ::sigaction before {};
    counting.sa_handler = &count_interruption;  // without SA_RESTART
    REQUIRE(::sigaction(SIGUSR1, &counting, &before) == 0);

    interruptions = 0;
    const ::pthread_t opener = ::pthread_self();
    std::thread other([&] {
        for (int i = 0; i < 50; ++i) {
            ::pthread_kill(opener, SIGUSR1);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ::close(::open(fifo.path(), O_RDWR));  // the reader below is let in
    });
    const auto reader = open_file(fifo.path(), O_RDONLY);  // waits for a writer
    if (!reader) ::unlink(fifo.path());
    other.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    CHECK(reader);
    CHECK(interruptions > 0);
}

TEST_CASE("a duplicate is another descriptor for the same file, and close-on-exec") {
    const temporary_file file("abc");
    auto first = open_file(file.path(), O_RDONLY);
    REQUIRE(first);
    const auto second = duplicate(first->get());
    REQUIRE(second);
    CHECK(second->get() != first->get());
    CHECK(closes_on_exec(second->get()));
    char c = 0;
    REQUIRE(::read(first->get(), &c, 1) == 1);
    CHECK(first->close().ok());
    REQUIRE(::read(second->get(), &c, 1) == 1);
    CHECK(c == 'b');
    CHECK(duplicate(-1).status() == status::system(EBADF));
}

TEST_CASE("what goes into a pipe comes out, and both ends are close-on-exec") {
    auto ends = make_pipe();
    REQUIRE(ends);
    CHECK(closes_on_exec(ends->reader.get()));
    CHECK(closes_on_exec(ends->writer.get()));
    REQUIRE(::write(ends->writer.get(), "x", 1) == 1);
    CHECK(ends->writer.close().ok());
    char c = 0;
    CHECK(::read(ends->reader.get(), &c, 1) == 1);
    CHECK(c == 'x');
    CHECK(::read(ends->reader.get(), &c, 1) == 0);
}

TEST_CASE("a process that has no descriptor left is told so") {
    const no_more_descriptors full;
    CHECK(open_file("/dev/null", O_RDONLY).status() == status::system(EMFILE));
    CHECK(make_pipe().status() == status::system(EMFILE));
    CHECK_FALSE(duplicate(2));
}
