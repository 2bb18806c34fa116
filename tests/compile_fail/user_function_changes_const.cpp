// expect: the function takes another object than the one that the user pointer is of
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct counter {
    int add() noexcept;
    int peek() const noexcept;
};
using c_function = int (*)(void*);
c_function wanted(const counter& of);
c_function wanted(const counter& of) {
#ifdef FAIL
    return ffiguard::user_function<&counter::add>(of);
#else
    return ffiguard::user_function<&counter::peek>(of);
#endif
}
