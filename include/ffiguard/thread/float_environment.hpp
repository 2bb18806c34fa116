// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_FLOAT_ENVIRONMENT_HPP
#define FFIGUARD_THREAD_FLOAT_ENVIRONMENT_HPP

#include <cfenv>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/float_control.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// fegetenv() and fesetenv() carry all of it: the x87 unit, MXCSR with FTZ and DAZ, or FPCR.
struct saved_floats {
    std::fenv_t all;
    float_control control;
    bool kept;  ///< by a foreign_call, which has read the control alone
};

struct float_state : whole_state<saved_floats> {
    static constexpr const char* name() noexcept { return "floating point environment"; }
    static status read(saved_floats& now) noexcept {
        now.kept = false;
        now.control = float_control::read();
        return std::fegetenv(&now.all) == 0 ? status() : status_code::unsupported;
    }
    static status put_back(const saved_floats& saved) noexcept {
        if (saved.kept) {
            saved.control.put_back(float_control::read());
            return {};
        }
        return std::fesetenv(&saved.all) == 0 ? status() : status_code::unsupported;
    }
};

}  // namespace detail

/// The floating point environment of the calling thread, restored when the guard ends: rounding,
/// trapped exceptions, the flushing of denormals, and the exception flags.
///
/// Many numeric libraries change it silently. If a shim leaves it changed, Go and the JVM compute
/// with it on every goroutine or Java thread that runs on this thread: 1/3 has another last digit,
/// and denormals are 0.
///
/// Bound to its thread, see scoped_state. Without -frounding-math the compiler may move arithmetic
/// across a change of the environment: put the computing functions into a different source file
/// than the guard.
class [[nodiscard]] float_environment {
public:
    /// Holds nothing.
    float_environment() noexcept = default;

    /// Changes nothing now; restores whatever changes until the guard ends.
    [[nodiscard]] FFIGUARD_HIDDEN static result<float_environment> save() noexcept {
        return begin([]() noexcept { return status(); });
    }
    /// FE_TONEAREST, FE_UPWARD, FE_DOWNWARD or FE_TOWARDZERO. Fails with invalid_argument for
    /// others, or for one that this CPU does not have.
    [[nodiscard]] FFIGUARD_HIDDEN static result<float_environment> with_rounding(
        int direction) noexcept {
        return begin([direction]() noexcept {
            return std::fesetround(direction) == 0 ? status() : status_code::invalid_argument;
        });
    }
    /// Denormal operands and results count as 0: fast, and not IEEE 754. Fails with unsupported
    /// except on x86-64 and 64-bit Arm.
    [[nodiscard]] FFIGUARD_HIDDEN static result<float_environment> with_flush_denormals() noexcept {
        return begin([]() noexcept -> status {
            if constexpr (!detail::can_flush_denormals()) return status_code::unsupported;
            detail::write_float_control(detail::read_float_control() | detail::denormals_as_zero |
                                        detail::denormals_to_zero);
            return {};
        });
    }
    /// The environment of a new program, which Go's calling convention requires: to nearest,
    /// nothing trapped, nothing flushed, no flag set.
    [[nodiscard]] FFIGUARD_HIDDEN static result<float_environment> default_environment() noexcept {
        return begin([]() noexcept -> status {
            if (std::fesetenv(FE_DFL_ENV) != 0) return status_code::unsupported;
            // POSIX does not mention denormals, and older C libraries do not reset them.
            if constexpr (detail::can_flush_denormals())
                detail::write_float_control(
                    detail::read_float_control() &
                    ~(detail::denormals_as_zero | detail::denormals_to_zero));
            return {};
        });
    }

    /// As scoped_state::restore().
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::float_state>;

    explicit float_environment(state&& begun) noexcept : state_(std::move(begun)) {}

    template <class Change>
    FFIGUARD_HIDDEN static result<float_environment> begin(Change change) noexcept {
        auto begun = state::begin([&](detail::saved_floats& saved) noexcept -> status {
            const status known = detail::float_state::read(saved);
            return known.ok() ? change() : known;
        });
        if (!begun) return begun.status();
        return float_environment(std::move(*begun));
    }

    state state_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
