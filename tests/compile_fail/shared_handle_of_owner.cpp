// expect: shared_handle takes the traits, not the owner: write shared<owner>
// SPDX-License-Identifier: BSL-1.0
#include <cstdio>

#include <ffiguard/core/shared_handle.hpp>

using stream = ffiguard::owned<&std::fclose>;
struct player {
#ifdef FAIL
    ffiguard::shared_handle<stream> sound;
#else
    ffiguard::shared<stream> sound;
#endif
};
player make(std::FILE* file) { return {ffiguard::share(stream(file)).value()}; }
