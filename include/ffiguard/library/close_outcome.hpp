// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_CLOSE_OUTCOME_HPP
#define FFIGUARD_LIBRARY_CLOSE_OUTCOME_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The outcome of library::close().
enum class close_answer : std::uint8_t {
    unloaded,        ///< its code and data are no longer in memory
    still_resident,  ///< its reference was dropped, and it is still there: see resident_reason
    in_use,          ///< there is a copy, a symbol or a keep_alive: the last one unloads
    failed,          ///< the loader refused; close_outcome::why has its words
    closed,          ///< nothing was held
};

/// Why a library is still in memory, as far as this can be seen from outside. The last two are
/// concluded from the absence of the others.
enum class resident_reason : std::uint8_t {
    none,                     ///< it is not
    go_runtime,               ///< a Go c-shared library: Go's threads never end
    java_vm,                  ///< a Java VM: it cannot be unloaded once it has run
    no_delete_flag,           ///< linked with -z nodelete
    unique_symbols,           ///< of g++, in the whole process; -fno-gnu-unique avoids them
    thread_local_destructor,  ///< it registers some, and a live thread may still have to run them
    system_never_unloads,     ///< musl: dlclose() keeps everything in memory
    another_handle,           ///< opened elsewhere, pinned (load_mode::no_delete, pin_forever), or
                              ///< the program or another library was linked to it
    unknown,                  ///< this system cannot tell
};

/// Whether library::close() finds out why a library is still resident. That takes longer than the
/// close, because it searches the library's symbols. Otherwise the reason is unknown.
enum class look_for_reason : bool { no, yes };

/// The reason in words, for messages and reports. Never null.
[[nodiscard]] constexpr const char* name(close_answer answer) noexcept {
    switch (answer) {
        case close_answer::unloaded: return "unloaded";
        case close_answer::still_resident: return "still resident";
        case close_answer::in_use: return "in use";
        case close_answer::failed: return "failed";
        case close_answer::closed: return "closed";
    }
    return "unknown answer";
}
[[nodiscard]] constexpr const char* name(resident_reason reason) noexcept {
    switch (reason) {
        case resident_reason::none: return "none";
        case resident_reason::go_runtime: return "Go runtime";
        case resident_reason::java_vm: return "Java VM";
        case resident_reason::no_delete_flag: return "no-delete flag";
        case resident_reason::unique_symbols: return "unique symbols";
        case resident_reason::thread_local_destructor: return "thread-local destructor";
        case resident_reason::system_never_unloads: return "musl never unloads";
        case resident_reason::another_handle: return "another handle";
        case resident_reason::unknown: return "unknown";
    }
    return "unknown reason";
}

/// The result of library::close(). The library object is empty afterwards in any case.
struct [[nodiscard]] close_outcome {
    close_answer answer = close_answer::closed;
    resident_reason reason = resident_reason::none;  ///< none unless still_resident
    error why{};                                     ///< success unless failed

    /// ok if the library's reference was dropped (unloaded or still resident). Otherwise in_use,
    /// closed, or the loader's failure.
    [[nodiscard]] ffiguard::status status() const noexcept {
        switch (answer) {
            case close_answer::unloaded:
            case close_answer::still_resident: return status_code::ok;
            case close_answer::in_use: return status_code::in_use;
            case close_answer::failed: return why.status();
            case close_answer::closed: break;
        }
        return status_code::closed;
    }
    /// Discards it on purpose: `plugin.close().ignore();`
    void ignore() const noexcept {}
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
