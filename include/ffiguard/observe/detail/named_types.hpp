// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_NAMED_TYPES_HPP
#define FFIGUARD_OBSERVE_DETAIL_NAMED_TYPES_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>
#include <ffiguard/observe/detail/pages.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Things with names that are known only at run time: up to Capacity of them for a shared object,
/// each a Named that is made from its name, of which the first Room - 1 bytes are kept. They stay
/// until the object is unloaded. Their memory stays until the process ends, because records refer
/// to them; the system backs only what is used.
template <class Named, std::size_t Capacity, std::size_t Room>
class named_set {
public:
    enum : std::size_t { capacity = Capacity, text_room = Room };

    constexpr named_set() noexcept = default;
    named_set(const named_set&) = delete;
    named_set& operator=(const named_set&) = delete;

    /// The one with that name. Null if there is no room or no memory.
    FFIGUARD_HIDDEN Named* of(const char* name) noexcept {
        entry* const all = entries();
        if (all == nullptr) return nullptr;
        const std::uint64_t key = key_of(name);
        for (std::size_t i = 0; i < capacity; ++i) {
            entry& one = all[(key + i) % capacity];
            std::uint64_t seen = one.key.load(std::memory_order_acquire);
            if (seen == 0 &&
                one.key.compare_exchange_strong(seen, key, std::memory_order_acq_rel)) {
                text_writer text(one.text, text_room);
                text << name;
                auto* const made =
                    ::new (static_cast<void*>(one.named)) Named(type_text{one.text, text.size()});
                one.ready.store(made, std::memory_order_release);
                return made;
            }
            if (seen == key) return one.wait();
        }
        return nullptr;
    }

private:
    struct entry {
        std::atomic<std::uint64_t> key;  ///< of the name; 0: free
        std::atomic<Named*> ready;
        char text[text_room];
        alignas(Named) unsigned char named[sizeof(Named)];

        /// Waits a few instructions if another thread is just making it. Null if that thread was
        /// stopped there, for example by the signal handler that asks.
        [[nodiscard]] Named* wait() const noexcept {
            Named* made = nullptr;
            for (int i = 0; i < 1000000 && made == nullptr; ++i)
                made = ready.load(std::memory_order_acquire);
            return made;
        }
    };

    [[nodiscard]] static std::uint64_t key_of(const char* name) noexcept {
        std::uint64_t hash = 14695981039346656037U;  // FNV-1a
        for (; *name != '\0'; ++name)
            hash = (hash ^ static_cast<unsigned char>(*name)) * 1099511628211U;
        return hash != 0 ? hash : 1;
    }
    FFIGUARD_HIDDEN entry* entries() noexcept {
        entry* all = entries_.load(std::memory_order_acquire);
        if (all != nullptr) return all;
        const errno_guard keep_errno;
        auto* const fresh = static_cast<entry*>(take_pages(capacity * sizeof(entry)));
        if (fresh == nullptr) return nullptr;
        if (entries_.compare_exchange_strong(all, fresh, std::memory_order_acq_rel)) return fresh;
        give_pages_back(fresh, capacity * sizeof(entry));
        return all;
    }

    std::atomic<entry*> entries_{nullptr};
};

/// The types that code other than C++ names.
using named_types = named_set<observed_type, 256, 96>;
/// What resources refer to: classes of Java.
using referents = named_set<type_text, 1024, 160>;

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline named_types named_types_;
FFIGUARD_HIDDEN inline referents referents_;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
