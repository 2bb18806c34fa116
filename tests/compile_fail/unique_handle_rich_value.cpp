// expect: it must be trivially copyable
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/core/unique_handle.hpp>

struct traits {
    using value_type = std::string;
    static std::string empty() noexcept { return {}; }
    static void close(const std::string&) noexcept;
};

#ifdef FAIL
ffiguard::unique_handle<traits> owner;
#endif
