// SPDX-License-Identifier: BSL-1.0
#include "foreign_calls.hpp"

extern "C" foreign_calls::functions foreign_calls_a() { return foreign_calls::all(); }
