// SPDX-License-Identifier: BSL-1.0
#include "scopes.hpp"

extern "C" scope_functions scopes_a() { return scopes_of::functions(); }
