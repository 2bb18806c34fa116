// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/versioned_cell.hpp>

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/memory/foreign_span.hpp>
#include <ffiguard/memory/layout.hpp>

using ffiguard::status_code;
using ffiguard::versioned_cell;

#if UINTPTR_MAX == UINT64_MAX
static_assert(ffiguard::layout<ffiguard_versioned_cell, FFIGUARD_VERSIONED_CELL_VALUE, 8>::matches<
              ffiguard::at<offsetof(ffiguard_versioned_cell, version), 0>,
              ffiguard::at<offsetof(ffiguard_versioned_cell, magic), 8>,
              ffiguard::at<offsetof(ffiguard_versioned_cell, size), 12>>());
#endif
static_assert(sizeof(versioned_cell<int>) == sizeof(void*));
static_assert(std::is_trivially_copyable_v<versioned_cell<int>>, "a view");
static_assert(versioned_cell<char>::size() == 24, "the value is rounded up to 8");
static_assert(versioned_cell<std::array<char, 8>>::size() == 24);

namespace {

/// Zeroed pages that a fork()ed child shares, read and written or only read.
template <class Byte>
class pages {
public:
    explicit pages(std::size_t size)
        : memory_(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
          size_(size) {
        REQUIRE(memory_ != MAP_FAILED);
    }
    pages(const pages&) = delete;
    pages& operator=(const pages&) = delete;
    ~pages() { ::munmap(memory_, size_); }

    Byte* data() const { return static_cast<Byte*>(memory_); }
    std::size_t size() const { return size_; }
    void protect() const { REQUIRE(::mprotect(memory_, size_, PROT_READ) == 0); }

private:
    void* memory_;
    std::size_t size_;
};
using shared_pages = pages<unsigned char>;

/// A child process that does work until it is killed.
class background {
public:
    template <class Work>
    explicit background(Work&& work) : pid_(::fork()) {
        REQUIRE(pid_ >= 0);
        if (pid_ != 0) return;
        work();
        ::_exit(0);
    }
    background(const background&) = delete;
    background& operator=(const background&) = delete;
    ~background() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

private:
    pid_t pid_;
};

/// All of its words are equal, unless it is a mixture of two.
template <std::size_t words>
struct uniform {
    std::uint64_t word[words];

