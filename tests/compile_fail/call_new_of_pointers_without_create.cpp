// expect: a table of pointers needs a create
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/call.hpp>

struct stream {
    explicit stream(int) noexcept {}
};

// A null pointer needs no argument either, and would be given a token.

#ifdef FAIL
ffiguard_status open(ffiguard::handle_table<std::unique_ptr<stream>>& streams,
                     ffiguard_token* made) {
    return ffiguard::call_new(streams, made, nullptr);
}
#endif
