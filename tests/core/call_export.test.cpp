// SPDX-License-Identifier: BSL-1.0
// The C names that FFIGUARD_EXPORT_CALL and its kin make, called as the C header of a shim says.
#include <ffiguard/core/call.hpp>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/go/view.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// As the header of the shim declares them.
extern "C" {
ffiguard_status box_open(ffiguard_view name, int32_t level, ffiguard_token* box,
                         ffiguard_error* err);
ffiguard_status box_reset(ffiguard_token box, ffiguard_error* err);
ffiguard_status box_add(ffiguard_token box, int32_t number, ffiguard_error* err);
ffiguard_status box_total(ffiguard_token box, int64_t* total, ffiguard_error* err);
ffiguard_status box_is_empty(ffiguard_token box, int32_t* yes, ffiguard_error* err);
ffiguard_status box_set_shut(ffiguard_token box, int32_t shut, ffiguard_error* err);
ffiguard_status box_set_name(ffiguard_token box, ffiguard_view name, ffiguard_error* err);
ffiguard_status box_set_label(ffiguard_token box, ffiguard_view label, ffiguard_error* err);
ffiguard_status box_set_label_of(ffiguard_token box, const char* label, size_t size,
                                 ffiguard_error* err);
ffiguard_status box_label(ffiguard_token box, ffiguard_buffer* label, ffiguard_error* err);
ffiguard_status box_label_to(ffiguard_token box, uint8_t* to, size_t room, uint64_t* size,
                             ffiguard_error* err);
ffiguard_status box_part_to(ffiguard_token box, int32_t from, char* to, uint64_t room,
                            uint64_t* size, ffiguard_error* err);
ffiguard_status box_fill(ffiguard_token box, int32_t first, uint8_t* to, size_t size,
                         const double* values, int64_t count, ffiguard_view text, uint64_t* sum,
                         ffiguard_error* err);
ffiguard_status box_find(ffiguard_token box, ffiguard_go_string text, ffiguard_go_slice numbers,
                         int64_t* found, ffiguard_error* err);
ffiguard_status box_break(ffiguard_token box, ffiguard_error* err);
ffiguard_status lid_open(ffiguard_token box, ffiguard_view name, ffiguard_token* lid,
                         ffiguard_error* err);
ffiguard_status lid_of_size_open(ffiguard_token box, int32_t size, ffiguard_token* lid,
                                 ffiguard_error* err);
ffiguard_status lid_size(ffiguard_token lid, int32_t* size, ffiguard_error* err);
ffiguard_status lid_close(ffiguard_token lid, ffiguard_error* err);
ffiguard_status crate_new(ffiguard_token* crate, ffiguard_error* err);
ffiguard_status crate_wake(ffiguard_token crate, ffiguard_error* err);
ffiguard_status eight_given(ffiguard_token box, int32_t a, int32_t b, int32_t c, int32_t d,
                            int32_t e, int32_t f, int32_t g, int32_t* sum, ffiguard_error* err);
}

