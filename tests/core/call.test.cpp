// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using ffiguard::call;
using ffiguard::call_into;
using ffiguard::call_new;
using ffiguard::call_release;
using ffiguard::error;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

// Handed over as a foreign_buffer is, without memory/.
struct parcel {
    int* owned = nullptr;
    status release_to(ffiguard_buffer* to) noexcept {
        to->data = owned;
        to->size = sizeof *owned;
        return {};
    }
};

class counter {
public:
    explicit counter(std::int32_t start) : value_(start) {
        if (start < 0) throw_out_of_range();
    }
    status add(std::int32_t n) noexcept {
        if (n == 0) return status_code::invalid_argument;
        value_ += n;
        return {};
    }
    void clear() noexcept { value_ = 0; }
    error refuse() noexcept { return error(status::system(ENOENT), "no such counter"); }
    std::int32_t value() const noexcept { return value_; }
    result<std::int32_t, error> checked() const noexcept {
        if (value_ < 0) return error(status_code::overflow, "below 0");
        return value_;
    }
    std::int32_t sum(const std::int32_t& a, std::int32_t b) noexcept {
        ++sums;
        return value_ + a + b;
    }
    bool is_even() const noexcept { return value_ % 2 == 0; }
    result<bool, error> is_positive() const noexcept { return value_ > 0; }
    parcel pack() noexcept { return {&value_}; }
    status take(std::unique_ptr<int> n) noexcept { return add(*n); }
#if FFIGUARD_HAS_EXCEPTIONS()
    void break_down() { throw std::runtime_error("out of ink"); }
    std::int32_t run_out() { throw std::bad_alloc(); }
    void throw_number() { throw 42; }
#endif

    int sums = 0;

private:
    static void throw_out_of_range() {
#if FFIGUARD_HAS_EXCEPTIONS()
        throw std::out_of_range("starts below 0");
#endif
    }

    std::int32_t value_;
};

class made_by_create {
public:
    static result<std::unique_ptr<made_by_create>, error> create(int level) noexcept {
        if (level > 9) return error(status_code::invalid_argument, "level is 1 to 9");
        return std::unique_ptr<made_by_create>(new made_by_create(level));
    }
    int level() const noexcept { return level_; }

private:
    explicit made_by_create(int level) noexcept : level_(level) {}
    int level_;
};

struct point {
    int x, y;
};

ffiguard_error dirty() {
    ffiguard_error err;
    std::memset(&err, 'x', sizeof err);
    return err;
}

handle_table<counter> counters;

token fresh(std::int32_t start = 5) {
    token made = 0;
    REQUIRE(call_new(counters, &made, nullptr, start) == FFIGUARD_OK);
    return made;
}

struct closed_at_end {
    token value = fresh();
    ~closed_at_end() { static_cast<void>(counters.close(value)); }
};

handle_table<point> exported_points;
handle_table<std::vector<int>> lists;

}  // namespace

FFIGUARD_EXPORT_CLASS(test_counter, counters, std::int32_t);
FFIGUARD_EXPORT_CLASS(test_point, exported_points, int, int);
FFIGUARD_EXPORT_CLASS(test_list, lists);

// What the compiler can tell of a type alone, and of how it is written.
namespace portable = ffiguard::detail;
static_assert(portable::is_portable<std::int64_t>("std::int64_t"));
static_assert(portable::is_portable<std::size_t>("size_t"));
static_assert(portable::is_portable<std::intptr_t>("intptr_t"));
static_assert(portable::is_portable<long long>("long long"));
static_assert(portable::is_portable<const char*>("const char*"));
static_assert(portable::is_portable<int>("longitude"));
static_assert(portable::is_portable<int>("my_long"));
static_assert(!portable::is_portable<long>("long"));
static_assert(!portable::is_portable<unsigned long>("unsigned long"));
static_assert(!portable::is_portable<const long*>("const long*"));
static_assert(!portable::is_portable<bool>("my_bool"));
static_assert(!portable::is_portable<const wchar_t*>("const wchar_t*"));
static_assert(!portable::is_portable<long double>("real"));
static_assert(portable::is_portable_argument<bool&&>(), "a value that the body has made");
static_assert(!portable::is_portable_argument<const bool&>());
static_assert(!portable::is_portable_argument<wchar_t* const&>());
static_assert(portable::is_portable_argument<std::int64_t&>());

