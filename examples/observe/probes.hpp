// SPDX-License-Identifier: BSL-1.0
// Where the USDT probes of ffiguard are in a program or library: what the notes in its file say.
#ifndef EXAMPLES_OBSERVE_PROBES_HPP
#define EXAMPLES_OBSERVE_PROBES_HPP

#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <ffiguard/posix/mapped_region.hpp>

struct probe {
    std::string name;
    std::uint64_t offset = 0;     // in the file, as everything here
    std::uint32_t semaphore = 0;  // 0: it has none
    std::vector<int> arguments;   // where the kernel keeps the registers: offsets in its pt_regs
};

/// Where pt_regs has the register of an argument such as "8@%rdi" or "8@x0"; -1 where it is another
/// kind of argument, which the probes of ffiguard do not have.
inline int place_of_argument(const std::string& argument) {
#if defined(__x86_64__)
    const char* const order[] = {"r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10",
                                 "r9",  "r8",  "rax", "rcx", "rdx", "rsi", "rdi"};
    for (std::size_t i = 0; i < sizeof order / sizeof order[0]; ++i)
        if (argument == std::string("8@%") + order[i]) return static_cast<int>(8 * i);
#elif defined(__aarch64__)
    if (argument.rfind("8@x", 0) == 0) return 8 * std::atoi(argument.c_str() + 3);
#endif
    return -1;
}

/// A file of the ELF format, mapped. What is beyond its end is nothing.
class elf_file {
public:
    explicit elf_file(const std::string& path) {
        if (auto mapped = ffiguard::map_file(path)) bytes_ = std::move(*mapped);
        if (!read(0, header_) || std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0 ||
            header_.e_ident[EI_CLASS] != ELFCLASS64)
            header_ = {};
    }

    [[nodiscard]] std::vector<probe> probes() const {
        std::vector<probe> found;
        std::uint64_t base = 0;
        for (const Elf64_Shdr& section : sections())
            if (section_name(section) == ".stapsdt.base") base = section.sh_addr;
        for (const Elf64_Shdr& section : sections())
            if (section.sh_type == SHT_NOTE && section_name(section) == ".note.stapsdt")
                add_notes(section, base, found);
        return found;
    }

private:
    template <class T>
    bool read(std::uint64_t at, T& to) const {
        if (at > bytes_.size() || sizeof to > bytes_.size() - at) return false;
        std::memcpy(&to, bytes_.data() + at, sizeof to);
        return true;
    }
    [[nodiscard]] std::string text(std::uint64_t at) const {
        if (at >= bytes_.size()) return {};
        const auto* const begin = reinterpret_cast<const char*>(bytes_.data() + at);
        return {begin, ::strnlen(begin, bytes_.size() - at)};
    }

    [[nodiscard]] std::vector<Elf64_Shdr> sections() const {
        std::vector<Elf64_Shdr> all;
        Elf64_Shdr one;
        for (unsigned i = 0; i < header_.e_shnum; ++i)
            if (read(header_.e_shoff + std::uint64_t{i} * sizeof one, one)) all.push_back(one);
        return all;
    }
    [[nodiscard]] std::string section_name(const Elf64_Shdr& section) const {
        Elf64_Shdr names;
        const std::uint64_t at = header_.e_shoff + header_.e_shstrndx * sizeof names;
        return read(at, names) ? text(names.sh_offset + section.sh_name) : std::string();
    }

    /// Notes have addresses, the kernel wants offsets in the file.
    [[nodiscard]] std::uint64_t offset_of(std::uint64_t address) const {
        Elf64_Phdr part;
        for (unsigned i = 0; i < header_.e_phnum; ++i)
            if (read(header_.e_phoff + std::uint64_t{i} * sizeof part, part) &&
                part.p_type == PT_LOAD && address - part.p_vaddr < part.p_filesz)
                return address - part.p_vaddr + part.p_offset;
        return 0;
    }

    // A note: sizes of name and description, type; then "stapsdt"; then three addresses and three
    // texts. Each begins at a multiple of 4.
    void add_notes(const Elf64_Shdr& section, std::uint64_t base, std::vector<probe>& to) const {
        const std::uint64_t end = section.sh_offset + section.sh_size;
        Elf64_Nhdr note;
        for (std::uint64_t at = section.sh_offset; at < end && read(at, note);) {
            const std::uint64_t description = at + sizeof note + (note.n_namesz + 3) / 4 * 4;
            std::uint64_t addresses[3];  // of the instruction, the base and the semaphore
            if (!read(description, addresses)) return;
            const std::string provider = text(description + sizeof addresses);
            const std::string name = text(description + sizeof addresses + provider.size() + 1);
            if (provider == "ffiguard") {
                // The linker does not know of notes: the base tells how far it has moved the rest.
                const std::uint64_t moved = base != 0 ? base - addresses[1] : 0;
                probe one;
                one.name = name;
                one.offset = offset_of(addresses[0] + moved);
                if (addresses[2] != 0)
                    one.semaphore = static_cast<std::uint32_t>(offset_of(addresses[2] + moved));
                std::string rest =
                    text(description + sizeof addresses + provider.size() + name.size() + 2) + ' ';
                for (std::size_t space; (space = rest.find(' ')) != std::string::npos;
                     rest.erase(0, space + 1))
                    one.arguments.push_back(place_of_argument(rest.substr(0, space)));
                if (one.offset != 0) to.push_back(one);
            }
            at = description + (note.n_descsz + 3) / 4 * 4;
        }
    }

    ffiguard::mapped_region bytes_;
    Elf64_Ehdr header_{};
};

#endif
