// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/peer.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::close_peer;
using ffiguard::jni::from_jlong;
using ffiguard::jni::to_jlong;

namespace {

struct stream {
    std::atomic<int>* closings;
    status close() noexcept { return ++*closings == 1 ? status() : status::foreign(*closings); }
};

struct other {
    int unused = 0;
};

}  // namespace

static_assert(to_jlong(~token{0}) == -1);
static_assert(from_jlong(-1) == ~token{0});

TEST_CASE("a token comes back from Java bit by bit") {
    for (int bit = 0; bit < 64; ++bit) {
        const token one = token{1} << bit;
        CHECK(from_jlong(to_jlong(one)) == one);
        CHECK(from_jlong(to_jlong(~one)) == ~one);
    }
}

TEST_CASE("close() and the Cleaner may both come: the object is closed once, both succeed") {
    handle_table<stream> streams;
    std::atomic<int> closings{0};
    const jlong peer = to_jlong(*streams.emplace(stream{&closings}));
    CHECK(close_peer(streams, peer).ok());
    CHECK(close_peer(streams, peer).ok());
    CHECK(closings == 1);
    CHECK(streams.live() == 0);
}

TEST_CASE("a late Cleaner does no harm to the object that has the slot now") {
    handle_table<stream> streams;
    std::atomic<int> first{0};
    std::atomic<int> second{0};
    const jlong old_peer = to_jlong(*streams.emplace(stream{&first}));
    REQUIRE(close_peer(streams, old_peer).ok());
    const token now = *streams.emplace(stream{&second});
    REQUIRE(streams.close(from_jlong(old_peer)) == status_code::stale);
    CHECK(close_peer(streams, old_peer).ok());
    CHECK(second == 0);
    CHECK(streams.close(now).ok());
}

TEST_CASE("an object whose constructor failed has 0, and that is fine") {
    handle_table<stream> streams;
    CHECK(close_peer(streams, 0).ok());
}

TEST_CASE("what the object's close() says reaches the one who closed") {
    handle_table<stream> streams;
    std::atomic<int> closings{1};
    const jlong peer = to_jlong(*streams.emplace(stream{&closings}));
    CHECK(close_peer(streams, peer) == status_code::foreign);
    CHECK(close_peer(streams, peer).ok());
}

TEST_CASE("a long that is no token of the table is refused") {
    handle_table<stream> streams;
    handle_table<stream> other_streams;
    handle_table<other> others;
    std::atomic<int> closings{0};
    std::atomic<int> other_closings{0};
    const token mine = *streams.emplace(stream{&closings});
    const token theirs = *other_streams.emplace(stream{&other_closings});
    const token foreign = *others.emplace();
    CHECK(close_peer(streams, to_jlong(theirs)) == status_code::wrong_table);
    CHECK(close_peer(streams, to_jlong(foreign)) == status_code::wrong_type);
    CHECK(close_peer(streams, to_jlong(mine ^ (token{3} << 22))) == status_code::malformed);
    CHECK(closings + other_closings == 0);
    CHECK(streams.close(mine).ok());
    CHECK(other_streams.close(theirs).ok());
    CHECK(others.close(foreign).ok());
}

TEST_CASE("threads race to close one peer: all succeed, one closes") {
    handle_table<stream> streams;
    for (int round = 0; round < 500; ++round) {
        std::atomic<int> closings{0};
        std::atomic<int> failures{0};
        const jlong peer = to_jlong(*streams.emplace(stream{&closings}));
        std::vector<std::thread> crowd;
        for (int t = 0; t < 4; ++t)
            crowd.emplace_back([&] { failures += close_peer(streams, peer).ok() ? 0 : 1; });
        for (std::thread& one : crowd) one.join();
        CHECK(closings == 1);
        CHECK(failures == 0);
    }
}

TEST_CASE(
    "a close() that gives an error has its text for the thrower, and a second close is fine") {
    struct log_file {
        ffiguard::error close() noexcept {
            return ffiguard::error(ffiguard::status::foreign(28), "disk full");
        }
    };
    handle_table<log_file> files;
    const jlong peer = to_jlong(*files.emplace());
    CHECK(std::string(close_peer(files, peer).message()) == "disk full");
    CHECK(close_peer(files, peer).ok());
    CHECK(close_peer(files, 0).ok());
}
