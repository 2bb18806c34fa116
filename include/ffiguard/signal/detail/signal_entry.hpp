// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ENTRY_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ENTRY_HPP

#include <dlfcn.h>
#include <signal.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/signal/detail/signal_entry_code.hpp>

#if FFIGUARD_HAS_ENTRY_CODE()
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

using simple_handler = void (*)(int);
using extended_handler = void (*)(int, siginfo_t*, void*);
enum : unsigned { signal_end = 65, action_layers = 4 };

/// Counts the threads in the handler of one action. Zero: closed, no thread inside.
///
/// The highest bit says that it is open. A thread that enters counts itself and reads that bit in
/// one step: if it is closed, the thread leaves and touches nothing else. So a thread that closes
/// it and then sees no count is alone. `taken` reserves a closed one for the thread that writes its
/// data: no other thread may look.
using entry_gate = std::atomic<std::uint32_t>;
enum : std::uint32_t {
    gate_open = 0x80000000U,
    gate_taken = 0x40000000U,
    gate_count = 0x3FFFFFFFU,
};
static_assert(entry_gate::is_always_lock_free && std::atomic<void*>::is_always_lock_free);

/// Leaves the handler that is running, which the system has called with this context, and does not
/// return. The last step in the code of a shared object. The compiler knows it, so that
/// AddressSanitizer takes its marks off this stack, which may be unmapped and become a plugin's.
typedef void (*leave_handler)(void* context, entry_gate* gate) __attribute__((noreturn));
using entry_target = void (*)(int, siginfo_t*, void*, leave_handler);

#if FFIGUARD_HAS_ENTRY_CODE()

/// What a piece of entry_code works on.
struct entry_cell {
    std::atomic<entry_target> target;
    entry_gate gates[signal_end + 1];
};
static_assert(offsetof(entry_cell, gates) == 8, "entry_code knows it");

/// Code that the system calls, and what it counts in: one for all shared objects of a process,
/// which find it by its name, and never unmapped.
///
/// The scheduler may stop a thread before the first instruction of a handler, or between the last
/// one that counts and the return, for any length of time, and no call can tell. The code it
/// executes there must stay mapped, so it is not the shared object's: dlclose() may follow as soon
/// as no thread is counted. No page is ever writable and executable, also not one after the other.
struct entry_area {
    enum : unsigned {
        blocks = 48,
        page = 4096,
        code_at = blocks * action_layers * entry_stub_size
    };
    static_assert(code_at + sizeof(entry_code) <= page);
    static constexpr const char* name() noexcept { return "ffiguard-signals-1"; }

    std::atomic<std::uint32_t> users[blocks];  // 0: free, else a shared object's
    entry_cell cells[blocks][action_layers];

    [[nodiscard]] static constexpr std::size_t size() noexcept {
        return page + (sizeof(entry_area) + page - 1) / page * page;
    }
    [[nodiscard]] extended_handler entry(unsigned block, unsigned layer) noexcept {
        unsigned char* const code = reinterpret_cast<unsigned char*>(this) - page;
        return reinterpret_cast<extended_handler>(
            code + std::size_t{block * action_layers + layer} * entry_stub_size);
    }

    static void write_code(unsigned char (&to)[page]) noexcept {
        for (unsigned block = 0; block < blocks; ++block)
            for (unsigned layer = 0; layer < action_layers; ++layer) {
                const unsigned at = (block * action_layers + layer) * entry_stub_size;
                const std::size_t cell = page + offsetof(entry_area, cells) +
                                         (block * action_layers + layer) * sizeof(entry_cell);
                write_entry_stub(to + at, at, static_cast<std::uint32_t>(cell), code_at);
            }
        std::memcpy(to + code_at, entry_code, sizeof entry_code);
    }

