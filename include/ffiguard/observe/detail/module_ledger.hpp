// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_MODULE_LEDGER_HPP
#define FFIGUARD_OBSERVE_DETAIL_MODULE_LEDGER_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/observe/detail/coarse_time.hpp>
#include <ffiguard/observe/detail/exit_report.hpp>
#include <ffiguard/observe/detail/known_queue.hpp>
#include <ffiguard/observe/detail/module_note.hpp>
#include <ffiguard/observe/detail/observed_call.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>
#include <ffiguard/observe/detail/record_store.hpp>
#include <ffiguard/observe/detail/stack_table.hpp>
#include <ffiguard/observe/detail/stack_walk.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline record_store records_;
FFIGUARD_HIDDEN inline stack_table stacks_;
FFIGUARD_HIDDEN inline exit_report exit_report_;  // it ends before the records do
FFIGUARD_HIDDEN inline std::atomic<std::uint64_t> violations_seen_{0};

// Names the code of another runtime that has called C++ on this thread. Its texts stay as long as
// the records. Null if there is none.
FFIGUARD_HIDDEN inline std::atomic<const type_text* (*)() noexcept> name_caller_{nullptr};

/// Whether the level keeps a record of it.
[[nodiscard]] inline bool is_recorded(std::uint64_t value) noexcept {
    const observe_level level = observe_level_now();
    return level >= observe_level::record ||
           (level == observe_level::sample && record_store::is_sampled(value));
}
/// Separate, because a call_stack is large.
[[gnu::noinline]] FFIGUARD_HIDDEN inline std::uint64_t note_stack(std::uintptr_t place) noexcept {
    call_stack taken;
    detail::take_stack(taken, place);
    return stacks_.add(taken);
}

/// Counts a resource that was opened, and records it if the level says so. Not called at level off.
FFIGUARD_HIDDEN inline void note_opened(observed_type& type, std::uint64_t value,
                                        std::uint64_t bytes, std::uintptr_t place,
                                        std::uint64_t parent) noexcept {
    type.count_opened(bytes);
    if (!detail::is_recorded(value)) return;
    record made;
    made.type = &type;
    made.value = value;
    made.parent = parent;
    made.place = place;
    made.taken_at = coarse_time();
    made.thread = this_thread_number();
    made.bytes = bytes;
    if (observe_level_now() == observe_level::stack) made.stack = detail::note_stack(place);
    if (const auto name_caller = name_caller_.load(std::memory_order_acquire))
        made.caller = name_caller();
    records_.add(made);
}

/// The functions of ffiguard_ledger_1.
struct FFIGUARD_HIDDEN module_ledger {
    static void held(void* context, void (*visit)(void*, const ffiguard_held_1*)) noexcept {
        const std::uint64_t now = coarse_time();
        records_.for_each([&](const record& one, bool is_closing) noexcept {
            const type_text name = one.type->name();
            ffiguard_held_1 told{name.data,
                                 name.size,
                                 one.value,
                                 one.parent,
                                 one.place,
                                 one.thread,
                                 now > one.taken_at ? now - one.taken_at : 0,
                                 is_closing ? 1U : 0U,
                                 0,
                                 one.bytes,
                                 nullptr,
                                 0,
                                 one.referent != nullptr ? one.referent->data : nullptr,
                                 one.referent != nullptr ? one.referent->size : 0,
                                 one.caller != nullptr ? one.caller->data : nullptr,
                                 one.caller != nullptr ? one.caller->size : 0};
            if (const auto* const stack = stacks_.at(one.stack); stack != nullptr) {
                told.stack = stack->frames;
                told.stack_size = stack->size.load(std::memory_order_relaxed);
            }
            visit(context, &told);
        });
    }
    static void totals(void* context, void (*visit)(void*, const ffiguard_totals_1*)) noexcept {
        for (const observed_type* one = observed_type::first(); one != nullptr; one = one->next()) {
            const type_text name = one->name();
            const type_totals all = one->totals();
            const ffiguard_totals_1 told{name.data,    name.size,   all.opened, all.released,
                                         all.disowned, all.refused, all.live(), all.bytes};
            visit(context, &told);
        }
    }
    static void history(std::uint64_t value, void* context,
                        void (*visit)(void*, const ffiguard_history_1*)) noexcept {
        history_of(nullptr, value, context, visit);
    }
    /// The same for what is held of the type, which may be null, or was released; without a search.
    static void history_of(const observed_type* type, std::uint64_t value, void* context,
                           void (*visit)(void*, const ffiguard_history_1*)) noexcept {
        record one;
        if (!records_.find_value(type, value, one)) return;
        const type_text name = one.type->name();
        const ffiguard_history_1 told{name.data,  name.size,     one.place,
                                      one.thread, one.closed_at, one.closed_by};
        visit(context, &told);
    }
    static std::uint32_t is_living() noexcept {
        return is_living_.load(std::memory_order_relaxed) ? 1U : 0U;
    }
    static void calls(void* context, void (*visit)(void*, const ffiguard_call_1*)) noexcept {
        for (const observed_call* one = observed_call::first(); one != nullptr; one = one->next()) {
            const type_text name = one->name();
            std::uint64_t sum = 0;
            std::uint64_t buckets[call_buckets::size] = {};
            one->read(sum, buckets);
            const ffiguard_call_1 told{name.data, name.size, reinterpret_cast<std::uintptr_t>(one),
                                       sum,       buckets,   call_buckets::size};
            visit(context, &told);
        }
    }
    static std::uint32_t time_calls(std::uint32_t on) noexcept {
        const bool before = are_calls_timed();
        timing_.store(on != 0 ? 1 : 0, std::memory_order_relaxed);
        return before ? 1 : 0;
    }
    static void queues(void* context, void (*visit)(void*, const ffiguard_queue_1*)) noexcept {
        if (is_living() == 0) return;  // a queue may have ended
        for (const known_queue* one = known_queue::first(); one != nullptr; one = one->next()) {
            const ffiguard_queue_1 told{one->name(), one->queued()};
            visit(context, &told);
        }
    }
    static std::uint64_t dropped() noexcept { return records_.dropped(); }
    static std::uint64_t stacks_dropped() noexcept { return stacks_.dropped(); }
    static std::uint64_t violations() noexcept {
        return violations_seen_.load(std::memory_order_relaxed);
    }
    static std::uint32_t set_level(std::uint32_t level) noexcept {
        return static_cast<std::uint32_t>(set_observe_level(static_cast<observe_level>(level)));
    }
    static std::uint32_t forget(const char* type, std::uint64_t size, std::uint64_t value,
                                std::uint64_t closed_by) noexcept {
        for (const observed_type* one = observed_type::first(); one != nullptr; one = one->next()) {
            const type_text name = one->name();
            if (name.size == size && __builtin_memcmp(name.data, type, name.size) == 0 &&
                records_.remove(one, value, static_cast<std::uintptr_t>(closed_by)))
                return 1;
        }
        return 0;
    }
};

