// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_FLOAT_CONTROL_HPP
#define FFIGUARD_THREAD_DETAIL_FLOAT_CONTROL_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

// What <cfenv> has no word for: the register that rules SSE arithmetic, or that of an Arm CPU.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

#if defined(__SSE__)

enum : std::uint32_t {
    denormals_as_zero = 1U << 6,   // DAZ
    denormals_to_zero = 1U << 15,  // FTZ
};
[[nodiscard]] inline std::uint32_t read_float_control() noexcept { return _mm_getcsr(); }
inline void write_float_control(std::uint32_t control) noexcept { _mm_setcsr(control); }

#elif defined(__aarch64__)

enum : std::uint32_t {
    denormals_as_zero = 1U << 24,  // FZ: operands and results
    denormals_to_zero = 1U << 24,
};
[[nodiscard]] inline std::uint32_t read_float_control() noexcept {
    std::uint64_t control = 0;
    __asm__ __volatile__("mrs %0, fpcr" : "=r"(control));
    return static_cast<std::uint32_t>(control);
}
inline void write_float_control(std::uint32_t control) noexcept {
    __asm__ __volatile__("msr fpcr, %0" : : "r"(std::uint64_t{control}));
}

#else

enum : std::uint32_t { denormals_as_zero = 0, denormals_to_zero = 0 };
[[nodiscard]] inline std::uint32_t read_float_control() noexcept { return 0; }
inline void write_float_control(std::uint32_t) noexcept {}

#endif

[[nodiscard]] constexpr bool can_flush_denormals() noexcept {
#if defined(__SSE__) && !defined(__x86_64__)
    return false;  // early 32-bit CPUs have SSE without DAZ, and fault where it is set
#else
    return denormals_to_zero != 0;
#endif
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
