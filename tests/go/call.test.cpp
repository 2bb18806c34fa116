// SPDX-License-Identifier: BSL-1.0
// Views of what Go lends, as arguments of call().
#include <ffiguard/core/call.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/go/view.hpp>

using ffiguard::call;
using ffiguard::call_into;
using ffiguard::call_new;
using ffiguard::go::slice_view;
using ffiguard::go::text_view;

namespace {

class label {
public:
    static ffiguard::result<label> create(std::string_view text) {
        label made;
        made.text_ = text;
        return made;
    }
    void add(ffiguard::foreign_span<const std::int32_t> numbers, std::string_view last) {
        for (const auto one : numbers) text_ += std::to_string(one);
        text_ += last;
    }
    std::uint64_t size() const noexcept { return text_.size(); }
    bool has(std::string_view part) const { return text_.find(part) != std::string::npos; }

private:
    std::string text_;
};
ffiguard::handle_table<label> labels;

}  // namespace

TEST_CASE(
    "a view of a string or a slice is an argument, whose status is the answer if it is refused") {
    ffiguard_error err;
    ffiguard_token t = 0;
    REQUIRE(call_new(labels, &t, &err, text_view(ffiguard_go_string{"go", 2})) == FFIGUARD_OK);
    const std::int32_t numbers[] = {1, 2};
    const slice_view<const std::int32_t> slice(
        ffiguard_go_slice{const_cast<std::int32_t*>(numbers), 2, 2});
    const text_view last("!", 1);
    CHECK(call<&label::add>(labels, t, &err, slice, last) == FFIGUARD_OK);
    std::int32_t found = 0;
    CHECK(call_into<&label::has>(labels, t, &found, &err, text_view("go12!", 5)) == FFIGUARD_OK);
    CHECK(found == 1);

    CHECK(call<&label::add>(labels, t, &err, slice, text_view(nullptr, 1)) == FFIGUARD_NULL);
    CHECK(std::strcmp(err.message, "argument 2: null") == 0);
    CHECK(call<&label::add>(labels, t, &err, slice_view<const std::int32_t>(numbers, -1), last) ==
          FFIGUARD_INVALID_ARGUMENT);
    CHECK(std::strcmp(err.message, "argument 1: invalid argument") == 0);
    std::uint64_t size = 0;
    CHECK(call_into<&label::size>(labels, t, &size, &err) == FFIGUARD_OK);
    CHECK(size == 5);
    ffiguard_token none = 1;
    CHECK(call_new(labels, &none, &err, text_view("x", -1)) == FFIGUARD_INVALID_ARGUMENT);
    CHECK(none == 0);
    CHECK(ffiguard::call_release(labels, t, &err) == FFIGUARD_OK);
}
