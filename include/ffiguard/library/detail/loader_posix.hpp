// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_LOADER_POSIX_HPP
#define FFIGUARD_LIBRARY_DETAIL_LOADER_POSIX_HPP

// The counterpart of loader_windows.hpp: the same names in the same order.

#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/kept_thread.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>

// OpenBSD has a <link.h> that lacks half of it.
#if __has_include(<link.h>) && !defined(__ANDROID__) && !defined(__OpenBSD__)
#include <link.h>
#define FFIGUARD_HAS_LINK_MAP() 1
#else
#define FFIGUARD_HAS_LINK_MAP() 0
#endif
#if defined(__linux__) && FFIGUARD_HAS_LINK_MAP()
#include <ffiguard/library/detail/elf_image.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct loader {
    using handle = void*;
    using thread_id = ::pthread_t;

    [[nodiscard]] static thread_id this_thread() noexcept { return ::pthread_self(); }
    [[nodiscard]] static bool is_this_thread(thread_id one) noexcept {
        return ::pthread_equal(one, ::pthread_self()) != 0;
    }

    /// path is not null and not empty (dlopen("") opens the program itself).
    static result<handle, load_error> open(const char* path, load_mode mode) noexcept {
        int flags = (has(mode, load_mode::lazy) ? RTLD_LAZY : RTLD_NOW) |
                    (has(mode, load_mode::global) ? RTLD_GLOBAL : RTLD_LOCAL);
        if (has(mode, load_mode::no_delete)) {
#ifdef RTLD_NODELETE
            flags |= RTLD_NODELETE;
#else
            return load_error(status_code::unsupported, path, ": no load_mode::no_delete here");
#endif
        }
        if (has(mode, load_mode::deep_bind)) {
#ifdef RTLD_DEEPBIND
            flags |= RTLD_DEEPBIND;
#else
            return load_error(status_code::unsupported, path, ": no load_mode::deep_bind here");
#endif
        }
        errno = 0;
        handle const opened = open_on_this_thread(path, flags, mode);
        if (opened != nullptr) return opened;
        const char* const reason = last_error();
        const int number = errno;  // glibc restores it after dlopen and reports it by dlerror
        const status what = number == ENOMEM           ? status_code::out_of_memory
                            : is_of_the_system(number) ? status::system(number)
                            : is_missing(path, reason) ? status_code::not_found
                                                       : status::foreign(0);
        // The loader usually names the path. If it names another library, that one is missing.
        if (std::strstr(reason, path) != nullptr) return load_error(what, reason);
        return load_error(what, path, ": ", reason);
    }

    static result<handle, load_error> open_program() noexcept {
        handle const opened = ::dlopen(nullptr, RTLD_NOW | RTLD_LOCAL);
        if (opened != nullptr) return opened;
        return load_error(status::foreign(0), last_error());
    }

    static result<handle, load_error> find_loaded(const char* path) noexcept {
        handle const found = ::dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
        if (found != nullptr) return found;
        static_cast<void>(::dlerror());  // not an error of anybody
        return load_error(status_code::not_found, path, ": is not loaded");
    }

    /// A second handle of what module refers to, which must be closed separately. Null if the
    /// system offers no way.
    static handle duplicate(handle module) noexcept {
#if FFIGUARD_HAS_LINK_MAP()
        const ::link_map* const map = map_of(module);
        if (map == nullptr) return nullptr;
        if (*map->l_name == '\0') return ::dlopen(nullptr, RTLD_LAZY);  // the program has no name
        handle const copy = ::dlopen(map->l_name, RTLD_LAZY | RTLD_NOLOAD);
        if (copy == nullptr) static_cast<void>(::dlerror());
        return copy;
#else
        static_cast<void>(module);
        return nullptr;
#endif
    }

    /// The loader's name of the file. Empty for the program, and if the system does not tell.
    static const char* path(handle module) noexcept {
#if FFIGUARD_HAS_LINK_MAP()
        const ::link_map* const map = map_of(module);
        return map != nullptr ? map->l_name : "";
#else
        static_cast<void>(module);
        return "";
#endif
    }

    /// module is not null: glibc takes dlsym(NULL) for RTLD_DEFAULT and finds any library's symbol.
    static result<void*, error> find(handle module, const char* name) noexcept {
        // A symbol may be null: only dlerror can tell, so an earlier error must be cleared first.
        static_cast<void>(::dlerror());
        return found(::dlsym(module, name), name);
    }

    static result<void*, error> find(handle module, const char* name,
                                     const char* version) noexcept {
#if defined(__GLIBC__) || defined(__FreeBSD__)
        static_cast<void>(::dlerror());
        return found(::dlvsym(module, name, version), name);
#else
        static_cast<void>(module);
        return error(status_code::unsupported, name, "@", version,
                     ": this system knows no versions of symbols");
#endif
    }

    /// Whether the variable name at address is in a loaded object, and its size in bytes; 0 if the
    /// system does not tell. A thread-local variable is in memory of its thread.
    static bool is_in_object(const void* address, const char* name, std::size_t& size) noexcept {
        size = 0;
        ::Dl_info place;
#if defined(__GLIBC__) && FFIGUARD_HAS_LINK_MAP()
        void* entry = nullptr;
        if (::dladdr1(address, &place, &entry, RTLD_DL_SYMENT) == 0) return false;
        // Another symbol, with its own size, may be at the same address.
        if (entry != nullptr && place.dli_saddr == address &&
            std::strcmp(place.dli_sname, name) == 0) {
            // clang's AddressSanitizer includes its red zones in the size.
            if (::dlsym(RTLD_DEFAULT, "__asan_init") != nullptr) return true;
            static_cast<void>(::dlerror());
            size = static_cast<const ElfW(Sym)*>(entry)->st_size;
        }
        return true;
#else
        static_cast<void>(name);
        return ::dladdr(address, &place) != 0;
#endif
    }

    static status close(handle module) noexcept {
        return close_on_this_thread(module) ? status() : status::foreign(0);
    }

    /// Why close() failed. Call it at once on the same thread.
    static error close_error(status outcome) noexcept { return error(outcome, last_error()); }

    /// Gets the library before close() and is asked after it: dlclose returns 0 whether or not the
    /// library was unloaded.
    class residency_probe {
    public:
#if FFIGUARD_HAS_LINK_MAP()
        void watch(handle module) noexcept {
            module_ = module;
            map_ = map_of(module);
            const std::size_t size =
                map_ != nullptr ? std::strlen(map_->l_name) + 1 : sizeof name_ + 1;
            known_ = size <= sizeof name_;
            if (!known_) return;
            std::memcpy(name_, map_->l_name, size);
            base_ = number_of(map_->l_addr);
            unloads_ = unloads();
        }
        /// none: it is unloaded.
        [[nodiscard]] resident_reason ask(look_for_reason wanted) const noexcept {
            if (!known_) return resident_reason::unknown;
            if (*name_ == '\0') return resident_reason::another_handle;  // the program, which stays
            if (!is_there()) return resident_reason::none;
            if (wanted == look_for_reason::no) return resident_reason::unknown;
            handle const found = ::dlopen(name_, RTLD_LAZY | RTLD_NOLOAD);
            if (found == nullptr) {
                static_cast<void>(::dlerror());  // not an error of anybody
                return resident_reason::none;
            }
            const resident_reason reason = explain(found);
            static_cast<void>(close_on_this_thread(found));
            // This one may have been the last if others have closed theirs meanwhile.
            return is_there() ? reason : resident_reason::none;
        }

    private:
        // The address of an object is a number here, but a pointer on FreeBSD and NetBSD.
        static std::uintptr_t number_of(ElfW(Addr) address) noexcept { return address; }
        static std::uintptr_t number_of(const void* address) noexcept {
            return reinterpret_cast<std::uintptr_t>(address);
        }

        /// If found is that of the same handle, it is held, and so is the link map.
        [[nodiscard]] resident_reason explain(handle found) const noexcept {
            resident_reason reason = resident_reason::unknown;
#if defined(__linux__) && !defined(__GLIBC__) && !defined(__UCLIBC__) && !defined(__ANDROID__)
            static_cast<void>(found);
            return resident_reason::system_never_unloads;  // musl, which names itself by no macro
#elif defined(__linux__)
            if (found == module_) reason = elf_image(*map_).why_resident(has_thread_locals(found));
#else
            static_cast<void>(found);
#endif
#ifdef __GLIBC__
            if (reason == resident_reason::unknown) return resident_reason::another_handle;
#endif
            return reason;
        }

        /// Uses the loader's list, not an open: a thread that closes meanwhile would find the
        /// library held, and the path may refer to another library by now.
        [[nodiscard]] bool is_there() const noexcept {
            return unloads() == unloads_ ||
                   ::dl_iterate_phdr(
                       [](::dl_phdr_info* info, std::size_t, void* of) noexcept {
                           const auto& probe = *static_cast<const residency_probe*>(of);
                           return int{number_of(info->dlpi_addr) == probe.base_ &&
                                      std::strcmp(info->dlpi_name, probe.name_) == 0};
                       },
                       const_cast<residency_probe*>(this)) != 0;
        }

        static bool has_thread_locals(handle module) noexcept {
#ifdef __GLIBC__
            std::size_t number = 0;  // of its block of thread-local memory
            return ::dlinfo(module, RTLD_DI_TLS_MODID, &number) != 0 || number != 0;
#else
            static_cast<void>(module);
            return true;
#endif
        }

        handle module_ = nullptr;
        const ::link_map* map_ = nullptr;
        std::uintptr_t base_ = 0;
        unsigned long long unloads_ = 0;
        bool known_ = false;
        char name_[4096];  // only as much as needed is written
#else
        void watch(handle) noexcept {}
        [[nodiscard]] resident_reason ask(look_for_reason) const noexcept {
            return resident_reason::unknown;
        }
#endif
    };

