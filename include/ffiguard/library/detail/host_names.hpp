// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_NAMES_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_NAMES_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct host_entry;

/// Which entry a name means. Names are added and changed, never removed.
///
/// Open addressing: libstdc++'s unordered_map has unique symbols, which would pin the user's
/// plugin.
class host_names {
public:
    [[nodiscard]] host_entry* find(std::string_view name) const noexcept {
        return slots_.empty() ? nullptr : slots_[place_of(name, hash_of(name))].entry;
    }

    /// Makes room for put() to add this many names.
    void reserve(std::size_t more) {
        if ((used_ + more) * 2 <= slots_.size()) return;
        host_names bigger;
        bigger.slots_.resize(slots_.empty() ? 16 : slots_.size() * 2);
        for (slot& old : slots_)
            if (old.entry != nullptr) bigger.put(std::move(old.name), old.entry);
        *this = std::move(bigger);
    }
    void put(std::string&& name, host_entry* entry) noexcept {
        const std::size_t hash = hash_of(name);
        slot& place = slots_[place_of(name, hash)];
        if (place.entry == nullptr) {
            place.hash = hash;
            place.name = std::move(name);
            ++used_;
        }
        place.entry = entry;
    }

private:
    struct slot {
        std::size_t hash = 0;
        std::string name;
        host_entry* entry = nullptr;  ///< null: free
    };

    static std::size_t hash_of(std::string_view name) noexcept {
        return std::hash<std::string_view>()(name);
    }
    /// Where the name is, or would be. At least half of the slots are free.
    [[nodiscard]] std::size_t place_of(std::string_view name, std::size_t hash) const noexcept {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash & mask;
        while (slots_[at].entry != nullptr && (slots_[at].hash != hash || slots_[at].name != name))
            at = (at + 1) & mask;
        return at;
    }

    std::vector<slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
