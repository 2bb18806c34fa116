// SPDX-License-Identifier: BSL-1.0
#include "guards.hpp"

namespace {
thread_local int level = 0;
}

extern "C" int* guards_level() { return &level; }

extern "C" int guards_run_a() { return guards::run(); }
