// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_STATUS_HPP
#define FFIGUARD_CORE_STATUS_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/export_symbol.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What happened. The numbers are those of ffiguard.h and never change their meaning.
enum class status_code : ffiguard_status {
    ok = FFIGUARD_OK,
    null = FFIGUARD_NULL,
    malformed = FFIGUARD_MALFORMED,
    stale = FFIGUARD_STALE,
    wrong_table = FFIGUARD_WRONG_TABLE,
    wrong_type = FFIGUARD_WRONG_TYPE,
    closed = FFIGUARD_CLOSED,
    in_use = FFIGUARD_IN_USE,
    wrong_thread = FFIGUARD_WRONG_THREAD,
    overflow = FFIGUARD_OVERFLOW,
    out_of_memory = FFIGUARD_OUT_OF_MEMORY,
    invalid_argument = FFIGUARD_INVALID_ARGUMENT,
    not_found = FFIGUARD_NOT_FOUND,
    unsupported = FFIGUARD_UNSUPPORTED,
    system = FFIGUARD_SYSTEM,
    foreign = FFIGUARD_FOREIGN,
    cxx_exception = FFIGUARD_CXX_EXCEPTION,
    java_exception = FFIGUARD_JAVA_EXCEPTION,
};

/// The code in words, for messages: "closed", "wrong table". Never null.
[[nodiscard]] constexpr const char* name(status_code code) noexcept {
    switch (code) {
        case status_code::ok: return "ok";
        case status_code::null: return "null";
        case status_code::malformed: return "malformed";
        case status_code::stale: return "stale";
        case status_code::wrong_table: return "wrong table";
        case status_code::wrong_type: return "wrong type";
        case status_code::closed: return "closed";
        case status_code::in_use: return "in use";
        case status_code::wrong_thread: return "wrong thread";
        case status_code::overflow: return "overflow";
        case status_code::out_of_memory: return "out of memory";
        case status_code::invalid_argument: return "invalid argument";
        case status_code::not_found: return "not found";
        case status_code::unsupported: return "unsupported";
        case status_code::system: return "system error";
        case status_code::foreign: return "foreign error";
        case status_code::cxx_exception: return "C++ exception";
        case status_code::java_exception: return "Java exception";
    }
    return "unknown status";
}

/// A code and, if another party gave the reason, that party's number.
///
/// 8 bytes, trivially copyable; default constructed it is success. It does not convert to bool: in
/// C a status of 0 is success, in C++ true is, and readers would expect either. Use ok().
class [[nodiscard]] status {
public:
    constexpr status() noexcept = default;
    constexpr status(status_code code) noexcept : code_(code) {}

    /// The system refused; error_number is its errno (GetLastError on Windows).
    static constexpr status system(int error_number) noexcept {
        return {status_code::system, error_number};
    }
    /// A foreign library refused; answer is the number that it returned.
    static constexpr status foreign(int answer) noexcept { return {status_code::foreign, answer}; }
    /// Text for a C function has a NUL inside, offset bytes from its start: malformed. detail() is
    /// that byte counted from 1, so that 0 means "no NUL"; INT32_MAX if it does not fit.
    static constexpr status inner_nul(std::uint64_t offset) noexcept {
        return {status_code::malformed,
                offset < INT32_MAX ? static_cast<std::int32_t>(offset) + 1 : INT32_MAX};
    }

    /// Refused because of this many open children.
    static constexpr status in_use_by(std::int32_t children) noexcept {
        return {status_code::in_use, children};
    }

    [[nodiscard]] constexpr bool ok() const noexcept { return code_ == status_code::ok; }
    [[nodiscard]] constexpr status_code code() const noexcept { return code_; }
    /// For system, errno; for foreign, the library's own number; for text with a NUL inside, its
    /// byte counted from 1; for a parent in use by its children, their number; otherwise 0.
    [[nodiscard]] constexpr std::int32_t detail() const noexcept { return detail_; }
    [[nodiscard]] constexpr const char* name() const noexcept { return FFIGUARD_ABI::name(code_); }

    /// Whether inner_nul() made it.
    [[nodiscard]] constexpr bool is_inner_nul() const noexcept {
        return code_ == status_code::malformed && detail_ != 0;
    }
    /// The number of children if in_use_by() made it; else 0.
    [[nodiscard]] constexpr std::int32_t open_children() const noexcept {
        return code_ == status_code::in_use ? detail_ : 0;
    }
    /// Discards it on purpose: `socket.close().ignore();`
    constexpr void ignore() const noexcept {}

    friend constexpr bool operator==(status a, status b) noexcept {
        return a.code_ == b.code_ && a.detail_ == b.detail_;
    }
    friend constexpr bool operator!=(status a, status b) noexcept { return !(a == b); }
    /// Compared with a code alone, the detail does not count.
    friend constexpr bool operator==(status a, status_code b) noexcept { return a.code_ == b; }
    friend constexpr bool operator!=(status a, status_code b) noexcept { return a.code_ != b; }
    friend constexpr bool operator==(status_code a, status b) noexcept { return a == b.code_; }
    friend constexpr bool operator!=(status_code a, status b) noexcept { return a != b.code_; }

private:
    constexpr status(status_code code, std::int32_t detail) noexcept
        : code_(code), detail_(detail) {}

    status_code code_ = status_code::ok;
    std::int32_t detail_ = 0;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
