// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_PROCESS_MARK_HPP
#define FFIGUARD_CORE_DETAIL_PROCESS_MARK_HPP

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

// "Is this the process that made me, or a child that fork() made of it?"
//
// The child of a fork() has the memory of its parent and one of its threads: a lock that another
// thread held is held for ever there, and a count that another thread would have brought down never
// goes down. getpid() does not tell the two apart where process 1 of a container forks into a new
// PID namespace: both are process 1. On Linux a page with MADV_WIPEONFORK does (since 4.14): the
// kernel gives every child zeros in its place, whatever made the child, and leaves it alone for
// vfork() and threads. No call at fork() is registered: that would miss clone(2), and pin a plugin.
//
// Where the kernel refuses it, and elsewhere, getpid() decides. Windows has no fork().

#if defined(__linux__) && !defined(__mips__) && !defined(__alpha__) && !defined(__hppa__) && \
    !defined(__xtensa__)  // these number the advice or the flags of mmap() otherwise
#define FFIGUARD_HAS_WIPED_PAGES() 1
#else
#define FFIGUARD_HAS_WIPED_PAGES() 0
#endif
#if !FFIGUARD_IS_WINDOWS() && !defined(__linux__)
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

#if defined(__linux__)
// The functions of <unistd.h> and <sys/mman.h>, for the reason that violation.hpp has. By names of
// our own: the headers declare them with other exception specifications, and mmap with an off_t
// that depends on the user's macros.
extern "C" int ffiguard_getpid() noexcept __asm__("getpid");
extern "C" int ffiguard_madvise(void*, std::size_t, int) noexcept __asm__("madvise");
extern "C" int ffiguard_munmap(void*, std::size_t) noexcept __asm__("munmap");
#if defined(__GLIBC__)
using mapping_offset = long;
#else
using mapping_offset = std::int64_t;
#endif
extern "C" void* ffiguard_mmap(void*, std::size_t, int, int, int, mapping_offset) noexcept
    __asm__("mmap");
#endif

/// The largest page that the kernel may have here: what is a multiple of it is a whole page.
enum : std::size_t {
#if defined(__x86_64__) || defined(__i386__)
    largest_page = 4096
#else
    largest_page = 65536
#endif
};

inline std::uint32_t process_id() noexcept {
#if FFIGUARD_IS_WINDOWS()
    return 1;
#elif defined(__linux__)
    return static_cast<std::uint32_t>(ffiguard_getpid());
#else
    return static_cast<std::uint32_t>(::getpid());
#endif
}

/// False, with errno as it was, where the system does not do it.
inline bool wipe_in_children(void* page) noexcept {
#if FFIGUARD_HAS_WIPED_PAGES()
    enum : int { wipe_on_fork = 18 };
    const int kept = errno;
    const bool done = ffiguard_madvise(page, largest_page, wipe_on_fork) == 0;
    errno = kept;
    return done;
#else
    static_cast<void>(page);
    return false;
#endif
}

/// The number of this process among its ancestors and itself, by a word that is wiped in children
/// and a count that is not. A fork() in the middle of it, by another thread, is harmless: the child
/// finds 0, and draws for itself.
inline std::uint32_t number_process(std::atomic<std::uint32_t>& wiped,
                                    std::atomic<std::uint32_t>& last) noexcept {
    std::uint32_t known = wiped.load(std::memory_order_acquire);
    if (known != 0) return known;
    const std::uint32_t drawn = last.fetch_add(1, std::memory_order_relaxed) + 1;
    return wiped.compare_exchange_strong(known, drawn, std::memory_order_acq_rel) ? drawn : known;
}

// One of each per shared object, see FFIGUARD_HIDDEN. Zeros lie in anonymous memory, from the first
// whole page on, and so bear the advice; they cost address space alone.
FFIGUARD_HIDDEN inline unsigned char process_room_[2 * largest_page] = {};
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> processes_{0};
/// 0: not asked yet; 1: wiped; 2: the system does not do it.
FFIGUARD_HIDDEN inline std::atomic<unsigned> process_room_is_{0};

