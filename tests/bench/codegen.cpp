// SPDX-License-Identifier: BSL-1.0
// Pairs of functions that must compile to the same instructions; codegen.py compares x_owner with
// x_hand. The hand-written twin keeps the same laws: it empties the handle before the closer runs
// and keeps errno where the closer may not.
#include <cerrno>
#include <memory>
#include <string_view>

#include <ffiguard/core/call.hpp>
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

extern "C" {

// A scope that opens, uses and closes; the closer keeps errno: same as std::unique_ptr.
void scope_owner() noexcept {
    const quiet owner(resource_open());
    resource_use(owner.get());
}
void scope_hand() noexcept {
    const standard owner(resource_open());
    resource_use(owner.get());
}

// The same with a closer that may change errno.
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

// A handle that is no pointer, with another empty value.
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

// Replacing what an owner in memory holds.
void replace_owner(quiet& owner) noexcept { owner.reset(resource_open()); }
void replace_hand(resource*& handle) noexcept {
    resource* const fresh = resource_open();
    resource* const old = handle;
    handle = fresh;
    if (old != nullptr && old != fresh) resource_close(old);
}

// Handing over.
resource* release_owner(quiet& owner) noexcept { return owner.release(); }
resource* release_hand(resource*& handle) noexcept {
    resource* const value = handle;
    handle = nullptr;
    return value;
}

// Destroying an owner in memory: emptied before the closer runs.
void destroy_owner(quiet& owner) noexcept { owner.~quiet(); }
void destroy_hand(resource*& handle) noexcept {
    resource* const old = handle;
    handle = nullptr;
    if (old != nullptr) resource_close(old);
}

}  // extern "C"

// The C name of a member, made by the macro, and its body written out.
FFIGUARD_EXPORT_CALL(add_owner, pages, &page::add, int32_t, double);
FFIGUARD_EXPORT_SYMBOL ffiguard_status add_hand(ffiguard_token p, std::int32_t at, double value,
                                                ffiguard_error* err) {
    return ffiguard::call<&page::add>(pages, p, err, at, value);
}
// A class that drains no queue pays nothing for it.
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
// One that does pays for a look at the queue.
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
FFIGUARD_EXPORT_CALL(find_owner, pages, &page::find, ffiguard_view, uint8_t*, size_t, int64_t*);
FFIGUARD_EXPORT_SYMBOL ffiguard_status find_hand(ffiguard_token p, ffiguard_view text,
                                                 std::uint8_t* to, std::size_t size,
                                                 std::int64_t* found, ffiguard_error* err) {
    using ffiguard::foreign_span;
    return ffiguard::call_into<&page::find>(pages, p, found, err,
                                            foreign_span<const char>::from(text.data, text.size),
                                            foreign_span<std::uint8_t>::from(to, size));
}
