// SPDX-License-Identifier: BSL-1.0
//
// The same tree with ffiguard.
#include <cstdint>

#include <ffiguard/ffiguard.hpp>
#include <ffiguard/thread/upcall.hpp>

#include "both.hpp"

using ffiguard::boundary;
using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;

namespace {

status call_go(std::uint64_t callback) {
    const ffiguard::upcall inside;
    if (!inside.status().ok()) return inside.status();
    const ffiguard_status answer = goCallback(callback);
    return answer == FFIGUARD_FOREIGN ? status::foreign(0) : static_cast<status_code>(answer);
}

class store {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children, ffiguard::one_user,
                                            ffiguard::closer_may_refuse<5>>;
    void closing() noexcept { library_.woken = true; }
    status close() noexcept { return library_.busy ? status::foreign(5) : status(); }
    void put(std::int64_t n) noexcept { library_.value += n; }
    std::int64_t value() const noexcept { return library_.value; }
    status run() noexcept {
        const int answer = store_library_run(library_);
        return answer == 0 ? status() : status::foreign(answer);
    }
    status each(std::uint64_t callback) noexcept {
        const status answered = call_go(callback);
        ++library_.value;
        return answered;
    }
    void be_busy(bool busy) noexcept { library_.busy = busy; }

private:
    counted count_;
    store_library library_;
};

class cursor {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<store>, ffiguard::closes_children>;
    explicit cursor(store& in) noexcept : in_(in) {}
    cursor(const cursor&) = delete;
    cursor& operator=(const cursor&) = delete;
    ~cursor() { in_.put(-1); }
    std::int64_t next() noexcept { return in_.value() + ++at_; }
    std::int64_t at() const noexcept { return in_.value() + at_; }
    void step_back() noexcept { --at_; }
    status run() noexcept { return in_.run(); }
    status each(std::uint64_t callback) noexcept { return in_.each(callback); }

private:
    counted count_;
    store& in_;
    std::int64_t at_ = 0;
};

class mark {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<cursor>>;
    explicit mark(cursor& in) noexcept : in_(in) {}
    mark(const mark&) = delete;
    mark& operator=(const mark&) = delete;
    ~mark() { in_.step_back(); }
    std::int64_t read() const noexcept { return in_.at(); }

private:
    counted count_;
    cursor& in_;
};

// Never destroyed: other threads may call until the process ends.
auto& stores = *new handle_table<store>;
auto& cursors = *new handle_table<cursor>;
auto& marks = *new handle_table<mark>;

}  // namespace

FFIGUARD_EXPORT_NEW(guarded_store_open, stores);
ffiguard_status guarded_store_close(uint64_t handle, int32_t how, ffiguard_error* err) {
    return boundary(err, [&] {
        if (how == SHIM_REFUSE) return stores.close_as<ffiguard::refuses_with_children>(handle);
        if (how == SHIM_WAIT) return stores.close_as<ffiguard::waits_for_children>(handle);
        return stores.close(handle);
    });
}
FFIGUARD_EXPORT_WAKE(guarded_store_wake, stores);
FFIGUARD_EXPORT_CALL(guarded_store_put, stores, &store::put, int64_t);
FFIGUARD_EXPORT_CALL(guarded_store_run, stores, &store::run);
FFIGUARD_EXPORT_CALL(guarded_store_each, stores, &store::each, uint64_t);
FFIGUARD_EXPORT_CALL(guarded_store_busy, stores, &store::be_busy, int32_t);

FFIGUARD_EXPORT_NEW_CHILD(guarded_cursor_open, cursors, stores);
FFIGUARD_EXPORT_RELEASE(guarded_cursor_close, cursors);
FFIGUARD_EXPORT_CALL(guarded_cursor_next, cursors, &cursor::next, int64_t*);
FFIGUARD_EXPORT_CALL(guarded_cursor_run, cursors, &cursor::run);
FFIGUARD_EXPORT_CALL(guarded_cursor_each, cursors, &cursor::each, uint64_t);

FFIGUARD_EXPORT_NEW_CHILD(guarded_mark_open, marks, cursors);
FFIGUARD_EXPORT_RELEASE(guarded_mark_close, marks);
FFIGUARD_EXPORT_CALL(guarded_mark_read, marks, &mark::read, int64_t*);
