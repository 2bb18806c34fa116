// SPDX-License-Identifier: BSL-1.0
// A model test under libFuzzer, see fuzz.sh. MODEL is the test, which has run_steps().
#define DOCTEST_CONFIG_DISABLE
#include MODEL

#include <ffiguard/core/detail/table_id.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    // A process has 65,535 tables, and this one makes and ends some for every input.
    ffiguard::detail::tables_drawn_.store(0);
    const random_steps::sequence steps = random_steps::from_bytes(data, size);
    if (run_steps(steps).empty()) return 0;
    std::fprintf(stderr, "%s\n", random_steps::told(&run_steps, MODEL, steps).c_str());
    std::abort();
}
