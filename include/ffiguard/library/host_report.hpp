// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_HOST_REPORT_HPP
#define FFIGUARD_LIBRARY_HOST_REPORT_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/keep_policy.hpp>
#include <ffiguard/library/library_lease.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What a library_host knows about one library; a snapshot.
struct library_record {
    library_entry entry;
    std::string path;                                 ///< of the file that was loaded last
    std::chrono::system_clock::time_point loaded_at;  ///< for the last time
    std::uint64_t acquired = 0;                       ///< leases given, ever
    std::uint32_t leases = 0;                         ///< leases now
    bool loaded = false;                              ///< the host holds it
    bool resident = false;                            ///< in memory, held by the host or not
    /// How many Go runtimes there are in the process, if the library is in memory and has one;
    /// otherwise 0. Go supports one: see go_runtimes().
    std::uint32_t go_runtimes = 0;
    keep_policy keep;
    close_outcome last_close;  ///< why it is still resident if it is not loaded
    error last_error;          ///< of loading or unloading it

    /// Why it is resident, in words: "3 leases", "kept", "in use" (by symbols that outlive their
    /// lease), "Go runtime". "gone" if it is not. If another Go runtime is in the process, that is
    /// added: "3 leases, one of 2 Go runtimes".
    [[nodiscard]] std::string why() const {
        std::string words = reason();
        if (go_runtimes > 1) words.append(", ").append(in_words(go_runtimes));
        return words;
    }

    /// "one of 2 Go runtimes".
    [[nodiscard]] static std::string in_words(std::uint32_t go_runtimes) {
        char text[40];
        detail::text_writer(text, sizeof text)
            << "one of " << std::uint64_t{go_runtimes} << " Go runtimes";
        return text;
    }

private:
    [[nodiscard]] std::string reason() const {
        if (leases != 0) {
            char text[32];
            detail::text_writer(text, sizeof text)
                << std::uint64_t{leases} << (leases == 1 ? " lease" : " leases");
            return text;
        }
        if (loaded) return "kept";
        if (!resident) return "gone";
        if (last_close.answer == close_answer::still_resident) return name(last_close.reason);
        if (last_close.answer == close_answer::failed) return last_close.why.message();
        return name(last_close.answer);
    }
};

/// The outcome for one name of library_host::preload().
struct preload_item {
    std::string name;
    ffiguard::status status;
    std::string message;  ///< the loader's words; empty if it is loaded
    library_entry entry;  ///< for acquire(); names none if it is not loaded
    /// A danger even though it is loaded: "one of 2 Go runtimes". Usually empty.
    std::string warning{};
};

/// What library_host::preload() returns.
struct preload_report {
    std::vector<preload_item> items;  ///< in the order of the names

    /// Whether all of them are loaded. Warnings do not count.
    [[nodiscard]] bool ok() const noexcept {
        for (const preload_item& item : items)
            if (!item.status.ok()) return false;
        return true;
    }
};

/// What library_host::shutdown() returns.
struct shutdown_report {
    std::size_t closed = 0;              ///< closed by this call
    std::vector<library_record> stayed;  ///< still in memory, each with its why()
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
