// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_FOREIGN_BUFFER_HPP
#define FFIGUARD_MEMORY_FOREIGN_BUFFER_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/detail/extent.hpp>
#include <ffiguard/memory/foreign_struct.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The release callback of buffers with data from malloc. Hidden: foreign code keeps its address,
/// which must be the one in this shared object.
FFIGUARD_HIDDEN inline void release_malloced(ffiguard_buffer* buffer) noexcept {
    buffer->release = nullptr;
    const c_ptr<void> freed(std::exchange(buffer->data, nullptr));
}

/// The same for buffers that show the bytes of a container, which is at context.
template <class Container>
FFIGUARD_HIDDEN void release_container(ffiguard_buffer* buffer) noexcept {
    const errno_guard keep_errno;
    buffer->release = nullptr;
    buffer->data = nullptr;
    delete static_cast<Container*>(std::exchange(buffer->context, nullptr));
}

/// std::string, std::vector<T>, std::string_view, ...: contiguous elements that are bytes to C.
template <class Container, class = void>
struct has_plain_bytes : std::false_type {};
template <class Container>
struct has_plain_bytes<Container, std::void_t<decltype(std::declval<const Container&>().data()[0]),
                                              decltype(std::declval<const Container&>().size())>>
    : std::is_trivially_copyable<std::remove_cv_t<
          std::remove_reference_t<decltype(std::declval<const Container&>().data()[0])>>> {};

}  // namespace detail

/// Owns memory that crosses the boundary: the C++ side of ffiguard_buffer.
///
/// Make it here from a c_array or a std::string, without a copy, and pass it to Go or Java once, by
/// release_to(). Take over one that was made there once, by adopt(). The last owner calls the
/// release callback, on any thread.
///
/// 32 bytes, move-only. A buffer that was moved from or passed on is empty: false, data() null,
/// size() 0. A buffer of 0 bytes is owned like any other. One thread at a time.
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI foreign_buffer {
public:
    /// Owns nothing.
    constexpr foreign_buffer() noexcept = default;

    /// Takes over the memory of an array, without a copy.
    template <class T>
    explicit foreign_buffer(c_array<T>&& from) noexcept {
        const auto memory = from.release();
        ffiguard_buffer raw{memory.data, memory.size * sizeof(T), &detail::release_malloced,
                            nullptr};
        owner_ = foreign_struct<ffiguard_buffer>::adopt(raw);
    }

    /// Copies size bytes. Fails with null for null with a size, with overflow, and with
    /// out_of_memory.
    static result<foreign_buffer> copy(const void* data, std::size_t size) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(data);
        const status possible = detail::check_extent<unsigned char>(address, size);
        if (!possible.ok()) return possible;
        auto bytes = c_array<unsigned char>::allocate(size);
        if (!bytes) return bytes.status();
        if (size != 0) std::memcpy(bytes->data(), data, size);
        return foreign_buffer(std::move(*bytes));
    }

    /// Makes a buffer of the bytes of a std::string, a std::vector or the like (data() and size(),
    /// trivially copyable elements).
    ///
    ///     return foreign_buffer::from(std::move(text));
    ///
    /// A container that is moved in is kept without copying its bytes. The release callback
    /// destroys it, on the thread that calls it, with the allocator of this shared object. An
    /// lvalue, a std::string_view and a std::array are copied. If it fails with out_of_memory, the
    /// container is unchanged.
    template <class Container>
    static result<foreign_buffer> from(Container&& bytes) noexcept {
        using owner = std::remove_cv_t<std::remove_reference_t<Container>>;
        static_assert(detail::has_plain_bytes<owner>::value,
                      "ffiguard: foreign_buffer::from() takes a std::string, a std::vector or what "
                      "is like them: data() and size(), of elements that are trivially copyable");
        if constexpr (detail::has_plain_bytes<owner>::value) {
            using element = std::remove_reference_t<decltype(bytes.data()[0])>;
            const auto count = static_cast<std::size_t>(bytes.size());
            if (!detail::fits<element>(count)) return status_code::overflow;
            // A view has nothing to destroy: it owns nothing, and what it shows may be freed.
            if constexpr (!std::is_same_v<Container, owner> ||
                          std::is_trivially_destructible_v<owner>) {
                return copy(bytes.data(), count * sizeof(element));
            } else {
                static_assert(std::is_nothrow_move_constructible_v<owner> &&
                                  std::is_nothrow_destructible_v<owner>,
                              "ffiguard: a container that becomes a foreign_buffer moves and is "
                              "destroyed without throwing");
                auto* const kept = new (std::nothrow) owner(std::forward<Container>(bytes));
                if (kept == nullptr) return status_code::out_of_memory;
                ffiguard_buffer raw{kept->data(), count * sizeof(element),
                                    &detail::release_container<owner>, kept};
                foreign_buffer made;
                made.owner_ = foreign_struct<ffiguard_buffer>::adopt(raw);
                return made;
            }
        }
    }

    /// Takes over from and marks it released. Fails with closed if it was released before, and with
    /// null or overflow if data and size are impossible; then from is unchanged.
    static result<foreign_buffer> adopt(ffiguard_buffer& from) noexcept {
        if (from.release == nullptr) return status_code::closed;
        const auto address = reinterpret_cast<std::uintptr_t>(from.data);
        const status possible = detail::check_extent<unsigned char>(address, from.size);
        if (!possible.ok()) return possible;
        foreign_buffer taken;
        taken.owner_ = foreign_struct<ffiguard_buffer>::adopt(from);
        return taken;
    }

    /// Takes over size bytes with the callback that frees them. release gets a buffer with this
    /// data, size and context, and must set its member release to null; it must not throw. Fails
    /// with null if there is no callback; otherwise as adopt(from), and then data still belongs to
    /// the caller.
    static result<foreign_buffer> adopt(void* data, std::uint64_t size,
                                        void (*release)(ffiguard_buffer*), void* context) noexcept {
        if (release == nullptr) return status_code::null;
        ffiguard_buffer raw{data, size, release, context};
        return adopt(raw);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    [[nodiscard]] unsigned char* data() noexcept {
        return static_cast<unsigned char*>(owner_->data);
    }
    [[nodiscard]] const unsigned char* data() const noexcept {
        return static_cast<const unsigned char*>(owner_->data);
    }
    /// In bytes.
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(owner_->size);
    }

    /// Passes the buffer on to a struct of the other side; *to is overwritten. If this is empty,
    /// *to is marked released. Fails with null for a null pointer, and then passes nothing on.
    status release_to(ffiguard_buffer* to) noexcept { return owner_.release_to(to); }

    /// Releases now. Returns closed if nothing is owned.
    status close() noexcept { return owner_.close(); }

