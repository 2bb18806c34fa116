// SPDX-License-Identifier: BSL-1.0
// Closers that say "not now", and who is told.
#include <ffiguard/core/life_cycle.hpp>

#include <cerrno>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct busy_device {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse_with_errno<EBUSY, EAGAIN>>;
    status close() noexcept { return answers != nullptr && *answers != 0 ? next() : status(); }
    status next() noexcept { return status::system(*answers++); }
    const int* answers;
};

}  // namespace

TEST_CASE("a closer may refuse by the numbers of errno that the class names, and by no other") {
    const int busy[] = {EBUSY, EAGAIN, 0};
    const int broken[] = {EIO, 0};
    handle_table<busy_device> table;
    const token t = *table.emplace(busy);
    CHECK(table.close(t) == status::system(EBUSY));
    CHECK(table.pin(t));
    CHECK(table.close(t) == status::system(EAGAIN));
    CHECK(table.close(t).ok());
    CHECK(table.close(t) == status_code::closed);
    const token failing = *table.emplace(broken);
    CHECK(table.close(failing) == status::system(EIO));
    CHECK(table.close(failing) == status_code::closed);
    CHECK(table.live() == 0);
}

namespace {

struct either {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<EIO>,
                                            ffiguard::closer_may_refuse_with_errno<EBUSY>>;
    status close() noexcept { return answer; }
    status answer;
};

}  // namespace

TEST_CASE("a number of errno is no number of the library's") {
    handle_table<either> table;
    for (const status refusal :
         {status::foreign(EIO), status::system(EBUSY), status(status_code::in_use)}) {
        const token t = *table.emplace(refusal);
        CHECK(table.close(t) == refusal);
        CHECK(table.live() == 1);
        table.pin(t)->answer = status();
        CHECK(table.close(t).ok());
    }
    for (const status failure :
         {status::foreign(EBUSY), status::system(EIO), status(status_code::closed)}) {
        static_cast<void>(table.close(*table.emplace(failure)));
        CHECK(table.live() == 0);
    }
}
