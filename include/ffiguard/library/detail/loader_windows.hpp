// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_LOADER_WINDOWS_HPP
#define FFIGUARD_LIBRARY_DETAIL_LOADER_WINDOWS_HPP

// The counterpart of loader_posix.hpp: the same names in the same order. Empty elsewhere.

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <cwchar>

#include <ffiguard/core/detail/windows_api.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/kept_thread.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct loader {
    using handle = HMODULE;
    using thread_id = DWORD;

    [[nodiscard]] static thread_id this_thread() noexcept { return ::GetCurrentThreadId(); }
    [[nodiscard]] static bool is_this_thread(thread_id one) noexcept {
        return one == ::GetCurrentThreadId();
    }

    /// path is UTF-8, not null and not empty. A bare name is searched for next to the program and
    /// in the system's directory. The current directory is not searched: anybody may have put a
    /// file there.
    static result<handle, load_error> open(const char* path, load_mode mode) noexcept {
        if (has(mode, load_mode::deep_bind))
            return load_error(status_code::unsupported, path, ": no load_mode::deep_bind here");
        wide_path wide;
        if (!wide.set(path)) return not_a_path(path);
        const bool bare = std::wcschr(wide.text, L'\\') == nullptr;
        const bool full =
            !bare && (wide.text[0] == L'\\' ? wide.text[1] == L'\\' : wide.text[1] == L':');
        const DWORD flags =
            bare   ? LOAD_LIBRARY_SEARCH_DEFAULT_DIRS
            : full ? LOAD_LIBRARY_SEARCH_DEFAULT_DIRS | LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
                   : 0;
        handle const opened = load(wide.text, flags, mode);
        if (opened != nullptr) {
            handle pinned = nullptr;
            if (has(mode, load_mode::no_delete))
                ::GetModuleHandleExW(from_address | GET_MODULE_HANDLE_EX_FLAG_PIN, address(opened),
                                     &pinned);
            return opened;
        }
        const DWORD number = ::GetLastError();
        // ERROR_MOD_NOT_FOUND may also mean a library that this one needs; only for a path can this
        // be checked.
        const bool missing = number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND ||
                             (number == ERROR_MOD_NOT_FOUND &&
                              (bare || ::GetFileAttributesW(wide.text) == INVALID_FILE_ATTRIBUTES));
        return last_error(missing ? status_code::not_found : refused(number), path, number);
    }

    static result<handle, load_error> open_program() noexcept {
        handle opened = nullptr;
        if (::GetModuleHandleExW(0, nullptr, &opened) != 0) return opened;
        const DWORD number = ::GetLastError();
        return last_error(refused(number), "the program", number);
    }

    static result<handle, load_error> find_loaded(const char* path) noexcept {
        wide_path wide;
        if (!wide.set(path)) return not_a_path(path);
        handle found = nullptr;
        if (::GetModuleHandleExW(0, wide.text, &found) != 0) return found;
        return load_error(status_code::not_found, path, ": is not loaded");
    }

    /// A second handle of what module refers to, which must be closed separately.
    static handle duplicate(handle module) noexcept {
        handle copy = nullptr;
        return ::GetModuleHandleExW(from_address, address(module), &copy) != 0 ? copy : nullptr;
    }

    /// Windows has no text to point at; it can only be copied.
    static const char* path(handle) noexcept { return ""; }

    /// module is not null: GetProcAddress(NULL) would look in the program.
    static result<void*, error> find(handle module, const char* name) noexcept {
        const FARPROC address = ::GetProcAddress(module, name);
        if (address != nullptr) {
            void* found = nullptr;
            static_assert(sizeof found == sizeof address);
            std::memcpy(&found, &address, sizeof found);
            return found;
        }
        const DWORD number = ::GetLastError();
        return last_error(status_code::not_found, name, number);
    }

    static result<void*, error> find(handle, const char* name, const char* version) noexcept {
        return error(status_code::unsupported, name, "@", version,
                     ": this system knows no versions of symbols");
    }

    /// Windows does not tell.
    static bool is_in_object(const void*, const char*, std::size_t& size) noexcept {
        size = 0;
        return true;  // a DLL exports no thread-local variable
    }

    static status close(handle module) noexcept {
        const kept_thread kept;
        return ::FreeLibrary(module) != 0 ? status() : refused(::GetLastError());
    }

    static error close_error(status outcome) noexcept {
        return last_error(outcome, "FreeLibrary", static_cast<DWORD>(outcome.detail()));
    }

    /// Gets the library before close() and is asked after it: others may have loaded it, too.
    class residency_probe {
    public:
        void watch(handle module) noexcept { module_ = module; }
        /// none: it is unloaded.
        [[nodiscard]] resident_reason ask(look_for_reason wanted) const noexcept {
            handle found = nullptr;
            // A module's handle is its address. Held while it is inspected.
            if (::GetModuleHandleExW(from_address, address(module_), &found) == 0)
                return resident_reason::none;
            resident_reason reason = resident_reason::none;
            if (found == module_)
                reason = wanted == look_for_reason::no           ? resident_reason::unknown
                         : has_symbol(found, "crosscall2")       ? resident_reason::go_runtime
                         : has_symbol(found, "JNI_CreateJavaVM") ? resident_reason::java_vm
                                                                 : resident_reason::another_handle;
            const kept_thread kept;
            ::FreeLibrary(found);
            return reason;
        }

    private:
        static bool has_symbol(handle module, const char* name) noexcept {
            return ::GetProcAddress(module, name) != nullptr;
        }

        handle module_ = nullptr;
    };

private:
    static handle load(const wchar_t* path, DWORD flags, load_mode mode) noexcept {
        if (has(mode, load_mode::changes_thread)) return ::LoadLibraryExW(path, nullptr, flags);
        const kept_thread kept;
        return ::LoadLibraryExW(path, nullptr, flags);
    }

    enum : DWORD { from_address = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS };
    static const wchar_t* address(handle module) noexcept {
        return reinterpret_cast<const wchar_t*>(module);
    }

    struct wide_path {
        enum : int { capacity = 4096 };
        wchar_t text[capacity];

        bool set(const char* path) noexcept {
            if (::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, text, capacity) == 0)
                return false;
            for (wchar_t* at = text; *at != L'\0'; ++at)
                if (*at == L'/') *at = L'\\';  // the search flags are not for paths with '/'
            return true;
        }
    };
    static load_error not_a_path(const char* path) noexcept {
        return load_error(status_code::invalid_argument, path, ": not UTF-8, or too long");
    }

    static status refused(DWORD number) noexcept {
        return number == ERROR_NOT_ENOUGH_MEMORY || number == ERROR_OUTOFMEMORY
                   ? status(status_code::out_of_memory)
                   : status::foreign(static_cast<int>(number));
    }

    static error last_error(status what, const char* subject, DWORD number) noexcept {
        wchar_t wide[256];
        const DWORD length =
            ::FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS |
                                 FORMAT_MESSAGE_MAX_WIDTH_MASK,
                             nullptr, number, 0, wide, 255, nullptr);
        char text[3 * 255 + 1] = "";
        const int size = ::WideCharToMultiByte(CP_UTF8, 0, wide, static_cast<int>(length), text,
                                               sizeof text - 1, nullptr, nullptr);
        text[size] = '\0';
        if (size == 0) return error(what, subject, ": Windows error ", std::uint64_t{number});
        return error(what, subject, ": ", text);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif  // FFIGUARD_IS_WINDOWS()

#endif
