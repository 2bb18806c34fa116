// expect: an exception cannot pass through the C library that calls
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct database {
    int on_progress();
    int on_busy() noexcept;
};
using c_function = int (*)(void*);
c_function wanted(database& db);
c_function wanted(database& db) {
#ifdef FAIL
    return ffiguard::user_function<&database::on_progress>(db);
#else
    return ffiguard::user_function<&database::on_busy>(db);
#endif
}