/// Remembers a process: that of current(). Trivially copyable; asking is a load and a comparison,
/// also in a signal handler, and right whatever shared object's copy of this asks.
///
/// Good while the shared object that made it stays loaded. What may outlive that has a
/// process_page.
class process_mark {
public:
    /// Of no process.
    constexpr process_mark() noexcept = default;

    [[nodiscard]] FFIGUARD_HIDDEN static process_mark current() noexcept {
        const auto room = reinterpret_cast<std::uintptr_t>(process_room_);
        void* const page = process_room_ + (0 - room) % largest_page;
        unsigned is = process_room_is_.load(std::memory_order_acquire);
        if (is == 0) {
            is = wipe_in_children(page) ? 1 : 2;
            process_room_is_.store(is, std::memory_order_release);
        }
        process_mark made;
        if (is == 1) {
            made.word_ = static_cast<std::atomic<std::uint32_t>*>(page);
            made.number_ = number_process(*made.word_, processes_);
        } else {
            made.number_ = process_id();
        }
        return made;
    }

    [[nodiscard]] bool is_here() const noexcept {
        return number_ ==
               (word_ != nullptr ? word_->load(std::memory_order_relaxed) : process_id());
    }
    /// Different for each process of a family. 0: of none.
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

private:
    std::atomic<std::uint32_t>* word_ = nullptr;
    std::uint32_t number_ = 0;
};

/// The same with a page of its own, for an object that may outlive the shared object that made it.
/// Constant-initialised. take() by any thread; what it took is given back by the destructor.
class process_page {
public:
    constexpr process_page() noexcept = default;
    process_page(const process_page&) = delete;
    process_page& operator=(const process_page&) = delete;
    ~process_page() { end(at_.load(std::memory_order_relaxed)); }

    /// Remembers the process that calls it first.
    void take() noexcept {
        std::uintptr_t known = at_.load(std::memory_order_acquire);
        if (known != 0) return;
        const std::uintptr_t fresh = make();
        if (!at_.compare_exchange_strong(known, fresh, std::memory_order_acq_rel)) end(fresh);
    }
    /// True also where nothing was taken yet.
    [[nodiscard]] bool is_here() const noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        return at == 0 || is_here(at);
    }
    /// Different for each process of a family. Only after take().
    [[nodiscard]] std::uint32_t number() noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        return is_page(at) ? number_process(word(at), last_) : process_id();
    }

    // For whoever keeps what take() keeps by itself, in a value that is copied.

    /// Never 0.
    [[nodiscard]] static std::uintptr_t make() noexcept {
#if FFIGUARD_HAS_WIPED_PAGES()
        enum : int { read_write = 1 | 2, private_anonymous = 0x02 | 0x20 };
        const int kept = errno;
        void* const page =
            ffiguard_mmap(nullptr, largest_page, read_write, private_anonymous, -1, 0);
        errno = kept;
        const auto at = reinterpret_cast<std::uintptr_t>(page);
        if (at != UINTPTR_MAX) {
            if (wipe_in_children(page)) {
                word(at).store(1, std::memory_order_release);
                return at;
            }
            end(at);
        }
#endif
        return std::uintptr_t{process_id()} << 1 | 1;
    }
    [[nodiscard]] static bool is_here(std::uintptr_t made) noexcept {
        return is_page(made) ? word(made).load(std::memory_order_relaxed) == 1
                             : made == (std::uintptr_t{process_id()} << 1 | 1);
    }
    static void end(std::uintptr_t made) noexcept {
#if FFIGUARD_HAS_WIPED_PAGES()
        if (!is_page(made)) return;
        const int kept = errno;
        static_cast<void>(ffiguard_munmap(reinterpret_cast<void*>(made), largest_page));
        errno = kept;
#else
        static_cast<void>(made);
#endif
    }

private:
    /// Else it is the number of a process, made odd.
    [[nodiscard]] static constexpr bool is_page(std::uintptr_t made) noexcept {
        return made != 0 && made % 2 == 0;
    }
    static std::atomic<std::uint32_t>& word(std::uintptr_t page) noexcept {
        return *reinterpret_cast<std::atomic<std::uint32_t>*>(page);
    }

    std::atomic<std::uintptr_t> at_{0};
    std::atomic<std::uint32_t> last_{1};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
