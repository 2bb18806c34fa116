// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_BPF_MAP_HPP
#define FFIGUARD_POSIX_BPF_MAP_HPP

#ifndef __linux__
#error "ffiguard/posix/bpf_map.hpp needs Linux"
#else

#include <cerrno>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/bpf_call.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// As fd_traits; a separate type, so that the ledger can tell the descriptors apart.
struct bpf_map_traits : fd_traits {};

/// Owns the descriptor of an eBPF map of any type; closed once by close(2). The kernel keeps the
/// map as long as a descriptor, a loaded program or a pinned name uses it.
using unique_bpf_map = unique_handle<bpf_map_traits>;

/// The types of map that bpf_map can make. The numbers are the kernel's.
enum class bpf_map_kind : std::uint32_t {
    hash = 1,
    array = 2,    ///< keys are 4-byte numbers from 0 on; every entry exists from the start
    lru_hash = 9  ///< when full, the least recently used entry is dropped
};

/// Owns an eBPF map with keys and values of these types.
///
/// The kernel gets only an address, and copies as many bytes as the map's keys and values have. So
/// the sizes are checked once: when the map is made, or taken over by adopt() or open().
///
/// 4 bytes. Move-only; a moved-from map is empty, and the kernel refuses its calls: system(EBADF).
/// Other threads, other processes and eBPF programs may use the same map at the same time. Several
/// threads may use the owner, but must not while it is closed or moved. The kernel does not copy
/// atomically: a value of more than 8 bytes can be half of an update.
template <class Key, class Value>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI bpf_map {
    static_assert(
        std::has_unique_object_representations_v<Key>,
        "ffiguard: a bpf_map compares keys by their bytes, so a key has no padding and no "
        "floating point number");
    static_assert(std::is_trivially_copyable_v<Value> && std::is_default_constructible_v<Value>,
                  "ffiguard: the kernel copies the bytes of a bpf_map's values");

public:
    /// Owns nothing.
    constexpr bpf_map() noexcept = default;

    /// Makes a map for at most so many entries. Fails with out_of_memory, or with system and the
    /// errno: EPERM without the right (CAP_BPF, or root), EINVAL for 0 entries or for an array with
    /// keys that are not 4 bytes.
    static result<bpf_map, error> create(bpf_map_kind kind, std::uint32_t entries) noexcept {
        detail::bpf_new_map wanted;
        wanted.type = static_cast<std::uint32_t>(kind);
        wanted.key_size = sizeof(Key);
        wanted.value_size = sizeof(Value);
        wanted.max_entries = entries;
        unique_bpf_map made(detail::bpf_call(detail::bpf_command::create_map, wanted));
        if (!made) return detail::os_error("bpf_map", errno);
        return bpf_map(std::move(made));
    }

    /// Takes over a map that was made elsewhere. On failure, map still owns it.
    ///
    /// Fails with invalid_argument if the sizes differ, or if it is a map with a value for each
    /// CPU: the kernel would write past a Value. Fails with system and the errno if it is not a
    /// map.
    static result<bpf_map, error> adopt(unique_bpf_map&& map) noexcept {
        detail::bpf_map_facts facts;
        if (const status known = detail::bpf_describe_map(map.get(), facts); !known.ok())
            return error(known, "bpf_map: not an eBPF map");
        for (const std::uint32_t per_cpu : {5U, 6U, 10U, 21U})
            if (facts.type == per_cpu)
                return error(status_code::invalid_argument, "bpf_map: it has a value for each CPU");
        if (facts.key_size != sizeof(Key) || facts.value_size != sizeof(Value))
            return error(status_code::invalid_argument, "bpf_map: its keys have ",
                         std::uint64_t{facts.key_size}, " bytes and its values ",
                         std::uint64_t{facts.value_size});
        return bpf_map(std::move(map));
    }

    /// Opens the map that is pinned to this name (of a bpf file system).
    ///
    /// Fails with null for a null path, malformed for a path with a NUL inside, not_found if there
    /// is no such file; otherwise as adopt().
    static result<bpf_map, error> open(const detail::terminated_text& path) noexcept {
        if (const error wrong = path.validate("bpf_map: the path"); !wrong.ok()) return wrong;
        detail::bpf_pinned pinned;
        pinned.path = detail::bpf_address(path.c_str());
        unique_bpf_map found(detail::bpf_call(detail::bpf_command::open_pinned, pinned));
        if (!found) return detail::os_error(path.c_str(), errno);
        return adopt(std::move(found));
    }

    /// A copy of the value. Fails with not_found if there is none (in an array: beyond its end).
    [[nodiscard]] result<Value> look_up(const Key& key) const noexcept {
        Value value{};
        detail::bpf_element element = at(key, &value);
        const status found = detail::bpf_status(detail::bpf_command::look_up, element);
        if (!found.ok()) return found;
        return value;
    }
    /// Sets the value, also for a new key. Fails with system(E2BIG) if the map is full.
    status update(const Key& key, const Value& value) noexcept {
        detail::bpf_element element = at(key, &value);
        return detail::bpf_status(detail::bpf_command::update, element);
    }
    /// Fails with not_found if there is none, and system(EINVAL) for an array, whose entries stay.
    status erase(const Key& key) noexcept {
        detail::bpf_element element = at(key, static_cast<Value*>(nullptr));
        return detail::bpf_status(detail::bpf_command::erase, element);
    }

    /// Visits all keys, in no order: first_key(), then key_after() until not_found. If the key was
    /// deleted meanwhile, key_after() starts again with the first.
    [[nodiscard]] result<Key> first_key() const noexcept { return next_key(nullptr); }
    /// See first_key().
    [[nodiscard]] result<Key> key_after(const Key& key) const noexcept { return next_key(&key); }

    /// For the instructions of a program. Still belongs to this owner.
    [[nodiscard]] int fd() const noexcept { return owner_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    /// Passes the descriptor on to another owner.
    [[nodiscard]] unique_bpf_map release() noexcept { return std::move(owner_); }
    /// Closes the descriptor now. Returns closed if nothing is owned.
    status close() noexcept { return owner_.close(); }

private:
    explicit bpf_map(unique_bpf_map&& made) noexcept : owner_(std::move(made)) {}

    template <class Other>
    [[nodiscard]] detail::bpf_element at(const Key& key, Other* other) const noexcept {
        detail::bpf_element element;
        element.map = static_cast<std::uint32_t>(fd());
        element.key = detail::bpf_address(&key);
        element.value_or_next_key = detail::bpf_address(other);
        return element;
    }
    [[nodiscard]] result<Key> next_key(const Key* key) const noexcept {
        Key next{};
        detail::bpf_element element = at(next, &next);
        element.key = detail::bpf_address(key);
        const status found = detail::bpf_status(detail::bpf_command::next_key, element);
        if (!found.ok()) return found;
        return next;
    }

    unique_bpf_map owner_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
