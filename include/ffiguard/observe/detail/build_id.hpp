// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_BUILD_ID_HPP
#define FFIGUARD_OBSERVE_DETAIL_BUILD_ID_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/observe/detail/module_note.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <dlfcn.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The files that contain places, as many as a report names.
class place_files {
public:
    FFIGUARD_RARE void add([[maybe_unused]] std::uint64_t place) noexcept {
#if defined(__ELF__)
        Dl_info found{};
        const auto call = static_cast<std::uintptr_t>(place) - 1;
        if (place == 0 || ::dladdr(reinterpret_cast<void*>(call), &found) == 0) return;
        const auto base = reinterpret_cast<std::uintptr_t>(found.dli_fbase);
        for (std::size_t i = 0; i < size_; ++i)
            if (bases_[i] == base) return;
        if (size_ < room) bases_[size_++] = base;
#endif
    }
    /// Calls tell(path, id, size) for each file with a build id, which is kept when a file's
    /// symbols are stripped.
    FFIGUARD_RARE void for_each_id(
        [[maybe_unused]] function_ref<void(const char*, const unsigned char*, std::size_t)> tell)
        const noexcept {
#if defined(__ELF__)
        for (std::size_t i = 0; i < size_; ++i) {
            Dl_info file{};
            if (::dladdr(reinterpret_cast<void*>(bases_[i]), &file) == 0) continue;
            search wanted{bases_[i], nullptr, 0};
            ::dl_iterate_phdr(&visit, &wanted);
            if (wanted.id != nullptr && file.dli_fname != nullptr)
                tell(file.dli_fname, wanted.id, wanted.size);
        }
#endif
    }

private:
    enum : std::size_t { room = 16 };

#if defined(__ELF__)
    struct search {
        std::uintptr_t base;
        const unsigned char* id;
        std::size_t size;
    };
    static int visit(dl_phdr_info* module, std::size_t, void* context) noexcept {
        auto& wanted = *static_cast<search*>(context);
        bool is_it = false;
        for (std::size_t i = 0; i < module->dlpi_phnum; ++i) {
            const auto& segment = module->dlpi_phdr[i];
            is_it = is_it || (segment.p_type == PT_LOAD && segment.p_offset == 0 &&
                              module->dlpi_addr + segment.p_vaddr == wanted.base);
        }
        for (std::size_t i = 0; is_it && i < module->dlpi_phnum; ++i) {
            const auto& segment = module->dlpi_phdr[i];
            if (segment.p_type == PT_NOTE)
                find(reinterpret_cast<const unsigned char*>(module->dlpi_addr + segment.p_vaddr),
                     segment.p_memsz, segment.p_align == 8 ? 8 : 4, wanted);
        }
        return is_it ? 1 : 0;
    }
    static void find(const unsigned char* at, std::size_t left, std::size_t align,
                     search& wanted) noexcept {
        enum : std::uint32_t { build_id = 3 };  // NT_GNU_BUILD_ID
        struct header {
            std::uint32_t name_size, size, type;
        } note;
        while (left >= sizeof note) {
            __builtin_memcpy(&note, at, sizeof note);
            const std::uint64_t data_at =
                detail::padded(sizeof note + std::uint64_t{note.name_size}, align);
            const std::uint64_t whole = data_at + detail::padded(note.size, align);
            if (whole > left) return;
            if (note.type == build_id && note.name_size == sizeof "GNU" &&
                __builtin_memcmp(at + sizeof note, "GNU", sizeof "GNU") == 0) {
                wanted.id = at + data_at;
                wanted.size = note.size;
            }
            at += whole;
            left -= static_cast<std::size_t>(whole);
        }
    }
#endif

    [[maybe_unused]] std::uintptr_t bases_[room] = {};
    [[maybe_unused]] std::size_t size_ = 0;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