namespace {

using ffiguard::c_string;
using ffiguard::error;
using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

class box {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    static result<std::unique_ptr<box>, error> create(const c_string& name, std::int32_t level) {
        if (level > 9) return error(status_code::invalid_argument, "level is 1 to 9");
        auto made = std::make_unique<box>();
        made->name_ = name.c_str();
        made->total_ = level;
        return made;
    }
    void closing() noexcept { ++woken; }
    void reset() noexcept { total_ = 0; }
    error add(std::int64_t number) noexcept {
        if (number == 0) return error(status::system(ENOENT), "nothing to add");
        total_ += number;
        return {};
    }
    std::int64_t total() const noexcept { return total_; }
    bool is_empty() const noexcept { return total_ == 0; }
    void set_shut(bool shut) noexcept { total_ = shut ? 1 : 0; }
    void set_name(c_string name) { name_ = name.c_str(); }
    void set_label(std::string_view label) noexcept {
        has_address = label.data() != nullptr;
        label_ = label;
    }
    std::string label() const { return label_; }
    result<std::string_view> part(std::int32_t from) const noexcept {
        if (from < 0 || static_cast<std::size_t>(from) > label_.size())
            return status_code::not_found;
        return std::string_view(label_).substr(static_cast<std::size_t>(from));
    }
    std::uint64_t fill(std::int32_t first, foreign_span<std::uint8_t> to,
                       foreign_span<const double> values,
                       foreign_span<const unsigned char> text) noexcept {
        for (auto& each : to) each = static_cast<std::uint8_t>(first++);
        double sum = 0;
        for (const double each : values) sum += each;
        return static_cast<std::uint64_t>(sum) + text.size();
    }
    result<std::int64_t> find(std::string_view text, foreign_span<const std::int32_t> numbers) {
        if (text != "some") return status_code::not_found;
        std::int64_t sum = 0;
        for (const auto each : numbers) sum += each;
        return sum;
    }
#if FFIGUARD_HAS_EXCEPTIONS()
    void break_down() { throw std::runtime_error("out of ink"); }
#endif
    std::int32_t sum_of(std::int32_t a, std::int32_t b, const std::int32_t& c, std::int32_t d,
                        std::int32_t e, std::int32_t f, std::int32_t g) & {
        return a + b + c + d + e + f + g;
    }

    std::string name_;
    bool has_address = false;
    int woken = 0;

private:
    std::int64_t total_ = 0;
    std::string label_;
};

class lid {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<box>>;
    static result<std::unique_ptr<lid>> create(box& of, std::string_view name) {
        if (name.empty()) return status_code::invalid_argument;
        return std::make_unique<lid>(of, static_cast<std::int32_t>(name.size()));
    }
    lid(box&, std::int32_t size) noexcept : size_(size) {}
    std::int32_t size() const noexcept { return size_; }

private:
    std::int32_t size_;
};
/// Made by a constructor.
class plain_lid {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<box>>;
    plain_lid(box&, std::int32_t size) noexcept : size_(size) {}
    std::int32_t size() const noexcept { return size_; }

private:
    std::int32_t size_;
};
struct crate {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    void closing() noexcept { ++woken; }
    int woken = 0;
};

handle_table<std::unique_ptr<box>> boxes;
handle_table<std::unique_ptr<lid>> lids;
handle_table<plain_lid> plain_lids;
handle_table<crate> crates;

using out_number = std::int64_t*;

}  // namespace

FFIGUARD_EXPORT_NEW(box_open, boxes, ffiguard_view, int32_t);
FFIGUARD_EXPORT_CALL(box_reset, boxes, &box::reset);
FFIGUARD_EXPORT_CALL(box_add, boxes, &box::add, int32_t);
FFIGUARD_EXPORT_CALL(box_total, boxes, &box::total, out_number);
FFIGUARD_EXPORT_CALL(box_is_empty, boxes, &box::is_empty, int32_t*);
FFIGUARD_EXPORT_CALL(box_set_shut, boxes, &box::set_shut, int32_t);
FFIGUARD_EXPORT_CALL(box_set_name, boxes, &box::set_name, ffiguard_view);
FFIGUARD_EXPORT_CALL(box_set_label, boxes, &box::set_label, ffiguard_view);
FFIGUARD_EXPORT_CALL(box_set_label_of, boxes, &box::set_label, const char*, size_t);
FFIGUARD_EXPORT_CALL(box_label, boxes, &box::label, ffiguard_buffer*);
FFIGUARD_EXPORT_CALL(box_label_to, boxes, &box::label, uint8_t*, size_t, uint64_t*);
FFIGUARD_EXPORT_CALL(box_part_to, boxes, &box::part, int32_t, char*, uint64_t, uint64_t*);
FFIGUARD_EXPORT_CALL(box_fill, boxes, &box::fill, int32_t, uint8_t*, size_t, const double*, int64_t,
                     ffiguard_view, uint64_t*);
