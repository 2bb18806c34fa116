// expect: a boundary body returns void, a status or an error
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/boundary.hpp>

ffiguard_status right(ffiguard_error* err) {
    return ffiguard::boundary(err, [] { return ffiguard::status(); });
}

#ifdef FAIL
ffiguard_status wrong(ffiguard_error* err) {
    return ffiguard::boundary(err, [] { return "fine"; });
}
#endif