private:
    foreign_struct<ffiguard_buffer> owner_;
};

namespace detail {

// out_param(buffer): for a function of another shim that fills an ffiguard_buffer.
template <>
struct receives<foreign_buffer> {
    using slot_type = ffiguard_buffer;
    static constexpr ffiguard_buffer empty() noexcept { return {nullptr, 0, nullptr, nullptr}; }
    static constexpr bool is_empty(const ffiguard_buffer& slot) noexcept {
        return slot.release == nullptr;
    }
    static void clear(foreign_buffer& to) noexcept { to.close().ignore(); }
    static constexpr bool holds(const foreign_buffer&, const ffiguard_buffer&) noexcept {
        return false;  // two of the same bytes may be two references
    }
    FFIGUARD_HIDDEN static status put(foreign_buffer& to, ffiguard_buffer slot) noexcept {
        auto taken = foreign_buffer::adopt(slot);
        if (taken)
            to = *std::move(taken);
        else
            report({violation::leak, "out_param: a buffer whose data and size cannot be"});
        return taken.status();
    }
    FFIGUARD_HIDDEN static void close(foreign_buffer&, const ffiguard_buffer& slot) noexcept {
        foreign_buffer second;
        put(second, slot).ignore();
    }
};

// call_into<&page::text>(pages, token, &buffer, err), if text() returns a std::string.
template <class Bytes>
struct handed_over<Bytes, ffiguard_buffer, std::enable_if_t<has_plain_bytes<Bytes>::value>>
    : std::true_type {
    FFIGUARD_HIDDEN static status store(Bytes&& bytes, ffiguard_buffer* out) noexcept {
        auto made = foreign_buffer::from(std::move(bytes));
        return made ? made->release_to(out) : made.status();
    }
};
// FFIGUARD_EXPORT_CALL(page_text, pages, &page::text, uint8_t*, size_t, uint64_t*)
template <class Bytes, class Byte, class Size>
struct handed_over<Bytes, bytes_room<Byte, Size>, std::enable_if_t<has_plain_bytes<Bytes>::value>>
    : std::true_type {
    FFIGUARD_HIDDEN static status store(const Bytes& bytes, bytes_room<Byte, Size>* out) noexcept {
        const std::size_t size = bytes.size() * sizeof *bytes.data();
        *out->size = size;
        if (size > out->room) return status_code::overflow;
        if (size != 0) std::memcpy(out->to, bytes.data(), size);
        return {};
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
