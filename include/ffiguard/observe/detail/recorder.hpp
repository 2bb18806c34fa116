// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_RECORDER_HPP
#define FFIGUARD_OBSERVE_DETAIL_RECORDER_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/sized_token.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/observe/detail/closing_here.hpp>
#include <ffiguard/observe/detail/coarse_time.hpp>
#include <ffiguard/observe/detail/history.hpp>
#include <ffiguard/observe/detail/inside_stack.hpp>
#include <ffiguard/observe/detail/known_queue.hpp>
#include <ffiguard/observe/detail/module_ledger.hpp>
#include <ffiguard/observe/detail/named_types.hpp>
#include <ffiguard/observe/detail/observed_call.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>
#include <ffiguard/observe/detail/record_store.hpp>
#include <ffiguard/observe/observe_level.hpp>
#include <ffiguard/observe/probe.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

template <class Resource, class Value, class = void>
struct traits_tell_bytes : std::false_type {};
template <class Resource, class Value>
struct traits_tell_bytes<Resource, Value,
                         std::void_t<decltype(Resource::bytes(std::declval<const Value&>()))>>
    : std::true_type {};

/// The bytes of a resource whose traits have a static bytes(value), or whose life_cycle tells them;
/// else 0.
template <class Resource, class Value>
[[nodiscard]] constexpr std::uint64_t bytes_of([[maybe_unused]] const Value& value) noexcept {
    if constexpr (std::is_same_v<Value, sized_token>)
        return value.bytes;
    else if constexpr (traits_tell_bytes<Resource, Value>::value)
        return static_cast<std::uint64_t>(Resource::bytes(value));
    else
        return 0;
}

/// What the end of a close needs from its beginning.
struct closing_value {
    std::uint64_t value;
    std::uint64_t bytes;
};

struct misused_token {
    std::uint64_t value;
    const observed_type* type;  ///< that it was used as
    ffiguard_status why;
};
// The token that a table of this shared object refused last, in a call that this thread is in.
FFIGUARD_HIDDEN inline thread_local misused_token misused_{};

/// The interface with the ledger and the probes behind it: see trace. Probes fire at every level.
struct recorder {
    enum : bool { is_on = true };

