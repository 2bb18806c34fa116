// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_LEDGER_HPP
#define FFIGUARD_OBSERVE_LEDGER_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/observe/detail/module_note.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// An open resource. The type is valid during the visit.
struct held_resource {
    std::string_view type;     ///< the traits of an owner, or what a table keeps
    std::uint64_t value = 0;   ///< the raw handle, or the token
    std::uint64_t parent = 0;  ///< the token that it is a child of, else 0
    std::uint64_t place = 0;   ///< an address in the code that took it
    std::uint64_t thread = 0;  ///< this_thread_number() where it was taken
    std::uint64_t age_ms = 0;
    bool is_closing = false;  ///< its closer runs
    std::uint64_t bytes = 0;  ///< 0 if its type does not tell them
    /// At level stack, the return addresses of the calls, from the place outwards; otherwise null.
    /// Valid until the shared object is unloaded.
    const std::uint64_t* stack = nullptr;
    std::size_t stack_size = 0;
    /// For a JNI reference, the class of its object; otherwise empty. Valid as long as the stack.
    std::string_view referent = {};
    /// The lines of Java that asked for it, if jni::record_java_lines() was called; otherwise
    /// empty.
    std::string_view caller = {};
};

/// What happened to the resources of one type, in all shared objects together. The type is valid
/// during the visit.
struct resource_totals {
    std::string_view type;
    std::uint64_t opened = 0;
    std::uint64_t released = 0;
    std::uint64_t disowned = 0;  ///< given away by release() or take()
    std::uint64_t refused = 0;   ///< closes that the closer refused
    std::uint64_t live = 0;      ///< open now
    std::uint64_t bytes = 0;     ///< of these; 0 if the type does not tell them
};

/// The totals of the ledgers of all shared objects.
struct ledger_totals {
    std::uint64_t ledgers = 0;  ///< shared objects that are compiled with FFIGUARD_OBSERVE
    std::uint64_t opened = 0;
    std::uint64_t live = 0;
    std::uint64_t dropped =
        0;  ///< records without room: there is room for 262,144 in each shared object
    std::uint64_t violations = 0;
    std::uint64_t stacks_dropped = 0;  ///< of 8,192 different ones in each shared object
};

namespace detail {

template <class Told>
[[nodiscard]] std::string_view text_of(const Told& one) noexcept {
    return {one.type, static_cast<std::size_t>(one.type_size)};
}

// Reports are compiled once, not once for each visitor: see function_ref.
using held_visit = function_ref<void(const held_resource&)>;
using totals_visit = function_ref<void(const resource_totals&)>;

/// The arguments of a query to a ledger.
template <class Visit>
struct ledger_question {
    Visit visit;
    bool is_grown;  ///< see is_grown()
};

/// Calls f(ledger) for each ledger.
FFIGUARD_RARE inline void visit_ledgers(
    [[maybe_unused]] function_ref<void(const ffiguard_ledger_1&)> f) noexcept {
#if defined(__ELF__)
    using callable = function_ref<void(const ffiguard_ledger_1&)>;
    detail::for_each_ledger(
        [](void* context, const ffiguard_ledger_1& one) noexcept {
            (*static_cast<callable*>(context))(one);
        },
        &f);
#endif
}

/// Calls f(totals, bytes) for each type of each ledger.
FFIGUARD_RARE inline void visit_totals(
    function_ref<void(const ffiguard_totals_1&, std::uint64_t)> f) noexcept {
    using asked = ledger_question<function_ref<void(const ffiguard_totals_1&, std::uint64_t)>>;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        asked question{f, detail::is_grown(ledger)};
        ledger.totals(&question, [](void* context, const ffiguard_totals_1* one) {
            const auto& from = *static_cast<const asked*>(context);
            from.visit(*one, from.is_grown ? one->bytes : 0);
        });
    });
}

FFIGUARD_RARE inline void visit_held(held_visit visit) noexcept {
    using asked = ledger_question<held_visit>;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        asked question{visit, detail::is_grown(ledger)};
        ledger.held(&question, [](void* context, const ffiguard_held_1* one) {
            const auto& from = *static_cast<const asked*>(context);
            held_resource told{
                detail::text_of(*one), one->value, one->parent, one->place, one->thread, one->age,
                one->closing != 0,     0,          nullptr,     0,          {},          {}};
            if (from.is_grown) {
                told.bytes = one->bytes;
                told.stack = one->stack;
                told.stack_size = static_cast<std::size_t>(one->stack_size);
                if (one->referent != nullptr)
                    told.referent = {one->referent, static_cast<std::size_t>(one->referent_size)};
                if (one->caller != nullptr)
                    told.caller = {one->caller, static_cast<std::size_t>(one->caller_size)};
            }
            from.visit(told);
        });
    });
}

FFIGUARD_RARE inline void visit_types(totals_visit visit) noexcept {
    detail::visit_totals([&](const ffiguard_totals_1& first, std::uint64_t) noexcept {
        resource_totals all;
        bool is_first = true;
        detail::visit_totals([&](const ffiguard_totals_1& one, std::uint64_t bytes) noexcept {
            if (detail::text_of(one) != detail::text_of(first)) return;
            if (all.type.empty()) is_first = one.type == first.type;
            all.type = detail::text_of(first);
            all.opened += one.opened;
            all.released += one.released;
            all.disowned += one.disowned;
            all.refused += one.refused;
            all.bytes += bytes;
        });
        // Fewer if observation began late.
        const std::uint64_t gone = all.released + all.disowned;
        all.live = all.opened > gone ? all.opened - gone : 0;
        const resource_totals& told = all;
        if (is_first) visit(told);
    });
}

}  // namespace detail

/// Calls visit(const held_resource&) for each open resource that has a record, in all shared
/// objects of the process that are compiled with FFIGUARD_OBSERVE, whatever their other settings.
/// Resources that come or go meanwhile may be left out. visit must neither throw nor load or unload
/// a library: the loader's lock is held. Any thread; not in a signal handler.
template <class Visit>
void for_each_held(Visit&& visit) noexcept {
    detail::visit_held(visit);
}

/// Calls visit(const resource_totals&) for each type with a count. A type that several shared
/// objects use comes once: one of them may have released what another one opened. The rules of
/// for_each_held() apply.
template <class Visit>
void for_each_observed_type(Visit&& visit) noexcept {
    detail::visit_types(visit);
}

/// A snapshot. The rules of for_each_held() apply.
[[nodiscard]] FFIGUARD_RARE inline ledger_totals observed_totals() noexcept {
    ledger_totals all;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        ++all.ledgers;
        all.dropped += ledger.dropped();
        all.violations += ledger.violations();
        if (detail::is_grown(ledger)) all.stacks_dropped += ledger.stacks_dropped();
    });
    for_each_observed_type([&](const resource_totals& type) noexcept {
        all.opened += type.opened;
        all.live += type.live;
    });
    return all;
}

/// Sets the level of every shared object that is loaded now. See set_observe_level().
inline void set_observe_level_everywhere(observe_level level) noexcept {
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        static_cast<void>(ledger.set_level(static_cast<std::uint32_t>(level)));
    });
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
