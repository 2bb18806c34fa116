// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/detail/drain_on_exit.hpp>

#include <cerrno>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/release_queue.hpp>

using ffiguard::defer_releases;
using ffiguard::deferrable_release_to;
using ffiguard::handle_table;
using ffiguard::release_queue;
using ffiguard::token;

namespace {

release_queue later;
std::vector<int> ended;

class feed {
public:
    using life_cycle =
        ffiguard::life_cycle<deferrable_release_to<&later>, ffiguard::waits_for_children>;
    explicit feed(std::int32_t number) : number_(number) {}
    feed(const feed&) = delete;
    feed& operator=(const feed&) = delete;
    ~feed() {
        ended.push_back(number_);
        errno = EDOM;
    }
    void poll() noexcept {}
    std::int32_t number() const noexcept { return number_; }
    void close_other(handle_table<feed>* in, token other) {
        const defer_releases here(later);
        in->close(other).ignore();
    }

private:
    std::int32_t number_;
};
class reader {
public:
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<feed>, deferrable_release_to<&later>>;
    explicit reader(feed&) {}
};
struct plain {
    void poll() noexcept {}
};
using for_plain = ffiguard::detail::drain_on_exit<plain>;
static_assert(std::is_empty_v<for_plain> && std::is_trivially_destructible_v<for_plain>);

/// Closed where it must not be released.
void close_quietly(handle_table<feed>& feeds, int first, int count) {
    const defer_releases here(later);
    for (int i = 0; i < count; ++i) feeds.close(*feeds.emplace(first + i)).ignore();
}

}  // namespace

TEST_CASE("the next call of any kind releases what waits, after its own pin") {
    handle_table<feed> feeds;
    handle_table<reader> readers;
    const token open = *feeds.emplace(0);
    std::int32_t number = -1;
    token made = 0;
    const auto queue_one = [&] {
        close_quietly(feeds, 1, 1);
        ended.clear();
        REQUIRE(later.queued() == 1);
    };
    queue_one();
    CHECK(ffiguard::call<&feed::poll>(feeds, open, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1});
    CHECK(errno == 0);
    queue_one();
    CHECK(ffiguard::call_into<&feed::number>(feeds, open, &number, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1});
    queue_one();
    CHECK(ffiguard::call_new(feeds, &made, nullptr, 2) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1});
    queue_one();
    CHECK(ffiguard::call_release(feeds, made, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{2, 1});
    queue_one();
    CHECK(ffiguard::call_new_child(readers, feeds, open, &made, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1});
    CHECK(ffiguard::call_release(readers, made, nullptr) == FFIGUARD_OK);
    queue_one();
    CHECK(ffiguard::call<&feed::poll>(feeds, made, nullptr) != FFIGUARD_OK);  // a failed one, too
    CHECK(ended == std::vector<int>{1});
    // What the call itself queues is released on its way out.
    const token other = *feeds.emplace(7);
    ended.clear();
    CHECK(ffiguard::call<&feed::close_other>(feeds, open, nullptr, &feeds, other) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{7});
    CHECK(feeds.close(open).ok());
}

TEST_CASE("a call inside of a defer_releases releases nothing, nor does that of another class") {
    handle_table<feed> feeds;
    handle_table<plain> others;
    const token open = *feeds.emplace(0);
    const token other = *others.emplace();
    close_quietly(feeds, 1, 1);
    ended.clear();
    {
        const defer_releases here(later);
        CHECK(ffiguard::call<&feed::poll>(feeds, open, nullptr) == FFIGUARD_OK);
    }
    CHECK(ffiguard::call<&plain::poll>(others, other, nullptr) == FFIGUARD_OK);
    CHECK(later.queued() == 1);
    CHECK(ended.empty());
    CHECK(ffiguard::call<&feed::poll>(feeds, open, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1});
    CHECK(feeds.close(open).ok());
    CHECK(others.close(other).ok());
}

TEST_CASE("one call releases four, the oldest first") {
    handle_table<feed> feeds;
    const token open = *feeds.emplace(0);
    close_quietly(feeds, 1, 6);
    ended.clear();
    CHECK(ffiguard::call<&feed::poll>(feeds, open, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1, 2, 3, 4});
    CHECK(later.queued() == 2);
    CHECK(ffiguard::call_release(feeds, open, nullptr) == FFIGUARD_OK);
    CHECK(ended == std::vector<int>{1, 2, 3, 4, 0, 5, 6});
    CHECK(feeds.live() == 0);
}