FFIGUARD_EXPORT_CALL(box_find, boxes, &box::find, ffiguard_go_string, ffiguard_go_slice, int64_t*);
FFIGUARD_EXPORT_CALL(eight_given, boxes, &box::sum_of, int32_t, int32_t, int32_t, int32_t, int32_t,
                     int32_t, int32_t, int32_t*);
FFIGUARD_EXPORT_NEW_CHILD(lid_open, lids, boxes, ffiguard_view);
FFIGUARD_EXPORT_NEW_CHILD(lid_of_size_open, plain_lids, boxes, int32_t);
FFIGUARD_EXPORT_CALL(lid_size, plain_lids, &plain_lid::size, int32_t*);
FFIGUARD_EXPORT_RELEASE(lid_close, plain_lids);
FFIGUARD_EXPORT_CLASS(crate, crates);
FFIGUARD_EXPORT_WAKE(crate_wake, crates);
#if FFIGUARD_HAS_EXCEPTIONS()
FFIGUARD_EXPORT_CALL(box_break, boxes, &box::break_down);
#endif

namespace {

ffiguard_view as_view(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
struct open_box {
    open_box() { REQUIRE(box_open(as_view("a box"), 5, &value, nullptr) == FFIGUARD_OK); }
    ~open_box() { static_cast<void>(boxes.close(value)); }
    token value = 0;
};
ffiguard_error dirty() {
    ffiguard_error err;
    std::memset(&err, 'x', sizeof err);
    return err;
}

}  // namespace

TEST_CASE(
    "a member under its C name answers as call() does: its value, its error, a closed token") {
    open_box b;
    ffiguard_error err = dirty();
    std::int64_t total = 77;
    errno = ENOENT;
    CHECK(box_add(b.value, 3, &err) == FFIGUARD_OK);
    CHECK(errno == 0);
    CHECK(box_total(b.value, &total, &err) == FFIGUARD_OK);
    CHECK(total == 8);
    CHECK(box_add(b.value, 0, &err) == FFIGUARD_SYSTEM);
    CHECK(std::strcmp(err.message, "nothing to add") == 0);
    CHECK(box_total(b.value, nullptr, &err) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "the out-parameter is null") == 0);
    CHECK(box_reset(b.value, nullptr) == FFIGUARD_OK);
    std::int32_t yes = 0;
    CHECK(box_is_empty(b.value, &yes, nullptr) == FFIGUARD_OK);
    CHECK(yes == 1);
    CHECK(boxes.close(b.value).ok());
    CHECK(box_total(b.value, &total, &err) == FFIGUARD_CLOSED);
    CHECK(total == 0);
    CHECK(box_reset(0, nullptr) == FFIGUARD_NULL);
}

TEST_CASE("a bool of a member is any integer but 0") {
    const open_box b;
    std::int64_t total = 0;
    CHECK(box_set_shut(b.value, 256, nullptr) == FFIGUARD_OK);
    CHECK(box_total(b.value, &total, nullptr) == FFIGUARD_OK);
    CHECK(total == 1);
    CHECK(box_set_shut(b.value, 0, nullptr) == FFIGUARD_OK);
    CHECK(box_total(b.value, &total, nullptr) == FFIGUARD_OK);
    CHECK(total == 0);
}

