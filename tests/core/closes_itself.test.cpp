// SPDX-License-Identifier: BSL-1.0
// Which close() a handle_table calls when it releases, and what becomes of its answer.
#include <ffiguard/core/detail/closes_itself.hpp>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

#include "counted.hpp"

using ffiguard::error;
using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::detail::closed_by;
using ffiguard::detail::how_closed;

namespace {

int closings = 0;
int ended = 0;

struct counts_its_end {
    counts_its_end() = default;
    counts_its_end(counts_its_end&&) noexcept {}
    ~counts_its_end() { ++ended; }
};

struct gives_error : counts_its_end {
    error close() noexcept {
        ++closings;
        return error(status::foreign(7), "disk full");
    }
};
struct gives_status : counts_its_end {
    status close() noexcept {
        ++closings;
        return status::foreign(7);
    }
};
struct gives_code : counts_its_end {
    status_code close() noexcept {
        ++closings;
        return status_code::unsupported;
    }
};
struct gives_nothing : counts_its_end {
    void close() noexcept {
        ++closings;
        errno = EDOM;
    }
};
struct nothing_to_say {};
struct gives_empty_result : counts_its_end {
    ffiguard::result<nothing_to_say, error> close() noexcept {
        ++closings;
        if (closings == 1) return error(status_code::unsupported, "not here");
        return nothing_to_say();
    }
};
struct was_closed_before : counts_its_end {
    error close() noexcept {
        ++closings;
        return status_code::closed;
    }
};
struct with_default_argument : counts_its_end {
    status close(int = 3) noexcept {
        ++closings;
        return {};
    }
};
struct final_one final : counts_its_end {
    status close() noexcept {
        ++closings;
        return {};
    }
};
struct does_not_want_it : counts_its_end {
    using close_is_not_called = void;
    int close(int) {
        ++closings;
        return 1;
    }
};
class does_not_want_it_in_private : counts_its_end {
    using close_is_not_called = void;

public:
    static void close(int) noexcept { ++closings; }
};
struct inherits_that : does_not_want_it {};

// What is called close and is no function.
struct price {
    double open;
    double close;
};
struct door {
    enum state { open, close };
    state now = open;
};
struct operations {
    int (*close)(int);
};

/// For a class of somebody else's that cannot be changed.
struct kept_without_close : std::unique_ptr<gives_status> {
    using close_is_not_called = void;
    using std::unique_ptr<gives_status>::unique_ptr;
};

struct opaque;
struct opaque_deleter {
    void operator()(opaque*) const noexcept;
};
struct void_deleter {
    void operator()(void*) const noexcept;
};

/// Never null, and says so by having no conversion to bool.
class sure_pointer {
public:
    sure_pointer() : held_(std::make_unique<gives_status>()) {}
    gives_status& operator*() const noexcept { return *held_; }

private:
    std::unique_ptr<gives_status> held_;
};
/// Ends by its friend alone, as a class that counts its owners does.
class protected_end {
public:
    void close() noexcept { ++closings; }

protected:
    ~protected_end() = default;
    friend struct end_it;
};
struct end_it {
    void operator()(protected_end* one) const noexcept { delete one; }
};

/// What call_release() makes of an object that is made from args.
template <class T, class... Args>
ffiguard_status released(ffiguard_error* err, Args&&... args) {
    handle_table<T> table;
    closings = 0;
    const token made = table.emplace(std::forward<Args>(args)...).value();
    ended = 0;
    const ffiguard_status answer = ffiguard::call_release(table, made, err);
    CHECK(table.live() == 0);
    return answer;
}

}  // namespace

static_assert(how_closed<int>() == closed_by::nothing);
static_assert(how_closed<void*>() == closed_by::nothing);
static_assert(how_closed<opaque*>() == closed_by::nothing);
static_assert(how_closed<void (*)()>() == closed_by::nothing);
static_assert(how_closed<std::string>() == closed_by::nothing);
static_assert(how_closed<std::vector<int>>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<std::string>>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<int[]>>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<std::string[]>>() == closed_by::nothing);
static_assert(how_closed<std::vector<gives_status>>() == closed_by::nothing, "no pointer");
static_assert(how_closed<std::shared_ptr<std::string>>() == closed_by::nothing);
static_assert(how_closed<std::shared_ptr<void>>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<void, void_deleter>>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<opaque, opaque_deleter>>() == closed_by::nothing);
static_assert(how_closed<price>() == closed_by::nothing);
static_assert(how_closed<door>() == closed_by::nothing);
static_assert(how_closed<operations>() == closed_by::nothing);
static_assert(how_closed<does_not_want_it>() == closed_by::nothing);
static_assert(how_closed<does_not_want_it_in_private>() == closed_by::nothing);
static_assert(how_closed<inherits_that>() == closed_by::nothing);
static_assert(how_closed<std::unique_ptr<does_not_want_it>>() == closed_by::nothing);
static_assert(how_closed<std::shared_ptr<does_not_want_it>>() == closed_by::nothing);
static_assert(how_closed<ffiguard::shared_handle<counted_traits>>() == closed_by::nothing);
static_assert(how_closed<ffiguard::unique_handle<counted_traits>>() == closed_by::its_close);
static_assert(how_closed<std::unique_ptr<std::unique_ptr<gives_status>>>() ==
              closed_by::close_behind);

