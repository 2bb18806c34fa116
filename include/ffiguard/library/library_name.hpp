// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LIBRARY_NAME_HPP
#define FFIGUARD_LIBRARY_LIBRARY_NAME_HPP

#include <cstddef>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/detail/c_text.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A library by its bare name. library::open() adds the system's prefix and suffix:
/// library_name("z", "1").
///
///     Linux, BSD    libz.so.1     libz.so      z
///     macOS         libz.1.dylib  libz.dylib   z
///     Windows       z-1.dll  libz-1.dll  z.dll  libz.dll
///
/// They are tried in this order; those with the version only if one is given. The first that loads
/// is used. A directory before the name stays before it. Keeps the pointers it gets, so use it as
/// an argument and do not store it.
class library_name {
public:
    explicit library_name(detail::c_text name) noexcept : name_(name), version_("") {}
    library_name(detail::c_text name, detail::c_text version) noexcept
        : name_(name), version_(version) {}

    enum : std::size_t { capacity = 4096 };

    /// null, malformed (a NUL inside, with its offset), invalid_argument (empty, or too long), or
    /// ok.
    [[nodiscard]] error(check)() const noexcept {
        if (const error wrong = name_.validate("library_name: the name"); !wrong.ok()) return wrong;
        if (const error wrong = version_.check_or_empty("library_name: the version"); !wrong.ok())
            return wrong;
        if (std::strlen(name_.c_str()) + std::strlen(version_.c_str()) > capacity - 32)
            return error(status_code::invalid_argument, "library_name: the name is too long");
        return {};
    }

    /// Writes the nth name to try, from 0. False if there are no more. Call check() first.
    [[nodiscard]] bool candidate(unsigned n, char (&buffer)[capacity]) const noexcept {
        const char* const slash = std::strrchr(name_.c_str(), '/');
        const char* const bare = slash != nullptr ? slash + 1 : name_.c_str();
        const char* const version = version_.c_str();
        detail::text_writer text(buffer, capacity);
        text.append(name_.c_str(), static_cast<std::size_t>(bare - name_.c_str()));
#if FFIGUARD_IS_WINDOWS()
        switch (*version != '\0' ? n : n + 2) {
            case 0: text << bare << "-" << version << ".dll"; return true;
            case 1: text << "lib" << bare << "-" << version << ".dll"; return true;
            case 2: text << bare << ".dll"; return true;
            case 3: text << "lib" << bare << ".dll"; return true;
            default: return false;
        }
#else
        switch (*version != '\0' ? n : n + 1) {
#ifdef __APPLE__
            case 0: text << "lib" << bare << "." << version << ".dylib"; return true;
            case 1: text << "lib" << bare << ".dylib"; return true;
#else
            case 0: text << "lib" << bare << ".so." << version; return true;
            case 1: text << "lib" << bare << ".so"; return true;
#endif
            case 2: text << bare; return true;
            default: return false;
        }
#endif
    }

private:
    detail::c_text name_;
    detail::c_text version_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
