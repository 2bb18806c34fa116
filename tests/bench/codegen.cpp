// SPDX-License-Identifier: BSL-1.0
// What compiles to what: codegen.py counts the instructions of x_owner, by ffiguard, of x_hand, by
// hand, and of x_std, by the nearest standard thing, and docs/codegen.md shows them. "//! x: title
// | 1.00 of hand" is the limit. The hand-written twin keeps the same laws: it empties the handle
// before the closer runs and keeps errno where the closer may not.
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/memory/foreign_span.hpp>

struct resource;
extern "C" {
resource* resource_open() noexcept;
void resource_close(resource*) noexcept;
void resource_use(resource*) noexcept;
int number_open() noexcept;
void number_close(int) noexcept;
void number_use(int) noexcept;
}

namespace {

struct quiet_traits {
    using value_type = resource*;
    static constexpr value_type empty() noexcept { return nullptr; }
    static constexpr bool keeps_errno = true;
    static void close(value_type value) noexcept { resource_close(value); }
};
using quiet = ffiguard::unique_handle<quiet_traits>;
using careful = ffiguard::owned<&resource_close>;
using number = ffiguard::owned<&number_close, -1>;

struct closer {
    void operator()(resource* value) const noexcept { resource_close(value); }
};
using standard = std::unique_ptr<resource, closer>;

}  // namespace

struct page {
    ffiguard::status add(std::int32_t at, double value) noexcept;
    ffiguard::result<std::int64_t> find(std::string_view text,
                                        ffiguard::foreign_span<std::uint8_t> to) noexcept;
    void clear() noexcept;
};
extern ffiguard::handle_table<page> pages;

// Its calls drain a queue.
extern ffiguard::release_queue later;
struct draining_page : page {
    using life_cycle = ffiguard::life_cycle<ffiguard::drains_queue<&later>>;
};
extern ffiguard::handle_table<draining_page> draining_pages;

// A count of users with a closed bit and a generation, as one writes it by hand: what a gate does
// without its traps.
struct counted_by_hand {
    std::atomic<std::uint64_t> word;
    resource* value;
    page object;
    bool enter(std::uint64_t generation) noexcept {
        std::uint64_t seen = generation;
        while (!word.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire,
                                           std::memory_order_relaxed))
            if (((seen ^ generation) & ~std::uint64_t{0x3fffff}) != 0) return false;
        return true;
    }
    void leave() noexcept {
        if ((word.fetch_sub(1, std::memory_order_acq_rel) & 0x7fffff) == 0x400001) last_is_gone();
    }
    void last_is_gone() noexcept;
};
extern counted_by_hand* hand_slots;
extern std::uint32_t hand_slot_count;
extern std::uint64_t hand_table;
extern std::mutex map_mutex;
extern std::unordered_map<std::uint64_t, std::shared_ptr<page>> page_map;
extern "C" void page_use(page*) noexcept;
extern "C" void may_throw(int);

