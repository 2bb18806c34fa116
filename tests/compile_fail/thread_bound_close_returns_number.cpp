// expect: close.. of what is kept here must return void, a status or an error
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_bound.hpp>

#ifdef FAIL
using answer = int;
#else
using answer = void;
#endif
struct context {
    answer close() noexcept { return answer(); }
};
using bound = ffiguard::thread_bound<context>;
auto end(bound& from) { return from.close(); }
