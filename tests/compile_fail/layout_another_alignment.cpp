// expect: (another alignment here.*8, 4>|8, 4>.*another alignment here)
// SPDX-License-Identifier: BSL-1.0
#include <cstddef>

#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/layout.hpp>

using ffiguard::at;
using ffiguard::layout;

static_assert(layout<ffiguard_buffer, 32, 8>::matches<at<offsetof(ffiguard_buffer, size), 8>>());
#ifdef FAIL
static_assert(layout<ffiguard_buffer, 32, 4>::matches<at<offsetof(ffiguard_buffer, size), 8>>());
#endif