TEST_CASE("an object is made, called, asked and released by its token") {
    ffiguard_error err = dirty();
    token c = 1;
    errno = ENOENT;
    REQUIRE(call_new(counters, &c, &err, 5) == FFIGUARD_OK);
    CHECK(errno == 0);
    CHECK(std::strcmp(err.message, "") == 0);

    errno = ENOENT;
    CHECK(call<&counter::add>(counters, c, &err, 3) == FFIGUARD_OK);
    CHECK(errno == 0);
    std::int32_t value = 0;
    errno = ENOENT;
    CHECK(call_into<&counter::value>(counters, c, &value, &err) == FFIGUARD_OK);
    CHECK(errno == 0);
    CHECK(value == 8);
    CHECK(call<&counter::clear>(counters, c, nullptr) == FFIGUARD_OK);
    CHECK(call_into<&counter::checked>(counters, c, &value, &err) == FFIGUARD_OK);
    CHECK(value == 0);

    errno = ENOENT;
    CHECK(call_release(counters, c, &err) == FFIGUARD_OK);
    CHECK(errno == 0);
    CHECK(call_release(counters, c, &err) == FFIGUARD_CLOSED);
    CHECK(std::strncmp(err.message, "closed", 6) == 0);  // and where, with the ledger
    CHECK(counters.live() == 0);
}

TEST_CASE("what the member answers is the answer, with its text and its errno") {
    const closed_at_end c;
    ffiguard_error err = dirty();
    CHECK(call<&counter::add>(counters, c.value, &err, 0) == FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "invalid argument") == 0);
    CHECK(call<&counter::refuse>(counters, c.value, &err) == FFIGUARD_SYSTEM);
    CHECK(std::strcmp(err.message, "no such counter") == 0);
    CHECK(err.detail == ENOENT);
    CHECK(errno == (FFIGUARD_IS_WINDOWS() ? 0 : ENOENT));  // there it is no errno

    REQUIRE(call<&counter::add>(counters, c.value, &err, -10) == FFIGUARD_OK);
    std::int32_t value = 77;
    CHECK(call_into<&counter::checked>(counters, c.value, &value, &err) == FFIGUARD_OVERFLOW);
    CHECK(std::strcmp(err.message, "below 0") == 0);
    CHECK(value == 0);
}

TEST_CASE("a bool goes into an integer as 0 or 1, and an integer into a wider one") {
    const closed_at_end c;  // 5
    std::int32_t answer = 77;
    CHECK(call_into<&counter::is_even>(counters, c.value, &answer, nullptr) == FFIGUARD_OK);
    CHECK(answer == 0);
    CHECK(call_into<&counter::is_positive>(counters, c.value, &answer, nullptr) == FFIGUARD_OK);
    CHECK(answer == 1);
    std::uint8_t small = 77;
    CHECK(call_into<&counter::is_positive>(counters, c.value, &small, nullptr) == FFIGUARD_OK);
    CHECK(small == 1);
    std::int64_t wide = 77;
    CHECK(call<&counter::add>(counters, c.value, nullptr, -10) == FFIGUARD_OK);
    CHECK(call_into<&counter::value>(counters, c.value, &wide, nullptr) == FFIGUARD_OK);
    CHECK(wide == -5);
}

TEST_CASE("a null out-parameter is answered before anything is called") {
    const closed_at_end c;
    ffiguard_error err = dirty();
    std::int32_t* const nowhere = nullptr;
    CHECK(call_into<&counter::sum>(counters, c.value, nowhere, &err, 1, 2) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "the out-parameter is null") == 0);
    CHECK(counters.pin(c.value)->sums == 0);

    const auto live = counters.live();
    CHECK(call_new(counters, nullptr, &err, 1) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "the out-parameter is null") == 0);
    CHECK(counters.live() == live);
}

