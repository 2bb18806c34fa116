// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/ffiguard.hpp>

static_assert(FFIGUARD_VERSION_MAJOR == 0 && FFIGUARD_VERSION_MINOR >= 1);

ffiguard::owned<&std::free> allocate();

int main() {
    return allocate().get() != nullptr ? EXIT_SUCCESS : EXIT_FAILURE;
}
