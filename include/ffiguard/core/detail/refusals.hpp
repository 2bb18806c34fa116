// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_REFUSALS_HPP
#define FFIGUARD_CORE_DETAIL_REFUSALS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/violation.hpp>

// What is known of refusing closers, for types that say closer_may_refuse.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Part of a slot.
template <bool MayRefuse>
struct refusal_part {};
template <>
struct refusal_part<true> {
    std::atomic<std::uint32_t> refusals{0};  ///< of this object
};

/// "database #3": the type and the slot, which is the low 22 bits of the token.
inline text_writer& write_object(text_writer& text, const type_text& type,
                                 std::uint32_t index) noexcept {
    text.append(type.data, type.size) << " #" << std::uint64_t{index};
    return text;
}

inline text_writer& write_answer(text_writer& text, status answer) noexcept {
    text << "(" << answer.name();
    if (answer.detail() != 0) {
        const std::int64_t number = answer.detail();
        text << (number < 0 ? " -" : " ")
             << static_cast<std::uint64_t>(number < 0 ? -number : number);
    }
    return text << ")";
}

/// A closer has refused and the result is not read: the object is open, and the code that closed it
/// does not know. The token is 0 if the slot does not know it, see trace::note.
template <class T>
FFIGUARD_RARE void report_unheard_refusal(std::uint32_t index, token value, status answer,
                                          std::uint32_t refusals) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    write_object(text, type_name<T>(), index) << ": its close() was refused ";
    write_answer(text, answer)
        << " where nobody reads the result; it is open again: close it again (refused "
        << std::uint64_t{refusals} << (refusals == 1 ? " time)" : " times)");
    report({violation::close_refused, buffer, {}, {}, value});
}

/// The same for a resource without a slot.
template <class Traits>
FFIGUARD_RARE void report_unheard_refusal(const char* owner, std::uint64_t handle, status answer,
                                          const char* what_now) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    const type_text type = type_name<Traits>();
    text << owner << "<";
    text.append(type.data, type.size) << ">: its close() was refused ";
    write_answer(text, answer) << " where nobody reads the result: " << what_now;
    report({violation::close_refused, buffer, {}, {}, handle});
}
template <class Traits>
FFIGUARD_RARE void report_unheard_refusal(std::uint64_t handle, status answer) noexcept {
    report_unheard_refusal<Traits>("shared_handle", handle, answer, "close it again");
}
/// For an owner that ends, or that gets another handle.
template <class Traits>
FFIGUARD_RARE void report_lost_handle(const typename Traits::value_type& value,
                                      status answer) noexcept {
    report_unheard_refusal<Traits>("unique_handle", detail::bits_of(value), answer,
                                   "the handle is lost; call close() while it is owned");
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
