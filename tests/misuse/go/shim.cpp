// SPDX-License-Identifier: BSL-1.0
#include <cerrno>
#include <new>
#include <thread>

#include "both.hpp"

namespace {

bool use_naive = false;
std::atomic<bool> held{false};
std::atomic<int> inside{0};

bell_function kept_function = nullptr;
void* kept_user = nullptr;

thread_local int allocations_left = 0;
thread_local bool allocation_failed = false;

bool fails_now() {
    if (allocations_left == 0 || --allocations_left != 0) return false;
    allocation_failed = true;
    return true;
}

}  // namespace

std::atomic<std::int64_t> live_objects{0};

void stay(const std::int64_t& object, const std::atomic<bool>* interrupted) {
    ++inside;
    std::int64_t seen = 0;
    while (held && (interrupted == nullptr || !*interrupted)) {
        seen += reinterpret_cast<const volatile std::int64_t&>(object);
        usleep(100);
    }
    --inside;
}

int store_library_run(store_library& store) {
    ++inside;
    while (held && !store.woken) usleep(100);
    const bool woken = store.woken.exchange(false);
    --inside;
    return woken ? 4 : 0;
}

void bell_library_keep(bell_function function, void* user) {
    kept_function = function;
    kept_user = user;
}

void close_noisily(int) { errno = EBADF; }

// All that the two shims allocate: linked with --wrap=malloc.
extern "C" void* __real_malloc(std::size_t size);
extern "C" void* __wrap_malloc(std::size_t size) {
    return fails_now() ? nullptr : __real_malloc(size);
}
void* operator new(std::size_t size) {
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t& no) noexcept {
    return operator new(size, no);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

#define SHIM_DEFINE(name, parameters, arguments)                              \
    ffiguard_status shim_##name parameters {                                  \
        return use_naive ? naive_##name arguments : guarded_##name arguments; \
    }
extern "C" {

SHIM_FUNCTIONS(SHIM_DEFINE)
SHIM_NODE_FUNCTIONS(SHIM_DEFINE)
SHIM_HOOK_FUNCTIONS(SHIM_DEFINE)

void shim_choose(int32_t naive) { use_naive = naive != 0; }
int64_t shim_live(void) { return live_objects; }
void shim_hold(void) { held = true; }
void shim_let_go(void) { held = false; }
int32_t shim_inside(void) { return inside; }

ffiguard_status shim_ring(int32_t other_thread) {
    if (kept_function == nullptr) return FFIGUARD_NULL;
    if (other_thread == 0) return kept_function(kept_user);
    ffiguard_status answer = FFIGUARD_OK;
    std::thread([&] { answer = kept_function(kept_user); }).join();
    return answer;
}

void shim_fail_allocation(int32_t nth) {
    allocations_left = nth;
    allocation_failed = false;
}
int32_t shim_allocation_failed(void) { return allocation_failed ? 1 : 0; }

void shim_exit(void) { std::exit(0); }

}  // extern "C"