    uniform() : uniform(0) {}
    explicit uniform(std::uint64_t number) {
        for (std::uint64_t& one : word) one = number;
    }
    bool torn() const {
        for (const std::uint64_t one : word)
            if (one != word[0]) return true;
        return false;
    }
};

struct without_default {
    explicit without_default(int number) : value(number) {}
    int value;
};

}  // namespace

TEST_CASE("what was stored is read, and each store raises the version by 2") {
    const shared_pages memory(4096);
    const auto cell = versioned_cell<int>::create(memory, 0, 5);
    REQUIRE(cell);
    CHECK(*cell->read() == 5);
    const std::uint64_t before = cell->version();
    CHECK(before % 2 == 0);
    cell->store(6);
    CHECK(*cell->read() == 6);
    CHECK(cell->version() == before + 2);
}

TEST_CASE("values of every size come back whole, and their neighbours are left alone") {
    const shared_pages memory(4096);
    const auto check = [&](auto value) {
        using type = decltype(value);
        std::memset(memory.data(), 0, memory.size());
        std::memset(&value, 0x5a, sizeof value);
        const auto cell = versioned_cell<type>::create(memory, 64, value);
        REQUIRE(cell);
        const auto copy = cell->read();
        REQUIRE(copy);
        CHECK(std::memcmp(&*copy, &value, sizeof value) == 0);
        CHECK(std::memcmp(memory.data() + 64 + 16, &value, sizeof value) == 0);
        const std::size_t end = 64 + versioned_cell<type>::size();
        for (std::size_t i = 0; i < 64; ++i) CHECK(memory.data()[i] == 0);
        for (std::size_t i = end; i < end + 64; ++i) CHECK(memory.data()[i] == 0);
    };
    check(std::array<unsigned char, 1>{});
    check(std::array<unsigned char, 7>{});
    check(std::array<unsigned char, 8>{});
    check(std::array<unsigned char, 9>{});
    check(std::array<unsigned char, 100>{});
}

TEST_CASE("a type without a default constructor can be a value") {
    const shared_pages memory(4096);
    const auto cell = versioned_cell<without_default>::create(memory, 0, without_default(3));
    REQUIRE(cell);
    CHECK(cell->read()->value == 3);
}

TEST_CASE("a reader in C needs ffiguard.h alone") {
    const shared_pages memory(4096);
    const auto cell = versioned_cell<std::uint32_t>::create(memory, 32, 0x01020304);
    REQUIRE(cell);
    ffiguard_versioned_cell header;
    std::memcpy(&header, memory.data() + 32, sizeof header);
    CHECK(header.version == cell->version());
    CHECK(header.magic == FFIGUARD_VERSIONED_CELL_MAGIC);
    CHECK(header.size == 4);
    std::uint32_t value = 0;
    std::memcpy(&value, memory.data() + 32 + FFIGUARD_VERSIONED_CELL_VALUE, sizeof value);
    CHECK(value == 0x01020304);
}

TEST_CASE("a reader is content with memory that cannot be written") {
    const pages<const unsigned char> memory(4096);
    const auto writable = *ffiguard::foreign_span<unsigned char>::from(
        const_cast<unsigned char*>(memory.data()), memory.size());
    REQUIRE(versioned_cell<int>::create(writable, 0, 9));
    memory.protect();
    const auto cell = versioned_cell<const int>::attach(memory, 0);
    REQUIRE(cell);
    CHECK(*cell->read() == 9);
}

TEST_CASE("a cell that does not fit, lies askew or has no memory is refused, and nothing written") {
    const shared_pages memory(4096);
    using cell = versioned_cell<std::array<char, 100>>;  // 16 + 104 bytes
    CHECK(cell::create(memory, 4096 - 112).status() == status_code::overflow);
    CHECK(cell::create(memory, 4097).status() == status_code::overflow);
    CHECK(cell::create(memory, static_cast<std::size_t>(-16)).status() == status_code::overflow);
    CHECK(cell::create(memory, 8).status() == status_code::invalid_argument);
    for (std::size_t i = 0; i < memory.size(); ++i) REQUIRE(memory.data()[i] == 0);
    CHECK(cell::create(memory, 4096 - 128));
    const ffiguard::foreign_span<unsigned char> nothing;
    CHECK(cell::create(nothing, 0).status() == status_code::null);
    CHECK(cell::attach(nothing, 0).status() == status_code::null);
}

TEST_CASE("attaching where no cell is, or one of another size, is refused") {
    const shared_pages memory(4096);
    CHECK(versioned_cell<int>::attach(memory, 0).status() == status_code::not_found);
    REQUIRE(versioned_cell<int>::create(memory, 0, 5));
    CHECK(versioned_cell<int>::attach(memory, 0));
    CHECK(versioned_cell<long long>::attach(memory, 0).status() == status_code::wrong_type);
    CHECK(versioned_cell<long long>::create(memory, 0).status() == status_code::wrong_type);
    CHECK(*versioned_cell<int>::attach(memory, 0)->read() == 5);
}

TEST_CASE("a writer that starts again uses the cell on, and attached readers go on reading") {
    const shared_pages memory(4096);
    REQUIRE(versioned_cell<int>::create(memory, 0, 5));
    const auto reader = versioned_cell<const int>::attach(memory, 0);
    REQUIRE(reader);
    const std::uint64_t before = reader->version();
    REQUIRE(versioned_cell<int>::create(memory, 0, 6));
    CHECK(*reader->read() == 6);
    CHECK(reader->version() > before);
}

TEST_CASE("a writer process and a reader process, 10 million updates: no torn read") {
    constexpr std::uint64_t updates = 10'000'000;
    using value = uniform<8>;
    const shared_pages memory(4096);
    const auto cell = versioned_cell<value>::create(memory, 0);
    REQUIRE(cell);
    const background writer([&] {
        for (std::uint64_t i = 1; i <= updates; ++i) cell->store(value(i));
    });
    std::uint64_t seen = 0;
    std::uint64_t reads = 0;
    bool torn = false;
    bool went_back = false;
    while (seen != updates && !torn && !went_back) {
        const auto now = cell->read();
        if (!now) continue;  // the writer does nothing but store
        ++reads;
        torn = now->torn();
        went_back = now->word[0] < seen;
        seen = now->word[0];
    }
    CHECK_FALSE(torn);
    CHECK_FALSE(went_back);
    CHECK(reads > 1);
    MESSAGE("whole values read: ", reads);
}

TEST_CASE("naive: a value copied by memcpy is torn") {
    using value = uniform<64>;
    const shared_pages memory(4096);
    const background writer([&] {
        for (std::uint64_t i = 1;; ++i) {
            const value next(i);
            std::memcpy(memory.data(), &next, sizeof next);
            asm volatile("" ::: "memory");
        }
    });
    bool torn = false;
    for (int i = 0; i < 1'000'000'000 && !torn; ++i) {
        value now;
        std::memcpy(&now, memory.data(), sizeof now);
        asm volatile("" ::: "memory");
        torn = now.torn();
    }
    CHECK(torn);
}

TEST_CASE("threads of one process read while one writes, without a data race") {
    using value = uniform<16>;
    const shared_pages memory(4096);
    const auto cell = versioned_cell<value>::create(memory, 0);
    REQUIRE(cell);
    std::atomic<bool> stop{false};
    std::atomic<int> torn{0};
    std::atomic<int> whole{0};
    const auto read = [&] {
        while (!stop) {
            const auto now = cell->read();
            if (!now) continue;
            ++whole;
            torn += now->torn();
        }
    };
    std::thread one(read);
    std::thread two(read);
    for (std::uint64_t i = 1; i <= 100'000 || whole == 0; ++i) cell->store(value(i));
    stop = true;
    one.join();
    two.join();
    CHECK(torn == 0);
}

TEST_CASE("a writer that was killed inside an update: readers are told, the next writer repairs") {
    using value = uniform<8192>;  // large, so that nearly all of the time is spent inside
    const shared_pages memory(versioned_cell<value>::size());
    const auto reader = [&] { return *versioned_cell<const value>::attach(memory, 0); };
    REQUIRE(versioned_cell<value>::create(memory, 0));
    for (int attempt = 0; attempt < 1000 && reader().version() % 2 == 0; ++attempt) {
        const std::uint64_t begin = reader().version();
        const background writer([&] {
            const auto cell = versioned_cell<value>::attach(memory, 0);
            value next;
            for (;;) {
                for (std::uint64_t& one : next.word) ++one;
                cell->store(next);
            }
        });
        while (reader().version() == begin) {
        }
    }
    REQUIRE(reader().version() % 2 == 1);
    CHECK(reader().read().status() == status_code::in_use);
    CHECK(reader().read(0).status() == status_code::in_use);

    const auto next = versioned_cell<value>::attach(memory, 0);
    REQUIRE(next);
    next->store(value(77));
    CHECK(reader().version() % 2 == 0);
    const auto whole = reader().read();
    REQUIRE(whole);
    CHECK(whole->word[0] == 77);
    CHECK_FALSE(whole->torn());
}
