// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_LOADER_POSIX_HPP
#define FFIGUARD_LIBRARY_DETAIL_LOADER_POSIX_HPP

// The twin of loader_windows.hpp: the same names in the same order.

#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/load_mode.hpp>

#if __has_include(<link.h>) && !defined(__ANDROID__)
#include <link.h>
#define FFIGUARD_HAS_LINK_MAP() 1
#else
#define FFIGUARD_HAS_LINK_MAP() 0
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct loader {
    using handle = void*;

    /// path is not null and not empty (dlopen("") opens the program itself).
    static result<handle, error> open(const char* path, load_mode mode) noexcept {
        const int flags = (has(mode, load_mode::lazy) ? RTLD_LAZY : RTLD_NOW) |
                          (has(mode, load_mode::global) ? RTLD_GLOBAL : RTLD_LOCAL);
        errno = 0;
        handle const opened = ::dlopen(path, flags);
        if (opened != nullptr) return opened;
        const char* const reason = last_error();
        const int number = errno;  // glibc puts it back after dlopen and gives it with dlerror
        const status what = number == ENOMEM           ? status_code::out_of_memory
                            : is_of_the_system(number) ? status::system(number)
                            : is_missing(path, reason) ? status_code::not_found
                                                       : status::foreign(0);
        // The loader mostly names the path; where it names another library, that one is missing.
        if (std::strstr(reason, path) != nullptr) return error(what, reason);
        return error(what, path, ": ", reason);
    }

    static result<handle, error> open_program() noexcept {
        handle const opened = ::dlopen(nullptr, RTLD_NOW | RTLD_LOCAL);
        if (opened != nullptr) return opened;
        return error(status::foreign(0), last_error());
    }

    /// module is not null: glibc takes dlsym(NULL) for RTLD_DEFAULT and finds any library's symbol.
    static result<void*, error> find(handle module, const char* name) noexcept {
        // A symbol may be null: only dlerror can tell, and what it held before must go first.
        static_cast<void>(::dlerror());
        void* const address = ::dlsym(module, name);
        if (address != nullptr) return address;
        const char* const reason = ::dlerror();
        if (reason == nullptr)
            return error(status_code::null, name, ": the symbol's value is null");
        if (std::strstr(reason, name) != nullptr) return error(status_code::not_found, reason);
        return error(status_code::not_found, name, ": ", reason);
    }

    static status close(handle module) noexcept {
        return ::dlclose(module) == 0 ? status() : status::foreign(0);
    }

    /// Taken before close(), asked after it: dlclose answers 0 whether or not the library went.
    class residency_probe {
    public:
#if FFIGUARD_HAS_LINK_MAP()
        explicit residency_probe(handle module) noexcept {
            ::link_map* map = nullptr;
            if (::dlinfo(module, RTLD_DI_LINKMAP, &map) != 0) return;
            const std::size_t size = std::strlen(map->l_name) + 1;
            // The program itself has no name, and stays.
            if (size > 1 && size <= sizeof name_) std::memcpy(name_, map->l_name, size);
        }
        [[nodiscard]] bool still_loaded() const noexcept {
            if (*name_ == '\0') return true;
            handle const found = ::dlopen(name_, RTLD_LAZY | RTLD_NOLOAD);
            if (found == nullptr) {
                static_cast<void>(::dlerror());  // not an error of anybody
                return false;
            }
            static_cast<void>(::dlclose(found));
            return true;
        }

    private:
        char name_[4096] = "";
#else
        explicit residency_probe(handle) noexcept {}
        [[nodiscard]] bool still_loaded() const noexcept { return true; }
#endif
    };

private:
    /// Good until the next call of the loader on this thread: to be copied at once.
    static const char* last_error() noexcept {
        const char* const text = ::dlerror();
        return text != nullptr ? text : "the loader gave no reason";
    }

    /// What may pass, and says nothing of the library.
    static bool is_of_the_system(int number) noexcept {
        return number == EMFILE || number == ENFILE || number == EACCES || number == EIO;
    }

    /// Whether the file itself is missing, and not, say, a library that it needs.
    static bool is_missing(const char* path, const char* reason) noexcept {
        if (std::strchr(path, '/') != nullptr && std::strchr(path, '$') == nullptr)  // $ORIGIN
            return ::access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
        // A name that was looked for: glibc and musl name the file they found, with its directory,
        // or else the bare name. Their words are translated, so only the name can be relied on.
        const char* const named = std::strstr(reason, path);
        return named != nullptr && named[std::strlen(path)] == ':' &&
               (named == reason || named[-1] == ' ');
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#undef FFIGUARD_HAS_LINK_MAP

#endif
