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
// The child of a fork() has the memory of its parent and one of its threads. A lock that another
// thread held is held for ever there, and a count that another thread would have decreased never
// decreases. getpid() cannot distinguish the two if process 1 of a container forks into a new PID
// namespace: both are process 1. On Linux, a page with MADV_WIPEONFORK can (since 4.14): the kernel
// gives every child zeros in its place, however the child was made, and leaves it alone for vfork()
// and threads. No handler is registered for fork(): it would miss clone(2), and pin a plugin.
//
// If the kernel refuses or ignores it, and elsewhere, getpid() decides. Windows has no fork().

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
// The functions of <unistd.h> and <sys/mman.h>, for the same reason as in violation.hpp. Under our
// own names: the headers declare them with other exception specifications, and mmap with an off_t
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

/// The largest page that the kernel may use here: a multiple of it is a whole page.
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

/// False, and errno is kept, if the system does not support it.
inline bool wipe_in_children(void* page) noexcept {
#if FFIGUARD_HAS_WIPED_PAGES()
    // An emulator that ignores all advice (qemu-user 7.2) also accepts one that does not exist.
    enum : int { wipe_on_fork = 18, no_such_advice = 0x7fff };
    const int kept = errno;
    const bool done = ffiguard_madvise(page, largest_page, no_such_advice) != 0 &&
                      ffiguard_madvise(page, largest_page, wipe_on_fork) == 0;
    errno = kept;
    return done;
#else
    static_cast<void>(page);
    return false;
#endif
}

/// Numbers the processes of a family. Each gets a number that no ancestor has, from a word that is
/// wiped in children and a count that is not. If another thread calls fork() in the middle, that is
/// harmless: the child finds a word of 0 and takes its own number. Lock-free; after its first use
/// also usable in a signal handler.
class process_book {
public:
    constexpr process_book() noexcept = default;
    /// In two largest_pages of zeros of a shared object. They are in anonymous memory from the
    /// first whole page on, so the advice applies to them. They cost only address space.
    explicit constexpr process_book(unsigned char* room) noexcept : room_(room) {}
    process_book(const process_book&) = delete;
    process_book& operator=(const process_book&) = delete;

    /// The number of this process.
    [[nodiscard]] std::uint32_t number() noexcept {
        std::uintptr_t at = at_.load(std::memory_order_acquire);
        if (at == 0) at_.store(at = open(), std::memory_order_release);
        if (!is_page(at)) return process_id();
        std::uint32_t known = word(at).load(std::memory_order_acquire);
        if (known != 0) return known;
        const std::uint32_t drawn = last_.fetch_add(1, std::memory_order_relaxed) + 1;
        return word(at).compare_exchange_strong(known, drawn, std::memory_order_acq_rel) ? drawn
                                                                                         : known;
    }
    /// The same, or 0 if this process has not asked for it.
    [[nodiscard]] std::uint32_t number_if_drawn() const noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        if (at == 0) return 0;
        return is_page(at) ? word(at).load(std::memory_order_relaxed) : process_id();
    }

protected:
    /// If there is no such page: the number of the process, made odd.
    [[nodiscard]] static constexpr bool is_page(std::uintptr_t at) noexcept {
        return at != 0 && at % 2 == 0;
    }
    [[nodiscard]] static std::uintptr_t no_page() noexcept {
        return std::uintptr_t{process_id()} << 1 | 1;
    }
    static std::atomic<std::uint32_t>& word(std::uintptr_t page) noexcept {
        return *reinterpret_cast<std::atomic<std::uint32_t>*>(page);
    }

    std::atomic<std::uintptr_t> at_{0};

private:
    [[nodiscard]] std::uintptr_t open() const noexcept {
        if (room_ == nullptr) return no_page();
        const auto room = reinterpret_cast<std::uintptr_t>(room_);
        void* const page = room_ + (0 - room) % largest_page;
        return wipe_in_children(page) ? reinterpret_cast<std::uintptr_t>(page) : no_page();
    }

    std::atomic<std::uint32_t> last_{0};
    unsigned char* room_ = nullptr;
};

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline unsigned char process_room_[2 * largest_page] = {};
FFIGUARD_HIDDEN inline process_book process_book_{process_room_};

/// Remembers the process of current(), or none. Trivially copyable. A check is two loads and a
/// comparison, also in a signal handler. It is right whatever shared object's copy of this code
/// checks.
///
/// Valid while the shared object that made it is loaded. What may live longer has a process_page.
class process_mark {
public:
    constexpr process_mark() noexcept = default;
    [[nodiscard]] FFIGUARD_HIDDEN static process_mark current() noexcept {
        process_mark made;
        made.book_ = &process_book_;
        made.number_ = process_book_.number();
        return made;
    }

    [[nodiscard]] bool is_here() const noexcept {
        return book_ != nullptr && book_->number_if_drawn() == number_;
    }
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
    /// The number of the calling process, as counted by the shared object that made this. Do not
    /// call it if this has no process.
    [[nodiscard]] std::uint32_t number_here() const noexcept { return book_->number(); }

private:
    process_book* book_ = nullptr;
    std::uint32_t number_ = 0;
};

/// The same with a page of its own, for an object that may outlive the shared object that made it.
/// Constant-initialised. Any thread may call take(); the destructor frees what it took.
class process_page : public process_book {
public:
    constexpr process_page() noexcept = default;
    ~process_page() { end(at_.load(std::memory_order_relaxed)); }

    /// Remembers the first process that calls it. Call before number().
    void take() noexcept {
        std::uintptr_t known = at_.load(std::memory_order_acquire);
        if (known != 0) return;
        const std::uintptr_t fresh = make();
        if (!at_.compare_exchange_strong(known, fresh, std::memory_order_acq_rel)) end(fresh);
    }
    /// Also true if nothing was taken yet.
    [[nodiscard]] bool is_here() const noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        return at == 0 || is_here(at);
    }

    // For code that itself keeps what take() returns, in a value that is copied.

    /// Never 0.
    [[nodiscard]] static std::uintptr_t make() noexcept {
#if FFIGUARD_HAS_WIPED_PAGES()
        enum : int{read_write = 1 | 2, private_anonymous = 0x02 | 0x20};
        const int kept = errno;
        void* const page =
            ffiguard_mmap(nullptr, largest_page, read_write, private_anonymous, -1, 0);
        errno = kept;
        const auto at = reinterpret_cast<std::uintptr_t>(page);
        if (at != UINTPTR_MAX) {
            if (wipe_in_children(page)) {
                word(at).store(maker, std::memory_order_release);
                return at;
            }
            end(at);
        }
#endif
        return no_page();
    }
    [[nodiscard]] static bool is_here(std::uintptr_t made) noexcept {
        return is_page(made) ? word(made).load(std::memory_order_relaxed) == maker
                             : made == no_page();
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
    enum : std::uint32_t { maker = UINT32_MAX };  // the count of the others begins at 1
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
