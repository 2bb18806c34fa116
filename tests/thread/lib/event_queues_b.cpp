// SPDX-License-Identifier: BSL-1.0
#include "event_queues.hpp"

extern "C" event_queues::functions event_queues_b() { return event_queues::all(); }
