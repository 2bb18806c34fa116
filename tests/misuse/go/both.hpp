// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MISUSE_BOTH_HPP
#define FFIGUARD_TESTS_MISUSE_BOTH_HPP

#include "shim.h"

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

// What both shims stand on: the counting of what is open, and the C libraries that they wrap.

extern std::atomic<std::int64_t> live_objects;
struct counted {
    counted() noexcept { ++live_objects; }
    counted(const counted&) noexcept { ++live_objects; }
    counted& operator=(const counted&) noexcept = default;
    ~counted() { --live_objects; }
};

/// Inside until shim_let_go(), or until it is interrupted; reads the object meanwhile.
void stay(const std::int64_t& object, const std::atomic<bool>* interrupted = nullptr);

/// A library whose stores are for one thread at a time, and end after their cursors.
struct store_library {
    std::int64_t value = 100;
    std::atomic<bool> woken{false};
    bool busy = false;  ///< closing it fails with 5
};
/// Inside until somebody wakes it, or shim_let_go(): then 0, else 4.
int store_library_run(store_library& store);

/// A library with callbacks: keeps one, and may call it after it was told not to.
using bell_function = ffiguard_status (*)(void* user);
void bell_library_keep(bell_function function, void* user);

/// A library with memory of its own, which free() does not know.
inline void* block_library_new() {
    auto* const block = static_cast<char*>(std::malloc(64));
    return block != nullptr ? block + 16 : nullptr;
}
inline void block_library_delete(void* block) {
    if (block != nullptr) std::free(static_cast<char*>(block) - 16);
}

/// A closer that changes errno, as close(2) and a library's logging may.
void close_noisily(int resource);

#endif
