// SPDX-License-Identifier: BSL-1.0
// With records that the kernel writes; bpf_records.test.cpp has the rules.
#include <ffiguard/core/config.hpp>

#if defined(__linux__) && __has_include(<linux/bpf.h>)
#include <ffiguard/posix/bpf_program.hpp>
#include <ffiguard/posix/bpf_ring_buffer.hpp>

#include <sys/mman.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <utility>

#include <doctest/doctest.h>

#include "bpf_code.hpp"
#include "temporary_file.hpp"

using ffiguard::bpf_program_kind;
using ffiguard::bpf_ring_buffer;
using ffiguard::status;
using ffiguard::status_code;
using std::chrono::milliseconds;
using namespace bpf_code;

namespace {

/// Puts 4711 and 4712 into the ring, 24 bytes each with the header and 8 that are discarded
/// between.
ffiguard::result<ffiguard::unique_bpf_program, ffiguard::error> writer(int ring) {
    const bpf_insn code[] = {
        store_number(BPF_REG_10, -16, 4711),
        store_number(BPF_REG_10, -8, 4712),
        bpf_code::map(BPF_REG_1, ring),
        second(),
        copy(BPF_REG_2, BPF_REG_10),
        add(BPF_REG_2, -16),
        set(BPF_REG_3, 8),
        set(BPF_REG_4, 0),
        call(BPF_FUNC_ringbuf_output),
        bpf_code::map(BPF_REG_1, ring),
        second(),
        set(BPF_REG_2, 8),
        set(BPF_REG_3, 0),
        call(BPF_FUNC_ringbuf_reserve),
        skip_if_zero(BPF_REG_0, 3),
        copy(BPF_REG_1, BPF_REG_0),
        set(BPF_REG_2, 0),
        call(BPF_FUNC_ringbuf_discard),
        bpf_code::map(BPF_REG_1, ring),
        second(),
        copy(BPF_REG_2, BPF_REG_10),
        add(BPF_REG_2, -8),
        set(BPF_REG_3, 8),
        set(BPF_REG_4, 0),
        call(BPF_FUNC_ringbuf_output),
        set(BPF_REG_0, 0),
        leave(),
    };
    return ffiguard::load_bpf_program(bpf_program_kind::socket_filter, code, "BSL");
}

struct sum {
    std::uint64_t total = 0;
    void operator()(const unsigned char* data, std::size_t size) {
        std::uint64_t number = 0;
        if (size == sizeof number) std::memcpy(&number, data, sizeof number);
        total += number;
    }
};

std::size_t page() { return ffiguard::detail::page_size(); }

}  // namespace

TEST_CASE("what programs write is read once, in order, round and round") {
    auto ring = bpf_ring_buffer::create(page());
    if (skipped(ring)) return;
    REQUIRE_MESSAGE(ring, ring.error().message());
    CHECK(ring->capacity() == page());
    const auto program = writer(ring->fd());
    if (skipped(program)) return;
    REQUIRE_MESSAGE(program, program.error().message());

    sum all;
    CHECK(ring->consume(all) == 0);
    CHECK(*ring->wait_for(milliseconds(0)) == false);
    CHECK(*ring->wait_for(milliseconds(-1)) == false);
    for (std::uint64_t round = 1; round <= 1000; ++round) {
        REQUIRE(run(program->get()));
        REQUIRE(*ring->wait_for(milliseconds(10000)));
        REQUIRE(ring->consume(all) == 2);
        REQUIRE(all.total == round * (4711 + 4712));
    }
    CHECK(*ring->wait_for(milliseconds(1)) == false);
}

TEST_CASE("a ring buffer that nobody reads takes what fits") {
    auto ring = bpf_ring_buffer::create(page());
    if (skipped(ring)) return;
    REQUIRE(ring);
    const auto program = writer(ring->fd());
    if (skipped(program)) return;
    REQUIRE(program);
    for (int i = 0; i < 1000; ++i) REQUIRE(run(program->get()));
    sum all;
    const std::size_t count = ring->consume(all);
    CHECK(count > page() / 32);
    CHECK(count < page() / 16);
    CHECK(run(program->get()));
    CHECK(ring->consume(all) == 2);
}

TEST_CASE("a ring buffer is closed and unmapped once, and its owner can be moved") {
    auto ring = bpf_ring_buffer::create(page());
    if (skipped(ring)) return;
    REQUIRE(ring);
    const int fd = ring->fd();
    auto other = std::move(*ring);
    CHECK_FALSE(*ring);
    CHECK(ring->fd() == -1);
    CHECK(ring->capacity() == 0);
    sum all;
    CHECK(ring->consume(all) == 0);
    CHECK(ring->wait_for(milliseconds(0)).status() == status_code::closed);
    CHECK(ring->close() == status_code::closed);
    CHECK(is_open(fd));
    CHECK(other.close().ok());
    CHECK_FALSE(is_open(fd));
    CHECK(other.close() == status_code::closed);
}

TEST_CASE("a ring buffer has a power of two of whole pages") {
    for (const std::size_t bytes : {std::size_t{0}, page() / 2, page() * 3, page() + 8}) {
        const auto ring = bpf_ring_buffer::create(bytes);
        CHECK(ring.status() == status_code::invalid_argument);
    }
#if UINTPTR_MAX > 0xffffffff
    CHECK(bpf_ring_buffer::create(std::size_t{1} << 32U).status() == status_code::overflow);
#endif
}

TEST_CASE("only a ring buffer is taken over") {
    auto ring = bpf_ring_buffer::create(page());
    if (skipped(ring)) return;
    REQUIRE(ring);
    // Another descriptor of the same map: another owner.
    ffiguard::unique_bpf_map copy(ffiguard::duplicate(ring->fd())->release());
    auto second = bpf_ring_buffer::adopt(std::move(copy));
    REQUIRE(second);
    CHECK_FALSE(copy);
    CHECK(second->capacity() == page());

    auto made =
        ffiguard::bpf_map<std::uint32_t, std::uint32_t>::create(ffiguard::bpf_map_kind::array, 1);
    REQUIRE(made);
    auto array = made->release();
    CHECK(bpf_ring_buffer::adopt(std::move(array)).status() == status_code::invalid_argument);
    CHECK(array);
    CHECK_FALSE(bpf_ring_buffer::adopt(ffiguard::unique_bpf_map()));
}

#endif
