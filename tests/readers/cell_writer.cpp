// SPDX-License-Identifier: BSL-1.0
// cell_writer FILE: stores into a versioned_cell at the offset 64 of a file of 4096 bytes, without
// a pause, until its standard input ends. For the readers in other languages. Every part of the
// value follows from the first one, so that a reader sees whether it has parts of two.
#include <fcntl.h>
#include <poll.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>

#include <ffiguard/memory/layout.hpp>
#include <ffiguard/memory/versioned_cell.hpp>
#include <ffiguard/posix/mapped_region.hpp>

namespace {

struct sample {
    std::uint64_t number;
    std::uint64_t turned;    // ~number
    std::int64_t steps[10];  // number + 1, ...
    float half;              // of the low 16 bits
};
// As the readers write it down.
static_assert(
    ffiguard::layout<sample, 104, 8>::matches<
        ffiguard::at<offsetof(sample, number), 0>, ffiguard::at<offsetof(sample, turned), 8>,
        ffiguard::at<offsetof(sample, steps), 16>, ffiguard::at<offsetof(sample, half), 96>>());

sample make(std::uint64_t number) {
    sample made{};
    made.number = number;
    made.turned = ~number;
    for (std::uint64_t i = 0; i < 10; ++i)
        made.steps[i] = static_cast<std::int64_t>(number + i + 1);
    made.half = static_cast<float>(number % 65536) / 2;
    return made;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    auto file = ffiguard::open_file(arguments[1], O_RDWR);
    if (!file) return 3;
    auto memory = ffiguard::map_file_writable(file->get());
    if (!memory) return 4;
    const auto cell = ffiguard::versioned_cell<sample>::create(*memory, 64, make(0));
    if (!cell) return 5;
    std::puts("ready");
    std::fflush(stdout);
    ::pollfd input{0, POLLIN, 0};
    for (std::uint64_t n = 1;; ++n) {
        cell->store(make(n));
        // A reader that is slower than this (Go's race detector) would never get in.
        for (volatile int pause = 0; pause < static_cast<int>(n % 1024); pause = pause + 1) {
        }
        if (n % 4096 == 0 && ::poll(&input, 1, 0) != 0) return 0;
    }
}