TEST_CASE("a number that is no open token has its own status, and the out-parameter is emptied") {
    const token closed = fresh();
    REQUIRE(counters.close(closed).ok());
    handle_table<counter> others;
    const token of_another = *others.emplace(1);
    handle_table<point> points;
    const token of_a_point = *points.emplace(1, 2);

    struct {
        token given;
        ffiguard_status answer;
    } const cases[] = {{0, FFIGUARD_NULL},
                       {closed, FFIGUARD_CLOSED},
                       {of_another, FFIGUARD_WRONG_TABLE},
                       {of_a_point, FFIGUARD_WRONG_TYPE},
                       {closed + (token{1} << 22), FFIGUARD_MALFORMED}};
    for (const auto& each : cases) {
        CAPTURE(each.answer);
        ffiguard_error err = dirty();
        CHECK(call<&counter::clear>(counters, each.given, &err) == each.answer);
        CHECK(err.status == each.answer);
        std::int32_t value = 77;
        CHECK(call_into<&counter::value>(counters, each.given, &value, &err) == each.answer);
        CHECK(value == 0);
        CHECK(call_release(counters, each.given, &err) == each.answer);
        CHECK(errno == 0);
    }
    CHECK(others.close(of_another).ok());
    CHECK(points.close(of_a_point).ok());
}

TEST_CASE(
    "an argument that is a result brings its value, or its failure and the argument's number") {
    const closed_at_end c;
    ffiguard_error err = dirty();
    std::int32_t value = 0;
    using number = result<std::int32_t>;
    CHECK(call_into<&counter::sum>(counters, c.value, &value, &err, number(1), number(2)) ==
          FFIGUARD_OK);
    CHECK(value == 8);
    CHECK(call_into<&counter::sum>(counters, c.value, &value, &err, 1,
                                   number(status_code::overflow)) == FFIGUARD_OVERFLOW);
    CHECK(std::strcmp(err.message, "argument 2: overflow") == 0);
    CHECK(value == 0);
    CHECK(counters.pin(c.value)->sums == 1);
    using texted = result<std::int32_t, error>;
    CHECK(call<&counter::add>(counters, c.value, &err,
                              texted(error(status_code::not_found, "no number"))) ==
          FFIGUARD_NOT_FOUND);
    CHECK(std::strcmp(err.message, "argument 1: no number") == 0);

    token made = 7;
    CHECK(call_new(counters, &made, &err, number(status_code::null)) == FFIGUARD_NULL);
    CHECK(made == 0);
}

TEST_CASE("arguments are moved in, and values that own something are handed over") {
    const closed_at_end c;
    CHECK(call<&counter::take>(counters, c.value, nullptr, std::make_unique<int>(3)) ==
          FFIGUARD_OK);
    CHECK(counters.pin(c.value)->value() == 8);
    using owner = result<std::unique_ptr<int>>;
    CHECK(call<&counter::take>(counters, c.value, nullptr, owner(std::make_unique<int>(1))) ==
          FFIGUARD_OK);
    CHECK(counters.pin(c.value)->value() == 9);

    ffiguard_buffer out;
    std::memset(&out, 'x', sizeof out);
    CHECK(call_into<&counter::pack>(counters, c.value, &out, nullptr) == FFIGUARD_OK);
    CHECK(*static_cast<std::int32_t*>(out.data) == 9);
    std::memset(&out, 'x', sizeof out);
    CHECK(call_into<&counter::pack>(counters, 0, &out, nullptr) == FFIGUARD_NULL);
    CHECK(out.data == nullptr);
    CHECK((out.release == nullptr));
}

