// SPDX-License-Identifier: BSL-1.0
// How many tries a caller needs that guesses tokens, against what the layout of a token says.
//
//   guess number ROUNDS   the caller knows the type's tag, and that the first object has slot 0, generation 1; it tries
//                         the numbers of tables in a random order. Prints the mean and the median of the tries.
//   guess slot TRIES      the caller knows the number of the table, and tries random slots and generations, with 2^20
//                         objects open. Prints the hits that the layout says, their deviation, and those found.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <random>
#include <vector>

#include <ffiguard/core/handle_table.hpp>

int main(int argc, char** argv) {
    using ffiguard::token;
    using ffiguard::detail::token_parts;
    if (argc < 3) return 2;
    const long count = std::atol(argv[2]);
    std::mt19937_64 random(std::random_device{}());
    if (std::strcmp(argv[1], "number") == 0) {
        std::vector<std::uint32_t> numbers(65535);
        std::iota(numbers.begin(), numbers.end(), 1U);
        std::vector<double> tries;
        for (long round = 0; round < count; ++round) {
            ffiguard::handle_table<int> table;
            const token made = *table.emplace(1);
            const std::uint8_t tag = token_parts::type_of(token_parts::split(made).identity);
            std::shuffle(numbers.begin(), numbers.end(), random);
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                const token guessed =
                    token_parts{0, 1, token_parts::make_identity(static_cast<std::uint16_t>(numbers[i]), tag)}.join();
                if (!table.pin(guessed)) continue;
                tries.push_back(static_cast<double>(i + 1));
                break;
            }
            if (!table.close(made).ok()) return 1;
        }
        if (tries.size() != static_cast<std::size_t>(count)) return 1;
        std::sort(tries.begin(), tries.end());
        const double mean = std::accumulate(tries.begin(), tries.end(), 0.0) / static_cast<double>(tries.size());
        // The mean of a uniform number has the deviation 65,535 / sqrt(12 n).
        std::printf("%.0f %.0f %.0f\n", mean, 65535 / std::sqrt(12.0 * static_cast<double>(count)),
                    tries[tries.size() / 2]);
        return 0;
    }
    ffiguard::handle_table<int> table;
    const std::uint32_t open = 1U << 20;
    std::vector<token> made;
    for (std::uint32_t i = 0; i < open; ++i) made.push_back(*table.emplace(1));
    const token identity = made[0] >> 40 << 40;
    long hits = 0;
    for (long i = 0; i < count; ++i)
        if (table.pin(identity | random() >> 24)) ++hits;
    const double expected = static_cast<double>(count) * open / std::pow(2.0, 40);
    std::printf("%.1f %.1f %ld\n", expected, std::sqrt(expected), hits);
    for (const token one : made)
        if (!table.close(one).ok()) return 1;
}
