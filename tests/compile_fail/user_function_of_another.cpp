// expect: the function takes another object than the one that the user pointer is of
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct database {};
struct statement {};
int on_progress(database& db) noexcept;
using c_function = int (*)(void*);
c_function wanted(database& db, statement& of);
c_function wanted([[maybe_unused]] database& db, [[maybe_unused]] statement& of) {
#ifdef FAIL
    return ffiguard::user_function<&on_progress>(of);
#else
    return ffiguard::user_function<&on_progress>(db);
#endif
}
