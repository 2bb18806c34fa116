// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>

#include "traced.hpp"

namespace {

ffiguard::handle_table<traced::stream> streams;

}  // namespace

void traced::open_and_close() {
    const ffiguard::owned<&std::free> block(std::malloc(8));
    (void)streams.close(*streams.emplace());
}
