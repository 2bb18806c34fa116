// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/exports.hpp> // weak: the shims of the same program may define them too
