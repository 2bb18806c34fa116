// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/config.hpp>

#if defined(__linux__) && __has_include(<linux/bpf.h>)
#include <ffiguard/posix/bpf_link.hpp>
#include <ffiguard/posix/bpf_ring_buffer.hpp>
#include <ffiguard/posix/uprobe.hpp>

#include <link.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "bpf_code.hpp"
#include "temporary_file.hpp"

using ffiguard::bpf_ring_buffer;
using ffiguard::open_uprobe;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_bpf_link;
using namespace bpf_code;

namespace {

extern "C" [[gnu::noinline]] int ffiguard_test_probed(int number) {
    __asm__ volatile("" : "+r"(number));
    return number;
}

/// Where an address is, in the file of the program or of the shared object that has it.
struct place_in_file {
    std::uintptr_t address;
    std::string file;
    std::uint64_t offset = 0;
};
place_in_file place_of(int (*function)(int)) {
    place_in_file found{reinterpret_cast<std::uintptr_t>(function), {}, 0};
    ::dl_iterate_phdr(
        [](::dl_phdr_info* object, std::size_t, void* argument) {
            auto& wanted = *static_cast<place_in_file*>(argument);
            for (int i = 0; i < object->dlpi_phnum; ++i) {
                const auto& part = object->dlpi_phdr[i];
                const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
                if (part.p_type != PT_LOAD || wanted.address - begin >= part.p_memsz) continue;
                wanted.offset = wanted.address - begin + part.p_offset;
                const bool is_program = object->dlpi_name == nullptr || *object->dlpi_name == '\0';
                wanted.file = is_program ? "/proc/self/exe" : object->dlpi_name;
            }
            return 0;
        },
        &found);
    return found;
}

/// Puts the cookie of the link into the ring buffer.
ffiguard::result<ffiguard::unique_bpf_program, ffiguard::error> teller(int ring) {
    const bpf_insn code[] = {
        call(BPF_FUNC_get_attach_cookie),
        store(BPF_REG_10, -8, BPF_REG_0),
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
    return ffiguard::load_bpf_program(ffiguard::bpf_program_kind::kprobe, code, "BSL");
}

}  // namespace

TEST_CASE("a program runs at a uprobe as long as its link is there") {
    auto ring = bpf_ring_buffer::create(ffiguard::detail::page_size());
    if (skipped(ring)) return;
    REQUIRE(ring);
    auto program = teller(ring->fd());
    if (skipped(program)) return;
    REQUIRE_MESSAGE(program, program.error().message());

    ffiguard::uprobe_options here;
    const place_in_file probed = place_of(&ffiguard_test_probed);
    here.offset = probed.offset;
    here.pid = ::getpid();
    auto event = open_uprobe(probed.file, here);
    if (!event && event.status() == status_code::not_found) {
        std::printf("skipped: uprobes: %s\n", event.error().message());
        return;
    }
    if (skipped(event)) return;
    REQUIRE_MESSAGE(event, event.error().message());
    auto link = ffiguard::attach_bpf_program(*program, event->get(), 4711);
    if (!link && link.status() == status::system(EINVAL)) {
        std::puts("skipped: links to perf events: not in this kernel");
        return;
    }
    REQUIRE_MESSAGE(link, link.error().message());
    CHECK(event->close().ok());
    CHECK(program->close().ok());

    std::uint64_t cookies = 0;
    const auto add_cookie = [&](const unsigned char* data, std::size_t size) {
        std::uint64_t cookie = 0;
        if (size == sizeof cookie) std::memcpy(&cookie, data, sizeof cookie);
        cookies += cookie;
    };
    CHECK(ffiguard_test_probed(1) == 1);
    CHECK(ffiguard_test_probed(2) == 2);
    CHECK(*ring->wait_for(std::chrono::milliseconds(10000)));
    CHECK(ring->consume(add_cookie) == 2);
    CHECK(cookies == 2 * 4711);

    const int fd = link->get();
    CHECK(link->close().ok());
    CHECK_FALSE(is_open(fd));
    CHECK(ffiguard_test_probed(3) == 3);
    CHECK(ring->consume(add_cookie) == 0);
}

TEST_CASE("a link of nothing, or to nothing, says so") {
    CHECK(ffiguard::attach_bpf_program({}, -1).status() == status_code::null);
    auto ring = bpf_ring_buffer::create(ffiguard::detail::page_size());
    if (skipped(ring)) return;
    const auto program = teller(ring->fd());
    if (skipped(program)) return;
    REQUIRE(program);
    CHECK(ffiguard::attach_bpf_program(*program, -1).status() == status::system(EBADF));
}

TEST_CASE("a uprobe in no file says so") {
    CHECK(open_uprobe(static_cast<const char*>(nullptr), {}).status() == status_code::null);
    CHECK(open_uprobe(std::string_view("a\0b", 3), {}).status() == status::inner_nul(1));
    const auto absent = open_uprobe("/nowhere/lib.so", {});
    if (skipped(absent)) return;
    CHECK(absent.status() == status_code::not_found);
}

#endif
