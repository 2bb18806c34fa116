// SPDX-License-Identifier: BSL-1.0
#include "foreign_calls.hpp"

extern "C" foreign_calls::functions foreign_calls_b() { return foreign_calls::all(); }
