// expect: the function takes another object than the one that the user pointer is of
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

using on_number = ffiguard::go::callback<int(int)>;
using on_text = ffiguard::go::callback<void(int)>;
using registration = ffiguard::go::callback_registration<int(int)>;
void of_number(const on_number& call, int) noexcept;
void of_text(const on_text& call, int) noexcept;
using c_function = void (*)(int, void*);

c_function wanted();
c_function wanted() {
#ifdef FAIL
    return registration::function<ffiguard::user_last, &of_text>();
#else
    return registration::function<ffiguard::user_last, &of_number>();
#endif
}
