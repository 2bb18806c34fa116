// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/config.hpp>

#if defined(__linux__) && __has_include(<linux/bpf.h>)
#include <ffiguard/posix/bpf_map.hpp>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "bpf_code.hpp"
#include "temporary_file.hpp"

using ffiguard::bpf_map;
using ffiguard::bpf_map_kind;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_bpf_map;

namespace {

struct point {
    std::uint32_t x = 0;
    std::uint32_t y = 0;
};

/// A map of any type, made without the class.
unique_bpf_map raw_map(bpf_map_type type, std::uint32_t key, std::uint32_t value) {
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.map_type = type;
    attributes.key_size = key;
    attributes.value_size = value;
    attributes.max_entries = 4;
    return unique_bpf_map(
        static_cast<int>(::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes)));
}

}  // namespace

TEST_CASE("a hash map has what was put into it, and its descriptor is closed once") {
    auto map = bpf_map<std::uint64_t, point>::create(bpf_map_kind::hash, 2);
    if (skipped(map)) return;
    REQUIRE(map);
    CHECK(map->look_up(7).status() == status_code::not_found);
    CHECK(map->update(7, {1, 2}).ok());
    CHECK(map->update(7, {3, 4}).ok());
    CHECK(map->update(8, {5, 6}).ok());
    CHECK(map->update(9, {}) == status::system(E2BIG));
    REQUIRE(map->look_up(7));
    CHECK(map->look_up(7)->y == 4);

    const auto first = map->first_key();
    REQUIRE(first);
    const auto second = map->key_after(*first);
    REQUIRE(second);
    CHECK(*first + *second == 15);
    CHECK(map->key_after(*second).status() == status_code::not_found);

    CHECK(map->erase(7).ok());
    CHECK(map->erase(7) == status_code::not_found);
    const int fd = map->fd();
    auto moved = std::move(*map);
    CHECK_FALSE(*map);
    CHECK(map->fd() == -1);
    CHECK(map->look_up(8).status() == status::system(EBADF));
    CHECK(map->close() == status_code::closed);
    CHECK(is_open(fd));
    CHECK(moved.close().ok());
    CHECK_FALSE(is_open(fd));
}

TEST_CASE("an array has all of its entries from the start") {
    const auto map = bpf_map<std::uint32_t, std::uint64_t>::create(bpf_map_kind::array, 3);
    if (skipped(map)) return;
    REQUIRE(map);
    CHECK(*map->look_up(2) == 0);
    CHECK(map->look_up(3).status() == status_code::not_found);
    const auto wrong = bpf_map<std::uint64_t, std::uint64_t>::create(bpf_map_kind::array, 3);
    CHECK(wrong.status() == status::system(EINVAL));
}

TEST_CASE("a map is taken over with the sizes that it has, or it stays where it is") {
    auto raw = raw_map(BPF_MAP_TYPE_HASH, 4, 8);
    if (!raw && errno == EPERM) return;  // told of above
    REQUIRE(raw);
    const auto narrow = bpf_map<std::uint32_t, std::uint32_t>::adopt(std::move(raw));
    CHECK(narrow.status() == status_code::invalid_argument);
    CHECK(std::string_view(narrow.error().message()) ==
          "bpf_map: its keys have 4 bytes and its values 8");
    REQUIRE(raw);
    auto map = bpf_map<std::uint32_t, std::uint64_t>::adopt(std::move(raw));
    REQUIRE(map);
    CHECK_FALSE(raw);
    CHECK(map->update(1, 2).ok());
    const unique_bpf_map again = map->release();
    CHECK(again);
    CHECK_FALSE(*map);

    // The kernel would write 8 bytes for each CPU.
    auto per_cpu = raw_map(BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8);
    REQUIRE(per_cpu);
    CHECK(bpf_map<std::uint32_t, std::uint64_t>::adopt(std::move(per_cpu)).status() ==
          status_code::invalid_argument);
    CHECK(per_cpu);
}

TEST_CASE("what is no map is not taken over") {
    const temporary_file file("text");
    unique_bpf_map wrong(::open(file.path(), O_RDONLY | O_CLOEXEC));
    REQUIRE(wrong);
    const auto map = bpf_map<std::uint32_t, std::uint64_t>::adopt(std::move(wrong));
    CHECK_FALSE(map);
    CHECK(wrong);
    CHECK_FALSE((bpf_map<std::uint32_t, std::uint64_t>::adopt(unique_bpf_map())));
}

TEST_CASE("a map is opened by the name that it is pinned to") {
    using map = bpf_map<std::uint32_t, std::uint64_t>;
    CHECK(map::open(static_cast<const char*>(nullptr)).status() == status_code::null);
    CHECK(map::open(std::string_view("a\0b", 3)).status() == status::inner_nul(1));
    const auto absent = map::open("/nowhere/map");
    if (skipped(absent)) return;
    CHECK(absent.status() == status_code::not_found);
    CHECK(std::string_view(absent.error().message()) == "/nowhere/map: No such file or directory");
}

#endif
