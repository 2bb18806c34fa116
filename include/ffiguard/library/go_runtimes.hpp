// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_GO_RUNTIMES_HPP
#define FFIGUARD_LIBRARY_GO_RUNTIMES_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>

#if defined(__linux__) && !defined(__ANDROID__)
#include <link.h>

#include <ffiguard/library/detail/elf_image.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Also says whether the object with this path is one of them. The path is spelled as by the
/// loader.
struct go_runtime_count {
    const char* path;
    std::uint32_t all;
    bool at_path;
};

inline void count_go_runtimes(go_runtime_count& count) noexcept {
#if defined(__linux__) && !defined(__ANDROID__)
    static_cast<void>(::dl_iterate_phdr(
        [](::dl_phdr_info* info, std::size_t, void* to) noexcept {
            for (std::size_t i = 0; i != info->dlpi_phnum; ++i) {
                const auto& segment = info->dlpi_phdr[i];
                if (segment.p_type != PT_DYNAMIC) continue;
                ::link_map map{};
                map.l_addr = info->dlpi_addr;
                map.l_ld = reinterpret_cast<ElfW(Dyn)*>(info->dlpi_addr + segment.p_vaddr);
                if (!elf_image(map).has_go_runtime()) break;
                auto& found = *static_cast<go_runtime_count*>(to);
                ++found.all;
                found.at_path = found.at_path || std::strcmp(info->dlpi_name, found.path) == 0;
                break;
            }
            return 0;
        },
        &count));
#else
    static_cast<void>(count);
#endif
}

}  // namespace detail

/// The number of Go runtimes in this process: that of the program, if it is written in Go, and one
/// in each Go library (-buildmode=c-shared).
///
/// Go supports one. Two mostly work, and crash now and then: each takes over the process's signals,
/// and they may claim the same addresses if they start at the same time. Run the second one in its
/// own process, or build both into one library.
///
/// Only the dynamic symbols are checked: a Go archive inside a program that exports nothing is not
/// found. Linux; 0 elsewhere. Any thread, also while another one loads a library. Does not
/// allocate.
[[nodiscard]] inline std::uint32_t go_runtimes() noexcept {
    detail::go_runtime_count count{"", 0, false};
    detail::count_go_runtimes(count);
    return count.all;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
