// SPDX-License-Identifier: BSL-1.0
// The kernel objects of eBPF are descriptors, and a ring buffer is two mappings: the owners that
// are there for every descriptor and every mapping are all that they need.
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_fd.hpp>

#if defined(__linux__) && __has_include(<linux/bpf.h>)
#include <linux/bpf.h>
#include <sys/syscall.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <doctest/doctest.h>

#include "temporary_file.hpp"

using ffiguard::map_file;
using ffiguard::map_file_writable;
using ffiguard::mapped_region;
using ffiguard::unique_fd;
using ffiguard::writable_region;

namespace {

int bpf(bpf_cmd command, bpf_attr& attributes) {
    return static_cast<int>(::syscall(SYS_bpf, command, &attributes, sizeof attributes));
}

unique_fd make_map(bpf_map_type type, std::uint32_t key, std::uint32_t value,
                   std::uint32_t entries) {
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.map_type = type;
    attributes.key_size = key;
    attributes.value_size = value;
    attributes.max_entries = entries;
    return unique_fd(bpf(BPF_MAP_CREATE, attributes));
}

/// Whether the kernel refused, which it says on standard output.
bool skipped(const unique_fd& object) {
    if (object) return false;
    std::printf("skipped: BPF objects: %s\n", std::strerror(errno));
    std::fflush(stdout);
    return true;
}

template <class T>
std::uint64_t address(T* pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer);
}

bpf_insn instruction(int code, unsigned to, unsigned from, int offset, std::int32_t number) {
    bpf_insn made;
    std::memset(&made, 0, sizeof made);
    made.code = static_cast<std::uint8_t>(code);
    made.dst_reg = to & 15U;
    made.src_reg = from & 15U;
    made.off = static_cast<std::int16_t>(offset);
    made.imm = number;
    return made;
}

/// A program that puts the number 4711, in 8 bytes, into the ring buffer.
unique_fd make_program(int ring_buffer) {
    const bpf_insn code[] = {
        instruction(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0, -8, 4711),
        instruction(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, BPF_PSEUDO_MAP_FD, 0, ring_buffer),
        instruction(0, 0, 0, 0, 0),
        instruction(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_10, 0, 0),
        instruction(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -8),
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_3, 0, 0, 8),
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_4, 0, 0, 0),
        instruction(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ringbuf_output),
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0),
        instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
    };
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
    attributes.insns = address(&code[0]);
    attributes.insn_cnt = sizeof code / sizeof code[0];
    attributes.license = address("BSL");
    return unique_fd(bpf(BPF_PROG_LOAD, attributes));
}

/// A word that the kernel writes, too.
std::uint64_t load(const unsigned char* where) {
    return reinterpret_cast<const std::atomic<std::uint64_t>*>(where)->load();
}

}  // namespace

TEST_CASE("a BPF array map is a descriptor: owned, used, and closed once") {
    auto map = make_map(BPF_MAP_TYPE_ARRAY, 4, 8, 16);
    if (skipped(map)) return;
    std::uint32_t key = 3;
    std::uint64_t value = 4711;
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.map_fd = static_cast<std::uint32_t>(map.get());
    attributes.key = address(&key);
    attributes.value = address(&value);
    CHECK(bpf(BPF_MAP_UPDATE_ELEM, attributes) == 0);
    value = 0;
    CHECK(bpf(BPF_MAP_LOOKUP_ELEM, attributes) == 0);
    CHECK(value == 4711);
    const int fd = map.get();
    CHECK(map.close().ok());
    CHECK_FALSE(is_open(fd));
}

TEST_CASE("a BPF ring buffer is a descriptor and two mapped regions") {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t capacity = 4 * page;
    auto map = make_map(BPF_MAP_TYPE_RINGBUF, 0, 0, static_cast<std::uint32_t>(capacity));
    if (skipped(map)) return;
    // The consumer's position; then the producer's, and the data twice, for records that wrap.
    auto consumer = map_file_writable(map.get(), {0, page});
    auto producer = map_file(map.get(), {page, page + 2 * capacity});
    REQUIRE(consumer);
    REQUIRE(producer);
    CHECK(consumer->size() == page);
    CHECK(producer->size() == page + 2 * capacity);
    CHECK(load(consumer->data()) == 0);
    CHECK(load(producer->data()) == 0);
    // The kernel allows nobody else to write there.
    CHECK_FALSE(map_file_writable(map.get(), {page, page + 2 * capacity}));

    const auto program = make_program(map.get());
    if (skipped(program)) return;
    CHECK(map.close().ok());  // the mappings need the descriptor no longer
    unsigned char packet[64] = {};
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.test.prog_fd = static_cast<std::uint32_t>(program.get());
    attributes.test.data_in = address(&packet[0]);
    attributes.test.data_size_in = sizeof packet;
    REQUIRE(bpf(BPF_PROG_TEST_RUN, attributes) == 0);

    CHECK(load(producer->data()) == 16);  // a header of 8 bytes and 8 bytes of data
    CHECK((load(producer->data() + page) & 0xffffffff) == 8);
    CHECK(load(producer->data() + page + 8) == 4711);
    CHECK(load(producer->data() + page + capacity + 8) == 4711);
    reinterpret_cast<std::atomic<std::uint64_t>*>(consumer->data())->store(16);  // taken

    const unsigned char* const data = producer->data();
    CHECK(consumer->close().ok());
    CHECK(producer->close().ok());
    CHECK(::msync(const_cast<unsigned char*>(data), page, MS_ASYNC) == -1);  // nothing is mapped
    CHECK(errno == ENOMEM);
}

#endif