TEST_CASE("a class with create() is made by it, and a table may hold what points to it") {
    handle_table<std::unique_ptr<made_by_create>> table;
    ffiguard_error err = dirty();
    token made = 7;
    CHECK(call_new(table, &made, &err, 10) == FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "level is 1 to 9") == 0);
    CHECK(made == 0);
    REQUIRE(call_new(table, &made, &err, 6) == FFIGUARD_OK);
    int level = 0;
    CHECK(call_into<&made_by_create::level>(table, made, &level, &err) == FFIGUARD_OK);
    CHECK(level == 6);
    CHECK(call_release(table, made, &err) == FFIGUARD_OK);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("no exception leaves: not of a member, not of a constructor") {
    const closed_at_end c;
    ffiguard_error err = dirty();
    CHECK(call<&counter::break_down>(counters, c.value, &err) == FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strcmp(err.message, "out of ink") == 0);
    CHECK(call<&counter::throw_number>(counters, c.value, &err) == FFIGUARD_CXX_EXCEPTION);
    std::int32_t value = 77;
    CHECK(call_into<&counter::run_out>(counters, c.value, &value, &err) == FFIGUARD_OUT_OF_MEMORY);
    CHECK(value == 0);
    const auto live = counters.live();
    token made = 7;
    CHECK(call_new(counters, &made, &err, -1) == FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strcmp(err.message, "starts below 0") == 0);
    CHECK(made == 0);
    CHECK(counters.live() == live);
    // The object was let go of each time.
    CHECK(counters.try_close(c.value).ok());
}
#endif

TEST_CASE("the macro makes three functions under their names") {
    token c = 0;
    ffiguard_error err = dirty();
    const auto live = test_counter_live_count();
    REQUIRE(test_counter_new(5, &c, &err) == FFIGUARD_OK);
    CHECK(test_counter_live_count() == live + 1);
    CHECK(call<&counter::add>(counters, c, &err, 1) == FFIGUARD_OK);
    CHECK(test_counter_release(c, &err) == FFIGUARD_OK);
    CHECK(test_counter_release(c, nullptr) == FFIGUARD_CLOSED);
    CHECK(test_counter_release(0, nullptr) == FFIGUARD_NULL);
    CHECK(test_counter_live_count() == live);
    CHECK(test_counter_new(5, nullptr, &err) == FFIGUARD_NULL);

    REQUIRE(test_point_new(1, 2, &c, &err) == FFIGUARD_OK);  // an aggregate
    CHECK(exported_points.pin(c)->y == 2);
    CHECK(test_point_release(c, &err) == FFIGUARD_OK);
    CHECK(test_point_live_count() == 0);
    REQUIRE(test_list_new(&c, &err) == FFIGUARD_OK);
    CHECK(lists.pin(c)->empty());
    CHECK(test_list_release(c, &err) == FFIGUARD_OK);
}

TEST_CASE("many threads call and release one token: one release is answered ok") {
    for (int round = 0; round < 200; ++round) {
        const token c = fresh();
        std::atomic<int> released{0};
        std::atomic<int> odd_answers{0};
        std::vector<std::thread> crowd;
        for (int t = 0; t < 4; ++t)
            crowd.emplace_back([&] {
                std::int32_t value = 0;
                const auto seen = call_into<&counter::value>(counters, c, &value, nullptr);
                odd_answers += seen != FFIGUARD_OK && seen != FFIGUARD_CLOSED;
                released += call_release(counters, c, nullptr) == FFIGUARD_OK;
            });
        for (std::thread& each : crowd) each.join();
        CHECK(released == 1);
        CHECK(odd_answers == 0);
    }
    CHECK(counters.live() == 0);
}

namespace {

struct held {
    explicit held(int start) noexcept : value(start) {}
    static ffiguard::result<std::unique_ptr<held>> create(int start) noexcept {
        return start < 0 ? std::unique_ptr<held>() : std::make_unique<held>(start);
    }
    ffiguard::result<int> plus(const std::unique_ptr<int>& more) const noexcept {
        return value + *more;
    }
    ffiguard::result<int> taken(std::unique_ptr<int> more) noexcept { return value + *more; }
    int value;
};

}  // namespace

