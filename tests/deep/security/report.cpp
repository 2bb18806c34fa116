// SPDX-License-Identifier: BSL-1.0
// A program whose exit writes a report where FFIGUARD_OBSERVE_REPORT says, unless it has more rights than its caller.
#define FFIGUARD_OBSERVE 1
#include <cstdlib>

#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/observe/ledger.hpp>

int main() {
    static ffiguard::owned<&std::free> kept(std::malloc(1));
    return kept ? 0 : 1;
}
