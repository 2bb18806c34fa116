// expect: bool, wchar_t, long and long double are not the same everywhere
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

#include <cstddef>

struct stream {
    stream(std::size_t, long long) noexcept {}
};
extern ffiguard::handle_table<stream> streams;
#ifndef FAIL
FFIGUARD_EXPORT_CLASS(stream, streams, size_t, std::int64_t);
#else
FFIGUARD_EXPORT_CLASS(stream, streams, size_t, unsigned long);  // uint64_t here, 4 bytes there
#endif
