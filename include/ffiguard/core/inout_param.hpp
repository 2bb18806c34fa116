// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_INOUT_PARAM_HPP
#define FFIGUARD_CORE_INOUT_PARAM_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/received.hpp>
#include <ffiguard/core/out_param.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Lends a handle to a C function that reads it through a pointer and may replace it: getline(),
/// avformat_open_input(), and many a foo_resize(foo**) and foo_free(foo**).
///
///     c_array<char> line;
///     auto in = inout_param(line);
///     const ssize_t length = getline(in.data(), in.count(), file);
///
///     swresample context;  // owned<...>
///     if (const int answer = swr_set(inout_param(context), ...); answer < 0) ...
///
/// The callee gets the handle and the duty to close it. The owner is empty until the end of the
/// full expression, of the receiver's scope, or adopt(). Then it takes over what is in the slot:
///
/// - the same handle: it is owned as before, even if the callee failed or threw;
/// - another handle: it is owned now. The first is not closed, because such functions close it;
/// - an empty value: nothing is owned, because the callee has closed the handle.
///
/// Some callees close the handle and leave it in the slot (read the manual: some do when they
/// fail). Then use a named receiver and discard(), or the owner would close the handle again:
///
///     auto lent = inout_param(context);
///     if (reopen(lent) != 0) lent.discard();
///
/// Otherwise as out_param(), whose warning about conditions applies here, too.
template <class Traits>
out_param_receiver<unique_handle<Traits>> inout_param(unique_handle<Traits>& owner) noexcept {
    return out_param_receiver<unique_handle<Traits>>(owner, detail::lend());
}
/// The same for a c_string. Afterwards its length is that up to the first NUL.
template <
    class Owner,
    std::enable_if_t<detail::is_received<Owner>::value && detail::is_lent<Owner>::value, int> = 0>
out_param_receiver<Owner> inout_param(Owner& owner) noexcept {
    return out_param_receiver<Owner>(owner, detail::lend());
}
/// The same for memory with a count: c_array. See counted_receiver.
template <class Owner, std::enable_if_t<detail::is_received_with_count<Owner>::value &&
                                            detail::is_lent<Owner>::value,
                                        int> = 0>
counted_receiver<Owner> inout_param(Owner& owner) noexcept {
    return counted_receiver<Owner>(owner, detail::lend());
}
// For the text of the compile error.
inline void inout_param(detail::not_lent) noexcept {}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
