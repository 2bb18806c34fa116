// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_SPAWN_HPP
#define FFIGUARD_POSIX_DETAIL_SPAWN_HPP

#include <fcntl.h>
#include <spawn.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#ifdef __APPLE__
#include <crt_externs.h>
#endif

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/disposition.hpp>
#include <ffiguard/posix/unique_fd.hpp>

#if !defined(__linux__) && !defined(__APPLE__)
extern "C" char** environ;
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// With SIG_IGN or SA_NOCLDWAIT, the system reaps every child itself, and waitid fails with ECHILD.
[[nodiscard]] inline bool exit_statuses_are_dropped() noexcept {
    struct ::sigaction now {};
    if (::sigaction(SIGCHLD, nullptr, &now) != 0) return false;
    return (now.sa_flags & static_cast<int>(SA_NOCLDWAIT)) != 0 ||
           disposition_of(now) == disposition::ignored;
}

inline char* const* this_environment() noexcept {
#ifdef __APPLE__
    return *::_NSGetEnviron();  // a shared library has no environ
#else
    return ::environ;
#endif
}

struct spawn_attributes {
    ::posix_spawnattr_t raw;
    const int begun = ::posix_spawnattr_init(&raw);
    int refused = begun;

    spawn_attributes() noexcept {
        if (refused != 0) return;
        ::sigset_t none;
        (::sigemptyset)(&none);
        // exec itself resets handlers; ignored signals stay ignored unless named here.
        ::sigset_t all;
        (::sigfillset)(&all);
        (::sigdelset)(&all, SIGKILL);
        (::sigdelset)(&all, SIGSTOP);
        refused = ::posix_spawnattr_setsigmask(&raw, &none);
        if (refused == 0) refused = ::posix_spawnattr_setsigdefault(&raw, &all);
        if (refused == 0)
            refused =
                ::posix_spawnattr_setflags(&raw, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    spawn_attributes(const spawn_attributes&) = delete;
    spawn_attributes& operator=(const spawn_attributes&) = delete;
    ~spawn_attributes() {
        if (begun == 0) ::posix_spawnattr_destroy(&raw);
    }
};

struct spawn_actions {
    ::posix_spawn_file_actions_t raw;
    const int begun = ::posix_spawn_file_actions_init(&raw);
    int refused = begun;

    spawn_actions() noexcept = default;
    spawn_actions(const spawn_actions&) = delete;
    spawn_actions& operator=(const spawn_actions&) = delete;
    ~spawn_actions() {
        if (begun == 0) ::posix_spawn_file_actions_destroy(&raw);
    }
};

/// The descriptors that become 0, 1 and 2; a negative one leaves that number as it is.
struct standard_descriptors {
    int fds[3];
};

/// 0 or the errno.
inline int spawn(::pid_t& pid, const char* file, const char* const* arguments,
                 const char* const* environment, bool search_path,
                 standard_descriptors standard) noexcept {
    const spawn_attributes attributes;
    if (attributes.refused != 0) return attributes.refused;
    spawn_actions actions;
    unique_fd copies[3];
    for (int target = 0; target < 3 && actions.refused == 0; ++target) {
        int fd = standard.fds[target];
        if (fd < 0) continue;
        if (fd < 3) {
            // A dup2 onto 0, 1 or 2 must not replace a descriptor that another dup2 still needs.
            // One onto itself would leave it close-on-exec.
            copies[target].reset((::fcntl)(fd, F_DUPFD_CLOEXEC, 3));
            if (!copies[target]) return errno;
            fd = copies[target].get();
        }
        actions.refused = ::posix_spawn_file_actions_adddup2(&actions.raw, fd, target);
    }
    if (actions.refused != 0) return actions.refused;
    // POSIX: the arrays and strings are not modified; the const is missing for historical reasons.
    char* const* const argv = const_cast<char* const*>(arguments);
    char* const* const env =
        environment != nullptr ? const_cast<char* const*>(environment) : this_environment();
    return search_path ? ::posix_spawnp(&pid, file, &actions.raw, &attributes.raw, argv, env)
                       : ::posix_spawn(&pid, file, &actions.raw, &attributes.raw, argv, env);
}

template <class Strings>
using element_of =
    std::remove_cv_t<std::remove_reference_t<decltype(*std::declval<const Strings&>().begin())>>;
/// For a container whose elements are texts.
template <class Strings>
using text_element =
    std::enable_if_t<is_text<element_of<Strings>>() ||
                         std::is_convertible_v<const element_of<Strings>&, const char*>,
                     element_of<Strings>>;

/// A null-terminated array of the C strings of a container, which owns them; views are copied.
class string_pointers {
public:
    template <class Strings>
    explicit string_pointers(const Strings& strings) noexcept : why_(fill(strings)) {}

    [[nodiscard]] bool whole() const noexcept { return why_.ok(); }
    [[nodiscard]] error why(const char* what) const noexcept {
        if (why_ == status_code::null) return error(why_, what, ": one is null");
        if (!why_.is_inner_nul()) return error(why_, what, ": ", why_.name());
        return error(why_, what, ": one has a NUL inside, at byte offset ",
                     static_cast<std::uint64_t>(why_.detail()) - 1);
    }
    [[nodiscard]] const char* const* get() const noexcept { return pointers_.get(); }

private:
    struct traits {
        using value_type = const char**;
        static constexpr const char** empty() noexcept { return nullptr; }
        static void close(const char** pointers) noexcept { std::free(pointers); }
    };

    template <class Strings>
    status fill(const Strings& strings) noexcept {
        std::size_t count = 0;
        std::size_t bytes = 0;  // of copies
        for (const auto& one : strings) {
            ++count;
            if constexpr (is_text_view<element_of<Strings>>::value) {
                // Many views of one text may need more memory than there is.
                if (one.size() >= std::size_t{PTRDIFF_MAX} - bytes) return status_code::overflow;
                bytes += one.size() + 1;
            }
        }
        const std::size_t table = (count + 1) * sizeof(const char*);
        if (bytes > std::size_t{PTRDIFF_MAX} - table) return status_code::overflow;
        pointers_.reset(static_cast<const char**>(std::calloc(1, table + bytes)));
        if (!pointers_) return status_code::out_of_memory;
        const char** to = pointers_.get();
        char* copy = reinterpret_cast<char*>(to) + table;
        for (const auto& one : strings) {
            if constexpr (is_text_view<element_of<Strings>>::value) {
                const status whole = check_no_nul(one.data(), one.size());
                if (!whole.ok()) return whole;
                if (one.size() != 0) std::memcpy(copy, one.data(), one.size());
                *to++ = copy;
                copy += one.size() + 1;
            } else {
                const terminated_text& text = one;  // for a list in braces, the element itself
                if (const status wrong = text.validate(); !wrong.ok()) return wrong;
                *to++ = text.c_str();
            }
        }
        return {};
    }

    unique_handle<traits> pointers_;
    status why_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