    template <class Resource, class Value>
    FFIGUARD_TRACED static constexpr void acquire(const Value& value) noexcept {
        if (!is_running()) return;
        tell<acquire_probe, Resource>(value);
        if (is_counted())
            acquired(observed_type_of_<Resource>, detail::bits_of(value),
                     detail::bytes_of<Resource>(value));
    }
    template <class Resource, class Value, class Parent>
    FFIGUARD_HIDDEN static void adopt(const Value& value, const Parent& parent) noexcept {
        if (adopt_probe::is_wanted()) fire<adopt_probe, Resource>(value, detail::bits_of(parent));
        if (is_kept())
            records_.set_parent(&observed_type_of_<Resource>, detail::bits_of(value),
                                detail::bits_of(parent));
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static closing_value releasing(const Value& value) noexcept {
        tell<releasing_probe, Resource>(value);
        const std::uint64_t bits = detail::bits_of(value);
        if (is_counted()) {
            const observed_type& type = observed_type_of_<Resource>;
            if (!records_.begin_close(&type, bits, closing_at_)) ended_here(type, bits);
            // Only for a table's objects: an owner may end in any call.
            if constexpr (std::is_same_v<Value, token> || std::is_same_v<Value, sized_token>)
                inside_.note(observed_name<Resource>(), bits);
        }
        return {bits, detail::bytes_of<Resource>(value)};
    }
    template <class Resource>
    FFIGUARD_TRACED static void release(const closing_value& told, status outcome) noexcept {
        tell<released_probe, Resource>(told.value, outcome);
        if (!is_counted()) return;
        observed_type_of_<Resource>.count_released(told.bytes);
        records_.end_close(&observed_type_of_<Resource>, told.value);
    }
    template <class Resource>
    FFIGUARD_TRACED static void refuse(const closing_value& told, status outcome) noexcept {
        tell<close_refused_probe, Resource>(told.value, outcome);
        if (!is_counted()) return;
        observed_type_of_<Resource>.count_refused();
        records_.keep(&observed_type_of_<Resource>, told.value);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static constexpr void disown(const Value& value) noexcept {
        if (!is_running()) return;
        tell<disown_probe, Resource>(value);
        if (!is_counted()) return;
        observed_type& type = observed_type_of_<Resource>;
        type.count_disowned(detail::bytes_of<Resource>(value));
        const std::uint64_t bits = detail::bits_of(value);
        if (!records_.remove(&type, bits, closing_at_)) ended_here(type, bits);
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void defer(const Value& value) noexcept {
        tell<close_deferred_probe, Resource>(value);
        if (is_kept())
            records_.set_closed(&observed_type_of_<Resource>, detail::bits_of(value), closing_at_);
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
        if (is_counted()) inside_.note(observed_name<Resource>(), detail::bits_of(value));
    }
    template <class Resource, class Value>
    FFIGUARD_TRACED static void unpin(const Value& value) noexcept {
        tell<unpin_probe, Resource>(value);
    }
    // The text is written only if it is wanted: by a record, or by a tracer at any level.
    template <class Resource, class Value, class Tell>
    FFIGUARD_HIDDEN static void refer(const Value& value, const Tell& write) noexcept {
        const std::uint64_t bits = detail::bits_of(value);
        const bool has_record = is_kept() && detail::is_recorded(bits);
        if (!has_record && !refer_probe::is_wanted()) return;
        char buffer[referents::text_room];
        text_writer text(buffer, sizeof buffer);
        write(text);
        if (refer_probe::is_wanted())
            refer_probe::fire(buffer, text.size(), bits, address_of_name<Resource>());
        if (!has_record) return;
        if (const type_text* const known = referents_.of(buffer))
            records_.set_referent(&observed_type_of_<Resource>, bits, known);
    }
    // A template, because the event is not complete here.
    template <class Event>
    FFIGUARD_HIDDEN static void violation(const Event& event) noexcept {
        violations_seen_.fetch_add(1, std::memory_order_relaxed);
        if (!violation_probe::is_wanted()) return;
        const char* const what = name(event.kind);
        if (event.what != nullptr) bring_into_memory(event.what, __builtin_strlen(event.what));
        violation_probe::fire(what, __builtin_strlen(what), static_cast<std::uint64_t>(event.kind),
                              reinterpret_cast<std::uintptr_t>(event.what));
    }
    // For the reader of the call's error. Until then it is one number on the thread.
    template <class Resource>
    FFIGUARD_HIDDEN static void misuse(std::uint64_t token, status_code why) noexcept {
        if (is_kept() && token != 0)
            misused_ = {token, &observed_type_of_<Resource>, static_cast<ffiguard_status>(why)};
    }
    FFIGUARD_HIDDEN static void explain(ffiguard_error& error) noexcept {
        const misused_token last = misused_;
        if (last.value == 0) return;
        misused_ = {};
        if (error.status != last.why) return;
        char buffer[sizeof error.message];
        // These two are tokens of the table that was asked; closing twice is common, and cheap.
        const auto why = static_cast<status_code>(last.why);
        const bool is_own = why == status_code::closed || why == status_code::stale;
        const ledgers where = is_own ? ledgers::own : ledgers::all;
        if (!detail::write_history(buffer, last.value, where, last.type)) return;
        error = {error.status, error.detail, {}};  // also the number of a long text
        text_writer text(error.message, sizeof error.message);
        text << name(static_cast<status_code>(last.why)) << " (" << buffer << ")";
    }
    using closing_here = detail::closing_here;
    using known_queue = detail::known_queue;
    class story {
    public:
        FFIGUARD_HIDDEN explicit story(std::uint64_t handle) noexcept {
            is_known_ = handle != 0 && is_kept() &&
                        detail::write_history(text_, handle, ledgers::own, nullptr);
        }
        [[nodiscard]] const char* text() const noexcept { return is_known_ ? text_ : nullptr; }

    private:
        char text_[384];
        bool is_known_;
    };

    template <class Body>
    FFIGUARD_TRACED static entered_call enter_boundary(const Body& body,
                                                       const char* function) noexcept {
        if (is_kept()) misused_ = {};
        if (boundary_enter_probe::is_wanted()) {
            const type_text name = call_name<Body>(function);
            boundary_enter_probe::fire(name.data, name.size, place_of(body));
        }
        const std::uint32_t inside =
            is_counted()
                ? inside_.enter(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)),
                                call_name<Body>(function))
                : 0;
        return {function, are_calls_timed() ? call_clock() : 0, inside};
    }
    template <class Body>
    FFIGUARD_TRACED static void leave_boundary(const Body& body, status outcome,
                                               entered_call entered) noexcept {
        if (entered.inside != 0) inside_.leave(entered.inside);
        if (entered.at != 0)
            observed_call_of_<Body>.add(call_clock() - entered.at, entered.function);
        if (!boundary_leave_probe::is_wanted()) return;
        const type_text name = call_name<Body>(entered.function);
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

    FFIGUARD_HIDDEN static bool is_counted() noexcept {
        return observe_level_now() != observe_level::off;
    }
    FFIGUARD_HIDDEN static bool is_kept() noexcept {
        return observe_level_now() >= observe_level::sample;
    }

    // What is computed for a probe comes after the check of its semaphore.
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

    template <class Resource>
    [[nodiscard]] static std::uint64_t address_of_name() noexcept {
        return reinterpret_cast<std::uintptr_t>(observed_name<Resource>().data);
    }
    template <class Body>
    [[nodiscard]] static std::uint64_t place_of(const Body& body) noexcept {
        return reinterpret_cast<std::uintptr_t>(__builtin_addressof(body));
    }

    /// A resource without a record in this shared object: it was opened at a lower level, or by
    /// another one. Called before the closer, which returns the value to the system.
    [[gnu::noinline]] FFIGUARD_HIDDEN static void ended_here(const observed_type& type,
                                                             std::uint64_t value) noexcept {
        if (!detail::is_recorded(value)) return;
        forget_elsewhere(type.name(), value,
                         closing_at_ != 0
                             ? closing_at_
                             : reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)));
    }

    // Not inlined: its return address is the place in the code that took the resource.
    [[gnu::noinline]] FFIGUARD_HIDDEN static void acquired(observed_type& type, std::uint64_t value,
                                                           std::uint64_t bytes) noexcept {
        detail::note_opened(type, value, bytes,
                            reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)), 0);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
