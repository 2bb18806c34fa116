// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>  // first, as users may: it reports a refusal by what comes later

#include <ffiguard/memory/foreign_struct.hpp>

#include <cerrno>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "arrow_array.hpp"

using ffiguard::foreign_struct;
using ffiguard::status;
using ffiguard::status_code;

using array = foreign_struct<ArrowArray>;

namespace {

bool is_released(const ArrowArray& raw) { return raw.release == nullptr; }

}  // namespace

static_assert(sizeof(ArrowArray) == 80 || sizeof(void*) != 8, "the specification's");
static_assert(sizeof(array) == sizeof(ArrowArray));
static_assert(!std::is_copy_constructible_v<array> && !std::is_copy_assignable_v<array>);
static_assert(std::is_nothrow_move_constructible_v<array>);
static_assert(std::is_nothrow_move_assignable_v<array>);

TEST_CASE("a struct that a producer wrote is owned at once and released at the end") {
    int live = 0;
    {
        array numbers;
        CHECK_FALSE(numbers);
        REQUIRE(make_numbers(5, &live, numbers.out()) == 0);
        CHECK(numbers);
        CHECK(numbers->length == 5);
        CHECK(number_at(*numbers.get(), 4) == 4);
        CHECK(live == 1);
        REQUIRE(make_numbers(6, &live, numbers.out()) == 0);
        CHECK(live == 1);
    }
    CHECK(live == 0);
}

TEST_CASE("children are released by their parent, except those that a consumer has taken") {
    int live = 0;
    array column;
    {
        array table;
        REQUIRE(make_table(3, &live, table.out()) == 0);
        CHECK(live == 4);
        column = array::adopt(*table->children[1]);
        CHECK(is_released(*table->children[1]));
    }
    CHECK(live == 1);
    CHECK(number_at(*column.get(), 3) == 3);
    CHECK(column.close().ok());
    CHECK(live == 0);
}

TEST_CASE("moving copies the bytes and marks the source released") {
    int live = 0;
    array a;
    REQUIRE(make_numbers(2, &live, a.out()) == 0);
    const void* const values = a->buffers[1];
    array b = std::move(a);
    CHECK_FALSE(a);
    CHECK(is_released(*a.get()));
    CHECK(b->buffers[1] == values);
    array c;
    REQUIRE(make_numbers(3, &live, c.out()) == 0);
    c = std::move(b);
    CHECK(live == 1);
    CHECK(c->length == 2);
    REQUIRE(make_numbers(4, &live, a.out()) == 0);
    CHECK(live == 2);
}

TEST_CASE("moving into itself, and adopting its own struct, change nothing") {
    int live = 0;
    array a;
    REQUIRE(make_numbers(2, &live, a.out()) == 0);
    array& same = a;
    a = std::move(same);
    CHECK(live == 1);
    CHECK(a->length == 2);
    a = array::adopt(*a.get());
    CHECK(live == 1);
    CHECK(a->length == 2);
}

TEST_CASE("a struct of C is taken over once") {
    int live = 0;
    ArrowArray raw;
    make_numbers(2, &live, &raw);
    const array first = array::adopt(raw);
    CHECK(is_released(raw));
    const array second = array::adopt(raw);
    CHECK(first);
    CHECK_FALSE(second);
}

TEST_CASE("a struct is handed over to C with the duty to release it") {
    int live = 0;
    array numbers;
    REQUIRE(make_numbers(2, &live, numbers.out()) == 0);
    CHECK(numbers.release_to(nullptr) == status_code::null);
    CHECK(numbers);
    ArrowArray raw;
    CHECK(numbers.release_to(&raw).ok());
    CHECK_FALSE(numbers);
    CHECK(live == 1);
    raw.release(&raw);
    CHECK(live == 0);
    // The end of an Arrow stream: a released struct.
    CHECK(numbers.release_to(&raw).ok());
    CHECK(is_released(raw));
}

TEST_CASE("a consumer that takes the struct by its own rule leaves the owner empty") {
    int live = 0;
    array numbers;
    REQUIRE(make_numbers(2, &live, numbers.out()) == 0);
    const auto consume = [](ArrowArray* from) { from->release(from); };
    consume(numbers.get());
    CHECK_FALSE(numbers);
    CHECK(numbers.close() == status_code::closed);
    CHECK(live == 0);
}

TEST_CASE("close releases once, then says closed") {
    int live = 0;
    array numbers;
    CHECK(numbers.close() == status_code::closed);
    REQUIRE(make_numbers(2, &live, numbers.out()) == 0);
    CHECK(numbers.close().ok());
    CHECK(live == 0);
    CHECK(numbers.close() == status_code::closed);
}

TEST_CASE("a producer run by init is owned only if it succeeds") {
    int live = 0;
    array numbers;
    const status failed = numbers.init([](ArrowArray* out) {
        out->release = [](ArrowArray*) { FAIL("garbage of a failed producer is not released"); };
        return 22;
    });
    CHECK(failed == status::foreign(22));
    CHECK_FALSE(numbers);
    CHECK(is_released(*numbers.get()));

    const auto make = [&](ArrowArray* out) { return make_numbers(2, &live, out); };
    CHECK(numbers.init(make).ok());
    const auto never = [](ArrowArray*) {
        FAIL("a full one is not filled again");
        return 0;
    };
    CHECK(numbers.init(never) == status_code::in_use);
    CHECK(live == 1);
    CHECK(numbers->length == 2);
}

