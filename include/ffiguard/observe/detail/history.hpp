// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_HISTORY_HPP
#define FFIGUARD_OBSERVE_DETAIL_HISTORY_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/observe/detail/history_text.hpp>
#include <ffiguard/observe/detail/module_ledger.hpp>
#include <ffiguard/observe/detail/module_note.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Which ledgers to search: a violation may come from anywhere, and searching all of them needs the
/// loader's lock and some 0.2 ms each.
enum class ledgers : bool { own, all };

/// Writes where a raw handle or a token was opened and, if it was, closed:
///
///     used as meter, opened as stream at x_open+0x3f (libx.so+0x11f3) by thread 4, closed at
///     x_close+0x2a (libx.so+0x1313) by thread 7
///
/// False if no ledger knows it (any more). Allocates nothing.
template <std::size_t Size>
FFIGUARD_HIDDEN bool write_history(char (&into)[Size], std::uint64_t value, ledgers where,
                                   const observed_type* used_as) noexcept {
    const type_text name = used_as != nullptr ? used_as->name() : type_text{};
    history_search search{value, used_as != nullptr ? &name : nullptr, text_writer(into, Size)};
    module_ledger::history_of(used_as, value, &search, &write_history_of);
#if defined(__ELF__)
    if (!search.is_found && where == ledgers::all)
        detail::for_each_ledger(  // also the own one, for what is held of other types
            [](void* context, const ffiguard_ledger_1& one) noexcept {
                const std::uint64_t wanted = static_cast<history_search*>(context)->value;
                if (is_grown(one)) one.history(wanted, context, &write_history_of);
            },
            &search);
#else
    if (!search.is_found && where == ledgers::all)
        module_ledger::history_of(nullptr, value, &search, &write_history_of);
#endif
    return search.is_found;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
