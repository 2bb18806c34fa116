// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_hash.hpp>

#include <cstdlib>
#include <unordered_set>
#include <utility>

#include <doctest/doctest.h>

TEST_CASE("owners are keys of unordered containers, hashed by handle") {
    using block = ffiguard::owned<&std::free>;
    void* const raw = std::malloc(1);
    std::unordered_set<block> blocks;
    blocks.insert(block(raw));
    block key(raw);
    CHECK(blocks.count(key) == 1);
    CHECK(std::hash<block>()(key) == std::hash<void*>()(raw));
    CHECK(key.release() == raw);  // one owner is enough
}
