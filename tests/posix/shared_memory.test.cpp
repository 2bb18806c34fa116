// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/shared_memory.hpp>

#include <signal.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../signal/refuse_call.hpp"
#include "../forked.hpp"
#include "temporary_file.hpp"

using ffiguard::map_file_writable;
using ffiguard::shared_memory;
using ffiguard::status;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<shared_memory>, "one owner");
static_assert(std::is_nothrow_move_constructible_v<shared_memory>);

namespace {

/// A name that no other run of this test uses.
std::string unused_name() { return "/ffiguard_test_" + std::to_string(::getpid()); }

bool exists(const std::string& name) {
    const int fd = ::shm_open(name.c_str(), O_RDONLY, 0);
    if (fd >= 0) ::close(fd);
    return fd >= 0;
}

}  // namespace

TEST_CASE(
    "anonymous memory begins as zeros, and whoever maps the descriptor sees what is written") {
    const auto memory = shared_memory::create_anonymous(10000);
    REQUIRE(memory);
    CHECK(memory->size() == 10000);
    for (std::size_t i = 0; i < memory->size(); ++i) REQUIRE(memory->data()[i] == 0);
    const auto other = map_file_writable(memory->fd());
    REQUIRE(other);
    CHECK(other->size() == 10000);
    CHECK(other->data() != memory->data());
    memory->data()[9999] = 7;
    CHECK(other->data()[9999] == 7);
}

TEST_CASE("another process sees what is written") {
    const auto memory = shared_memory::create_anonymous(100);
    REQUIRE(memory);
    CHECK(run_in_child([&] { memory->data()[50] = 5; }).exit_status == 0);
    CHECK(memory->data()[50] == 5);
}

#ifdef __linux__
TEST_CASE("nobody can make anonymous memory shorter under its users") {
    const auto memory = shared_memory::create_anonymous(10000);
    REQUIRE(memory);
    CHECK(::ftruncate(memory->fd(), 0) == -1);
    CHECK(errno == EPERM);
    CHECK(::ftruncate(memory->fd(), 20000) == -1);
    CHECK(memory->data()[9999] == 0);
    CHECK(::fcntl(memory->fd(), F_ADD_SEALS, F_SEAL_SEAL) == 0);  // more seals may be added
}

#ifdef SYS_memfd_create
TEST_CASE("there is anonymous memory where a filter refuses memfd_create, and no name stays") {
    for (const unsigned refusal : {unsigned{EPERM}, unsigned{ENOSYS}}) {
        CAPTURE(refusal);
        CHECK(run_in_child([refusal] {
                  if (!refuse_call(SYS_memfd_create, refusal)) ::_exit(77);
                  auto memory = shared_memory::create_anonymous(10000);
                  if (!memory) ::_exit(1);
                  auto there = ffiguard::map_file_writable(memory->fd());
                  if (!there || there->size() != 10000) ::_exit(2);
                  there->data()[9999] = 7;
                  if (memory->data()[9999] != 7) ::_exit(3);
                  struct stat info;
                  if (::fstat(memory->fd(), &info) != 0 || info.st_nlink != 0) ::_exit(4);
              }).exit_status == 0);
    }
}
#endif