/// For a resource that ends here, at closed_by, and that another shared object may have recorded.
[[gnu::cold]] FFIGUARD_HIDDEN inline void forget_elsewhere(type_text type, std::uint64_t value,
                                                           std::uintptr_t closed_by) noexcept {
#if defined(__ELF__)
    struct wanted {
        type_text type;
        std::uint64_t value;
        std::uintptr_t closed_by;
        bool found;
    } one{type, value, closed_by, false};
    detail::for_each_ledger(
        [](void* context, const ffiguard_ledger_1& ledger) noexcept {
            auto& it = *static_cast<wanted*>(context);
            if (!it.found && is_grown(ledger))
                it.found = ledger.forget(it.type.data, it.type.size, it.value, it.closed_by) != 0;
        },
        &one);
#else
    static_cast<void>(type);
    static_cast<void>(value);
    static_cast<void>(closed_by);
#endif
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

// One for each inline namespace in an object, whose name it has: if two versions are linked
// together, each has a ledger. Weak and hidden: every source file has it, and no other object sees
// it.
#if defined(__ELF__)
#define FFIGUARD_LEDGER_PASTE(abi) ffiguard_ledger_1_##abi
#define FFIGUARD_LEDGER_OF(abi) FFIGUARD_LEDGER_PASTE(abi)
#define FFIGUARD_LEDGER FFIGUARD_LEDGER_OF(FFIGUARD_ABI)
#define FFIGUARD_LEDGER_TEXT_OF(name) #name
#define FFIGUARD_LEDGER_TEXT(name) FFIGUARD_LEDGER_TEXT_OF(name)
#define FFIGUARD_LEDGER_NOTE "ffiguard_ledger_note_1_" FFIGUARD_LEDGER_TEXT(FFIGUARD_ABI)
extern "C" {
__attribute__((weak, visibility("hidden"), used)) extern const ffiguard_ledger_1 FFIGUARD_LEDGER = {
    1,
    sizeof(ffiguard_ledger_1),
    &ffiguard::detail::module_ledger::held,
    &ffiguard::detail::module_ledger::totals,
    &ffiguard::detail::module_ledger::dropped,
    &ffiguard::detail::module_ledger::violations,
    &ffiguard::detail::module_ledger::set_level,
    &ffiguard::detail::module_ledger::history,
    &ffiguard::detail::module_ledger::is_living,
    &ffiguard::detail::module_ledger::stacks_dropped,
    &ffiguard::detail::module_ledger::forget,
    &ffiguard::detail::module_ledger::calls,
    &ffiguard::detail::module_ledger::time_calls,
    sizeof(ffiguard_held_1),
    &ffiguard::detail::module_ledger::queues};
}
// The note: sizes of its name and its data, its type, the two. There is one for each inline
// namespace in an object: by COMDAT, and, if -flto joins several source files, by .ifndef.
#define FFIGUARD_LEDGER_LINE(before, after) before FFIGUARD_LEDGER_NOTE after "\n"
__asm__(FFIGUARD_LEDGER_LINE(".ifndef ", "")                                          //
        FFIGUARD_LEDGER_LINE(".pushsection .note.ffiguard,\"aG\",%note,", ",comdat")  //
        ".balign 4\n"                                                                 //
        FFIGUARD_LEDGER_LINE(".weak ", "")                                            //
        FFIGUARD_LEDGER_LINE(".hidden ", "")                                          //
        FFIGUARD_LEDGER_LINE("", ":")                                                 //
        ".4byte 9, 4, 0x31646c67\n"
        ".asciz \"ffiguard\"\n"
        ".balign 4\n"
        ".4byte " FFIGUARD_LEDGER_TEXT(FFIGUARD_LEDGER) " - .\n"
        ".popsection\n"
        ".endif\n");
#undef FFIGUARD_LEDGER_LINE
#undef FFIGUARD_LEDGER_PASTE
#undef FFIGUARD_LEDGER_OF
#undef FFIGUARD_LEDGER
#undef FFIGUARD_LEDGER_TEXT_OF
#undef FFIGUARD_LEDGER_TEXT
#undef FFIGUARD_LEDGER_NOTE
#endif

#endif
