// expect: value_or\(\) of a result with a name copies the value
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/unique_handle.hpp>

void close_it(int) noexcept;
using owner = ffiguard::owned<&close_it, -1>;

owner use(ffiguard::result<owner>& opened);
owner use(ffiguard::result<owner>& opened) {
#ifdef FAIL
    return opened.value_or(owner());
#else
    return std::move(opened).value_or(owner());
#endif
}
