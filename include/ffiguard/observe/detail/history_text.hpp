// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_HISTORY_TEXT_HPP
#define FFIGUARD_OBSERVE_DETAIL_HISTORY_TEXT_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#include <ffiguard/observe/detail/module_note.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct history_search {
    std::uint64_t value;
    const type_text* used_as;  ///< null: not asked
    text_writer text;
    bool is_found = false;
};

inline void write_history_of(void* context, const ffiguard_history_1* one) noexcept {
    auto& search = *static_cast<history_search*>(context);
    if (search.is_found) return;
    search.is_found = true;
    text_writer& text = search.text;
    if (search.used_as != nullptr) {
        const type_text wanted = *search.used_as;
        const bool is_same = wanted.size == one->type_size &&
                             __builtin_memcmp(wanted.data, one->type, wanted.size) == 0;
        if (!is_same) (text << "used as ").append(wanted.data, wanted.size) << ", ";
    }
    (text << "opened as ").append(one->type, static_cast<std::size_t>(one->type_size)) << " at ";
    write_place(text, one->opened_at) << " by thread " << one->opened_by;
    if (one->closed_by != 0)
        write_place(text << ", closed at ", one->closed_at) << " by thread " << one->closed_by;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
