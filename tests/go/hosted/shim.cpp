// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <lmdb.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/thread_host.hpp>

using ffiguard::boundary;
using ffiguard::status;
using ffiguard::token;

namespace {

status told(int answer) { return answer == 0 ? status() : status::foreign(answer); }

class store {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    explicit store(const char* directory) {
        MDB_env* made = nullptr;
        if (mdb_env_create(&made) != 0) return;
        env_.reset(made);
        static_cast<void>(mdb_env_set_mapsize(made, std::size_t{64} << 20));
        opened = told(mdb_env_open(made, directory, MDB_NOSYNC | MDB_NOTLS, 0600));
    }
    MDB_env* raw() const { return env_.get(); }
    status opened = ffiguard::status_code::out_of_memory;

private:
    ffiguard::owned<&mdb_env_close> env_;
};

class txn {
public:
    ffiguard::release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<store>, ffiguard::lives_at<&txn::home>>;
    txn(store& in, ffiguard::release_place at) : home(std::move(at)) {
        MDB_txn* made = nullptr;
        if (mdb_txn_begin(in.raw(), nullptr, 0, &made) != 0) return;
        txn_.reset(made);
        static_cast<void>(mdb_dbi_open(made, nullptr, MDB_INTEGERKEY, &dbi_));
    }
    status close() noexcept { return txn_ ? told(mdb_txn_commit(txn_.release())) : status(); }
    status put(std::uint64_t key, std::uint64_t value) noexcept {
        MDB_val k{sizeof key, &key};
        MDB_val v{sizeof value, &value};
        return told(mdb_put(txn_.get(), dbi_, &k, &v, 0));
    }
    status get(std::uint64_t key, std::uint64_t* value) noexcept {
        MDB_val k{sizeof key, &key};
        MDB_val v{};
        if (const int answer = mdb_get(txn_.get(), dbi_, &k, &v); answer != 0) return told(answer);
        *value = *static_cast<const std::uint64_t*>(v.mv_data);
        return {};
    }
    status count(std::uint64_t* rows) noexcept {
        MDB_stat known{};
        const int answer = mdb_stat(txn_.get(), dbi_, &known);
        *rows = known.ms_entries;
        return told(answer);
    }

private:
    ffiguard::owned<&mdb_txn_abort> txn_;
    MDB_dbi dbi_ = 0;
};

// Never destroyed: Go may call until the process has ended.
auto& stores = *new ffiguard::handle_table<store>;
auto& txns = *new ffiguard::handle_table<txn>;
auto& host = *new ffiguard::thread_host([] {
    ffiguard::host_options options;
    options.max_waiting = 16;  // of Go's threads
    return ffiguard::thread_host::start(options).value();
}());
auto& done = *new ffiguard::completion_queue(ffiguard::completion_queue::create(65536).value());

std::mutex gate;
std::condition_variable gate_changed;
bool held = false;
bool is_held = false;

ffiguard_status code(status what) { return static_cast<ffiguard_status>(what.code()); }

}  // namespace

ffiguard_status store_open(const char* directory, ffiguard_token* made, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto t = stores.emplace(directory);
        if (!t) return t.status();
        const status opened = stores.pin(*t)->opened;
        if (opened.ok())
            *made = *t;
        else
            stores.close(*t).ignore();
        return opened;
    });
}
ffiguard_status store_close(ffiguard_token t, ffiguard_error* err) {
    return boundary(err, [&] { return stores.close(t); });
}
ffiguard_status txn_begin(ffiguard_token in, ffiguard_token* made, ffiguard_error* err) {
    return boundary(err, [&]() -> ffiguard::error {
        const auto t = host.call([&] { return txns.emplace_child(stores, in, host.place()); });
        if (!t) return t.error();
        *made = *t;
        return {};
    });
}
ffiguard_status txn_commit(ffiguard_token t, ffiguard_error* err) {
    return boundary(err, [&] { return ffiguard::hosted_close(txns, t); });
}
ffiguard_status txn_close(ffiguard_token t, ffiguard_error* err) {
    return boundary(err, [&] { return txns.close(t); });
}
ffiguard_status txn_put(ffiguard_token t, std::uint64_t key, std::uint64_t value,
                        std::uint64_t cookie) {
    return code(hosted_post(
        txns, t, [key, value](txn& in) { return in.put(key, value); }, done, cookie));
}
ffiguard_status txn_put_waiting(ffiguard_token t, std::uint64_t key, std::uint64_t value) {
    return code(hosted_call(txns, t, [&](txn& in) { return in.put(key, value); }).status());
}
ffiguard_status txn_get(ffiguard_token t, std::uint64_t key, std::uint64_t* value,
                        ffiguard_error* err) {
    return boundary(
        err, [&] { return hosted_call(txns, t, [&](txn& in) { return in.get(key, value); }); });
}
ffiguard_status txn_count(ffiguard_token t, std::uint64_t* rows, ffiguard_error* err) {
    return boundary(err,
                    [&] { return hosted_call(txns, t, [&](txn& in) { return in.count(rows); }); });
}

int store_descriptor() { return done.descriptor(); }
size_t store_take(store_completion* into, size_t room) {
    static_assert(sizeof(store_completion) == sizeof(ffiguard::completed_call), "one layout");
    return done.take(reinterpret_cast<ffiguard::completed_call*>(into), room);
}

std::int32_t store_await(std::int32_t limit) {
    return done.wait_for(std::chrono::milliseconds(limit)) ? 1 : 0;
}

ffiguard_status host_hold(ffiguard_token t, std::uint64_t cookie) {
    {
        const std::lock_guard<std::mutex> lock(gate);
        held = true;
    }
    return code(hosted_post(
        txns, t,
        [](txn&) {
            std::unique_lock<std::mutex> lock(gate);
            is_held = true;
            gate_changed.wait(lock, [] { return !held; });
            is_held = false;
        },
        done, cookie));
}
std::int32_t host_is_held() {
    const std::lock_guard<std::mutex> lock(gate);
    return is_held ? 1 : 0;
}
void host_let_go() {
    const std::lock_guard<std::mutex> lock(gate);
    held = false;
    gate_changed.notify_all();
}
size_t host_queued() { return host.queued(); }
std::uint64_t live_objects() { return stores.live() + txns.live(); }