private:
    /// dlopen(); the calling thread keeps what kept_thread keeps.
    static handle open_on_this_thread(const char* path, int flags, load_mode mode) noexcept {
#ifdef RTLD_NOLOAD
        // If it is loaded already, none of its code runs, and the two system calls of a kept_thread
        // would take longer than the open.
        if (handle const there = ::dlopen(path, flags | RTLD_NOLOAD)) return there;
#endif
        if (has(mode, load_mode::changes_thread)) return ::dlopen(path, flags);
        const kept_thread kept;
        return ::dlopen(path, flags);
    }

    /// dlclose(), in the same way.
    static bool close_on_this_thread(handle module) noexcept {
        kept_thread kept;
#if FFIGUARD_HAS_LINK_MAP()
        const unsigned long long before = unloads();
        const bool closed = ::dlclose(module) == 0;
        if (unloads() == before) kept.nothing_has_run();
        return closed;
#else
        return ::dlclose(module) == 0;
#endif
    }

#if FFIGUARD_HAS_LINK_MAP()
    /// How many libraries were unloaded since the program began. If the number is the same twice,
    /// none was, and no destructor ran. musl, which unloads nothing, says 0.
    static unsigned long long unloads() noexcept {
        unsigned long long count = 0;
        static_cast<void>(::dl_iterate_phdr(
            [](::dl_phdr_info* info, std::size_t, void* to) noexcept {
                *static_cast<unsigned long long*>(to) = info->dlpi_subs;
                return 1;  // the same in all of them
            },
            &count));
        return count;
    }

    /// Null if module is not a handle of this loader.
    static const ::link_map* map_of(handle module) noexcept {
        ::link_map* map = nullptr;
        if (::dlinfo(module, RTLD_DI_LINKMAP, &map) == 0) return map;
        static_cast<void>(::dlerror());
        return nullptr;
    }
#endif

    /// Valid until the next call of the loader on this thread: copy it at once.
    static const char* last_error() noexcept {
        const char* const text = ::dlerror();
        return text != nullptr ? text : "the loader gave no reason";
    }

    static result<void*, error> found(void* address, const char* name) noexcept {
        if (address != nullptr) return address;
        const char* const reason = ::dlerror();
        if (reason == nullptr)
            return error(status_code::null, name, ": the symbol's value is null");
        if (std::strstr(reason, name) != nullptr) return error(status_code::not_found, reason);
        return error(status_code::not_found, name, ": ", reason);
    }

    /// Errors that may pass and say nothing about the library.
    static bool is_of_the_system(int number) noexcept {
        return number == EMFILE || number == ENFILE || number == EACCES || number == EIO;
    }

    /// Whether the file itself is missing, and not, for example, a library that it needs.
    static bool is_missing(const char* path, const char* reason) noexcept {
        if (std::strchr(path, '/') != nullptr && std::strchr(path, '$') == nullptr)  // $ORIGIN
            return ::access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
        // A name that was searched for: glibc and musl name the file that they found, with its
        // directory, or else the bare name. Their messages are translated, so only the name is
        // reliable.
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
