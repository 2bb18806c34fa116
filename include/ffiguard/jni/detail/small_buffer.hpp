// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_SMALL_BUFFER_HPP
#define FFIGUARD_JNI_DETAIL_SMALL_BUFFER_HPP

#include <cstddef>
#include <cstdlib>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/memory/detail/extent.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

using malloc_memory = owned<&std::free>;

/// Memory for a copy of what the VM holds: 1 KB in place, beyond that of malloc.
/// The elements have no value yet.
template <class T>
class small_buffer {
public:
    enum : std::size_t { in_place = 1024 / sizeof(T) };

    // Not defaulted: `small_buffer buffer{}` would then clear the memory.
    small_buffer() noexcept {}
    small_buffer(const small_buffer&) = delete;
    small_buffer& operator=(const small_buffer&) = delete;

    /// Once. Null if memory is short, also for more than the address space: 2^31 elements do not
    /// fit into 32 bits.
    [[nodiscard]] T* allocate(std::size_t count) noexcept {
        if (count <= in_place) return small_;
        if (!ffiguard::detail::fits<T>(count)) return nullptr;
        large_.reset(std::malloc(count * sizeof(T)));
        return static_cast<T*>(large_.get());
    }

private:
    malloc_memory large_;
    T small_[in_place];
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