TEST_CASE("the text of a close() that gives an error reaches the caller of the release") {
    ffiguard_error err;
    CHECK(released<gives_error>(&err) == FFIGUARD_FOREIGN);
    CHECK(closings == 1);
    CHECK(ended == 1);
    CHECK(err.detail == 7);
    CHECK(std::string(err.message) == "disk full");
}

TEST_CASE(
    "a C++ caller gets an error from a table whose objects' close() gives one, else a status") {
    handle_table<gives_error> table;
    const error outcome = table.close(*table.emplace());
    CHECK(std::string(outcome.message()) == "disk full");
    CHECK(table.close(0).status() == status_code::null);

    auto inside = table.pin(*table.emplace());
    std::vector<token> open;
    table.for_each([&](token each, gives_error&) { open.push_back(each); });
    CHECK(table.close(open.at(0)).ok());  // left to the user who is inside
    CHECK(std::string(inside.unpin().message()) == "disk full");

    handle_table<int> plain;
    static_assert(std::is_same_v<decltype(plain.close(0)), status>);
    static_assert(std::is_same_v<decltype(plain.pin(0).unpin()), status>);
}

TEST_CASE("a close() that gives a status, a code or nothing is called, and errno is kept") {
    ffiguard_error err;
    CHECK(released<gives_status>(&err) == FFIGUARD_FOREIGN);
    CHECK(closings == 1);
    CHECK(released<gives_code>(&err) == FFIGUARD_UNSUPPORTED);
    CHECK(closings == 1);

    handle_table<gives_nothing> table;
    const token made = *table.emplace();
    closings = ended = 0;
    errno = ERANGE;
    CHECK(table.close(made).ok());
    CHECK(errno == ERANGE);
    CHECK(closings == 1);
    CHECK(ended == 1);
}

TEST_CASE("a close() whose result has an empty value is called, and its error is the answer") {
    ffiguard_error err;
    CHECK(released<gives_empty_result>(&err) == FFIGUARD_UNSUPPORTED);
    CHECK(std::string(err.message) == "not here");
    handle_table<gives_empty_result> table;
    CHECK(table.close(*table.emplace()).ok());  // the second close() succeeds
    CHECK(closings == 2);
}

TEST_CASE("an object that a user has closed before is released without an error") {
    CHECK(released<was_closed_before>(nullptr) == FFIGUARD_OK);
    CHECK(closings == 1);
}

TEST_CASE("a close() with default arguments, or of a final class, is called") {
    CHECK(released<with_default_argument>(nullptr) == FFIGUARD_OK);
    CHECK(closings == 1);
    CHECK(released<final_one>(nullptr) == FFIGUARD_OK);
    CHECK(closings == 1);
}

TEST_CASE("a close() behind a unique_ptr or in an optional is called, and a null one is no error") {
    ffiguard_error err;
    using pointer = std::unique_ptr<gives_error>;
    CHECK(released<pointer>(&err, std::make_unique<gives_error>()) == FFIGUARD_FOREIGN);
    CHECK(closings == 1);
    CHECK(ended == 1);
    CHECK(std::string(err.message) == "disk full");
    CHECK(released<pointer>(&err, nullptr) == FFIGUARD_OK);
    CHECK(closings == 0);

    CHECK(released<std::optional<gives_status>>(&err, std::in_place) == FFIGUARD_FOREIGN);
    CHECK(closings == 1);
    CHECK(released<std::optional<gives_status>>(&err, std::nullopt) == FFIGUARD_OK);
    CHECK(closings == 0);

    CHECK(released<sure_pointer>(&err) == FFIGUARD_FOREIGN);
    CHECK(closings == 1);
    using counted_one = std::unique_ptr<protected_end, end_it>;
    CHECK(released<counted_one>(&err, counted_one(new protected_end)) == FFIGUARD_OK);
    CHECK(closings == 1);
}

TEST_CASE("a class that says close_is_not_called is only destroyed") {
    CHECK(released<does_not_want_it>(nullptr) == FFIGUARD_OK);
    CHECK(closings == 0);
    CHECK(ended == 1);
    CHECK(released<std::shared_ptr<does_not_want_it>>(
              nullptr, std::shared_ptr<does_not_want_it>(new does_not_want_it)) == FFIGUARD_OK);
    CHECK(closings == 0);
    CHECK(released<kept_without_close>(nullptr, new gives_status) == FFIGUARD_OK);
    CHECK(closings == 0);
    CHECK(ended == 1);
}