TEST_CASE("a table that holds a null pointer answers null") {
    ffiguard::handle_table<std::unique_ptr<held>> table;
    ffiguard_token made = 0;
    ffiguard_error err{};
    REQUIRE(ffiguard::call_new(table, &made, &err, -1) == FFIGUARD_OK);
    int out = 0;
    const ffiguard::result<std::unique_ptr<int>> one(std::make_unique<int>(1));
    CHECK(ffiguard::call_into<&held::plus>(table, made, &out, &err, one) == FFIGUARD_NULL);
    CHECK(ffiguard::call_release(table, made, &err) == FFIGUARD_OK);
}

TEST_CASE("a result is taken as it is given: const, by name, or moved") {
    ffiguard::handle_table<std::unique_ptr<held>> table;
    ffiguard_token made = 0;
    ffiguard_error err{};
    REQUIRE(ffiguard::call_new(table, &made, &err, 40) == FFIGUARD_OK);
    int out = 0;
    const ffiguard::result<std::unique_ptr<int>> fixed(std::make_unique<int>(1));
    CHECK(ffiguard::call_into<&held::plus>(table, made, &out, &err, fixed) == FFIGUARD_OK);
    CHECK(out == 41);
    ffiguard::result<std::unique_ptr<int>> named(std::make_unique<int>(2));
    CHECK(ffiguard::call_into<&held::plus>(table, made, &out, &err, named) == FFIGUARD_OK);
    CHECK(out == 42);
    CHECK(*named != nullptr);
    CHECK(ffiguard::call_into<&held::taken>(table, made, &out, &err, std::move(named)) ==
          FFIGUARD_OK);
    CHECK(out == 42);
    CHECK(ffiguard::call_release(table, made, &err) == FFIGUARD_OK);
}

namespace {

class label {
public:
    static result<label> create(std::string_view text, const char* unit) noexcept {
        label made;
        made.size_ = text.size() + (unit != nullptr ? std::strlen(unit) : 0);
        return made;
    }
    void add(std::string_view text) noexcept { size_ += text.size(); }
    std::uint64_t plus(const char* text) const noexcept { return size_ + (text == nullptr); }
    std::uint64_t with(std::int32_t n, const std::string& text) const {
        return size_ + text.size() + static_cast<std::uint64_t>(n);
    }

private:
    std::uint64_t size_ = 0;
};
handle_table<label> labels;

struct plain_label {
    explicit plain_label(std::string_view text) noexcept : size(text.size()) {}
    std::uint64_t size;
};
handle_table<plain_label> plain_labels;

}  // namespace

