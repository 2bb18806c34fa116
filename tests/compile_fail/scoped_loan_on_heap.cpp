// expect: use of deleted function|deleted function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/scoped_loan.hpp>

ffiguard::token lend(ffiguard::handle_table<int>& numbers) {
#ifdef FAIL
    return (new ffiguard::scoped_loan(numbers, 1))->get();
#else
    return ffiguard::scoped_loan(numbers, 1).get();
#endif
}
