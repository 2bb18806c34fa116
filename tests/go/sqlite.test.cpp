// SPDX-License-Identifier: BSL-1.0
// The shim of examples/sqlite by its C ABI, as any host would call it, and by many threads at once.
#ifdef FFIGUARD_TEST_HAS_SQLITE  // in the program of its own that is linked to it

#include "../../examples/sqlite/lite.cpp"

#include <atomic>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/go/callback_registration.hpp>

namespace {

using answer = ffiguard_status;

ffiguard_view as_view(std::string_view of) {
    return {reinterpret_cast<const std::uint8_t*>(of.data()), of.size()};
}
token open_memory() {
    ffiguard_error err;
    token made = 0;
    REQUIRE(lite_open(as_view(":memory:"), SQLITE_OPEN_READWRITE, &made, &err) == FFIGUARD_OK);
    return made;
}
token prepared(token in, std::string_view sql) {
    ffiguard_error err;
    token made = 0;
    const answer prepared = lite_prepare(in, as_view(sql), &made, &err);
    INFO(err.message);
    REQUIRE(prepared == FFIGUARD_OK);
    return made;
}
answer run(token in, std::string_view sql) { return lite_exec(in, as_view(sql), nullptr); }

/// What a host's function has: SQLite calls it, and nobody else may at the same time.
struct host_state {
    std::int64_t calls = 0;  // not atomic: the turn of the database orders the calls
    std::atomic<int> let_go{0};
    std::atomic<bool> is_in{false};
    std::atomic<int> overlaps{0};
};
host_state& host(std::uint64_t user) { return *reinterpret_cast<host_state*>(user); }
std::uint64_t user_of(host_state& state) { return reinterpret_cast<std::uint64_t>(&state); }

extern "C" void host_call(std::uint64_t user, std::int32_t, std::uint64_t*, const lite_value*,
                          std::int32_t, lite_result* result) {
    host_state& state = host(user);
    if (state.is_in.exchange(true)) ++state.overlaps;
    result->type = LITE_INTEGER;
    result->integer = ++state.calls;
    state.is_in = false;
}
extern "C" void host_let_go(std::uint64_t user) { ++host(user).let_go; }

ffiguard_callback calling(host_state& state) {
    return {reinterpret_cast<ffiguard_function>(&host_call), user_of(state)};
}

}  // namespace

TEST_CASE("a row comes in one call, with its texts behind one another") {
    const token db = open_memory();
    const token s = prepared(db, "select 42, 'text', 1.5, null, x'00ff'");
    lite_value values[5];
    std::uint8_t room[16];
    lite_rows row;
    REQUIRE(lite_step(s, 1, values, 5, room, sizeof room, &row, nullptr) == FFIGUARD_OK);
    CHECK(row.columns == 5);
    CHECK(row.rows == 1);
    CHECK(row.size == 6);
    CHECK(row.done == 0);
    CHECK(values[0].integer == 42);
    CHECK(values[2].real == 1.5);
    CHECK(values[3].type == LITE_NULL);
    CHECK(std::memcmp(room, "text\0\xff", 6) == 0);
    CHECK(values[1].bytes.data == nullptr);
    CHECK(lite_step(s, 1, values, 5, room, 6, &row, nullptr) == FFIGUARD_OK);
    CHECK(row.rows == 0);
    CHECK(row.done == 1);
    // Where there is too little room, nothing is written behind it, and the row can be had again.
    std::uint8_t little[3] = {7, 7, 7};
    for (const std::size_t values_fit : {1U, 5U}) {
        CHECK(lite_step(s, 1, values, values_fit, little, 2, &row, nullptr) == FFIGUARD_OK);
        CHECK(row.columns == 5);
        CHECK(row.rows == 0);
        CHECK(row.size == 6);
        CHECK(row.done == 0);
        CHECK(little[2] == 7);
    }
    CHECK(lite_step(s, 2, values, 5, room, 6, &row, nullptr) == FFIGUARD_OK);
    CHECK(row.rows == 1);
    CHECK(row.done == 1);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
    CHECK(lite_live() == 0);
}

