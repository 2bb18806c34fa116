// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LIBRARY_HPP
#define FFIGUARD_LIBRARY_LIBRARY_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/detail/c_text.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>
#include <ffiguard/library/load_mode.hpp>
#include <ffiguard/library/symbol.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What library::close() found after it had given the library back.
enum class residency : std::uint8_t {
    unloaded,  ///< its code and data have gone from memory
    resident,  ///< still there: open elsewhere, or it never goes (Go, a JVM), or unknown
};

/// A shared library (plugin) that was loaded at run time.
///
/// Copies and the symbols found through them share it; it is unloaded after the
/// last of them. So a symbol can never point into a library that has gone, and
/// the library object itself need not be kept.
///
/// One pointer wide; a copy costs an atomic increment. Empty and moved-from
/// libraries are allowed everywhere: find() and close() answer null and closed,
/// and never reach the system with a null handle (glibc takes dlsym(NULL) for
/// "any library", and dlclose(NULL) crashes). One object is for one thread at a
/// time; its copies are independent.
///
/// Not to be prevented here: a pointer from get(), or an object whose code lies
/// in the library (virtual functions, a std::function, an exception), that is
/// used after the last symbol has gone.
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI library {
public:
    /// Holds nothing.
    constexpr library() noexcept = default;

    /// Loads a library. With a '/' path is a file; without, it is looked for where
    /// the system keeps its libraries. path is a C string or a std::string.
    ///
    /// A null path is null; an empty one, or one with a NUL inside,
    /// invalid_argument; no such file not_found; short of memory out_of_memory; short
    /// of descriptors or not allowed system with the errno;
    /// whatever else the loader refuses (a symbol or another library is missing,
    /// no library at all) foreign. The message has the path and the loader's words.
    static result<library, error> open(detail::c_text path,
                                       load_mode mode = load_mode::standard) noexcept {
        if (const error wrong = path.check("library::open: the path"); !wrong.ok()) return wrong;
        return from(detail::loader::open(path.c_str(), mode), path.c_str());
    }

    /// The program itself with the libraries it was linked to.
    static result<library, error> this_program() noexcept {
        return from(detail::loader::open_program(), "library::this_program");
    }

    /// Finds a symbol by its name as the linker knows it (extern "C"), here or in a
    /// library that this one was linked to. T is its type, see symbol.
    ///
    /// A null name, or an empty library, is null; no such symbol not_found, with
    /// the loader's words; a symbol that is there with the value null (an ifunc may
    /// decide so) null.
    template <class T>
    result<symbol<T>, error> find(detail::c_text name) const noexcept {
        if (const error wrong = name.check("library::find: the name"); !wrong.ok()) return wrong;
        const auto inside = module_.pin();
        if (!inside) return error(inside.status(), name.c_str(), ": looked for in no library");
        const auto found = detail::loader::find(inside.get(), name.c_str());
        if (!found) return found.error();
        return symbol<T>(address<T>(*found), module_);
    }

    /// Unloads now and tells whether the library has really gone.
    ///
    /// in_use, and nothing has changed, while a copy or a symbol is left; closed
    /// where nothing is held. foreign where the loader refuses; the library is
    /// empty then all the same.
    result<residency> close() noexcept {
        if (!module_) return status_code::closed;
        if (module_.use_count() != 1) return status_code::in_use;
        const errno_guard keep_errno;
        // Emptied first: a destructor of the library may come back to this object.
        const detail::loaded_library going = std::move(module_);
        const detail::loader::residency_probe probe(going.pin().get());
        const status outcome = going.close();
        if (!outcome.ok()) return outcome;
        return probe.still_loaded() ? residency::resident : residency::unloaded;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(module_); }

private:
    explicit library(detail::loaded_library&& module) noexcept : module_(std::move(module)) {}

    static result<library, error> from(const result<detail::loader::handle, error>& opened,
                                       const char* subject) noexcept {
        if (!opened) return opened.error();
        auto shared = share(unique_handle<detail::library_traits>(*opened));
        if (!shared) return error(shared.status(), subject, ": ", shared.status().name());
        return library(std::move(*shared));
    }

    template <class T>
    static T* address(void* found) noexcept {
        if constexpr (std::is_function_v<T>)
            return reinterpret_cast<T*>(found);
        else
            return static_cast<T*>(found);
    }

    detail::loaded_library module_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
