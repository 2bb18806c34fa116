// SPDX-License-Identifier: BSL-1.0
#include "registrations.hpp"

extern "C" int registrations_run_b() { return run(); }