TEST_CASE("an answer goes to memory of the caller's, whole or not at all, and its size is told") {
    const open_box b;
    ffiguard_error err = dirty();
    REQUIRE(box_set_label(b.value, as_view(std::string_view("a\0bc", 4)), &err) == FFIGUARD_OK);
    unsigned char bytes[5] = {9, 9, 9, 9, 9};
    std::uint64_t size = 77;
    CHECK(box_label_to(b.value, bytes, 4, &size, &err) == FFIGUARD_OK);
    CHECK(size == 4);
    CHECK(std::memcmp(bytes, "a\0bc\x09", 5) == 0);
    CHECK(err.message[0] == '\0');

    char text[3] = {9, 9, 9};
    CHECK(box_part_to(b.value, 1, text, 2, &size, &err) == FFIGUARD_OVERFLOW);
    CHECK(size == 3);
    CHECK(text[0] == 9);
    CHECK(box_part_to(b.value, 1, nullptr, 0, &size, nullptr) == FFIGUARD_OVERFLOW);
    CHECK(size == 3);
    CHECK(box_part_to(b.value, 4, nullptr, 0, &size, nullptr) == FFIGUARD_OK);
    CHECK(size == 0);
    CHECK(box_part_to(b.value, 1, text, 3, &size, nullptr) == FFIGUARD_OK);
    CHECK(std::memcmp(text, "\0bc", 3) == 0);

    size = 77;
    CHECK(box_part_to(b.value, -1, text, 3, &size, &err) == FFIGUARD_NOT_FOUND);
    CHECK(size == 0);
    CHECK(box_part_to(b.value, 1, nullptr, 3, &size, &err) == FFIGUARD_NULL);
    CHECK(box_part_to(b.value, 1, text, 3, nullptr, &err) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "the out-parameter is null") == 0);
}

TEST_CASE(
    "a text is lent as a string_view that is never null, or copied where it must end in NUL") {
    const open_box b;
    ffiguard_error err = dirty();
    CHECK(box_set_label(b.value, as_view(std::string_view("a\0b", 3)), &err) == FFIGUARD_OK);
    ffiguard_buffer label{};
    REQUIRE(box_label(b.value, &label, &err) == FFIGUARD_OK);
    const auto copy = ffiguard::foreign_buffer::adopt(label);
    REQUIRE(copy);
    CHECK(std::string_view(reinterpret_cast<const char*>(copy->data()), copy->size()) ==
          std::string_view("a\0b", 3));
    CHECK(box_set_label(b.value, {nullptr, 0}, &err) == FFIGUARD_OK);
    CHECK(boxes.pin(b.value)->get()->has_address);
    CHECK(box_set_label(b.value, {nullptr, 5}, &err) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 1: null") == 0);
    CHECK(box_set_label_of(b.value, "label", 5, &err) == FFIGUARD_OK);
    CHECK(boxes.pin(b.value)->get()->label() == "label");
    CHECK(box_set_label_of(b.value, nullptr, 1, &err) == FFIGUARD_NULL);

    CHECK(box_set_name(b.value, as_view("name"), &err) == FFIGUARD_OK);
    CHECK(boxes.pin(b.value)->get()->name_ == "name");
    CHECK(box_set_name(b.value, as_view(std::string_view("a\0b", 3)), &err) == FFIGUARD_MALFORMED);
    CHECK(boxes.pin(b.value)->get()->name_ == "name");

    token made = 7;
    CHECK(box_open(as_view("b"), 10, &made, &err) == FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "level is 1 to 9") == 0);
    CHECK(made == 0);
    made = 7;
    CHECK(box_open({nullptr, 4}, 1, &made, &err) == FFIGUARD_NULL);
    CHECK(made == 0);
    CHECK(box_open(as_view("b"), 1, nullptr, &err) == FFIGUARD_NULL);
}

TEST_CASE("a pointer and a count become one span, each where the member takes one") {
    const open_box b;
    ffiguard_error err = dirty();
    std::uint8_t to[3] = {};
    const double values[2] = {1, 2};
    std::uint64_t sum = 0;
    CHECK(box_fill(b.value, 7, to, 3, values, 2, as_view("four"), &sum, &err) == FFIGUARD_OK);
    CHECK(to[2] == 9);
    CHECK(sum == 7);
    CHECK(box_fill(b.value, 7, to, 3, values, -1, as_view("four"), &sum, &err) ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "argument 3: invalid argument") == 0);  // the member's third
    CHECK(sum == 0);
    CHECK(box_fill(b.value, 7, nullptr, 3, values, 2, as_view("four"), &sum, &err) ==
          FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 2: null") == 0);
    std::int32_t of_eight = 0;
    CHECK(eight_given(b.value, 1, 2, 3, 4, 5, 6, 7, &of_eight, &err) == FFIGUARD_OK);
    CHECK(of_eight == 28);
}