    /// Null if the system gives none.
    [[nodiscard]] static entry_area* make() noexcept {
        const int fd = static_cast<int>(::syscall(SYS_memfd_create, name(), 1U));  // close-on-exec
        if (fd < 0) return nullptr;
        unsigned char code[page] = {};
        write_code(code);
        void* all = MAP_FAILED;
        // Private: the child of a fork counts for itself.
        if (::ftruncate(fd, static_cast<::off_t>(size())) == 0 &&
            ::pwrite(fd, code, sizeof code, 0) == static_cast<::ssize_t>(sizeof code))
            all = ::mmap(nullptr, size(), PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
        void* mapped = MAP_FAILED;
        if (all != MAP_FAILED)
            mapped = ::mmap(all, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, 0);
        (::close)(fd);
        if (mapped != MAP_FAILED)
            return reinterpret_cast<entry_area*>(static_cast<unsigned char*>(all) + page);
        if (all != MAP_FAILED) ::munmap(all, size());
        return nullptr;
    }

    /// Takes a block of an existing area; false if there is none.
    [[nodiscard]] static bool find(entry_area*& area, unsigned& block) noexcept {
        const int maps = (::open)("/proc/self/maps", O_RDONLY | O_CLOEXEC);
        if (maps < 0) return false;
        char line[160];
        std::size_t length = 0;
        char read[4096];
        bool found = false;
        for (::ssize_t got; !found && (got = (::read)(maps, read, sizeof read)) > 0;)
            for (::ssize_t i = 0; !found && i < got; ++i) {
                if (read[i] != '\n') {
                    if (length < sizeof line - 1) line[length++] = read[i];
                    continue;
                }
                line[length] = '\0';
                length = 0;
                area = area_of(line);
                found = area != nullptr && area->take(block);
            }
        (::close)(maps);
        return found;
    }

    [[nodiscard]] bool take(unsigned& block) noexcept {
        for (block = 0; block < blocks; ++block) {
            std::uint32_t free = 0;
            if (users[block].compare_exchange_strong(free, 1)) return true;
        }
        return false;
    }

private:
    /// Of a line of /proc/self/maps: "7f..00-7f..00 r-xp 00000000 00:01 42   /memfd:NAME (deleted)"
    [[nodiscard]] static entry_area* area_of(const char* line) noexcept {
        const char* const path = std::strstr(line, " /memfd:");
        if (path == nullptr || std::strstr(line, " r-xp ") == nullptr) return nullptr;
        const std::size_t length = std::strlen(name());
        if (std::strncmp(path + 8, name(), length) != 0 || path[8 + length] != ' ') return nullptr;
        std::uintptr_t address = 0;
        for (; *line != '-'; ++line)
            address =
                address * 16 + static_cast<unsigned>(*line <= '9' ? *line - '0' : *line - 'a' + 10);
        unsigned char code[page] = {};
        write_code(code);
        // Another mapping of that name is none of ours.
        if (std::memcmp(reinterpret_cast<const void*>(address), code, sizeof code) != 0)
            return nullptr;
        return reinterpret_cast<entry_area*>(address + page);
    }
};

/// The block of a shared object while it has an action in force: the next one that is loaded needs
/// no new memory. Under the mutex of the registry.
class entry_block {
public:
    /// False if there is no such code.
    [[nodiscard]] FFIGUARD_HIDDEN bool acquire() noexcept {
        if (area_ != nullptr) return true;
        if (!entry_area::find(area_, block_)) {
            area_ = entry_area::make();
            if (area_ != nullptr && !area_->take(block_)) area_ = nullptr;
        }
        return area_ != nullptr;
    }
    /// For others, unless an action is in force, or a thread is in one that has ended.
    bool release() noexcept {
        if (area_ == nullptr) return false;
        for (entry_cell& cell : area_->cells[block_])
            for (entry_gate& gate : cell.gates)
                if (gate.load() != 0) return false;
        for (entry_cell& cell : area_->cells[block_]) cell.target = nullptr;
        area_->users[block_] = 0;
        area_ = nullptr;
        return true;
    }
    [[nodiscard]] extended_handler entry(unsigned layer, entry_target target) noexcept {
        area_->cells[block_][layer].target = target;
        return area_->entry(block_, layer);
    }
    [[nodiscard]] entry_gate& gate(unsigned layer, int signal) noexcept {
        return area_->cells[block_][layer].gates[signal];
    }

private:
    entry_area* area_ = nullptr;
    unsigned block_ = 0;
};
#else
class entry_block {
public:
    static constexpr bool release() noexcept { return false; }
};
#endif

/// Without code that survives it, the shared object of this function must stay loaded: no call can
/// tell when the last thread has left it.
inline void keep_resident(void (*own)()) noexcept {
    Dl_info found{};
    if (::dladdr(reinterpret_cast<void*>(own), &found) == 0 || found.dli_fname == nullptr) return;
    // Null for the program itself, which stays anyway.
    static_cast<void>(::dlopen(found.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
