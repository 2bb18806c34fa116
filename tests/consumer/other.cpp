// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/ffiguard.hpp>

ffiguard::owned<&std::free> allocate();

ffiguard::owned<&std::free> allocate() {
    return ffiguard::owned<&std::free>(std::malloc(1));
}
