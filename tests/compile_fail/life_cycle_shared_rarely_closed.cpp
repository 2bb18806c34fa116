// expect: counts no users by thread
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

template <class... Answers>
struct feed_traits {
    using life_cycle = ffiguard::life_cycle<Answers...>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
template <class Traits>
bool use(ffiguard::unique_handle<Traits>&& owner) {
    return ffiguard::share(std::move(owner)).has_value();
}

template bool use(ffiguard::unique_handle<feed_traits<ffiguard::one_user>>&&);
#ifdef FAIL
template bool use(ffiguard::unique_handle<feed_traits<ffiguard::rarely_closed>>&&);
#endif
