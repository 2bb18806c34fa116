// SPDX-License-Identifier: BSL-1.0
// The rules of a ring buffer, without a kernel that writes: the test does what it would do.
#include <ffiguard/core/config.hpp>

#ifdef __linux__
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/posix/detail/bpf_records.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/shared_memory.hpp>

namespace {

using ffiguard::detail::bpf_record_is_busy;
using ffiguard::detail::bpf_record_is_discarded;

/// A page for the data, which is there twice, one behind the other.
class ring {
public:
    ring() : memory_(*ffiguard::shared_memory::create_anonymous(page())) {
        void* const room =
            ::mmap(nullptr, 2 * page(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        both_ = ffiguard::writable_region(room, 2 * page());
        for (std::size_t at : {std::size_t{0}, page()})
            ::mmap(data() + at, page(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                   memory_.fd(), 0);
    }

    static std::size_t page() { return ffiguard::detail::page_size(); }
    unsigned char* data() { return both_.data(); }

    /// As the kernel: reserves, busy; where it is.
    unsigned char* reserve(std::size_t size) {
        unsigned char* const record = data() + reserved % page();
        set_header(record, static_cast<std::uint32_t>(size) | bpf_record_is_busy);
        __atomic_store_n(&reserved, reserved + (8 + size + 7) / 8 * 8, __ATOMIC_RELEASE);
        return record;
    }
    static void commit(unsigned char* record, std::size_t size, std::uint32_t flags = 0) {
        set_header(record, static_cast<std::uint32_t>(size) | flags);
    }
    void write(const std::string& text, std::uint32_t flags = 0) {
        unsigned char* const record = reserve(text.size());
        std::memcpy(record + 8, text.data(), text.size());
        commit(record, text.size(), flags);
    }

    template <class Visit>
    std::size_t consume(Visit visit) {
        return ffiguard::detail::consume_records({&taken, &reserved, data(), page()}, visit);
    }
    std::vector<std::string> all() {
        std::vector<std::string> texts;
        const std::size_t count = consume([&](const unsigned char* at, std::size_t size) {
            texts.emplace_back(reinterpret_cast<const char*>(at), size);
        });
        CHECK(count == texts.size());
        return texts;
    }

    std::uint64_t taken = 0;
    std::uint64_t reserved = 0;

private:
    static void set_header(unsigned char* record, std::uint32_t value) {
        __atomic_store_n(reinterpret_cast<std::uint32_t*>(record), value, __ATOMIC_RELEASE);
    }

    ffiguard::shared_memory memory_;
    ffiguard::writable_region both_;
};

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("records come in order, whatever their length, and once") {
    ring buffer;
    for (const char* text : {"a", "four", "eight888", "nine99999", ""}) buffer.write(text);
    CHECK(buffer.all() == texts{"a", "four", "eight888", "nine99999", ""});
    CHECK(buffer.taken == buffer.reserved);
    CHECK(buffer.all().empty());
}

TEST_CASE("a discarded record is left out, and its memory goes back") {
    ring buffer;
    buffer.write("before");
    buffer.write("dropped", bpf_record_is_discarded);
    buffer.write("behind");
    CHECK(buffer.all() == texts{"before", "behind"});
    CHECK(buffer.taken == buffer.reserved);
}

TEST_CASE("a busy record ends the call, and comes with those behind it when it is finished") {
    ring buffer;
    buffer.write("before");
    unsigned char* const busy = buffer.reserve(4);
    buffer.write("behind");
    CHECK(buffer.all() == texts{"before"});
    CHECK(buffer.all().empty());
    std::memcpy(busy + 8, "busy", 4);
    ring::commit(busy, 4);
    CHECK(buffer.all() == texts{"busy", "behind"});
}

TEST_CASE("a record that wraps is in one piece") {
    ring buffer;
    const std::string large(ring::page() / 2 + 100, 'x');
    for (int round = 0; round < 10; ++round) {
        const std::string text = large + std::to_string(round);
        buffer.write(text);
        CHECK(buffer.all() == texts{text});
    }
    CHECK(buffer.reserved > 5 * ring::page());
}

TEST_CASE("what returns false ends the call, and the record is taken") {
    ring buffer;
    for (const char* text : {"one", "two", "three"}) buffer.write(text);
    std::size_t seen = 0;
    CHECK(buffer.consume([&](const unsigned char*, std::size_t) { return ++seen < 2; }) == 2);
    CHECK(buffer.all() == texts{"three"});
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a record whose visit throws comes again") {
    ring buffer;
    buffer.write("one");
    buffer.write("two");
    bool throws = false;
    CHECK_THROWS_AS(buffer.consume([&](const unsigned char*, std::size_t) {
        if (throws) throw 1;
        throws = true;
    }),
                    int);
    CHECK(buffer.all() == texts{"two"});
}
#endif

TEST_CASE("where somebody else has moved the position, nothing behind the end is read") {
    ring buffer;
    buffer.write("text");
    std::memset(buffer.data(), 0x3f, ring::page());  // no header: a length of a gigabyte
    CHECK(buffer.all().empty());
    buffer.taken = buffer.reserved + 8;
    CHECK(buffer.all().empty());
}

TEST_CASE("a thread writes while another reads, and no record is lost or torn") {
    ring buffer;
    constexpr std::uint64_t last = 20000;
    std::thread kernel([&] {
        for (std::uint64_t number = 1; number <= last; ++number) {
            while (buffer.reserved - __atomic_load_n(&buffer.taken, __ATOMIC_ACQUIRE) + 24 >
                   ring::page())
                std::this_thread::yield();
            const std::size_t size = number % 2 == 0 ? 8 : 16;
            unsigned char* const record = buffer.reserve(size);
            std::memcpy(record + 8, &number, 8);
            if (size == 16) std::memcpy(record + 16, &number, 8);
            ring::commit(record, size,
                         number % 7 == 0 ? std::uint32_t{bpf_record_is_discarded} : 0);
        }
    });
    std::uint64_t expected = 1;
    std::uint64_t wrong = 0;
    while (expected <= last) {
        const std::size_t count = buffer.consume([&](const unsigned char* data, std::size_t size) {
            while (expected % 7 == 0) ++expected;
            for (std::size_t at = 0; at < size; at += 8)
                if (std::memcmp(data + at, &expected, 8) != 0) ++wrong;
            ++expected;
        });
        if (count == 0) std::this_thread::yield();
    }
    kernel.join();
    CHECK(wrong == 0);
}

#endif