extern "C" {

//! scope: a scope that opens, uses and closes; the closer keeps errno | 1.00 of std
void scope_owner() noexcept {
    const quiet owner(resource_open());
    resource_use(owner.get());
}
void scope_std() noexcept {
    const standard owner(resource_open());
    resource_use(owner.get());
}

//! errno: the same with a closer that may change errno | 1.00 of hand
void errno_owner() noexcept {
    const careful owner(resource_open());
    resource_use(owner.get());
}
void errno_hand() noexcept {
    resource* const value = resource_open();
    resource_use(value);
    if (value != nullptr) {
        const int saved = errno;
        resource_close(value);
        errno = saved;
    }
}

//! number: a handle that is no pointer, with another empty value | 1.00 of hand
void number_owner() noexcept {
    const number owner(number_open());
    number_use(owner.get());
}
void number_hand() noexcept {
    const int value = number_open();
    number_use(value);
    if (value != -1) {
        const int saved = errno;
        number_close(value);
        errno = saved;
    }
}

//! replace: an owner in memory gets another handle | 1.00 of hand
void replace_owner(quiet& owner) noexcept { owner.reset(resource_open()); }
void replace_std(standard& owner) noexcept { owner.reset(resource_open()); }
void replace_hand(resource*& handle) noexcept {
    resource* const fresh = resource_open();
    resource* const old = handle;
    handle = fresh;
    if (old != nullptr && old != fresh) resource_close(old);
}

//! release: an owner hands over | 1.00 of hand
resource* release_owner(quiet& owner) noexcept { return owner.release(); }
resource* release_std(standard& owner) noexcept { return owner.release(); }
resource* release_hand(resource*& handle) noexcept {
    resource* const value = handle;
    handle = nullptr;
    return value;
}

//! destroy: an owner in memory is destroyed; it is empty before the closer runs | 1.00 of hand
void destroy_owner(quiet& owner) noexcept { owner.~quiet(); }
void destroy_std(standard& owner) noexcept { owner.~standard(); }
void destroy_hand(resource*& handle) noexcept {
    resource* const old = handle;
    handle = nullptr;
    if (old != nullptr) resource_close(old);
}

// ---- shared handles
using shared = ffiguard::shared_handle<quiet_traits>;
using standard_shared = std::shared_ptr<resource>;

//! shared_copy: a shared handle is copied into memory | 1.60 of std
void shared_copy_owner(const shared& from, void* to) noexcept { ::new (to) shared(from); }
void shared_copy_std(const standard_shared& from, void* to) noexcept {
    ::new (to) standard_shared(from);
}

//! shared_pin: a shared resource that may be closed meanwhile is used | 3.00 of hand
bool shared_pin_owner(const shared& of) noexcept {
    const auto inside = of.pin();
    if (!inside) return false;
    resource_use(inside.get());
    return true;
}
bool shared_pin_hand(counted_by_hand& of) noexcept {
    if (!of.enter(0)) return false;
    resource_use(of.value);
    of.leave();
    return true;
}

// ---- tables
//! table_pin: a token is looked up, and its object is used and let go of | 1.75 of hand
bool table_pin_owner(ffiguard_token which) noexcept {
    const auto inside = pages.pin(which);
    if (!inside) return false;
    page_use(&*inside);
    return true;
}
bool table_pin_hand(std::uint64_t which) noexcept {
    const auto index = static_cast<std::uint32_t>(which) & 0x3fffffU;
    if ((which >> 40U) != hand_table || index >= hand_slot_count) return false;
    counted_by_hand& slot = hand_slots[index];
    if (!slot.enter((which << 6U) & ~std::uint64_t{0x7fffff})) return false;
    page_use(&slot.object);
    slot.leave();
    return true;
}
bool table_pin_std(std::uint64_t which) {
    std::shared_ptr<page> found;
    {
        const std::lock_guard<std::mutex> lock(map_mutex);
        const auto at = page_map.find(which);
        if (at == page_map.end()) return false;
        found = at->second;
    }
    page_use(found.get());
    return true;
}

// ---- the boundary
//! boundary_status: an exported function that throws nothing | 1.75 of hand
ffiguard_status boundary_status_owner(ffiguard_error* err) {
    return ffiguard::boundary(err, []() noexcept { number_use(1); });
}
ffiguard_status boundary_status_hand(ffiguard_error*) {
    number_use(1);
    errno = 0;
    return 0;
}

//! boundary_throw: one that may throw; the handlers stand apart | 4.00 of hand
ffiguard_status boundary_throw_owner(ffiguard_error* err) {
    return ffiguard::boundary(err, [] { may_throw(1); });
}
ffiguard_status boundary_throw_hand(ffiguard_error* err) {
    try {
        may_throw(1);
        errno = 0;
        return 0;
    } catch (const std::exception& thrown) {
        if (err != nullptr) std::strncpy(err->message, thrown.what(), sizeof err->message - 1);
        return 1;
    } catch (...) {
        return 2;
    }
}

}  // extern "C"

//! add: the C function of a member, by the macro, and its body written out | 1.00 of hand
FFIGUARD_EXPORT_CALL(add_owner, pages, &page::add, int32_t, double);
FFIGUARD_EXPORT_SYMBOL ffiguard_status add_hand(ffiguard_token p, std::int32_t at, double value,
                                                ffiguard_error* err) {
    return ffiguard::call<&page::add>(pages, p, err, at, value);
}
//! undrained: a call; a class that drains no queue pays nothing for it | 1.00 of hand
FFIGUARD_EXPORT_SYMBOL ffiguard_status undrained_owner(ffiguard_token p, ffiguard_error* err) {
    return ffiguard::call<&page::clear>(pages, p, err);
}
FFIGUARD_EXPORT_SYMBOL ffiguard_status undrained_hand(ffiguard_token p, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto inside = pages.pin(p);
        if (!inside) return inside.status();
        inside->clear();
        return {};
    });
}
//! drained: a call of a class that does pays for a look at the queue | 1.00 of hand
FFIGUARD_EXPORT_SYMBOL ffiguard_status drained_owner(ffiguard_token p, ffiguard_error* err) {
    return ffiguard::call<&page::clear>(draining_pages, p, err);
}
FFIGUARD_EXPORT_SYMBOL ffiguard_status drained_hand(ffiguard_token p, ffiguard_error* err) {
    const ffiguard_status outcome = ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto inside = draining_pages.pin(p);
        if (!inside) return inside.status();
        inside->clear();
        return {};
    });
    if (later.queued() != 0) later.drain_after_call();
    return outcome;
}
//! find: text, bytes and an out-parameter, by the macro and written out | 1.00 of hand
FFIGUARD_EXPORT_CALL(find_owner, pages, &page::find, ffiguard_view, uint8_t*, size_t, int64_t*);
FFIGUARD_EXPORT_SYMBOL ffiguard_status find_hand(ffiguard_token p, ffiguard_view text,
                                                 std::uint8_t* to, std::size_t size,
                                                 std::int64_t* found, ffiguard_error* err) {
    using ffiguard::foreign_span;
    return ffiguard::call_into<&page::find>(pages, p, found, err,
                                            foreign_span<const char>::from(text.data, text.size),
                                            foreign_span<std::uint8_t>::from(to, size));
}
