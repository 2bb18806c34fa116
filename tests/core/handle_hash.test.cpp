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

TEST_CASE("shared and weak handles are keys, hashed by what they share") {
    using block = ffiguard::owned<&std::free>;
    std::unordered_set<ffiguard::shared<block>> strong;
    std::unordered_set<ffiguard::weak<block>> known;
    const ffiguard::shared<block> one = ffiguard::share(block(std::malloc(1))).value();
    const ffiguard::shared<block> other = ffiguard::share(block(std::malloc(1))).value();
    const ffiguard::weak<block> weak_one = one;
    strong.insert(one);
    known.insert(weak_one);
    CHECK(strong.count(ffiguard::shared<block>(one)) == 1);
    CHECK(strong.count(other) == 0);
    CHECK(known.count(ffiguard::weak<block>(one)) == 1);
    CHECK(known.count(ffiguard::weak<block>(other)) == 0);
    CHECK(std::hash<ffiguard::shared<block>>()(one) ==
          std::hash<ffiguard::weak<block>>()(weak_one));
    CHECK(one.close().ok());  // a closed one is still the same key
    CHECK(strong.count(one) == 1);
    CHECK(known.count(weak_one) == 1);
}
