// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/owned_by_address.hpp>

#include <cerrno>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/inout_param.hpp>

namespace {

struct frame {
    int id;
};
int freed = 0;
void free_frame(frame** address) {
    delete *address;
    *address = nullptr;
    ++freed;
    errno = EIO;
}
int close_frame(frame** address) {
    free_frame(address);
    return 5;
}
int reopen(frame** address) {
    free_frame(address);
    *address = new frame{2};
    return 0;
}
using unique_frame = ffiguard::owned_by_address<&free_frame>;

}  // namespace

static_assert(sizeof(unique_frame) == sizeof(void*));

TEST_CASE("a closer that takes the handle's address closes it once") {
    freed = 0;
    errno = ENOENT;
    {
        unique_frame first(new frame{1});
        const unique_frame second = std::move(first);
        CHECK(second->id == 1);
        unique_frame third(new frame{3});
        CHECK(third.close().ok());
        CHECK(third.close() == ffiguard::status_code::closed);
    }
    CHECK(freed == 2);
    CHECK(errno == ENOENT);
    ffiguard::owned_by_address<&close_frame> answering(new frame{1});
    CHECK(answering.close() == ffiguard::status::foreign(5));
}

TEST_CASE("such a handle is lent and replaced like any other") {
    freed = 0;
    {
        unique_frame owner(new frame{1});
        CHECK(reopen(ffiguard::inout_param(owner)) == 0);
        REQUIRE(owner);
        CHECK(owner->id == 2);
        CHECK(freed == 1);
    }
    CHECK(freed == 2);
}
