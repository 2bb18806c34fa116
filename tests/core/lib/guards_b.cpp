// SPDX-License-Identifier: BSL-1.0
#include "guards.hpp"

extern "C" int guards_run_b() { return guards::run(); }
