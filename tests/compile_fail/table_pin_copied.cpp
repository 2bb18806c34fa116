// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

using pin = ffiguard::handle_table<int>::pin_type;

#ifdef FAIL
pin twice(const pin& once) { return once; }
#endif
