// SPDX-License-Identifier: BSL-1.0
#include "event_queues.hpp"

extern "C" event_queues::functions event_queues_a() { return event_queues::all(); }
