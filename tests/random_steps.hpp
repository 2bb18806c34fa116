// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_RANDOM_STEPS_HPP
#define FFIGUARD_TESTS_RANDOM_STEPS_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <ffiguard/core/status.hpp>

// Random sequences of operations for the model tests (*_model.test.cpp).
//
// A model test has a function run_steps(sequence): it does each step to the real thing and to a
// plain model of it, and returns "" or what differs. Steps do not depend on one another, so a
// failing sequence is made short by leaving steps out. tests/deep/fuzz.sh gives the same function
// to libFuzzer; what it found is kept in tests/deep/fuzz/NAME.txt, one sequence a line, and runs
// again here.
//
// FFIGUARD_MODEL_SEEDS=n: so many seeds. FFIGUARD_MODEL_SEED=n: the first of them.
// FFIGUARD_MODEL_STEPS=hex: this sequence alone, as a failure prints it.
namespace random_steps {

/// One operation and its arguments.
using step = std::uint32_t;
using sequence = std::vector<step>;

/// The numbers that one step stands for.
class choices {
public:
    explicit choices(step of) noexcept : bits_(of), next_(of) {}

    /// From 0 to below - 1. The first four are a byte each, so that a fuzzer can change one.
    int pick(int below) noexcept {
        if (used_ == 4) {
            next_ = (next_ ^ (next_ >> 15)) * 2246822519U + 374761393U;
            bits_ = next_ ^ (next_ >> 13);
            used_ = 0;
        }
        const std::uint32_t byte = bits_ & 255U;
        bits_ >>= 8;
        ++used_;
        return static_cast<int>(byte % static_cast<std::uint32_t>(below));
    }

private:
    std::uint32_t bits_;
    std::uint32_t next_;
    unsigned used_ = 0;
};

inline sequence from_seed(unsigned seed, std::size_t length) {
    std::mt19937 random(seed);
    sequence all(length);
    for (step& one : all) one = static_cast<step>(random());
    return all;
}
inline sequence from_bytes(const unsigned char* data, std::size_t size) {
    enum : std::size_t { most = 400 };
    sequence all;
    for (std::size_t at = 0; at + 4 <= size && all.size() < most; at += 4)
        all.push_back(step{data[at]} | (step{data[at + 1]} << 8) | (step{data[at + 2]} << 16) |
                      (step{data[at + 3]} << 24));
    return all;
}
inline std::string to_hex(const sequence& all) {
    std::string text;
    for (const step one : all)
        for (unsigned at = 0; at < 4; ++at) {
            char byte[3];
            std::snprintf(byte, sizeof byte, "%02x", (one >> (8 * at)) & 255U);
            text += byte;
        }
    return text;
}
inline sequence from_hex(const std::string& text) {
    std::vector<unsigned char> bytes;
    for (std::size_t at = 0; at + 2 <= text.size(); at += 2)
        bytes.push_back(
            static_cast<unsigned char>(std::strtoul(text.substr(at, 2).c_str(), nullptr, 16)));
    return from_bytes(bytes.data(), bytes.size());
}

/// The same failure with as few steps as leaving some out can reach.
template <class Run>
sequence shrunk(Run run, sequence failing) {
    int tries = 3000;
    for (std::size_t count = failing.size() / 2; count != 0; count /= 2) {
        for (std::size_t at = 0; at + count <= failing.size() && tries > 0;) {
            sequence fewer(failing);
            const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
            fewer.erase(first, first + static_cast<std::ptrdiff_t>(count));
            --tries;
            if (run(fewer).empty())
                at += count;
            else
                failing = fewer;
        }
    }
    return failing;
}

template <class Run>
std::string told(Run run, const std::string& where, const sequence& failing) {
    const sequence few = shrunk(run, failing);
    return where + ", " + std::to_string(few.size()) + " of " + std::to_string(failing.size()) +
           " steps. Again: FFIGUARD_MODEL_STEPS=" + to_hex(few) + "\n" + run(few);
}

inline unsigned number_from(const char* variable, unsigned otherwise) {
    const char* const text = std::getenv(variable);
    return text != nullptr ? static_cast<unsigned>(std::atoi(text)) : otherwise;
}

/// For what a model says is wrong.
inline std::string text_of(const std::vector<int>& all) {
    std::string text;
    for (const int one : all) text += std::to_string(one) + " ";
    return text;
}
inline std::string difference(ffiguard::status got, ffiguard::status expected) {
    return std::string("answer: ") + got.name() + " " + std::to_string(got.detail()) +
           ", expected: " + expected.name() + " " + std::to_string(expected.detail());
}

/// Empty, or what is wrong: so many seeds with so many steps each.
template <class Run>
std::string check_seeds(const char* name, Run run, unsigned seeds, std::size_t length) {
    if (const char* const given = std::getenv("FFIGUARD_MODEL_STEPS")) return run(from_hex(given));
    const unsigned first = number_from("FFIGUARD_MODEL_SEED", 1);
    const unsigned count = number_from("FFIGUARD_MODEL_SEEDS", seeds);
    for (unsigned seed = first; seed != first + count; ++seed) {
        const sequence all = from_seed(seed, length);
        if (!run(all).empty())
            return told(run, std::string(name) + ": seed " + std::to_string(seed), all);
    }
    return {};
}
/// The same, and before that what tests/deep/fuzz/NAME.txt has.
template <class Run>
std::string check_all(const char* name, Run run, unsigned seeds, std::size_t length) {
#ifdef FFIGUARD_TEST_SOURCE_DIR
    std::ifstream corpus(std::string(FFIGUARD_TEST_SOURCE_DIR "/tests/deep/fuzz/") + name + ".txt");
    unsigned line_number = 0;
    for (std::string line; std::getline(corpus, line);) {
        ++line_number;
        const sequence all = from_hex(line);
        if (!run(all).empty())
            return told(run, std::string(name) + ".txt:" + std::to_string(line_number), all);
    }
    if (!std::ifstream(FFIGUARD_TEST_SOURCE_DIR "/tests/random_steps.hpp"))
        std::printf("skipped: the corpus of %s: the sources are not here\n", name);
#endif
    return check_seeds(name, run, seeds, length);
}

}  // namespace random_steps

#endif
