// expect: the function has fewer arguments; 0 is the first
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct database {};
int on_event(database& db, int event) noexcept;
using c_function = int (*)(int, void*);
c_function wanted(database& db);
c_function wanted(database& db) {
#ifdef FAIL
    return ffiguard::user_function<&on_event, ffiguard::user_at<2>>(db);
#else
    return ffiguard::user_function<&on_event, ffiguard::user_at<1>>(db);
#endif
}
