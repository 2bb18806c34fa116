// expect: take up to eight types
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct stream {
    stream(int, int, int, int, int, int, int, int) noexcept {}
    void nine(int, int, int, int, int, int, int, int, int) noexcept;
};
extern ffiguard::handle_table<stream> streams;
FFIGUARD_EXPORT_CLASS(stream, streams, int, int, int, int, int, int, int, int);

#ifdef FAIL
FFIGUARD_EXPORT_CALL(stream_nine, streams, &stream::nine, int, int, int, int, int, int, int, int,
                     int);
#endif
