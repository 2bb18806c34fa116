// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_FLOAT_CONTROL_HPP
#define FFIGUARD_CORE_DETAIL_FLOAT_CONTROL_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>

#if defined(__SSE__) || defined(_M_X64)
#define FFIGUARD_HAS_SSE() 1
#else
#define FFIGUARD_HAS_SSE() 0
#endif
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
#define FFIGUARD_HAS_X87() 1
#else
#define FFIGUARD_HAS_X87() 0
#endif

#if defined(_M_X64) && !defined(__GNUC__)
#include <xmmintrin.h>
#elif !FFIGUARD_HAS_SSE() && !FFIGUARD_HAS_X87() && !defined(__aarch64__)
#include <cfenv>
#endif

// The settings of floating point arithmetic on a thread, read from the registers: <cfenv> does not
// cover the flushing of denormals, and its fegetenv() and fesetenv() take ten times as long. Used
// by library/ and thread/.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// The register that controls SSE arithmetic, or that of an Arm CPU; elsewhere the rounding
// direction.
#if FFIGUARD_HAS_SSE()

enum : std::uint32_t {
    denormals_as_zero = 1U << 6,   // DAZ
    denormals_to_zero = 1U << 15,  // FTZ
    float_exception_flags = 0x3F,  // in the same register: what has happened, not what is to happen
};
#if defined(__GNUC__)
[[nodiscard]] inline std::uint32_t read_float_control() noexcept {
    return __builtin_ia32_stmxcsr();
}
inline void write_float_control(std::uint32_t control) noexcept { __builtin_ia32_ldmxcsr(control); }
#else
[[nodiscard]] inline std::uint32_t read_float_control() noexcept { return _mm_getcsr(); }
inline void write_float_control(std::uint32_t control) noexcept { _mm_setcsr(control); }
#endif

#elif defined(__aarch64__)

enum : std::uint32_t {
    denormals_as_zero = 1U << 24,  // FZ: operands and results
    denormals_to_zero = 1U << 24,
    float_exception_flags = 0,  // in a register of their own
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

enum : std::uint32_t { denormals_as_zero = 0, denormals_to_zero = 0, float_exception_flags = 0 };
#if FFIGUARD_HAS_X87()
[[nodiscard]] inline std::uint32_t read_float_control() noexcept { return 0; }
inline void write_float_control(std::uint32_t) noexcept {}
#else
[[nodiscard]] inline std::uint32_t read_float_control() noexcept {
    return static_cast<std::uint32_t>(std::fegetround());
}
inline void write_float_control(std::uint32_t control) noexcept {
    static_cast<void>(std::fesetround(static_cast<int>(control)));
}
#endif

#endif

// The x87 unit computes long double; on 32-bit x86 everything.
#if FFIGUARD_HAS_X87()
[[nodiscard]] inline std::uint16_t read_x87_control() noexcept {
    std::uint16_t control = 0;
    __asm__ __volatile__("fnstcw %0" : "=m"(control));
    return control;
}
inline void write_x87_control(std::uint16_t control) noexcept {
    // If an exception happened while it was masked, the next instruction after unmasking raises it.
    constexpr unsigned all_masked = 0x3F;
    if ((control & all_masked) != all_masked) __asm__ __volatile__("fnclex");
    __asm__ __volatile__("fldcw %0" : : "m"(control));
}
#else
[[nodiscard]] inline std::uint16_t read_x87_control() noexcept { return 0; }
inline void write_x87_control(std::uint16_t) noexcept {}
#endif

[[nodiscard]] constexpr bool can_flush_denormals() noexcept {
#if FFIGUARD_HAS_SSE() && defined(__i386__)
    return false;  // early 32-bit CPUs have SSE without DAZ, and fault if it is set
#else
    return denormals_to_zero != 0;
#endif
}

/// The settings of arithmetic on one thread, without the exception flags, which any arithmetic
/// sets.
struct float_control {
    std::uint32_t main;
    std::uint16_t x87;

    [[nodiscard]] static float_control read() noexcept {
        return {read_float_control() & ~float_exception_flags, read_x87_control()};
    }
    /// Writes what differs from now; usually nothing.
    void put_back(const float_control& now) const noexcept {
        if (main != now.main)
            write_float_control(main | (read_float_control() & float_exception_flags));
        if (x87 != now.x87) write_x87_control(x87);
    }

    friend bool operator==(const float_control& a, const float_control& b) noexcept {
        return a.main == b.main && a.x87 == b.x87;
    }
    friend bool operator!=(const float_control& a, const float_control& b) noexcept {
        return !(a == b);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