namespace {

// The shape of DLPack's DLManagedTensor: another name, another mark, an answer.
struct tensor {
    int* closings;
    tensor* owner;  // not null: live
    foreign_struct<tensor, struct tensor_traits>* in_closing;
};
struct tensor_traits {
    static bool is_released(const tensor& t) noexcept { return t.owner == nullptr; }
    static void mark_released(tensor& t) noexcept { t.owner = nullptr; }
    static int release(tensor* t) noexcept;
};
using tensor_owner = foreign_struct<tensor, tensor_traits>;

bool was_empty = false;
int tensor_traits::release(tensor* t) noexcept {
    ++*t->closings;
    if (t->in_closing != nullptr) {
        was_empty = !*t->in_closing && t->in_closing->close() == status_code::closed;
    }
    errno = EIO;
    return 3;
}

}  // namespace

TEST_CASE("traits say what released means, and a release that answers is heard") {
    int closings = 0;
    tensor raw{&closings, &raw, nullptr};
    auto owner = tensor_owner::adopt(raw);
    CHECK(raw.owner == nullptr);
    auto moved = std::move(owner);
    CHECK_FALSE(owner);
    CHECK(moved.close() == status::foreign(3));
    CHECK(moved.close() == status_code::closed);
    CHECK(closings == 1);
}

TEST_CASE("a release that comes back to its owner finds it empty, and errno survives it") {
    int closings = 0;
    was_empty = false;
    {
        tensor_owner owner;
        tensor raw{&closings, &raw, &owner};
        owner = tensor_owner::adopt(raw);
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
    CHECK(was_empty);
    CHECK(closings == 1);
}

namespace {

// A reference to something counted; its padding may hold anything.
struct reference {
    int* count;
    char kind;
    void (*release)(reference*);
};
void drop_reference(reference* one) {
    --*one->count;
    one->release = nullptr;
}

}  // namespace

TEST_CASE("two structs of the same bytes are two duties") {
    int count = 2;
    reference first{&count, 'r', &drop_reference};
    reference second = first;
    auto a = foreign_struct<reference>::adopt(first);
    a = foreign_struct<reference>::adopt(second);
    CHECK(count == 1);
    CHECK(a.close().ok());
    CHECK(count == 0);
}

namespace {

struct logged {
    int id;
};
struct logging_traits {
    int* log;
    explicit logging_traits(int* to) noexcept : log(to) {}
    static bool is_released(const logged& value) noexcept { return value.id == -1; }
    static void mark_released(logged& value) noexcept { value.id = -1; }
    void release(logged* value) const noexcept { *log = *log * 10 + value->id; }
};
using logged_owner = foreign_struct<logged, logging_traits>;

}  // namespace

static_assert(!std::is_default_constructible_v<logged_owner>, "its traits are not, either");

TEST_CASE("traits with state release what they came with") {
    int first = 0;
    int second = 0;
    logged one{1};
    logged two{2};
    {
        auto a = logged_owner::adopt(one, logging_traits(&first));
        auto b = logged_owner::adopt(two, logging_traits(&second));
        CHECK(a.traits().log == &first);
        a = std::move(b);
        CHECK_FALSE(b);
        CHECK(first == 1);
        CHECK(second == 0);
        auto& same = a;
        a = std::move(same);
        CHECK(a->id == 2);
    }
    CHECK(first == 1);
    CHECK(second == 2);
}

TEST_CASE("an initialiser that fills its own owner loses neither of the two structs") {
    int log = 0;
    logged_owner owner{logging_traits(&log)};
    status inner;
    const status outer = owner.init([&](logged* first) {
        inner = owner.init([](logged* second) {
            second->id = 2;
            return 0;
        });
        first->id = 1;
        return 0;
    });
    CHECK(inner.ok());
    CHECK(outer == status_code::in_use);
    CHECK(owner->id == 2);
    CHECK(log == 1);  // the outer one has been released
    CHECK(owner.close().ok());
    CHECK(log == 12);

    // One that fails, or leaves nothing, has nothing to release.
    const auto fill = [&] {
        logged made{3};
        owner = logged_owner::adopt(made, logging_traits(&log));
    };
    CHECK(owner.init([&](logged*) { return fill(), 5; }) == status::foreign(5));
    CHECK(owner->id == 3);
    CHECK(owner.close().ok());
    CHECK(owner.init([&](logged*) { return fill(), 0; }) == status_code::in_use);
    CHECK(owner->id == 3);
    CHECK(log == 123);
    CHECK(owner.close().ok());
}

namespace {

struct machine {
    int refusals;
    char padded;
};
int stop(machine* m) noexcept { return m->refusals-- > 0 ? 5 : 0; }
struct stays_in_place : ffiguard::released_by<&stop> {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user, ffiguard::closer_may_refuse<5>>;
};
struct moves {
    using life_cycle = stays_in_place::life_cycle;
    static bool is_released(const machine& m) noexcept { return m.padded == 0; }
    static void mark_released(machine& m) noexcept { m.padded = 0; }
    static status release(machine* m) noexcept {
        return m->refusals > 0 ? status::foreign(5) : status();
    }
};

template <class Traits>
void keeps_to_its_life_cycle() {
    ffiguard::handle_table<foreign_struct<machine, Traits>> table;
    const ffiguard::token t = *table.emplace();
    {
        const auto inside = table.pin(t);
        const auto start = [](machine* m) noexcept { return *m = machine{1, 1}, 0; };
        REQUIRE(inside->init(start).ok());
        CHECK(table.pin(t).status() == status_code::in_use);
    }
    CHECK(table.close(t) == status::foreign(5));
    {
        const auto inside = table.pin(t);
        REQUIRE(*inside);
        (*inside)->refusals = 0;
    }
    CHECK(table.close(t).ok());
    CHECK(table.live() == 0);
}

}  // namespace

TEST_CASE("the traits of a struct say its life cycle") {
    SUBCASE("one that stays in place") { keeps_to_its_life_cycle<stays_in_place>(); }
    SUBCASE("one that moves") { keeps_to_its_life_cycle<moves>(); }
}
