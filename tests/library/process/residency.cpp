// SPDX-License-Identifier: BSL-1.0
// residency FILE ANSWER REASON: opens the library, calls its use(), and closes it. The answer must
// be the one given, and must be what the list of loaded objects says.
#include <ffiguard/library/library.hpp>

#include <cstdio>
#include <cstring>

#include "mapped.hpp"

int main(int argc, char** argv) {
    if (argc != 4) return 1;
    const char* const path = argv[1];
    if (is_mapped(path)) return 2;
    auto opened = ffiguard::library::open(path);
    if (!opened) {
        std::puts(opened.error().message());
        return 3;
    }
    {
        const auto use = opened->find<int()>("use");
        if (!use || (*use)() != 1) return 4;
    }
    if (!is_mapped(path)) return 5;

    const ffiguard::close_outcome outcome = opened->close();
    std::printf("%s: %s, %s\n", path, name(outcome.answer), name(outcome.reason));
    if (is_mapped(path) != (outcome.answer == ffiguard::close_answer::still_resident)) return 6;
    if (std::strcmp(name(outcome.answer), argv[2]) != 0) return 7;
    return std::strcmp(name(outcome.reason), argv[3]) == 0 ? 0 : 8;
}
