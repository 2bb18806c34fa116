// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/layout.hpp>

#include <cstddef>
#include <cstdint>

#include <doctest/doctest.h>

#include <ffiguard/ffiguard.h>

using ffiguard::at;
using ffiguard::layout;

namespace {

struct sample {
    std::int8_t kind;
    double value;
    std::int32_t values[3];
};

}  // namespace

static_assert(layout<ffiguard_error, 256, 4>::matches<at<offsetof(ffiguard_error, status), 0>,
                                                      at<offsetof(ffiguard_error, detail), 4>,
                                                      at<offsetof(ffiguard_error, message), 8>>());
#if UINTPTR_MAX == UINT64_MAX
static_assert(
    layout<ffiguard_buffer, 32, 8>::matches<
        at<offsetof(ffiguard_buffer, data), 0>, at<offsetof(ffiguard_buffer, size), 8>,
        at<offsetof(ffiguard_buffer, release), 16>, at<offsetof(ffiguard_buffer, context), 24>>());
static_assert(layout<sample, 32, 8>::matches<>(), "size and alignment can stand alone");
#endif

TEST_CASE("the layouts that a Java MemoryLayout or a Go struct copies are those of the compiler") {
    // The static_asserts above are the test; the forbidden cases are in compile_fail/.
    CHECK(layout<sample, sizeof(sample), alignof(sample)>::matches<
          at<offsetof(sample, value), alignof(sample)>,
          at<offsetof(sample, values), alignof(sample) + sizeof(double)>>());
}
