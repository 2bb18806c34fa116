// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_MODULE_NOTE_HPP
#define FFIGUARD_OBSERVE_DETAIL_MODULE_NOTE_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#if defined(__ELF__)
#include <link.h>
#endif

// How the ledgers of a process find each other. Each shared object has its own, hidden. The
// loader's list of objects, and a note in each (like the build id), lead to all of them. A symbol
// would not: a program that was not linked with -rdynamic exports nothing, and if two objects
// export one name, the loader returns the first.
//
// Plain C, of fixed layout and with a version, because objects of other versions and settings read
// it.

extern "C" {

/// An open resource.
struct ffiguard_held_1 {
    const char* type;  ///< no NUL at its end
    std::uint64_t type_size;
    std::uint64_t value;    ///< the raw handle, or the token
    std::uint64_t parent;   ///< the token that it is a child of, else 0
    std::uint64_t place;    ///< an address in the code that took it
    std::uint64_t thread;   ///< this_thread_number() in the object that has the ledger
    std::uint64_t age;      ///< ms
    std::uint32_t closing;  ///< 1 while its closer runs
    std::uint32_t reserved;
    // The first versions ended here.
    std::uint64_t bytes;         ///< that its traits know of
    const std::uint64_t* stack;  ///< return addresses, from the place outwards; null: not recorded
    std::uint64_t stack_size;
    const char* referent;  ///< what it refers to, no NUL at its end; null: not known
    std::uint64_t referent_size;
    const char* caller;  ///< the code of Java that asked for it, no NUL at its end; null: not known
    std::uint64_t caller_size;
};

/// The resources of one type since the process began.
struct ffiguard_totals_1 {
    const char* type;  ///< no NUL at its end
    std::uint64_t type_size;
    std::uint64_t opened, released, disowned, refused, live;
    // The first versions ended here.
    std::uint64_t bytes;  ///< of what is open, that the traits know of
};

/// Where a value was opened and, if it was, closed.
struct ffiguard_history_1 {
    const char* type;  ///< no NUL at its end
    std::uint64_t type_size;
    std::uint64_t opened_at, opened_by;  ///< an address in the code, a thread
    std::uint64_t closed_at, closed_by;  ///< 0 while it is open
};

/// The calls of one boundary that were timed.
struct ffiguard_call_1 {
    const char* name;  ///< no NUL at its end
    std::uint64_t name_size;
    std::uint64_t id;  ///< tells it from others of the name
    std::uint64_t sum_ns;
    const std::uint64_t* buckets;  ///< how many in each, see call_buckets
    std::uint64_t buckets_size;
};

/// A release_queue that its shared object exports.
struct ffiguard_queue_1 {
    const char* name;  ///< ends with NUL
    std::uint64_t queued;
};

/// Grows at its end: a reader checks its size first. Older ones end where it says so.
struct ffiguard_ledger_1 {
    std::uint32_t version;  ///< 1
    std::uint32_t size;     ///< bytes of this struct
    void (*held)(void* context, void (*visit)(void* context, const ffiguard_held_1* one));
    void (*totals)(void* context, void (*visit)(void* context, const ffiguard_totals_1* one));
    std::uint64_t (*dropped)(void);
    std::uint64_t (*violations)(void);
    std::uint32_t (*set_level)(std::uint32_t level);  ///< returns the previous one
    // The first versions ended here.
    void (*history)(std::uint64_t value, void* context,
                    void (*visit)(void* context, const ffiguard_history_1* one));
    std::uint32_t (*is_living)(void);  ///< 0 after the end of its shared object has begun
    std::uint64_t (*stacks_dropped)(void);
    /// Removes one record; 0 if it has none.
    std::uint32_t (*forget)(const char* type, std::uint64_t type_size, std::uint64_t value,
                            std::uint64_t closed_by);
    void (*calls)(void* context, void (*visit)(void* context, const ffiguard_call_1* one));
    std::uint32_t (*time_calls)(std::uint32_t on);  ///< returns whether they were timed
    std::uint64_t held_size;                        ///< bytes of what held() tells
    void (*queues)(void* context, void (*visit)(void* context, const ffiguard_queue_1* one));
};

}  // extern "C"

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The type of the note of "ffiguard" that has the distance from itself to an ffiguard_ledger_1.
enum : std::uint32_t { ledger_note_type = 0x31646c67 };

/// Whether a ledger, and what it passes, has the members that came after the first versions.
[[nodiscard]] inline bool is_grown(const ffiguard_ledger_1& one) noexcept {
    return one.size >= sizeof(ffiguard_ledger_1) && one.held_size >= sizeof(ffiguard_held_1);
}

#if defined(__ELF__)
using ledger_visit = void (*)(void* context, const ffiguard_ledger_1& ledger);

struct ledger_search {
    ledger_visit visit;
    void* context;
};

/// The padded size of a part of a note. In 64 bits: a file may claim any size.
[[nodiscard]] constexpr std::uint64_t padded(std::uint64_t size, std::size_t align) noexcept {
    return (size + align - 1) / align * align;
}

inline void visit_notes(const unsigned char* at, std::size_t size, std::size_t align,
                        const ledger_search& search) noexcept {
    struct header {
        std::uint32_t name_size, size, type;
    } note;
    const unsigned char* const end = at + size;
    while (static_cast<std::size_t>(end - at) >= sizeof note) {
        __builtin_memcpy(&note, at, sizeof note);
        const unsigned char* const name = at + sizeof note;
        const std::uint64_t data_at = padded(sizeof note + std::uint64_t{note.name_size}, align);
        const std::uint64_t whole = data_at + padded(note.size, align);
        if (whole > static_cast<std::size_t>(end - at)) return;
        if (note.type == ledger_note_type && note.name_size == sizeof "ffiguard" &&
            __builtin_memcmp(name, "ffiguard", sizeof "ffiguard") == 0 &&
            note.size == sizeof(std::int32_t)) {
            std::int32_t distance = 0;
            __builtin_memcpy(&distance, at + data_at, sizeof distance);
            const auto where = reinterpret_cast<std::intptr_t>(at + data_at);
            const auto* const found = reinterpret_cast<const ffiguard_ledger_1*>(
                where + static_cast<std::intptr_t>(distance));
            if (found->version == 1) search.visit(search.context, *found);
        }
        at += whole;
    }
}

inline int visit_module(dl_phdr_info* module, std::size_t, void* search) noexcept {
    for (std::size_t i = 0; i < module->dlpi_phnum; ++i) {
        const auto& segment = module->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) continue;
        visit_notes(reinterpret_cast<const unsigned char*>(module->dlpi_addr + segment.p_vaddr),
                    segment.p_memsz, segment.p_align == 8 ? 8 : 4,
                    *static_cast<const ledger_search*>(search));
    }
    return 0;
}

/// Calls visit for the ledger of each shared object. The loader keeps them loaded meanwhile.
inline void for_each_ledger(ledger_visit visit, void* context) noexcept {
    ledger_search search{visit, context};
    ::dl_iterate_phdr(&visit_module, &search);
}
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