TEST_CASE("naive: memory that another process makes shorter kills its user by SIGBUS") {
    const auto outcome = run_in_child([] {
        const int fd = ::memfd_create("naive", MFD_CLOEXEC);
        if (::ftruncate(fd, 10000) != 0) ::_exit(1);
        void* const memory = ::mmap(nullptr, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        ::signal(SIGBUS, [](int) { ::_exit(42); });
        if (::ftruncate(fd, 0) != 0) ::_exit(2);
        *static_cast<volatile char*>(memory) = 1;
    });
    CHECK(outcome.exit_status == 42);
}

TEST_CASE("memory that /dev/shm has no room for is refused, where ftruncate would promise it") {
    struct ::statvfs shm;
    REQUIRE(::statvfs("/dev/shm", &shm) == 0);
    if (shm.f_blocks == 0) return;  // no limit
    const std::uint64_t one_more = std::uint64_t{shm.f_blocks} * shm.f_frsize + 1;
    if (one_more > std::uint64_t{PTRDIFF_MAX}) return;  // more than 32 bits can ask for
    const auto too_much = static_cast<std::size_t>(one_more);
    const std::string name = unused_name();

    const int naive = ::shm_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    REQUIRE(naive >= 0);
    CHECK(::ftruncate(naive, static_cast<off_t>(too_much)) == 0);  // and SIGBUS comes later
    ::close(naive);
    ::shm_unlink(name.c_str());

    const auto memory = shared_memory::create(name.c_str(), too_much);
    CHECK(memory.status() == status::system(ENOSPC));
    CHECK_FALSE(exists(name));  // nothing stays behind
}
#endif

TEST_CASE("a named object is opened by name, and unlinked when its creator's owner goes") {
    const std::string name = unused_name();
    {
        const auto creator = shared_memory::create(name.c_str(), 5000);
        REQUIRE(creator);
        CHECK(creator->size() == 5000);
        {
            const auto user = shared_memory::open(name.c_str());
            REQUIRE(user);
            CHECK(user->size() == 5000);
            user->data()[4999] = 3;
        }
        CHECK(exists(name));  // a user's owner unlinks nothing
        CHECK(creator->data()[4999] == 3);
        const auto reader = shared_memory::open_read_only(name.c_str());
        REQUIRE(reader);
        CHECK(reader->data()[4999] == 3);
    }
    CHECK_FALSE(exists(name));
}

TEST_CASE("a name is taken away once: a second time would take it from its next owner") {
    const std::string name = unused_name();
    auto first = shared_memory::create(name.c_str(), 100);
    REQUIRE(first);
    CHECK(first->unlink().ok());
    CHECK_FALSE(exists(name));
    first->data()[0] = 1;  // the memory stays

    const auto second = shared_memory::create(name.c_str(), 100);
    REQUIRE(second);
    CHECK(first->unlink() == status_code::closed);
    first = shared_memory::create_anonymous(1);
    CHECK(exists(name));
}

TEST_CASE("a fork()ed copy of the owner does not unlink, when it goes by exit()") {
    const std::string name = unused_name();
    const auto creator = shared_memory::create(name.c_str(), 100);
    REQUIRE(creator);
    CHECK(run_in_child([&] {
              auto& copy = const_cast<shared_memory&>(*creator);
              copy = shared_memory();
          }).exit_status == 0);
    CHECK(exists(name));
}

TEST_CASE("a fork()ed copy of the owner has no name to take away, and says so") {
    const std::string name = unused_name();
    auto memory = shared_memory::create(name.c_str(), 100);
    REQUIRE(memory);
    const auto outcome =
        run_in_child([&] { ::_exit(memory->unlink() == status_code::closed ? 0 : 1); });
    CHECK(outcome.exit_status == 0);
    CHECK(exists(name));
    CHECK(memory->unlink().ok());
}

TEST_CASE("a copy that process 1 forks into a PID namespace, as process 1, does not unlink") {
    if (!forked::may_enter_pid_namespace()) return;
    const std::string name = unused_name();
    const auto first = forked::child(forked::where::new_pid_namespace, [&] {
        auto memory = shared_memory::create(name.c_str(), 100);
        if (!memory || ::getpid() != 1) return 1;
        const auto second = forked::child(forked::where::new_pid_namespace, [&] {
            if (::getpid() != 1) return 2;
            if (memory->unlink() != status_code::closed) return 3;
            *memory = shared_memory();
            return 0;
        });
        if (!second.ok()) return second.forked ? second.exit_status : 4;
        return exists(name) && memory->unlink().ok() ? 0 : 5;
    });
    CHECK(first.hung_in == "");
    CHECK(first.exit_status == 0);
}

TEST_CASE("a name that is taken is refused, and stays with its owner") {
    const std::string name = unused_name();
    const auto first = shared_memory::create(name.c_str(), 100);
    REQUIRE(first);
    const auto second = shared_memory::create(name.c_str(), 100);
    CHECK(second.status() == status::system(EEXIST));
    CHECK(std::string(second.error().message()).find(name) == 0);
    CHECK(exists(name));
}

TEST_CASE("names that mean something else on another system are refused") {
    const std::string mine = std::to_string(::getpid());  // other runs of this test have names, too
    const std::string long_name = "/" + mine + std::string(255 - mine.size(), 'x');
    const std::string too_long = "/" + std::string(256, 'x');
    for (const char* const name : {"", "/", "name", "/a/b", "//", "/a/", too_long.c_str()}) {
        CHECK(shared_memory::create(name, 1).status() == status_code::invalid_argument);
        CHECK(shared_memory::open(name).status() == status_code::invalid_argument);
    }
    for (const std::string& cut : {std::string("/name\0x", 7), std::string("/name\0", 6)}) {
        CHECK(shared_memory::create(cut, 1).status() == status::inner_nul(5));
        CHECK(shared_memory::open(std::string_view(cut)).status() == status::inner_nul(5));
        CHECK(shared_memory::open_read_only(cut).status() == status::inner_nul(5));
    }
    CHECK(shared_memory::create(nullptr, 1).status() == status_code::null);
    CHECK(shared_memory::open(nullptr).status() == status_code::null);
    CHECK(shared_memory::open_read_only(nullptr).status() == status_code::null);
#ifdef __linux__
    CHECK(shared_memory::create(long_name.c_str(), 1));
    CHECK_FALSE(exists(long_name));
#endif
}

TEST_CASE("sizes that cannot be are refused") {
    CHECK(shared_memory::create_anonymous(0).status() == status_code::invalid_argument);
    CHECK(shared_memory::create_anonymous(static_cast<std::size_t>(-1)).status() ==
          status_code::overflow);
    const std::string name = unused_name();
    CHECK(shared_memory::create(name.c_str(), 0).status() == status_code::invalid_argument);
    CHECK(shared_memory::create(name.c_str(), static_cast<std::size_t>(-1)).status() ==
          status_code::overflow);
    CHECK_FALSE(exists(name));
}

TEST_CASE("an object that its creator has not given a size is in use, a missing one not found") {
    const std::string name = unused_name();
    CHECK(shared_memory::open(name.c_str()).status() == status_code::not_found);
    const int fd = ::shm_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    REQUIRE(fd >= 0);
    CHECK(shared_memory::open(name.c_str()).status() == status_code::in_use);
    CHECK(shared_memory::open_read_only(name.c_str()).status() == status_code::in_use);
    ::close(fd);
    ::shm_unlink(name.c_str());
}

TEST_CASE("the mode decides who may open it, and for what") {
    const std::string name = unused_name();
    const auto mine = shared_memory::create(name.c_str(), 100, 0444);
    REQUIRE(mine);
    const as_nobody nobody;
    CHECK(shared_memory::open(name.c_str()).status() == status::system(EACCES));
    CHECK(shared_memory::open_read_only(name.c_str()));
}

TEST_CASE("a moved-from owner owns nothing, and everything goes once") {
    const std::string name = unused_name();
    auto made = shared_memory::create(name.c_str(), 100);
    REQUIRE(made);
    const int fd = made->fd();
    CHECK((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    {
        shared_memory taken = std::move(*made);
        CHECK_FALSE(*made);
        CHECK(made->data() == nullptr);
        CHECK(made->size() == 0);
        CHECK(made->fd() == -1);
        CHECK(made->unlink() == status_code::closed);
        CHECK(taken.fd() == fd);
        errno = 4711;
    }
    CHECK(errno == 4711);
    CHECK_FALSE(is_open(fd));
    CHECK_FALSE(exists(name));
}
