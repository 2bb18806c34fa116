// expect: could not convert|no viable conversion|conversion from
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/memory/c_ptr.hpp>

struct base {
    int value;
};
struct derived : base {};

ffiguard::c_ptr<const derived> right(ffiguard::c_ptr<derived>&& made);
ffiguard::c_ptr<const derived> right(ffiguard::c_ptr<derived>&& made) { return std::move(made); }

#ifdef FAIL
// A second base does not begin where the memory begins, and free() would get an address inside.
ffiguard::c_ptr<base> wrong(ffiguard::c_ptr<derived>&& made) { return std::move(made); }
#endif
