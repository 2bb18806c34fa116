// expect: an exported function takes std::int32_t
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct stream {
    explicit stream(bool) noexcept {}
    explicit stream(std::int32_t eager) noexcept : stream(eager != 0) {}
};
extern ffiguard::handle_table<stream> streams;
#ifndef FAIL
FFIGUARD_EXPORT_CLASS(stream, streams, std::int32_t);
#else
FFIGUARD_EXPORT_CLASS(stream, streams, bool);
#endif
