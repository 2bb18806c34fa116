// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/closing_check.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/memory/loan.hpp>

using ffiguard::call;
using ffiguard::call_into;
using ffiguard::closing_check;
using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::token;

static_assert(sizeof(closing_check) == 2 * sizeof(void*) &&
              std::is_trivially_copyable_v<closing_check>);

namespace {

// Forgets an interrupt that comes before a run, as sqlite3_interrupt() does.
class engine {
public:
    template <class Progress>
    std::int32_t run(const Progress& is_enough) {
        interrupted_ = false;
        for (std::int32_t steps = 0; steps < 100; ++steps)
            if (interrupted_ || is_enough()) return steps;
        return 100;
    }
    void interrupt() noexcept { interrupted_ = true; }

private:
    std::atomic<bool> interrupted_{false};
};

class database {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    void closing() noexcept { library_.interrupt(); }
    std::int32_t query(closing_check close, std::int32_t) {
        before_run();
        return library_.run([&] { return close.is_closing(); });
    }
    std::int32_t blind_query(std::int32_t) {
        before_run();
        return library_.run([] { return false; });
    }
    status check_only(closing_check close) const noexcept {
        return close.is_closing() ? status(ffiguard::status_code::closed) : status();
    }
    std::int32_t text_size(const closing_check& close, std::string_view text) const {
        return close.is_closing() ? -1 : static_cast<std::int32_t>(text.size());
    }
    ffiguard::foreign_span<const char> name(closing_check close) const noexcept {
        return *ffiguard::foreign_span<const char>::from(close.is_closing() ? "no" : "yes",
                                                         close.is_closing() ? 2 : 3);
    }
    std::function<void()> before_run = [] {};

private:
    engine library_;
};
class statement {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
    explicit statement(database& in) noexcept : in_(&in) {}
    std::int32_t step(closing_check close) { return in_->query(close, 0); }

private:
    database* in_;
};

}  // namespace

TEST_CASE("a wake that comes before the library runs is lost, and a closing_check sees the close") {
    handle_table<database> databases;
    for (const bool checks : {false, true}) {
        const token d = *databases.emplace();
        databases.pin(d)->before_run = [&] { CHECK(databases.close(d).ok()); };
        std::int32_t steps = -1;
        if (checks)
            CHECK(call_into<&database::query>(databases, d, &steps, nullptr, 7) == FFIGUARD_OK);
        else
            CHECK(call_into<&database::blind_query>(databases, d, &steps, nullptr, 7) ==
                  FFIGUARD_OK);
        CHECK(steps == (checks ? 0 : 100));
        CHECK(databases.live() == 0);
    }
}

TEST_CASE("nothing is closing until it is") {
    handle_table<database> databases;
    const token d = *databases.emplace();
    std::int32_t steps = -1;
    CHECK(call_into<&database::query>(databases, d, &steps, nullptr, 7) == FFIGUARD_OK);
    CHECK(steps == 100);
    CHECK(call<&database::check_only>(databases, d, nullptr) == FFIGUARD_OK);
    const auto inside = databases.pin(d);
    const closing_check close = inside.closing();
    CHECK_FALSE(inside.is_closing());
    CHECK_FALSE(close.is_closing());
    CHECK(databases.close(d).ok());
    CHECK(inside.is_closing());
    CHECK(close.is_closing());
}

TEST_CASE("a child's call is told that its parent closes") {
    handle_table<database> databases;
    handle_table<statement> statements;
    const token d = *databases.emplace();
    const token s = *statements.emplace_child(databases, d);
    databases.pin(d)->before_run = [&] { CHECK(databases.close(d).ok()); };
    std::int32_t steps = -1;
    CHECK(call_into<&statement::step>(statements, s, &steps, nullptr) == FFIGUARD_OK);
    CHECK(steps == 0);
    CHECK(statements.close(s).ok());
    CHECK(databases.live() == 0);
}

TEST_CASE("a closing_check goes with arguments that are checked, and with what is lent") {
    handle_table<database> databases;
    const token d = *databases.emplace();
    std::int32_t size = 0;
    CHECK(call_into<&database::text_size>(databases, d, &size, nullptr, "text") == FFIGUARD_OK);
    CHECK(size == 4);
    const char* none = nullptr;
    ffiguard_error err;
    CHECK(call_into<&database::text_size>(databases, d, &size, &err, none) == FFIGUARD_NULL);
    CHECK(std::string_view(err.message) == "argument 1: null");

    handle_table<ffiguard::loan<database>> loans;
    token lent = 0;
    CHECK(ffiguard::call_lend<&database::name>(loans, databases, d, &lent, nullptr) == FFIGUARD_OK);
    CHECK(loans.pin(lent)->size() == 3);
    CHECK(loans.close(lent).ok());
}

namespace {
auto& exported = *new handle_table<database>;
}
FFIGUARD_EXPORT_CALL(closing_check_test_query, exported, &database::query, std::int32_t,
                     std::int32_t*);
FFIGUARD_EXPORT_CALL(closing_check_test_only, exported, &database::check_only);

TEST_CASE("the C name of a member that takes a closing_check has no parameter for it") {
    const token d = *exported.emplace();
    CHECK(closing_check_test_only(d, nullptr) == FFIGUARD_OK);
    exported.pin(d)->before_run = [&] { CHECK(exported.close(d).ok()); };
    std::int32_t steps = -1;
    CHECK(closing_check_test_query(d, 7, &steps, nullptr) == FFIGUARD_OK);
    CHECK(steps == 0);
}

TEST_CASE("a table of pointers gives the check, too") {
    handle_table<std::unique_ptr<database>> databases;
    const token d = *databases.insert(std::make_unique<database>());
    databases.pin(d)->get()->before_run = [&] { CHECK(databases.close(d).ok()); };
    std::int32_t steps = -1;
    CHECK(call_into<&database::query>(databases, d, &steps, nullptr, 7) == FFIGUARD_OK);
    CHECK(steps == 0);
}

namespace {
// The sample of the header.
class inbox {
public:
    status wait(closing_check close) {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [&] { return close.is_closing(); });
        return ffiguard::status_code::closed;
    }
    void closing() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
};
}  // namespace

TEST_CASE("a condition variable that is asked with a closing_check loses no close") {
    for (int round = 0; round < 300; ++round) {
        handle_table<inbox> inboxes;
        const token i = *inboxes.emplace();
        std::thread reader([&] {
            const ffiguard_status got = call<&inbox::wait>(inboxes, i, nullptr);
            if (got != FFIGUARD_CLOSED) std::abort();
        });
        CHECK(inboxes.close(i).ok());
        reader.join();
        CHECK(inboxes.live() == 0);
    }
}