TEST_CASE("a null C string is refused where the member would read it, and passed on to a pointer") {
    ffiguard_error err = dirty();
    const char* const text = "text";
    const char* const none = nullptr;
    token t = 1;
    CHECK(call_new(labels, &t, &err, none, text) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 1: null") == 0);
    CHECK(t == 0);
    CHECK(call_new(plain_labels, &t, &err, none) == FFIGUARD_NULL);
    REQUIRE(call_new(labels, &t, &err, text, none) == FFIGUARD_OK);
    CHECK(call<&label::add>(labels, t, &err, none) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 1: null") == 0);
    CHECK(call<&label::add>(labels, t, &err, text) == FFIGUARD_OK);
    CHECK(call<&label::add>(labels, t, &err, "a literal") == FFIGUARD_OK);
    std::uint64_t size = 0;
    CHECK(call_into<&label::plus>(labels, t, &size, &err, none) == FFIGUARD_OK);
    CHECK(size == 18);
    CHECK(call_into<&label::with>(labels, t, &size, &err, 1, none) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 2: null") == 0);
    CHECK(call_into<&label::with>(labels, t, &size, &err, 1, text) == FFIGUARD_OK);
    CHECK(size == 22);
    CHECK(call_release(labels, t, &err) == FFIGUARD_OK);
}

// ---- children ------------------------------------------------------------------------------------

namespace {

struct shop {
    using life_cycle = ffiguard::life_cycle<ffiguard::refuses_with_children>;
    int orders = 0;
};
struct order {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<shop>>;
    order(shop& in, std::int32_t n) noexcept : at(&in), number(n) { ++at->orders; }
    order(order&& other) noexcept : at(std::exchange(other.at, nullptr)), number(other.number) {}
    ~order() {
        if (at != nullptr) --at->orders;
    }
    [[nodiscard]] std::int32_t value() const noexcept { return number; }
    shop* at;
    std::int32_t number;
};
struct crate {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<shop>>;
    static ffiguard::result<std::unique_ptr<crate>, ffiguard::error> create(shop& in,
                                                                            std::int32_t weight) {
        if (weight < 0)
            return ffiguard::error(ffiguard::status_code::invalid_argument, "weight below 0");
        auto made = std::make_unique<crate>();
        made->at = &in;
        return made;
    }
    shop* at = nullptr;
};

}  // namespace

namespace {

struct note {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<shop>>;
    note(shop&, std::string_view words) noexcept : size(words.size()) {}
    std::size_t size;
};

}  // namespace

TEST_CASE("a null C string is refused where a child would read it") {
    ffiguard::handle_table<shop> shops;
    ffiguard::handle_table<note> notes;
    const char* const none = nullptr;
    const char* const words = "words";
    ffiguard_error err = dirty();
    const token s = *shops.emplace();
    token n = 1;
    CHECK(ffiguard::call_new_child(notes, shops, s, &n, &err, none) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 1: null") == 0);
    CHECK(n == 0);
    REQUIRE(ffiguard::call_new_child(notes, shops, s, &n, &err, words) == FFIGUARD_OK);
    CHECK(ffiguard::call_release(notes, n, &err) == FFIGUARD_OK);
    CHECK(ffiguard::call_release(shops, s, &err) == FFIGUARD_OK);
}

TEST_CASE("call_new_child makes a child, whose parent says by how many it is kept open") {
    ffiguard::handle_table<shop> shops;
    ffiguard::handle_table<order> orders;
    ffiguard::handle_table<std::unique_ptr<crate>> crates;
    ffiguard_error err{};
    const ffiguard::token s = *shops.emplace();
    ffiguard::token o = 0;
    ffiguard::token p = 0;
    REQUIRE(ffiguard::call_new_child(orders, shops, s, &o, &err, std::int32_t{7}) == FFIGUARD_OK);
    REQUIRE(ffiguard::call_new_child(crates, shops, s, &p, &err, std::int32_t{1}) == FFIGUARD_OK);
    CHECK(shops.pin(s)->orders == 1);
    CHECK(ffiguard::call_release(shops, s, &err) == FFIGUARD_IN_USE);
    CHECK(std::string(err.message) == "in use: 2 children are open");
    CHECK(err.detail == 2);
    CHECK(ffiguard::error(err).status() == ffiguard::status::in_use_by(2));

    ffiguard::token none = 1;
    CHECK(ffiguard::call_new_child(crates, shops, s, &none, &err, std::int32_t{-1}) ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(none == 0);
    CHECK(std::string(err.message) == "weight below 0");
    CHECK(ffiguard::call_new_child(orders, shops, o, &none, &err, std::int32_t{1}) ==
          FFIGUARD_WRONG_TYPE);
    CHECK(ffiguard::call_new_child(orders, shops, 0, &none, &err, std::int32_t{1}) ==
          FFIGUARD_NULL);

    CHECK(ffiguard::call_release(orders, o, &err) == FFIGUARD_OK);
    CHECK(ffiguard::call_release(shops, s, &err) == FFIGUARD_IN_USE);
    CHECK(std::string(err.message) == "in use: 1 child is open");
    CHECK(ffiguard::call_release(crates, p, &err) == FFIGUARD_OK);
    CHECK(ffiguard::call_release(shops, s, &err) == FFIGUARD_OK);
    CHECK(ffiguard::call_new_child(orders, shops, s, &none, &err, std::int32_t{1}) ==
          FFIGUARD_CLOSED);
}
