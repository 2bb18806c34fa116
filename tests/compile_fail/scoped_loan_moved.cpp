// expect: use of deleted function|deleted constructor
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/scoped_loan.hpp>

#include <utility>

ffiguard::token lend(ffiguard::handle_table<int>& numbers) {
    ffiguard::scoped_loan lent(numbers, 1);
#ifdef FAIL
    const auto moved = std::move(lent);
    return moved.get();
#else
    return lent.get();
#endif
}
