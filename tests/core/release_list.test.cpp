// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/detail/release_list.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#include <unistd.h>
#endif

using ffiguard::detail::list_step;
using ffiguard::detail::queued_entry;
using ffiguard::detail::release_list;

namespace {

struct numbered : queued_entry {
    std::size_t number = 0;
    std::vector<std::size_t>* done = nullptr;
    std::atomic<int> times{0};

    static void end(queued_entry* entry, list_step) noexcept {
        auto& self = *static_cast<numbered*>(entry);
        ++self.times;
        if (self.done != nullptr) self.done->push_back(self.number);
    }
};

void put(release_list& to, numbered& entry, std::size_t number, std::vector<std::size_t>* done) {
    entry.number = number;
    entry.done = done;
    entry.finish = &numbered::end;
    REQUIRE(to.put(entry) != release_list::put_as::refused);
}

}  // namespace

TEST_CASE("bounded turns take the oldest first, whatever comes between them") {
    for (const std::uint64_t at_most : {1U, 2U, 3U, 7U, 16U, 1000U}) {
        std::vector<std::size_t> done;
        std::unique_ptr<numbered[]> entries(new numbered[300]);
        release_list list;
        std::size_t put_in = 0;
        while (done.size() < 300) {
            for (int more = 0; more < 5 && put_in < 300; ++more, ++put_in)
                put(list, entries[put_in], put_in, &done);
            const std::size_t waiting = put_in - done.size();
            const std::size_t turn = list.finish_oldest(at_most);
            CHECK(turn == (at_most < waiting ? at_most : waiting));
            CHECK(list.count() == put_in - done.size());
            CHECK(list.is_empty() == (list.count() == 0));
        }
        for (std::size_t i = 0; i < done.size(); ++i) CHECK(done[i] == i);
        CHECK(list.finish_oldest(at_most) == 0);
    }
}

TEST_CASE("all that is queued is finished behind bounded turns, and by the end of the list") {
    for (const bool ends : {false, true}) {
        std::vector<std::size_t> done;
        numbered entries[10];
        release_list list;
        for (std::size_t i = 0; i < 7; ++i) put(list, entries[i], i, &done);
        CHECK(list.finish_oldest(2) == 2);
        for (std::size_t i = 7; i < 9; ++i) put(list, entries[i], i, &done);
        CHECK(list.finish_oldest(1) == 1);
        CHECK((ends ? list.shut(list_step::last) : list.finish_all()) == 6);
        CHECK(done == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8});
        CHECK(list.is_empty());
        CHECK(list.count() == 0);
        CHECK((list.put(entries[9]) == release_list::put_as::refused) == ends);
    }
}

#if defined(__unix__) || defined(__APPLE__)
// If a turn walked over those that it does not take, as many turns would cost the square of their
// number. They lie in pages that nobody may touch, until it is their turn.
TEST_CASE("a turn does not touch what it does not take") {
    const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t in_page = page / sizeof(numbered);
    enum : std::size_t { pages = 100 };
    void* const memory =
        ::mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    auto* const bytes = static_cast<unsigned char*>(memory);
    const auto entry = [&](std::size_t i) -> numbered* {
        return reinterpret_cast<numbered*>(bytes + i / in_page * page) + i % in_page;
    };
    std::vector<std::size_t> done;
    done.reserve(pages * in_page);
    release_list list;
    for (std::size_t i = 0; i < pages * in_page; ++i)
        put(list, *new (static_cast<void*>(entry(i))) numbered, i, &done);
    CHECK(list.finish_oldest(1) == 1);  // turns it round
    REQUIRE(::mprotect(bytes + page, (pages - 1) * page, PROT_NONE) == 0);
    for (std::size_t at = 0; at < pages; ++at) {
        REQUIRE(::mprotect(bytes + at * page, page, PROT_READ | PROT_WRITE) == 0);
        while (done.size() < (at + 1) * in_page)
            CHECK(list.finish_oldest(at == 0 && done.size() == 1 ? in_page - 1 : in_page) != 0);
    }
    CHECK(done.size() == pages * in_page);
    CHECK(list.is_empty());
    ::munmap(memory, pages * page);
}
#endif

TEST_CASE("each is finished once by threads that put in and take out, few at a time and all") {
    enum : std::size_t { each = 3000, putters = 3, takers = 3 };
    std::unique_ptr<numbered[]> entries(new numbered[each * putters]);
    release_list list;
    std::atomic<bool> go{false};
    std::atomic<std::size_t> finished{0};
    std::vector<std::thread> all;
    for (std::size_t t = 0; t < putters; ++t)
        all.emplace_back([&, t] {
            while (!go) std::this_thread::yield();
            for (std::size_t i = 0; i < each; ++i) {
                numbered& one = entries[t * each + i];
                one.finish = &numbered::end;
                static_cast<void>(list.put(one));
            }
        });
    for (std::size_t t = 0; t < takers; ++t)
        all.emplace_back([&, t] {
            while (!go) std::this_thread::yield();
            while (finished < each * putters) {
                const std::size_t some =
                    t == 0 ? list.finish_all() : list.finish_oldest(t == 1 ? 1 : 16);
                finished += some;
                if (some == 0) std::this_thread::yield();
            }
        });
    go = true;
    for (std::thread& one : all) one.join();
    CHECK(list.count() == 0);
    CHECK(list.is_empty());
    for (std::size_t i = 0; i < each * putters; ++i)
        if (entries[i].times != 1) FAIL("entry " << i << ": " << entries[i].times);
}
