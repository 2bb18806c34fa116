// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_RECORDER_HPP
#define FFIGUARD_OBSERVE_DETAIL_RECORDER_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/observe/detail/coarse_time.hpp>
#include <ffiguard/observe/detail/module_ledger.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>
#include <ffiguard/observe/detail/record_store.hpp>
#include <ffiguard/observe/observe_level.hpp>
#include <ffiguard/observe/probe.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

/// The value as a number: of a struct, its first eight bytes.
template <class Value>
[[nodiscard]] std::uint64_t bits_of(const Value& value) noexcept {
    static_assert(std::is_trivially_copyable_v<Value>);
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value < sizeof bits ? sizeof value : sizeof bits);
    return bits;
}

/// The door with the ledger and the probes behind it: see trace. Probes fire at every level.
struct recorder {
    enum : bool { is_on = true };

    template <class Resource, class Value>
    FFIGUARD_TRACED static constexpr void acquire(const Value& value) noexcept {
        if (!is_running()) return;
        tell<acquire_probe, Resource>(value);
        if (observe_level_now() == observe_level::off) return;
        acquired(observed_type_of_<Resource>, detail::bits_of(value));
    }
    template <class Resource, class Value>
    static void adopt(const Value& value, const Value& parent) noexcept {
        if (adopt_probe::is_wanted()) fire<adopt_probe, Resource>(value, detail::bits_of(parent));
        if (observe_level_now() < observe_level::sample) return;
        records_.set_parent(&observed_type_of_<Resource>, detail::bits_of(value),
                            detail::bits_of(parent));
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static std::uint64_t releasing(const Value& value) noexcept {
        tell<releasing_probe, Resource>(value);
        const std::uint64_t bits = detail::bits_of(value);
        if (observe_level_now() != observe_level::off &&
            !records_.begin_close(&observed_type_of_<Resource>, bits))
            ended_here(observed_type_of_<Resource>, bits);
        return bits;
    }
    template <class Resource>
    FFIGUARD_TRACED static void release(std::uint64_t told, status outcome) noexcept {
        tell<released_probe, Resource>(told, outcome);
        if (observe_level_now() == observe_level::off) return;
        observed_type& type = observed_type_of_<Resource>;
        type.count_released();
        records_.end_close(&type, told);
    }
    template <class Resource>
    FFIGUARD_TRACED static void refuse(std::uint64_t told, status outcome) noexcept {
        tell<close_refused_probe, Resource>(told, outcome);
        if (observe_level_now() == observe_level::off) return;
        observed_type& type = observed_type_of_<Resource>;
        type.count_refused();
        records_.keep(&type, told);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static constexpr void disown(const Value& value) noexcept {
        if (!is_running()) return;
        tell<disown_probe, Resource>(value);
        if (observe_level_now() == observe_level::off) return;
        observed_type& type = observed_type_of_<Resource>;
        type.count_disowned();
        const std::uint64_t bits = detail::bits_of(value);
        if (!records_.remove(&type, bits)) ended_here(type, bits);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void defer(const Value& value) noexcept {
        tell<close_deferred_probe, Resource>(value);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void share(const Value& value) noexcept {
        tell<share_probe, Resource>(value);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void unshare(const Value& value) noexcept {
        tell<unshare_probe, Resource>(value);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void pin(const Value& value) noexcept {
        tell<pin_probe, Resource>(value);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void unpin(const Value& value) noexcept {
        tell<unpin_probe, Resource>(value);
    }
    // A template, because the event is not complete here.
    template <class Event>
    FFIGUARD_HIDDEN static void violation(const Event& event) noexcept {
        violations_seen_.fetch_add(1, std::memory_order_relaxed);
        if (!violation_probe::is_wanted()) return;
        const char* const what = name(event.kind);
        violation_probe::fire(what, __builtin_strlen(what), static_cast<std::uint64_t>(event.kind),
                              reinterpret_cast<std::uintptr_t>(event.what));
    }

    template <class Body>
    FFIGUARD_TRACED static void enter_boundary(const Body& body) noexcept {
        if (!boundary_enter_probe::is_wanted()) return;
        constexpr type_text name = body_name<Body>();
        boundary_enter_probe::fire(name.data, name.size, place_of(body));
    }
    template <class Body>
    FFIGUARD_TRACED static void leave_boundary(const Body& body, status outcome) noexcept {
        if (!boundary_leave_probe::is_wanted()) return;
        constexpr type_text name = body_name<Body>();
        boundary_leave_probe::fire(name.data, name.size, place_of(body),
                                   static_cast<std::uint64_t>(outcome.code()),
                                   static_cast<std::uint64_t>(outcome.detail()));
    }
    FFIGUARD_TRACED static void enter_upcall() noexcept {
        if (upcall_enter_probe::is_wanted()) upcall_enter_probe::fire("", 0, 0);
    }
    FFIGUARD_TRACED static void leave_upcall() noexcept {
        if (upcall_leave_probe::is_wanted()) upcall_leave_probe::fire("", 0, 0);
    }
    template <class Module>
    FFIGUARD_TRACED static void open_library(Module module, const char* path) noexcept {
        if (library_open_probe::is_wanted())
            library_open_probe::fire(path, __builtin_strlen(path), detail::bits_of(module));
    }
    template <class Module>
    FFIGUARD_TRACED static void close_library(Module module) noexcept {
        if (library_close_probe::is_wanted())
            library_close_probe::fire("", 0, detail::bits_of(module));
    }
    FFIGUARD_TRACED static void attach_thread() noexcept {
        if (jni_attach_probe::is_wanted()) jni_attach_probe::fire("", 0, 0);
    }
    FFIGUARD_TRACED static void detach_thread() noexcept {
        if (jni_detach_probe::is_wanted()) jni_detach_probe::fire("", 0, 0);
    }

    template <class Value>
    class note {
    public:
        void keep_traced(const Value& value) noexcept { value_ = value; }
        [[nodiscard]] const Value& traced() const noexcept { return value_; }

    private:
        Value value_{};
    };

private:
    /// Not in a constant expression: an owner may be made in one.
    static constexpr bool is_running() noexcept { return !__builtin_is_constant_evaluated(); }

    // Whatever is computed for a probe stands behind its semaphore.
    template <class Probe, class Resource, class Value>
    FFIGUARD_TRACED static void tell(const Value& value) noexcept {
        if (Probe::is_wanted()) fire<Probe, Resource>(value);
    }
    template <class Probe, class Resource>
    FFIGUARD_TRACED static void tell(std::uint64_t value, status outcome) noexcept {
        if (Probe::is_wanted())
            fire<Probe, Resource>(value, static_cast<std::uint64_t>(outcome.code()),
                                  static_cast<std::uint64_t>(outcome.detail()));
    }
    // Inlined, so that in a stack the user's code follows the probe.
    template <class Probe, class Resource, class Value, class... More>
    FFIGUARD_TRACED static void fire(const Value& value, More... more) noexcept {
        constexpr type_text name = observed_name<Resource>();
        Probe::fire(name.data, name.size, detail::bits_of(value), more...);
    }

    template <class Body>
    [[nodiscard]] static std::uint64_t place_of(const Body& body) noexcept {
        return reinterpret_cast<std::uintptr_t>(__builtin_addressof(body));
    }

    [[nodiscard]] static bool is_recorded(observe_level level, std::uint64_t value) noexcept {
        return level == observe_level::record ||
               (level == observe_level::sample && record_store::is_sampled(value));
    }
    /// What this shared object has no record of: it was opened at a lower level, or by another one.
    /// Before the closer, which gives the value back to the system.
    [[gnu::noinline]] FFIGUARD_HIDDEN static void ended_here(const observed_type& type,
                                                             std::uint64_t value) noexcept {
        if (is_recorded(observe_level_now(), value)) forget_elsewhere(type.name(), value);
    }

    // Not inlined: its return address is the place in the code that took the resource.
    [[gnu::noinline]] FFIGUARD_HIDDEN static void acquired(observed_type& type,
                                                           std::uint64_t value) noexcept {
        type.count_opened();
        const observe_level level = observe_level_now();
        if (!is_recorded(level, value)) return;
        record made;
        made.type = &type;
        made.value = value;
        made.place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
        made.taken_at = coarse_time();
        made.thread = this_thread_number();
        records_.add(made);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
