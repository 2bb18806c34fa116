// expect: tells_bytes<> names a member of the class: a number, or a function that is const, noexcept
// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/core/handle_table.hpp>

#include <cstdint>

#ifdef FAIL
#define NOTHROW
#else
#define NOTHROW noexcept
#endif

struct decoder {
    std::uint64_t bytes() const NOTHROW { return 1; }
    using life_cycle = ffiguard::life_cycle<ffiguard::tells_bytes<&decoder::bytes>>;
};
auto make(ffiguard::handle_table<decoder>& decoders) { return decoders.emplace(); }
