// SPDX-License-Identifier: BSL-1.0
// A real library with rules of order and thread: LMDB. Environment > transaction > cursor and
// value; a write transaction is used and ended on the thread that began it; what mdb_get() gives
// points into the transaction, and is good until its next write.
#ifdef FFIGUARD_TEST_HAS_LMDB  // in the program of its own that is linked to it

#include <lmdb.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/thread_host.hpp>

#include "../counted_violations.hpp"

using ffiguard::handle_table;
using ffiguard::hosted_call;
using ffiguard::hosted_close;
using ffiguard::hosted_post;
using ffiguard::release_place;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_host;
using ffiguard::token;

namespace {

status told(int answer) { return answer == 0 ? status() : status::foreign(answer); }
MDB_val as_value(std::string_view text) { return {text.size(), const_cast<char*>(text.data())}; }

class environment {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    explicit environment(const std::string& directory) {
        MDB_env* made = nullptr;
        if (mdb_env_create(&made) != 0) return;
        env_.reset(made);
        opened = told(mdb_env_open(made, directory.c_str(), MDB_NOSYNC | MDB_NOTLS, 0600));
    }
    MDB_env* raw() const noexcept { return env_.get(); }
    status opened = status_code::out_of_memory;

private:
    ffiguard::owned<&mdb_env_close> env_;
};

// Closing it commits, unless drop() was called.
class transaction {
public:
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<environment>, ffiguard::closes_children,
                             ffiguard::lives_at<&transaction::home>>;
    transaction(environment& in, release_place at, bool for_writing = true) : home(std::move(at)) {
        MDB_txn* made = nullptr;
        opened = told(mdb_txn_begin(in.raw(), nullptr, for_writing ? 0 : MDB_RDONLY, &made));
        if (!opened.ok()) return;
        txn_.reset(made);
        opened = told(mdb_dbi_open(made, nullptr, 0, &dbi_));
    }
    status close() noexcept { return txn_ ? told(mdb_txn_commit(txn_.release())) : status(); }
    void drop() noexcept { txn_.reset(); }

    status put(std::string_view key, std::string_view text) noexcept {
        MDB_val k = as_value(key);
        MDB_val v = as_value(text);
        ++writes;
        return told(mdb_put(txn_.get(), dbi_, &k, &v, 0));
    }
    result<std::string> get(std::string_view key) const {
        MDB_val found{};
        const status got = find(key, found);
        if (!got.ok()) return got;
        return std::string(static_cast<const char*>(found.mv_data), found.mv_size);
    }
    status find(std::string_view key, MDB_val& found) const noexcept {
        MDB_val k = as_value(key);
        const int answer = mdb_get(txn_.get(), dbi_, &k, &found);
        return answer == MDB_NOTFOUND ? status(status_code::not_found) : told(answer);
    }
    MDB_txn* raw() const noexcept { return txn_.get(); }
    MDB_dbi dbi() const noexcept { return dbi_; }
    status opened;
    std::uint64_t writes = 0;

private:
    ffiguard::owned<&mdb_txn_abort> txn_;
    MDB_dbi dbi_ = 0;
};

class cursor {
public:
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<transaction>, ffiguard::lives_at<&cursor::home>>;
    explicit cursor(transaction& in) : home(in.home) {
        MDB_cursor* made = nullptr;
        if (mdb_cursor_open(in.raw(), in.dbi(), &made) == 0) cursor_.reset(made);
    }
    result<std::string> next() {
        MDB_val key{};
        MDB_val found{};
        const int answer = mdb_cursor_get(cursor_.get(), &key, &found, MDB_NEXT);
        if (answer == MDB_NOTFOUND) return status_code::not_found;
        if (answer != 0) return told(answer);
        return std::string(static_cast<const char*>(key.mv_data), key.mv_size);
    }

private:
    ffiguard::owned<&mdb_cursor_close> cursor_;
};

// Bytes inside of LMDB's map: revoked with the transaction, and by its next write.
class value {
public:
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<transaction>, ffiguard::lives_at<&value::home>>;
    value(transaction& in, std::string_view key)
        : home(in.home), in_(&in), writes_(in.writes), found(in.find(key, bytes_)) {}
    result<std::string> copy() const {
        if (!found.ok()) return found;
        if (in_->writes != writes_) return status_code::stale;
        return std::string(static_cast<const char*>(bytes_.mv_data), bytes_.mv_size);
    }

private:
    transaction* in_;
    std::uint64_t writes_;
    MDB_val bytes_{};

public:
    status found;
};

struct store {
    std::string directory = make_directory();
    handle_table<environment> environments;
    handle_table<transaction> transactions;
    handle_table<cursor> cursors;
    handle_table<value> values;
    thread_host host = *thread_host::start();
    token env = *environments.emplace(directory);
    const counted_violations counted;

    store() { REQUIRE(environments.pin(env)->opened.ok()); }
    ~store() {
        static_cast<void>(environments.close(env));
        CHECK(host.stop().ok());
        CHECK(environments.live() + transactions.live() + cursors.live() + values.live() == 0);
        CHECK(counted.all() == 0);
        for (const char* name : {"/data.mdb", "/lock.mdb", ""})
            ::remove((directory + name).c_str());
    }
    token begin(thread_host& on, bool writes = true) {
        return *on.call(
            [&] { return transactions.emplace_child(environments, env, on.place(), writes); });
    }
    token begin(bool writes = true) { return begin(host, writes); }
    status put(token t, std::string_view key, std::string_view text) {
        return hosted_call(transactions, t, [&](transaction& txn) { return txn.put(key, text); })
            .status();
    }

