// expect: the place of the user pointer is user_last, user_first, user_at<N> or user_by<&getter>
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct database {};
int on_progress(database& db) noexcept;
using c_function = int (*)(void*);
c_function wanted(database& db);
c_function wanted(database& db) {
#ifdef FAIL
    return ffiguard::user_function<&on_progress, void*>(db);
#else
    return ffiguard::user_function<&on_progress, ffiguard::user_first>(db);
#endif
}