TEST_CASE("what Go lends is a text or a span, and never more than that") {
    const open_box b;
    ffiguard_error err = dirty();
    std::int32_t numbers[] = {1, 2};
    std::int64_t found = 0;
    CHECK(box_find(b.value, {"some", 4}, {numbers, 2, 2}, &found, &err) == FFIGUARD_OK);
    CHECK(found == 3);
    CHECK(box_find(b.value, {"none", 4}, {numbers, 2, 2}, &found, &err) == FFIGUARD_NOT_FOUND);
    CHECK(box_find(b.value, {"some", -1}, {numbers, 2, 2}, &found, &err) ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(box_find(b.value, {"some", 4}, {numbers, 2, 1}, &found, &err) ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "argument 2: invalid argument") == 0);
}

TEST_CASE("a child is made under its C name in the parent that the token leads to") {
    ffiguard_error err = dirty();
    token first = 0, second = 0, none = 7;
    {
        const open_box b;
        REQUIRE(lid_open(b.value, as_view("lid"), &first, &err) == FFIGUARD_OK);
        REQUIRE(lid_of_size_open(b.value, 4, &second, &err) == FFIGUARD_OK);
        CHECK(lids.pin(first)->get()->size() == 3);
        std::int32_t size = 0;
        CHECK(lid_size(second, &size, &err) == FFIGUARD_OK);
        CHECK(size == 4);
        token third = 0;
        REQUIRE(lid_of_size_open(b.value, 5, &third, &err) == FFIGUARD_OK);
        CHECK(lid_close(third, &err) == FFIGUARD_OK);
        CHECK(lid_close(third, &err) == FFIGUARD_CLOSED);
        CHECK(lid_open(b.value, {nullptr, 4}, &none, &err) == FFIGUARD_NULL);
        CHECK(std::strcmp(err.message, "argument 1: null") == 0);
        CHECK(none == 0);
        CHECK(lid_open(b.value, as_view(""), &none, &err) == FFIGUARD_INVALID_ARGUMENT);
        CHECK(lid_open(first, as_view("lid"), &none, &err) == FFIGUARD_WRONG_TYPE);
    }
    CHECK(lids.live() == 0);
    CHECK(plain_lids.live() == 0);
}

TEST_CASE("an object is woken under its C name, which says when it is released") {
    ffiguard_error err = dirty();
    token c = 0;
    REQUIRE(crate_new(&c, &err) == FFIGUARD_OK);
    CHECK(crate_wake(c, &err) == FFIGUARD_OK);
    {
        const auto inside = crates.pin(c);
        CHECK(inside->woken == 1);
        CHECK(crate_release(c, &err) == FFIGUARD_OK);  // wakes, for somebody is inside
        CHECK(inside->woken == 2);
        CHECK(crate_wake(c, &err) == FFIGUARD_OK);  // and again, until it is released
        CHECK(inside->woken == 3);
    }
    CHECK(crate_wake(c, &err) == FFIGUARD_CLOSED);
    CHECK(crate_wake(0, &err) == FFIGUARD_NULL);

    open_box b;
    CHECK(ffiguard::call_wake(boxes, b.value, &err) == FFIGUARD_OK);  // behind a pointer
    CHECK(boxes.pin(b.value)->get()->woken == 1);
    const token empty = *boxes.insert(nullptr);
    CHECK(ffiguard::call_wake(boxes, empty, &err) == FFIGUARD_NULL);
    CHECK(boxes.close(empty).ok());
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("no exception leaves a member under its C name") {
    const open_box b;
    ffiguard_error err = dirty();
    CHECK(box_break(b.value, &err) == FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strcmp(err.message, "out of ink") == 0);
}
#endif
