// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

#include <cerrno>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/release_queue.hpp>

using ffiguard::defer_releases;
using ffiguard::handle_table;
using ffiguard::release_queue;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

release_queue later;
release_queue& outbox() noexcept {
    static release_queue& one = *new release_queue;  // as the tables of a shim
    return one;
}

std::vector<std::int32_t> released;
std::function<void()> in_release;

class feed {
public:
    using life_cycle =
        ffiguard::life_cycle<ffiguard::deferrable_release, ffiguard::drains_queue<&later>>;
    explicit feed(std::int32_t number) noexcept : number_(number) {}
    feed(const feed&) = delete;
    feed& operator=(const feed&) = delete;
    ~feed() {
        released.push_back(number_);
        if (in_release) in_release();
        errno = EDOM;
    }
    status poll() noexcept { return number_ == 0 ? status::system(ENOENT) : status(); }
    std::int32_t number() const noexcept { return number_; }

private:
    const std::int32_t number_;
};
handle_table<feed>& feeds = *new handle_table<feed>;

// Drains, and is never queued itself.
class reader {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::drains_queue<&outbox>>;
    void read() noexcept {}
};

class plain {
public:
    void touch() noexcept {}
};

// Closed where they must not be released.
void queue(std::int32_t count, release_queue& to = later) {
    const defer_releases here(to);
    for (std::int32_t n = 1; n <= count; ++n) CHECK(feeds.close(*feeds.emplace(n)).ok());
}

}  // namespace

extern "C" {
ffiguard_status feed_new(std::int32_t, ffiguard_token*, ffiguard_error*);
ffiguard_status feed_release(ffiguard_token, ffiguard_error*);
ffiguard_status feed_state(ffiguard_token);
std::uint64_t feed_live_count(void);
ffiguard_status feed_poll(ffiguard_token, ffiguard_error*);
ffiguard_status feed_number(ffiguard_token, std::int32_t*, ffiguard_error*);
}
FFIGUARD_EXPORT_CLASS(feed, feeds, std::int32_t);
FFIGUARD_EXPORT_CALL(feed_poll, feeds, &feed::poll);
FFIGUARD_EXPORT_CALL(feed_number, feeds, &feed::number, std::int32_t*);

TEST_CASE("what is queued is released by the next call of a class that drains the queue") {
    released.clear();
    const token open = *feeds.emplace(7);
    queue(3);
    CHECK(released.empty());
    CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
    CHECK(released == std::vector<std::int32_t>{1, 2, 3});
    CHECK(errno == 0);  // whatever the releases left
    CHECK(later.queued() == 0);

    released.clear();
    queue(1);
    std::int32_t number = 0;
    CHECK(feed_number(open, &number, nullptr) == FFIGUARD_OK);
    CHECK(number == 7);
    CHECK(released.size() == 1);

    queue(1);
    token made = 0;
    CHECK(feed_new(8, &made, nullptr) == FFIGUARD_OK);
    CHECK(released.size() == 2);

    queue(1);
    CHECK(feed_release(made, nullptr) == FFIGUARD_OK);
    CHECK(released.size() == 4);

    queue(1);
    CHECK(feed_state(open) == FFIGUARD_OK);  // asks, and releases nothing
    CHECK(released.size() == 4);
    CHECK(feed_release(open, nullptr) == FFIGUARD_OK);
    CHECK(feed_live_count() == 0);
}

TEST_CASE("the result of a call is its own, whatever it releases on its way out") {
    const token open = *feeds.emplace(0);
    queue(2);
    released.clear();
    ffiguard_error err{};
    CHECK(feed_poll(open, &err) == FFIGUARD_SYSTEM);
    CHECK(errno == (FFIGUARD_IS_WINDOWS() ? 0 : ENOENT));  // there it is no errno
    CHECK(err.detail == ENOENT);
    CHECK(released.size() == 2);  // also after a failure
    queue(1);
    CHECK(feed_poll(0, nullptr) == FFIGUARD_NULL);
    CHECK(released.size() == 3);
    CHECK(feeds.close(open).ok());
}

TEST_CASE("one call releases sixteen at most, the oldest first") {
    const token open = *feeds.emplace(1);
    queue(40);
    released.clear();
    CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
    CHECK(released.size() == 16);
    CHECK(released.back() == 16);
    CHECK(later.queued() == 24);
    CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
    CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
    CHECK(released.size() == 40);
    CHECK(released.back() == 40);
    CHECK(feeds.close(open).ok());
}

TEST_CASE("a call inside a defer_releases may not, and leaves the queue to the next one") {
    const token open = *feeds.emplace(1);
    queue(1);
    released.clear();
    {
        const defer_releases here(later);
        CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
        CHECK(feed_release(open, nullptr) == FFIGUARD_OK);
    }
    CHECK(released.empty());
    CHECK(later.queued() == 2);
    CHECK(feed_poll(open, nullptr) == FFIGUARD_CLOSED);
    CHECK(released.size() == 2);
}

TEST_CASE("a release that calls the shim back does not release the others inside of its own") {
    const token open = *feeds.emplace(1);
    queue(40);
    released.clear();
    int depth = 0;
    int deepest = 0;
    in_release = [&] {
        deepest = ++depth > deepest ? depth : deepest;
        CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
        --depth;
    };
    CHECK(feed_poll(open, nullptr) == FFIGUARD_OK);
    CHECK(deepest == 1);
    CHECK(released.size() == 16);
    in_release = nullptr;
    CHECK(later.drain() == 24);
    CHECK(feeds.close(open).ok());
}

TEST_CASE("a class may drain a queue that others are queued in, named by a function") {
    handle_table<std::unique_ptr<reader>> readers;
    handle_table<plain> others;
    const token one = *readers.emplace(std::make_unique<reader>());
    const token other = *others.emplace();
    queue(1, outbox());
    released.clear();
    CHECK(ffiguard::call<&plain::touch>(others, other, nullptr) == FFIGUARD_OK);
    const token open = *feeds.emplace(1);
    CHECK(feed_release(open, nullptr) == FFIGUARD_OK);  // drains another queue
    CHECK(released == std::vector<std::int32_t>{1});
    CHECK(outbox().queued() == 1);
    CHECK(ffiguard::call<&reader::read>(readers, one, nullptr) == FFIGUARD_OK);
    CHECK(outbox().queued() == 0);
    CHECK(released.size() == 2);
    CHECK(readers.close(one).ok());
    CHECK(others.close(other).ok());
}
