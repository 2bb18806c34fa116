// expect: no matching function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/function_table.hpp>

struct table {
    int (*raw)(int);
    ffiguard::symbol<int(int)> kept;
};

// A raw pointer would outlive its library.
bool loads() {
#ifdef FAIL
    return ffiguard::load_table<table>("libz.so.1", ffiguard::entry("f", &table::raw)).has_value();
#else
    return ffiguard::load_table<table>("libz.so.1", ffiguard::entry("f", &table::kept)).has_value();
#endif
}
