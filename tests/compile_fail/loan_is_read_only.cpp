// expect: a loan is read-only
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

#ifdef FAIL
using memory = ffiguard::loan<>;
#else
using memory = ffiguard::writable_loan<>;
#endif
extern ffiguard::handle_table<memory> pages;

extern "C" ffiguard_status page_write(ffiguard_token p, const void* from, std::uint64_t size,
                                      ffiguard_error* err) {
    return ffiguard::call_write(pages, p, err, 0, from, size);
}