    static std::string make_directory() {
        char name[] = "/tmp/ffiguard_lmdb_XXXXXX";
        REQUIRE(::mkdtemp(name) != nullptr);
        return name;
    }
};

}  // namespace

TEST_CASE("LMDB: many threads write in one transaction, which is committed where it began") {
    store s;
    const token t = s.begin();
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int id = 0; id < 4; ++id)
        threads.emplace_back([&, id] {
            for (int n = 0; n < 250; ++n)
                failed += !s.put(t, std::to_string(id * 250 + n), "text").ok();
        });
    for (auto& thread : threads) thread.join();
    CHECK(failed == 0);
    CHECK(hosted_close(s.transactions, t).ok());
    CHECK(s.put(t, "late", "text") == status_code::closed);

    const token reading = s.begin(false);
    const token c = *s.host.call([&] { return s.cursors.emplace_child(s.transactions, reading); });
    int rows = 0;
    while (hosted_call(s.cursors, c, [](cursor& at) { return at.next(); })) ++rows;
    CHECK(rows == 1000);
    CHECK(s.environments.close(s.env).ok());  // with the cursor and the transaction open
    CHECK(hosted_call(s.cursors, c, [](cursor&) {}).status() == status_code::closed);
}

TEST_CASE("LMDB: what a transaction gave out is revoked by its next write, and with it") {
    store s;
    const token t = s.begin();
    CHECK(s.put(t, "key", "first").ok());
    const auto find = [&] {
        return *s.host.call([&] { return s.values.emplace_child(s.transactions, t, "key"); });
    };
    const auto copy = [&](token v) {
        return hosted_call(s.values, v, [](value& of) { return of.copy(); });
    };
    const token first = find();
    CHECK(*copy(first) == "first");
    CHECK(s.put(t, "key", "second").ok());
    CHECK(copy(first).error().status() == status_code::stale);
    const token second = find();
    CHECK(*copy(second) == "second");
    CHECK(s.transactions.close(t).ok());  // a finalizer of another thread's
    CHECK(copy(second).error().status() == status_code::closed);
    CHECK(copy(first).error().status() == status_code::closed);
    CHECK(s.host.call([] {}).ok());
    CHECK(s.transactions.live() + s.values.live() == 0);
}

TEST_CASE("LMDB: a transaction that is dropped leaves nothing, and one closed by anybody is kept") {
    store s;
    const token dropped = s.begin();
    CHECK(s.put(dropped, "dropped", "1").ok());
    CHECK(hosted_call(s.transactions, dropped, [](transaction& t) { t.drop(); }).ok());
    CHECK(s.transactions.close(dropped).ok());
    const token kept = s.begin();
    CHECK(s.put(kept, "kept", "1").ok());
    CHECK(s.transactions.close(kept).ok());
    const token reading = s.begin(false);
    const auto get = [&](const char* key) {
        return hosted_call(s.transactions, reading, [&](transaction& t) { return t.get(key); });
    };
    CHECK(get("dropped").error().status() == status_code::not_found);
    CHECK(*get("kept") == "1");
}

TEST_CASE("LMDB: a second writer has a host of its own, and waits for the first there") {
    store s;
    auto other = *thread_host::start();
    const token first = s.begin();
    CHECK(s.put(first, "key", "first").ok());
    std::atomic<bool> began{false};
    std::thread writer([&] {
        const token second = s.begin(other);
        began = true;
        CHECK(s.put(second, "key", "second").ok());
        CHECK(hosted_close(s.transactions, second).ok());
    });
    for (int n = 0; n < 100; ++n) CHECK(s.put(first, std::to_string(n), "text").ok());
    CHECK(!began);  // LMDB lets one in at a time
    CHECK(hosted_close(s.transactions, first).ok());
    writer.join();
    const token reading = s.begin(false);
    CHECK(*hosted_call(s.transactions, reading, [](transaction& t) { return t.get("key"); }) ==
          "second");
    CHECK(other.stop().ok());
}

TEST_CASE("LMDB: the environment is closed in the middle, and goes after all that is in it") {
    store s;
    auto done = *ffiguard::completion_queue::create(4096);
    const token t = s.begin();
    std::vector<std::thread> threads;
    std::atomic<int> others{0};  // neither done nor closed
    for (int id = 0; id < 3; ++id)
        threads.emplace_back([&, id] {
            for (int n = 0; n < 300; ++n) {
                const status put = s.put(t, std::to_string(n), "text");
                others += !put.ok() && put != status_code::closed;
                const status posted = hosted_post(
                    s.transactions, t, [](transaction& txn) { return txn.put("k", "v"); }, done, 0);
                others += !posted.ok() && posted != status_code::closed;
                if (id == 0 && n == 100) others += !s.environments.close(s.env).ok();
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(others == 0);
    CHECK(s.host.call([] {}).ok());
    CHECK(s.environments.live() + s.transactions.live() == 0);
}

#endif
