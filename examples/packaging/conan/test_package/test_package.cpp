// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/ffiguard.hpp>

int main() {
    const ffiguard::owned<&std::free> memory(std::malloc(1));
    return memory.get() != nullptr ? EXIT_SUCCESS : EXIT_FAILURE;
}
