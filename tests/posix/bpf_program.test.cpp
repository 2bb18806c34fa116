// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/config.hpp>

#if defined(__linux__) && __has_include(<linux/bpf.h>)
#include <ffiguard/posix/bpf_map.hpp>
#include <ffiguard/posix/bpf_program.hpp>

#include <cerrno>
#include <cstdint>
#include <string_view>

#include <doctest/doctest.h>

#include "bpf_code.hpp"
#include "temporary_file.hpp"

using ffiguard::bpf_map;
using ffiguard::bpf_program_kind;
using ffiguard::load_bpf_program;
using ffiguard::status;
using ffiguard::status_code;
using namespace bpf_code;

TEST_CASE("a program is loaded, keeps its map, and its descriptor is closed once") {
    auto map = bpf_map<std::uint32_t, std::uint64_t>::create(ffiguard::bpf_map_kind::array, 1);
    if (skipped(map)) return;
    REQUIRE(map);
    const bpf_insn code[] = {
        instruction(BPF_ST | BPF_MEM | BPF_W, BPF_REG_10, 0, -4, 0),
        bpf_code::map(BPF_REG_1, map->fd()),
        second(),
        copy(BPF_REG_2, BPF_REG_10),
        add(BPF_REG_2, -4),
        call(BPF_FUNC_map_lookup_elem),
        skip_if_zero(BPF_REG_0, 1),
        store_number(BPF_REG_0, 0, 4711),
        set(BPF_REG_0, 0),
        leave(),
    };
    auto program = load_bpf_program(bpf_program_kind::socket_filter, code, "BSL");
    if (skipped(program)) return;
    REQUIRE_MESSAGE(program, program.error().message());
    CHECK(run(program->get()));
    CHECK(*map->look_up(0) == 4711);
    CHECK(map->close().ok());
    CHECK(run(program->get()));
    const int fd = program->get();
    CHECK(program->close().ok());
    CHECK(program->close() == status_code::closed);
    CHECK_FALSE(is_open(fd));
}

TEST_CASE("a program that is refused says why, in the verifier's words") {
    const bpf_insn code[] = {copy(BPF_REG_0, BPF_REG_7), leave()};
    const auto program = load_bpf_program(bpf_program_kind::socket_filter, code, "BSL");
    if (skipped(program)) return;
    CHECK(program.status() == status::system(EACCES));
    CHECK(std::string_view(program.error().message()) == "load_bpf_program: R7 !read_ok");
}

TEST_CASE("a program of nothing, or without a license, is null") {
    const bpf_insn code[] = {set(BPF_REG_0, 0), leave()};
    CHECK(load_bpf_program(bpf_program_kind::kprobe, nullptr, 2, "GPL").status() ==
          status_code::null);
    CHECK(load_bpf_program(bpf_program_kind::kprobe, code, nullptr).status() == status_code::null);
}

TEST_CASE("the line that says something is found in any log") {
    const auto line = [](const char* log) {
        char copy[128];
        std::snprintf(copy, sizeof copy, "%s", log);
        return std::string(ffiguard::detail::last_line(copy));
    };
    CHECK(line("") == "");
    CHECK(line("\n\n") == "");
    CHECK(line("why") == "why");
    CHECK(line("0: exit\nwhy\nprocessed 1 insns\n\n") == "why");
    CHECK(line("processed 1 insns\n") == "processed 1 insns");
}

#endif
