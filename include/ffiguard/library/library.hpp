// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LIBRARY_HPP
#define FFIGUARD_LIBRARY_LIBRARY_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/c_text.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>
#include <ffiguard/library/library_name.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>
#include <ffiguard/library/symbol.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A shared library (plugin) that was loaded at run time.
///
/// It is shared by copies, by the symbols found through them, and by keep_alives, and unloaded
/// after the last of them. So a symbol never points into an unloaded library, and you need not keep
/// the library object itself.
///
/// One pointer wide; a copy costs an atomic increment. Empty and moved-from libraries are allowed
/// everywhere: the functions fail with null or closed, and never pass a null handle to the system
/// (glibc takes dlsym(NULL) for "any library", and dlclose(NULL) crashes). One object is for one
/// thread at a time; its copies are independent.
///
/// ffiguard cannot track a pointer from get(), or an object whose code is in the library (virtual
/// functions, a std::function, an exception). Keep a keep_alive beside it, so that it is not used
/// after the library has been unloaded.
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI library {
public:
    /// The system's handle: void* of dlopen, HMODULE.
    using native_handle_type = detail::loader::handle;
    /// A handle_table that releases a library only drops it. close() says whether it was unloaded.
    using close_is_not_called = void;

    /// Holds nothing.
    constexpr library() noexcept = default;

    /// Loads a library. A path with a '/' is a file; without, the system looks for the library in
    /// its directories. path is a C string, a std::string, a string_view, or (if its characters are
    /// char) a std::filesystem::path; so is every name here.
    ///
    /// Fails with null for a null path; malformed and the offset for a NUL inside; invalid_argument
    /// for an empty path; not_found if there is no such file; out_of_memory; system with the errno
    /// if there are no descriptors left, or it is not allowed; unsupported for a mode that the
    /// system lacks; foreign for any other failure of the loader (a symbol or another library is
    /// missing, it is not a library). The message has the path and the loader's words.
    static result<library, load_error> open(detail::c_text path,
                                            load_mode mode = load_mode::standard) noexcept {
        if (const error wrong = path.validate("library::open: the path"); !wrong.ok()) return wrong;
        return from(detail::loader::open(path.c_str(), mode), path.c_str());
    }

    /// The same by a bare name, which gets the prefix and suffix of the system. If none of the
    /// names loads, the message has the loader's words for each. The status is that of the first
    /// file that existed; not_found if none did. Fails at once with out_of_memory.
    static result<library, load_error> open(const library_name& name,
                                            load_mode mode = load_mode::standard) noexcept {
        if (const error wrong = (name.check)(); !wrong.ok()) return wrong;
        load_error all;
        char path[library_name::capacity];
        for (unsigned n = 0; name.candidate(n, path); ++n) {
            auto opened = open(path, mode);
            if (opened) return opened;
            const load_error failed = opened.error();
            // Another file would only be loaded because memory was short for this one.
            if (failed.status() == status_code::out_of_memory) return failed;
            if (n == 0)
                all = failed;
            else if (all.status() == status_code::not_found)
                all = load_error(failed.status(), all.message(), "\n", failed.message());
            else
                all.append("\n", failed.message());
        }
        return all;
    }

    /// Gets a library that is loaded already, however it was loaded; never loads one. path is as
    /// for open(). Fails with not_found if it is not loaded.
    static result<library, load_error> find_loaded(detail::c_text path) noexcept {
        if (const error wrong = path.validate("library::find_loaded: the path"); !wrong.ok())
            return wrong;
        return from(detail::loader::find_loaded(path.c_str()), path.c_str());
    }

    /// The program itself, with the libraries that it was linked to.
    static result<library, load_error> this_program() noexcept {
        return from(detail::loader::open_program(), "library::this_program");
    }

    /// Takes over one reference of the caller, as dlopen or LoadLibrary returned it. Fails with
    /// null for a null handle, and with out_of_memory; then the caller still owns the reference.
    static result<library, load_error> adopt(native_handle_type module) noexcept {
        if (module == nullptr) return load_error(status_code::null, "library::adopt: null");
        unique_handle<detail::library_traits> owner(module);
        auto shared = share(std::move(owner));
        if (shared) return library(std::move(*shared));
        static_cast<void>(owner.release());
        return shared.status();
    }

    /// Passes the native handle, with its own reference, to the caller; this is empty afterwards.
    /// On failure, nothing has changed. Fails with closed if nothing is held, in_use while there is
    /// a copy, a symbol or a keep_alive, and unsupported if the system cannot count.
    result<native_handle_type> release() noexcept {
        if (!module_) return status_code::closed;
        if (module_.use_count() != 1) return status_code::in_use;
        const native_handle_type given = detail::loader::duplicate(native_handle());
        if (given == nullptr) return status_code::unsupported;
        module_.reset();
        return given;
    }

    /// From now on the library stays loaded until the program ends, whatever is closed. Fails with
    /// null if nothing is held, and unsupported if the system cannot do it.
    status pin_forever() const noexcept {
        if (!module_) return status_code::null;
        // A reference that nothing owns is never dropped.
        return detail::loader::duplicate(native_handle()) != nullptr ? status_code::ok
                                                                     : status_code::unsupported;
    }

    /// Null if nothing is held. Valid while the library is loaded.
    [[nodiscard]] native_handle_type native_handle() const noexcept { return module_.unguarded(); }

    /// The path of the loaded file, as the loader found it (dlinfo). It may be relative to
    /// the working directory at the time of loading. Empty if nothing is held, for the
    /// program itself, and on Windows and macOS. Valid while the library is loaded.
    [[nodiscard]] const char* path() const noexcept {
        return module_ ? detail::loader::path(native_handle()) : "";
    }

    /// Finds a symbol by its name as the linker knows it (extern "C"), here or in a library that
    /// this one was linked to. T is its type, see symbol.
    ///
    /// Fails with null for a null name or an empty library; not_found, with the loader's words, if
    /// there is no such symbol; null if the symbol's value is null (as an ifunc may decide);
    /// invalid_argument for a variable whose size the system knows (ELF with glibc) and that is not
    /// sizeof(T); unsupported for a thread_local variable, because its memory ends with the calling
    /// thread (find a function that returns its address instead).
    template <class T>
    result<symbol<T>, error> find(detail::c_text name) const noexcept {
        return look_up<T>(name, [&](native_handle_type module) noexcept {
            return detail::loader::find(module, name.c_str());
        });
    }

    /// The same for one version of a symbol ("GLIBC_2.2.5"), as the library's linker script names
    /// it. Fails with unsupported if the system has no versions (dlvsym).
    template <class T>
    result<symbol<T>, error> find(detail::c_text name, detail::c_text version) const noexcept {
        if (const error wrong = version.validate("library::find: the version"); !wrong.ok())
            return wrong;
        return look_up<T>(name, [&](native_handle_type module) noexcept {
            return detail::loader::find(module, name.c_str(), version.c_str());
        });
    }

    /// Drops this object's share and returns whether the library was really unloaded; dlclose
    /// returns 0 either way. This object is empty afterwards in any case.
    ///
    /// If copies, symbols or keep_alives are left, returns in_use, and the last of them unloads.
    /// Keeps errno.
    close_outcome close(look_for_reason wanted = look_for_reason::yes) noexcept {
        if (!module_) return {close_answer::closed};
        const errno_guard keep_errno;
        // Emptied first: a destructor of the library may use this object.
        detail::loaded_library going = std::move(module_);
        detail::loader::residency_probe probe;
        const status outcome =
            going.drop([&](native_handle_type module) noexcept { probe.watch(module); });
        if (outcome == status_code::in_use) return {close_answer::in_use};
        if (!outcome.ok())
            return {close_answer::failed, resident_reason::none,
                    detail::loader::close_error(outcome)};
        const resident_reason reason = probe.ask(wanted);
        return {
            reason == resident_reason::none ? close_answer::unloaded : close_answer::still_resident,
            reason};
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(module_); }

    /// Whether both are the same loaded file, whether or not opened together, by any name.
    friend bool operator==(const library& a, const library& b) noexcept {
        return a.native_handle() == b.native_handle();
    }
    friend bool operator!=(const library& a, const library& b) noexcept { return !(a == b); }

private:
    friend class keep_alive;

    explicit library(detail::loaded_library&& module) noexcept : module_(std::move(module)) {}

    static result<library, load_error> from(const result<native_handle_type, load_error>& opened,
                                            const char* subject) noexcept {
        if (!opened) return opened.error();
        trace::open_library(*opened, subject);
        auto shared = share(unique_handle<detail::library_traits>(*opened));
        if (!shared) return load_error(shared.status(), subject, ": ", shared.status().name());
        return library(std::move(*shared));
    }

    template <class T, class Find>
    result<symbol<T>, error> look_up(detail::c_text name, Find find_in) const noexcept {
        if (const error wrong = name.validate("library::find: the name"); !wrong.ok()) return wrong;
        if (!module_) return error(status_code::null, name.c_str(), ": looked for in no library");
        const result<void*, error> found = find_in(native_handle());
        if (!found) return found.error();
        if constexpr (std::is_function_v<T>) {
            return symbol<T>(reinterpret_cast<T*>(*found), module_);
        } else {
            std::size_t size = 0;
            if (!detail::loader::is_in_object(*found, name.c_str(), size))
                return error(status_code::unsupported, name.c_str(),
                             ": lies in no loaded object, as a thread_local variable, which ends "
                             "with the thread that asked. Find a function that returns its "
                             "address, and call it on the thread that uses it");
            if (size != 0 && size != sizeof(T))
                return error(status_code::invalid_argument, name.c_str(), ": has ",
                             std::uint64_t{size}, " bytes in the library, and ",
                             std::uint64_t{sizeof(T)}, " in the type it was asked for with");
            return symbol<T>(static_cast<T*>(*found), module_);
        }
    }

    detail::loaded_library module_;
};

namespace detail {

// out_param(library): for another loader that writes a handle.
template <>
struct receives<library> {
    using slot_type = library::native_handle_type;
    static constexpr slot_type empty() noexcept { return nullptr; }
    static constexpr bool is_empty(slot_type module) noexcept { return module == nullptr; }
    FFIGUARD_HIDDEN static void clear(library& to) noexcept { to = library(); }
    static constexpr bool holds(const library&, slot_type) noexcept {
        return false;  // equal handles are two references, each with its own close
    }
    /// If there is no memory, the reference is dropped.
    FFIGUARD_HIDDEN static status put(library& to, slot_type module) noexcept {
        auto taken = library::adopt(module);
        if (taken)
            to = *std::move(taken);
        else
            close(to, module);
        return taken.status();
    }
    FFIGUARD_HIDDEN static void close(library&, slot_type module) noexcept {
        const unique_handle<library_traits> ended(module);
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
