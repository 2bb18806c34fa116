// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_FUNCTION_TABLE_HPP
#define FFIGUARD_LIBRARY_FUNCTION_TABLE_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/detail/c_text.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/library_name.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>
#include <ffiguard/library/symbol.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Which symbol fills which member of a table.
template <class Table, class T>
struct table_entry {
    c_text name;
    symbol<T> Table::*member;
    bool required;

    /// Fills the member, or adds the reason to failures.
    void bind(const library& from, Table& table, load_error& failures) const noexcept {
        auto found = from.find<T>(name);
        if (found) {
            table.*member = std::move(*found);
            return;
        }
        const error why = found.error();
        const bool absent = why.status() == status_code::not_found ||
                            (why.status() == status_code::null && name.c_str() != nullptr && from);
        if (absent && !required) return;
        // For a missing symbol the name is enough: there may be many, and all are listed.
        const char* const text =
            why.status() == status_code::not_found ? name.c_str() : why.message();
        const char* const link = why.status() == status_code::not_found ? "missing " : "";
        if (failures.ok())
            failures = load_error(why.status(), link, text);
        else
            failures.append(", ", link, text);
    }
};

}  // namespace detail

/// A member of a function table whose symbol must exist.
template <class Table, class T>
[[nodiscard]] detail::table_entry<Table, T> entry(detail::c_text name,
                                                  symbol<T> Table::*member) noexcept {
    return {name, member, true};
}

/// A member that stays empty if the library does not have the symbol: for a newer function. Test it
/// before you call it.
template <class Table, class T>
[[nodiscard]] detail::table_entry<Table, T> optional_entry(detail::c_text name,
                                                           symbol<T> Table::*member) noexcept {
    return {name, member, false};
}

/// Fills a struct of symbols from an open library: all or nothing.
///
///     struct zlib {
///         symbol<decltype(::deflate)> deflate;
///         symbol<decltype(::deflateUsed)> deflate_used;
///     };
///     auto z = bind_table<zlib>(opened, entry("deflate", &zlib::deflate),
///                               optional_entry("deflateUsed", &zlib::deflate_used));
///
/// Table is default constructed and then filled. Its symbols keep the library loaded. The error
/// names the library's path, every missing symbol, and what else was wrong with one (a variable's
/// size). Its status is that of the first.
template <class Table, class... Entries>
result<Table, load_error> bind_table(const library& from, const Entries&... entries) noexcept {
    static_assert(std::is_default_constructible_v<Table>,
                  "ffiguard: a function table is made empty and then filled");
    Table table{};
    load_error failures;
    (entries.bind(from, table, failures), ...);
    if (failures.ok()) return result<Table, load_error>(std::move(table));
    return load_error(failures.status(), from.path(), ": ", failures.message());
}

/// Loads a library and fills a struct of symbols from it, see bind_table. A shim uses this to call
/// a C library without linking to it. The library stays loaded as long as one of the symbols
/// exists. Fails as library::open() and bind_table() do.
template <class Table, class... Entries>
result<Table, load_error> load_table(detail::c_text path, const Entries&... entries) noexcept {
    const auto opened = library::open(path);
    if (!opened) return opened.error();
    return bind_table<Table>(*opened, entries...);
}
template <class Table, class... Entries>
result<Table, load_error> load_table(const library_name& name, const Entries&... entries) noexcept {
    const auto opened = library::open(name);
    if (!opened) return opened.error();
    return bind_table<Table>(*opened, entries...);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
