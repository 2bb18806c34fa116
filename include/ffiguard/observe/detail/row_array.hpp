// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_ROW_ARRAY_HPP
#define FFIGUARD_OBSERVE_DETAIL_ROW_ARRAY_HPP

#include <cstddef>
#include <cstdlib>
#include <new>
#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The rows of a report; frees them. <memory> and <algorithm> would be two thirds of what a report
/// includes, and std::sort would be compiled for each order.
template <class Row>
class row_array {
    static_assert(std::is_trivially_destructible_v<Row> && std::is_trivially_copyable_v<Row>);

public:
    row_array() noexcept = default;
    row_array(row_array&& other) noexcept : first_(other.first_) { other.first_ = nullptr; }
    row_array& operator=(row_array&& other) noexcept {
        Row* const taken = other.first_;
        other.first_ = nullptr;
        delete[] first_;
        first_ = taken;
        return *this;
    }
    ~row_array() { delete[] first_; }

    /// False if there is no memory.
    [[nodiscard]] bool make(std::size_t room) noexcept {
        delete[] first_;
        first_ = new (std::nothrow) Row[room];
        return first_ != nullptr;
    }
    [[nodiscard]] Row* get() const noexcept { return first_; }
    Row& operator[](std::size_t at) const noexcept { return first_[at]; }

private:
    Row* first_ = nullptr;
};

/// Order returns a negative number, 0 or a positive number, as strcmp() does.
template <auto Order, class Row>
void sort_rows(Row* first, std::size_t size) noexcept {
    static_assert(std::is_trivially_copyable_v<Row>);
    std::qsort(first, size, sizeof(Row), [](const void* a, const void* b) noexcept -> int {
        return Order(*static_cast<const Row*>(a), *static_cast<const Row*>(b));
    });
}

/// For an order.
template <class Value>
[[nodiscard]] int order_of(const Value& a, const Value& b) noexcept {
    return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
