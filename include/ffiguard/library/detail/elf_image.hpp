// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_ELF_IMAGE_HPP
#define FFIGUARD_LIBRARY_DETAIL_ELF_IMAGE_HPP

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/library/close_outcome.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Finds in a loaded ELF object what may keep it loaded. The caller must hold a handle of the
/// object, so that the memory stays.
class elf_image {
public:
    explicit elf_image(const ::link_map& map) noexcept : base_(map.l_addr) {
        const std::uint32_t* sysv_hash = nullptr;
        const std::uint32_t* gnu_hash = nullptr;
        for (const ElfW(Dyn)* entry = map.l_ld; entry->d_tag != DT_NULL; ++entry) {
            switch (entry->d_tag) {
                case DT_SYMTAB: symbols_ = at<ElfW(Sym)>(*entry); break;
                case DT_STRTAB: names_ = at<char>(*entry); break;
                case DT_HASH: sysv_hash = at<std::uint32_t>(*entry); break;
                case DT_GNU_HASH: gnu_hash = at<std::uint32_t>(*entry); break;
                case DT_FLAGS_1: no_delete_ = (entry->d_un.d_val & DF_1_NODELETE) != 0; break;
                default: break;
            }
        }
        // Only the hash tables know how many symbols there are.
        if (symbols_ == nullptr || names_ == nullptr) return;
        if (gnu_hash != nullptr)
            read(gnu_hash);
        else if (sysv_hash != nullptr)
            count_ = sysv_hash[1];
    }

    /// crosscall2, by which C calls Go, is in every object with a Go runtime.
    [[nodiscard]] bool has_go_runtime() const noexcept { return defines("crosscall2"); }

    /// unknown if nothing in the object explains it. Go links with -z nodelete, and a JVM has
    /// unique and thread-local variables, so these two are checked first.
    [[nodiscard]] resident_reason why_resident(bool has_thread_locals) const noexcept {
        if (has_go_runtime()) return resident_reason::go_runtime;
        if (defines("JNI_CreateJavaVM")) return resident_reason::java_vm;
        if (no_delete_) return resident_reason::no_delete_flag;
        for (std::uint32_t i = first_; i != count_; ++i)
            if (symbols_[i].st_info >> 4 == STB_GNU_UNIQUE) return resident_reason::unique_symbols;
        if (has_thread_locals && imports_thread_exit())
            return resident_reason::thread_local_destructor;
        return resident_reason::unknown;
    }

private:
    // Some systems relocate these addresses when they load; others leave them relative.
    template <class T>
    [[nodiscard]] const T* at(const ElfW(Dyn) & entry) const noexcept {
        const ElfW(Addr) address = entry.d_un.d_ptr;
        return reinterpret_cast<const T*>(address < base_ ? base_ + address : address);
    }

    [[nodiscard]] bool is(std::uint32_t index, const char* name) const noexcept {
        return symbols_[index].st_shndx != SHN_UNDEF &&
               std::strcmp(names_ + symbols_[index].st_name, name) == 0;
    }

    /// Uses the hash table if there is one: a library may have a hundred thousand symbols.
    [[nodiscard]] bool defines(const char* name) const noexcept {
        if (buckets_ == 0) {
            for (std::uint32_t i = 0; i != count_; ++i)
                if (is(i, name)) return true;
            return false;
        }
        std::uint32_t hash = 5381;
        for (const char* c = name; *c != '\0'; ++c)
            hash = hash * 33 + static_cast<unsigned char>(*c);
        std::uint32_t i = bucket_[hash % buckets_];
        if (i < first_) return false;
        for (;; ++i) {
            const std::uint32_t seen = chain_[i - first_];
            if ((seen | 1U) == (hash | 1U) && is(i, name)) return true;
            if ((seen & 1U) != 0) return false;
        }
    }

    /// Whether it registers destructors of thread-local variables with the C++ runtime.
    [[nodiscard]] bool imports_thread_exit() const noexcept {
        for (std::uint32_t i = 0; i != (buckets_ != 0 ? first_ : count_); ++i)
            if (symbols_[i].st_shndx == SHN_UNDEF &&
                std::strncmp(names_ + symbols_[i].st_name, "__cxa_thread_atexit", 19) == 0)
                return true;
        return false;
    }

    /// The table covers the defined symbols, which come last. A chain ends in an odd hash.
    void read(const std::uint32_t* table) noexcept {
        buckets_ = table[0];
        first_ = table[1];
        bucket_ = table + 4 + table[2] * (sizeof(ElfW(Addr)) / sizeof *table);
        chain_ = bucket_ + buckets_;
        std::uint32_t last = 0;
        for (std::uint32_t i = 0; i != buckets_; ++i)
            if (bucket_[i] > last) last = bucket_[i];
        count_ = first_;
        if (last < first_) return;
        while ((chain_[last - first_] & 1U) == 0) ++last;
        count_ = last + 1;
    }

    ElfW(Addr) base_;
    const ElfW(Sym) * symbols_ = nullptr;
    const char* names_ = nullptr;
    const std::uint32_t* bucket_ = nullptr;
    const std::uint32_t* chain_ = nullptr;
    std::uint32_t buckets_ = 0;
    std::uint32_t first_ = 0;
    std::uint32_t count_ = 0;
    bool no_delete_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
