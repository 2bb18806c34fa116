// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_new.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/user_data.hpp>

#include "faults.hpp"

using faults::first_failure;
using faults::keeps_errno;
using ffiguard::status;
using ffiguard::status_code;

namespace {

int open_now = 0;
void close_one(int) { --open_now; }
using resource = ffiguard::owned<&close_one, 0>;
resource open_one() {
    ++open_now;
    return resource(7);
}
void all_closed() {
    if (open_now != 0) faults::wrong("a resource is not closed once");
}

struct parent {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    resource mine = open_one();
};
struct child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<parent>>;
    resource mine = open_one();
};

}  // namespace

FFIGUARD_SCENARIO(core, handle_table) {
    first_failure told;
    {
        ffiguard::handle_table<resource> table;
        ffiguard::token all[40];
        int count = 0;
        for (int i = 0; i < 40; ++i) {
            auto mine = open_one();
            const auto t = table.insert(std::move(mine));
            told << t.status();
            if (t) all[count++] = *t;
        }
        for (int i = 0; i < count; ++i) {
            if (!table.pin(all[i])) faults::wrong("a token is lost");
            told << table.close(all[i]);
        }
    }
    all_closed();
    return told;
}

FFIGUARD_SCENARIO(core, shared_handle) {
    first_failure told;
    {
        auto one = ffiguard::share(open_one());
        told << one.status();
        if (one) {
            auto copy = *one;
            keeps_errno([&] { *one = {}; });
        }
    }
    all_closed();
    return told;
}

FFIGUARD_SCENARIO(core, life_cycle) {
    first_failure told;
    {
        ffiguard::handle_table<parent> parents;
        ffiguard::handle_table<child> children;
        const auto p = parents.emplace();
        told << p.status();
        if (p) {
            const auto c = children.emplace_child(parents, *p);
            told << c.status();
            if (c) told << children.close(*c);
            told << parents.close(*p);
        }
    }
    all_closed();
    return told;
}

FFIGUARD_SCENARIO(core, user_data) {
    struct keeps {
        resource mine = open_one();
    };
    first_failure told;
    {
        auto data = ffiguard::user_data<keeps>::create();
        told << data.status();
    }
    all_closed();
    return told;
}