TEST_CASE("as many rows come in one call as there is room for, in their order") {
    const token db = open_memory();
    const token s = prepared(db,
                             "with recursive n(i) as (select 1 union all select i + 1 from n "
                             "where i < 20) select i, 'row ' || i from n");
    for (const std::size_t bytes : {6U, 16U, 1000U})
        for (const std::size_t cells : {2U, 3U, 7U, 40U})
            for (const std::int32_t limit : {1, 3, 32}) {
                std::vector<lite_value> values(cells);
                std::vector<std::uint8_t> room(bytes);
                std::int64_t next = 1;
                lite_rows got{};
                while (got.done == 0) {
                    REQUIRE(lite_step(s, limit, values.data(), cells, room.data(), bytes, &got,
                                      nullptr) == FFIGUARD_OK);
                    REQUIRE((got.rows > 0 || got.done == 1));
                    CHECK(got.rows <= limit);
                    std::uint64_t at = 0;
                    for (std::size_t row = 0; row < static_cast<std::size_t>(got.rows); ++row) {
                        const std::string text = "row " + std::to_string(next);
                        CHECK(values[2 * row].integer == next++);
                        REQUIRE(values[2 * row + 1].bytes.size == text.size());
                        CHECK(std::memcmp(room.data() + at, text.data(), text.size()) == 0);
                        at += text.size();
                    }
                    CHECK(got.size == at);
                }
                CHECK(next == 21);
            }
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a failure behind some rows is told after them, and forgotten by a reset") {
    ffiguard_error err;
    const token db = open_memory();
    const token s = prepared(db,
                             "with recursive n(i) as (select 3 union all select i - 1 from n) "
                             "select abs(-9223372036854775807 - 1 + min(i, 1)) from n");
    lite_value values[8];
    lite_rows got;
    const auto step = [&](std::int32_t limit) {
        return lite_step(s, limit, values, 8, nullptr, 0, &got, &err);
    };
    for (int round = 0; round < 2; ++round) {
        REQUIRE(step(8) == FFIGUARD_OK);
        CHECK(got.rows == 3);
        CHECK(got.done == 0);
        if (round == 0) CHECK(lite_reset(s, nullptr) == FFIGUARD_OK);
    }
    CHECK(step(8) == FFIGUARD_FOREIGN);
    CHECK(std::string_view(err.message) == "integer overflow");
    REQUIRE(step(1) == FFIGUARD_OK);  // from the first row
    CHECK(got.rows == 1);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a row that takes SQLite long is not kept from the host for the next one") {
    const token db = open_memory();
    const token s = prepared(db,
                             "with recursive n(i) as (select 1 union all select i + 1 from n "
                             "where i < 100000) select i from n where i % 10000 = 0");
    lite_value values[8];
    lite_rows got{};
    std::int32_t rows = 0;
    while (got.done == 0) {
        REQUIRE(lite_step(s, 8, values, 8, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
        CHECK(got.rows <= 1);
        rows += got.rows;
    }
    CHECK(rows == 10);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

namespace {

struct seen_rows {
    std::vector<std::int64_t> rows;
    std::uint64_t bytes = 0;
};
std::int32_t see_row(std::uint64_t user, const lite_value* row, std::int32_t count) {
    auto& seen = *reinterpret_cast<seen_rows*>(user);
    seen.rows.push_back(count == 0 ? -1 : row[0].integer);
    if (count > 1) seen.bytes += row[1].bytes.size;
    return 0;
}
ffiguard_callback seeing(seen_rows& seen) {
    return {reinterpret_cast<ffiguard_function>(&see_row), reinterpret_cast<std::uint64_t>(&seen)};
}
void let_go_of_nothing(std::uint64_t) {}

}  // namespace

TEST_CASE("a row that found no room is the first of lite_each(), and what follows is as ever") {
    const token db = open_memory();
    const token s = prepared(db, "values (1), (2), (3)");
    lite_value value[1];
    lite_rows got;
    REQUIRE(lite_step(s, 1, value, 0, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
    CHECK(got.rows == 0);
    seen_rows seen;
    CHECK(lite_each(s, seeing(seen), &let_go_of_nothing, nullptr) == FFIGUARD_OK);
    CHECK(seen.rows == std::vector<std::int64_t>{1, 2, 3});
    REQUIRE(lite_step(s, 1, value, 1, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
    CHECK(got.columns == 1);
    CHECK(got.rows == 1);
    CHECK(value[0].integer == 1);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a failure behind some rows is told by lite_each(), too, and once") {
    const token db = open_memory();
    const token s = prepared(db,
                             "with recursive n(i) as (select 3 union all select i - 1 from n) "
                             "select abs(-9223372036854775807 - 1 + min(i, 1)) from n");
    lite_value values[8];
    lite_rows got;
    REQUIRE(lite_step(s, 8, values, 8, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
    CHECK(got.rows == 3);
    seen_rows seen;
    CHECK(lite_each(s, seeing(seen), &let_go_of_nothing, nullptr) == FFIGUARD_FOREIGN);
    CHECK(seen.rows.empty());
    CHECK(lite_each(s, seeing(seen), &let_go_of_nothing, nullptr) == FFIGUARD_FOREIGN);
    CHECK(seen.rows.size() == 3);
    REQUIRE(lite_step(s, 1, values, 8, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
    CHECK(got.rows == 1);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a text that SQLite has no memory for is a failure, and the statement is reset") {
    ffiguard_error err;
    const token db = open_memory();
    REQUIRE(run(db,
                "pragma encoding = 'UTF-16'; create table t(id, x);"
                "insert into t values (1, 'a'), (2, printf('%.*c', 3000000, 'x'))") == FFIGUARD_OK);
    const token s = prepared(db, "select id, x from t");
    lite_value values[4];
    std::vector<std::uint8_t> room(4000000);
    lite_rows got;
    // Room for the row in UTF-16, but not for it in UTF-8, too.
    const auto full = [&](auto&& f) {
        sqlite3_hard_heap_limit64(sqlite3_memory_used() + 10000000);
        f();
        sqlite3_hard_heap_limit64(0);
    };
    full([&] {
        CHECK(lite_step(s, 2, values, 4, room.data(), room.size(), &got, &err) == FFIGUARD_OK);
        CHECK(got.rows == 1);
        CHECK(lite_step(s, 2, values, 4, room.data(), room.size(), &got, &err) == FFIGUARD_FOREIGN);
        CHECK(err.detail == SQLITE_NOMEM);
    });
    REQUIRE(lite_step(s, 2, values, 4, room.data(), room.size(), &got, &err) == FFIGUARD_OK);
    CHECK(got.rows == 2);
    CHECK(values[0].integer == 1);
    CHECK(values[3].bytes.size == 3000000);
    CHECK(lite_reset(s, nullptr) == FFIGUARD_OK);
    seen_rows seen;
    full([&] {
        CHECK(lite_each(s, seeing(seen), &let_go_of_nothing, &err) == FFIGUARD_FOREIGN);
        CHECK(err.detail == SQLITE_NOMEM);
    });
    CHECK(seen.rows == std::vector<std::int64_t>{1});
    CHECK(lite_each(s, seeing(seen), &let_go_of_nothing, &err) == FFIGUARD_OK);
    CHECK(seen.rows == std::vector<std::int64_t>{1, 1, 2});
    CHECK(seen.bytes == 3000002);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a limit of no row is refused, and takes nothing") {
    const token db = open_memory();
    const token s = prepared(db, "select 1");
    lite_value value[1];
    lite_rows got;
    for (const std::int32_t limit : {0, -1, INT_MIN})
        CHECK(lite_step(s, limit, value, 1, nullptr, 0, &got, nullptr) ==
              FFIGUARD_INVALID_ARGUMENT);
    REQUIRE(lite_step(s, INT_MAX, value, 1, nullptr, 0, &got, nullptr) == FFIGUARD_OK);
    CHECK(got.rows == 1);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("of a parameter that is no text and no blob, the bytes are not read") {
    const token db = open_memory();
    const token s = prepared(db, "select ?1, ?2, ?3, ?4, ?5");
    lite_value given[5] = {};
    given[0].type = LITE_INTEGER;
    given[1].type = LITE_TEXT;
    given[2].type = LITE_NULL;
    given[3].type = LITE_FLOAT;
    given[4].type = LITE_ZEROS;
    for (lite_value& each : given) each.bytes.size = 4;  // as it may be left from a text before
    lite_value values[5];
    std::uint8_t room[8];
    lite_rows got;
    REQUIRE(lite_run(s, given, 5, as_view("text"), values, 5, room, sizeof room, &got, nullptr) ==
            FFIGUARD_OK);
    CHECK(got.size == 4);
    CHECK(std::memcmp(room, "text", 4) == 0);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("parameters and the first row go in one call") {
    ffiguard_error err;
    const token db = open_memory();
    const token s = prepared(db, "select ?1, ?2, ?3, length(?4), ?5, ?6");
    lite_value given[5] = {};
    given[0].type = LITE_TEXT;
    given[0].bytes.size = 4;
    given[1].type = LITE_INTEGER;
    given[1].integer = 42;
    given[2].type = LITE_BLOB;
    given[2].bytes.size = 2;
    given[3].type = LITE_ZEROS;
    given[3].integer = 9;
    given[4].type = LITE_FLOAT;
    given[4].real = 0.5;
    lite_value values[6];
    std::uint8_t room[16];
    lite_rows row;
    const auto run = [&](std::size_t count, std::string_view texts) {
        return lite_run(s, given, count, as_view(texts), values, 6, room, sizeof room, &row, &err);
    };
    for (int round = 0; round < 2; ++round) {  // the second leaves the first's row
        REQUIRE(run(5, std::string_view("a\0bcde", 6)) == FFIGUARD_OK);
        CHECK(row.columns == 6);
        CHECK(row.size == 6);
        CHECK(std::memcmp(room, "a\0bcde", 6) == 0);
        CHECK(values[1].integer == 42);
        CHECK(values[2].type == LITE_BLOB);
        CHECK(values[3].integer == 9);
        CHECK(values[4].real == 0.5);
        CHECK(values[5].type == LITE_NULL);
    }
    REQUIRE(run(1, "text") == FFIGUARD_OK);  // the others are NULL again
    CHECK(values[1].type == LITE_NULL);
    CHECK(run(5, "short") == FFIGUARD_OVERFLOW);
    given[0].type = 7;
    CHECK(run(5, "sixsix") == FFIGUARD_FOREIGN);
    CHECK(err.detail == SQLITE_MISUSE);
    CHECK(lite_run(s, nullptr, 5, as_view(""), values, 6, room, 16, &row, &err) == FFIGUARD_NULL);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
    CHECK(lite_live() == 0);
}

TEST_CASE("a token or a place for an answer that is null is a status, in every function") {
    ffiguard_error err;
    const token db = open_memory();
    const token s = prepared(db, "select 1");
    const ffiguard_view none{nullptr, 5};
    CHECK(lite_open(as_view(":memory:"), 2, nullptr, &err) == FFIGUARD_NULL);
    token other = 7;
    CHECK(lite_open(none, 2, &other, &err) == FFIGUARD_NULL);
    CHECK(other == 0);
    CHECK(lite_exec(db, none, &err) == FFIGUARD_NULL);
    CHECK(lite_prepare(db, none, nullptr, &err) == FFIGUARD_NULL);
    CHECK(lite_changes(db, nullptr, &err) == FFIGUARD_NULL);
    CHECK(lite_bind(s, 1, LITE_TEXT, 0, 0, none, &err) == FFIGUARD_NULL);
    CHECK(lite_step(s, 1, nullptr, 1, nullptr, 0, nullptr, &err) == FFIGUARD_NULL);
    lite_rows row;
    CHECK(lite_step(s, 1, nullptr, 1, nullptr, 0, &row, &err) == FFIGUARD_NULL);
    CHECK(lite_column_name(s, 0, nullptr, 0, nullptr, &err) == FFIGUARD_NULL);
    CHECK(lite_blob_read(0, 0, nullptr, 0, &err) == FFIGUARD_NULL);
    CHECK(lite_interrupt(0, &err) == FFIGUARD_NULL);
    CHECK(lite_close(0, LITE_CASCADE, &err) == FFIGUARD_NULL);
    CHECK(lite_close(db, 7, &err) == FFIGUARD_INVALID_ARGUMENT);
    CHECK(lite_finalize(db, &err) == FFIGUARD_WRONG_TYPE);
    CHECK(lite_close(db, LITE_CASCADE, nullptr) == FFIGUARD_OK);
}

TEST_CASE("a function is let go once: replaced, refused by SQLite, or with its database") {
    host_state first, second, refused;
    const token db = open_memory();
    CHECK(lite_create_function(db, as_view("f"), 0, 0, calling(first), &host_let_go, nullptr) ==
          FFIGUARD_OK);
    CHECK(lite_create_function(db, as_view("f"), 0, 0, calling(second), &host_let_go, nullptr) ==
          FFIGUARD_OK);
    CHECK(first.let_go == 1);
    const std::string long_name(300, 'f');
    CHECK(lite_create_function(db, as_view(long_name), 0, 0, calling(refused), &host_let_go,
                               nullptr) == FFIGUARD_FOREIGN);
    CHECK(refused.let_go == 1);
    CHECK(run(db, "select f()") == FFIGUARD_OK);
    CHECK(second.calls == 1);
    CHECK(lite_close(db, LITE_REFUSE, nullptr) == FFIGUARD_OK);
    CHECK(second.let_go == 1);
}

// ---- registrations over SQLite itself, which destroys what it is given when it refuses it, too

namespace {

struct adds {
    std::int64_t to;
    int* ended;
    adds(std::int64_t number, int* ends) noexcept : to(number), ended(ends) {}
    ~adds() { ++*ended; }
    void call(sqlite3_context* in, int, sqlite3_value** of) const noexcept {
        sqlite3_result_int64(in, to + sqlite3_value_int64(of[0]));
    }
    int progress() noexcept { return ++*ended > 3 ? 1 : 0; }
};
using in_context = user_by<&sqlite3_user_data>;

int create_adds(sqlite3* db, const char* name, std::int64_t to, int* ended) {
    auto data = user_data<adds>::create(to, ended);
    REQUIRE(data);
    const int made = sqlite3_create_function_v2(db, name, 1, SQLITE_UTF8, data->user(),
                                                data->function<&adds::call, in_context>(), nullptr,
                                                nullptr, data->destroy_function());
    return data->hand_over_if(SQLITE_OK, made);
}

using on_number = go::callback<std::int64_t(std::int64_t)>;
using number_registration = go::callback_registration<std::int64_t(std::int64_t)>;
std::atomic<int> numbers_let_go{0};
std::int64_t plus(std::uint64_t user, std::int64_t n) {
    return static_cast<std::int64_t>(user) + n;
}
void let_number_go(std::uint64_t) { ++numbers_let_go; }
void call_number(const on_number& of_host, sqlite3_context* in, int, sqlite3_value** of) noexcept {
    sqlite3_result_int64(in, of_host(sqlite3_value_int64(of[0])).value_or(-1));
}
int create_number(sqlite3* db, const char* name, std::uint64_t user) {
    auto ready = number_registration::create(*on_number::adopt(&plus, user, &let_number_go));
    REQUIRE(ready);
    const int made = sqlite3_create_function_v2(db, name, 1, SQLITE_UTF8, ready->user(),
                                                ready->function<in_context, &call_number>(),
                                                nullptr, nullptr, ready->destroy_function());
    return ready->hand_over_if(SQLITE_OK, made);
}

std::int64_t number_of(sqlite3* db, const char* sql) {
    sqlite3_stmt* s = nullptr;
    REQUIRE(sqlite3_prepare_v2(db, sql, -1, &s, nullptr) == SQLITE_OK);
    CHECK(sqlite3_step(s) == SQLITE_ROW);
    const std::int64_t number = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return number;
}
sqlite3* plain_memory() {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(":memory:", &db) == SQLITE_OK);
    return db;
}

}  // namespace

TEST_CASE("SQLite owns a user_data from a registration on, and one that it refuses ends once") {
    int first = 0, second = 0, refused = 0;
    sqlite3* const db = plain_memory();
    CHECK(create_adds(db, "f", 40, &first) == SQLITE_OK);
    CHECK(number_of(db, "select f(2)") == 42);
    CHECK(create_adds(db, std::string(300, 'n').c_str(), 1, &refused) == SQLITE_MISUSE);
    CHECK(refused == 1);
    CHECK(create_adds(db, "f", 50, &second) == SQLITE_OK);  // in its place
    CHECK(first == 1);
    CHECK(number_of(db, "select f(2)") == 52);
    CHECK(second == 0);
    CHECK(sqlite3_close(db) == SQLITE_OK);
    CHECK(second == 1);
}

TEST_CASE("a function that is lent to SQLite finds its object, and stops the statement") {
    int calls = 0;
    sqlite3* const db = plain_memory();
    adds object(0, &calls);
    sqlite3_progress_handler(db, 1, user_function<&adds::progress>(object), &object);
    CHECK(sqlite3_exec(db, "select 1; select 2; select 3", nullptr, nullptr, nullptr) ==
          SQLITE_INTERRUPT);
    CHECK(calls == 4);
    CHECK(sqlite3_close(db) == SQLITE_OK);
}

TEST_CASE("SQLite owns a callback of the host's, and one that it refuses is let go once") {
    numbers_let_go = 0;
    sqlite3* const db = plain_memory();
    CHECK(create_number(db, "f", 40) == SQLITE_OK);
    CHECK(number_of(db, "select f(2)") == 42);
    CHECK(create_number(db, std::string(300, 'n').c_str(), 1) == SQLITE_MISUSE);
    CHECK(numbers_let_go == 1);
    CHECK(create_number(db, "f", 50) == SQLITE_OK);
    CHECK(numbers_let_go == 2);
    CHECK(number_of(db, "select f(2)") == 52);
    CHECK(sqlite3_create_function_v2(db, "f", 1, SQLITE_UTF8, nullptr, nullptr, nullptr, nullptr,
                                     nullptr) == SQLITE_OK);
    CHECK(numbers_let_go == 3);
    CHECK(sqlite3_close(db) == SQLITE_OK);
    CHECK(numbers_let_go == 3);
}

TEST_CASE("threads that use, wake and close one database are in it one at a time") {
    for (int round = 0; round < 20; ++round) {
        host_state state;
        const token db = open_memory();
        REQUIRE(lite_create_function(db, as_view("f"), 0, 0, calling(state), &host_let_go,
                                     nullptr) == FFIGUARD_OK);
        std::atomic<int> strange{0};
        const auto fits = [&](answer got) {
            if (got != FFIGUARD_OK && got != FFIGUARD_IN_USE && got != FFIGUARD_CLOSED &&
                got != FFIGUARD_STALE && got != FFIGUARD_FOREIGN)
                ++strange;
        };
        const token shared = prepared(db, "select f()");
        std::vector<std::thread> crowd;
        for (unsigned seed = 0; seed < 4; ++seed)
            crowd.emplace_back([&, seed] {
                std::minstd_rand dice(seed + 1 + 100 * static_cast<unsigned>(round));
                lite_rows row;
                for (int i = 0; i < 200; ++i) {
                    token own = 0;
                    switch (dice() % 6) {
                        case 0: fits(run(db, "select f(), f()")); break;
                        case 1:
                            fits(lite_step(shared, 1, nullptr, 0, nullptr, 0, &row, nullptr));
                            break;
                        case 2:
                            fits(lite_prepare(db, as_view("select f()"), &own, nullptr));
                            fits(lite_step(own == 0 ? shared : own, 1, nullptr, 0, nullptr, 0, &row,
                                           nullptr));
                            if (own != 0) fits(lite_finalize(own, nullptr));
                            break;
                        case 3: fits(lite_interrupt(db, nullptr)); break;
                        case 4: fits(lite_reset(shared, nullptr)); break;
                        default:
                            if (i > 150)
                                fits(lite_close(db, static_cast<int>(dice() % 3), nullptr));
                    }
                }
            });
        for (std::thread& each : crowd) each.join();
        lite_close(db, LITE_CASCADE, nullptr);
        lite_finalize(shared, nullptr);
        CHECK(strange == 0);
        CHECK(state.overlaps == 0);
        CHECK(state.let_go == 1);
        CHECK(lite_live() == 0);
    }
}

namespace {

/// Closed after its call has come in, and before its query has begun.
class racing_query {
public:
    void closing() noexcept { sqlite3_interrupt(db_.get()); }
    std::int32_t run(ffiguard::closing_check close, handle_table<racing_query>* in, token self) {
        in->close(self).ignore();
        const auto ask = [](void* check) noexcept {
            return static_cast<const ffiguard::closing_check*>(check)->is_closing() ? 1 : 0;
        };
        sqlite3_progress_handler(db_.get(), 100, ask, &close);
        return run_for_long();
    }
    std::int32_t run_blindly(handle_table<racing_query>* in, token self) {
        in->close(self).ignore();
        return run_for_long();
    }

private:
    static ffiguard::owned<&sqlite3_close> open() {
        ffiguard::owned<&sqlite3_close> db;
        REQUIRE(sqlite3_open(":memory:", ffiguard::out_param(db)) == SQLITE_OK);
        return db;
    }
    std::int32_t run_for_long() {
        return sqlite3_exec(db_.get(),
                            "with recursive n(i) as (select 1 union all select i + 1 from n limit "
                            "100000) select max(i) from n",
                            nullptr, nullptr, nullptr);
    }
    ffiguard::owned<& sqlite3_close> db_ = open();
};

}  // namespace

TEST_CASE("SQLite forgets an interrupt that comes before a query; a closing_check ends it") {
    handle_table<racing_query> queries;
    std::int32_t answered = -1;
    token q = *queries.emplace();
    CHECK(ffiguard::call_into<&racing_query::run_blindly>(queries, q, &answered, nullptr, &queries,
                                                          q) == FFIGUARD_OK);
    CHECK(answered == SQLITE_OK);  // to its end, while the close waits
    q = *queries.emplace();
    CHECK(ffiguard::call_into<&racing_query::run>(queries, q, &answered, nullptr, &queries, q) ==
          FFIGUARD_OK);
    CHECK(answered == SQLITE_INTERRUPT);
    CHECK(queries.live() == 0);
}

#endif
