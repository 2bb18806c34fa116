// expect: takes up to four types
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct stream {
    stream(int, int, int, int, int) noexcept {}
};
extern ffiguard::handle_table<stream> streams;

#ifdef FAIL
FFIGUARD_EXPORT_CLASS(stream, streams, int, int, int, int, int);
#endif
