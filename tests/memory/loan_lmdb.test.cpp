// SPDX-License-Identifier: BSL-1.0
//
// memory/loan.hpp over LMDB: a value is memory of a mapped file, good until its transaction ends,
// and not mapped any more when its environment has been closed.
#include <doctest/doctest.h>

#if __has_include(<lmdb.h>)

#include <dlfcn.h>
#include <lmdb.h>
#include <stdlib.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/memory/loan.hpp>

using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::loan;
using ffiguard::result;
using ffiguard::status;
using ffiguard::token;

namespace {

/// By dlopen(), so that the tests need it at run time alone.
struct lmdb {
    void* const library = ::dlopen("liblmdb.so.0", RTLD_NOW | RTLD_LOCAL);
    template <class Function>
    Function* find(const char* name) const {
        return reinterpret_cast<Function*>(::dlsym(library, name));
    }
#define LMDB_FUNCTION(name) \
    decltype(::mdb_##name)* name = find<decltype(::mdb_##name)>("mdb_" #name)
    LMDB_FUNCTION(env_create);
    LMDB_FUNCTION(env_open);
    LMDB_FUNCTION(env_close);
    LMDB_FUNCTION(txn_begin);
    LMDB_FUNCTION(txn_commit);
    LMDB_FUNCTION(txn_abort);
    LMDB_FUNCTION(dbi_open);
    LMDB_FUNCTION(get);
    LMDB_FUNCTION(put);
#undef LMDB_FUNCTION
};
const lmdb& mdb() {
    static const lmdb one;
    return one;
}
bool has_lmdb() {
    const bool has = mdb().library != nullptr;
    if (!has) std::puts("skipped: loans of LMDB: no liblmdb.so.0");
    return has;
}

MDB_val value_of(std::string_view text) { return {text.size(), const_cast<char*>(text.data())}; }

class environment {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    static result<std::unique_ptr<environment>> create(const std::string& path) {
        auto made = std::make_unique<environment>();
        if (int no = mdb().env_create(&made->env_)) return status::foreign(no);
        // MDB_NOTLS: a transaction may end on another thread.
        if (int no = mdb().env_open(made->env_, path.c_str(), MDB_NOTLS, 0600))
            return status::foreign(no);
        return made;
    }
    environment() = default;
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;
    ~environment() {
        if (env_ != nullptr) mdb().env_close(env_);
    }
    status put(std::string_view key, std::string_view text) noexcept {
        MDB_txn* in = nullptr;
        MDB_dbi all = 0;
        MDB_val at = value_of(key), bytes = value_of(text);
        if (int no = mdb().txn_begin(env_, nullptr, 0, &in)) return status::foreign(no);
        int no = mdb().dbi_open(in, nullptr, 0, &all);
        if (no == 0) no = mdb().put(in, all, &at, &bytes, 0);
        if (no == 0)
            no = mdb().txn_commit(in);
        else
            mdb().txn_abort(in);
        return no == 0 ? status() : status::foreign(no);
    }
    MDB_env* raw() noexcept { return env_; }

private:
    MDB_env* env_ = nullptr;
};

class transaction {
public:
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<environment>, ffiguard::closes_children>;
    static result<std::unique_ptr<transaction>> create(environment& in) {
        auto made = std::make_unique<transaction>();
        if (int no = mdb().txn_begin(in.raw(), nullptr, MDB_RDONLY, &made->txn_))
            return status::foreign(no);
        if (int no = mdb().dbi_open(made->txn_, nullptr, 0, &made->all_))
            return status::foreign(no);
        return made;
    }
    transaction() = default;
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction() {
        if (txn_ != nullptr) mdb().txn_abort(txn_);
    }
    result<foreign_span<const char>> get(std::string_view key) const noexcept {
        MDB_val at = value_of(key), found{};
        if (int no = mdb().get(txn_, all_, &at, &found)) return status::foreign(no);
        return foreign_span<const char>::from(found.mv_data, found.mv_size);
    }

private:
    MDB_txn* txn_ = nullptr;
    MDB_dbi all_ = 0;
};

struct store {
    std::string path = [] {
        std::string made = (std::filesystem::temp_directory_path() / "ffiguard_XXXXXX").string();
        REQUIRE(::mkdtemp(made.data()) != nullptr);
        return made;
    }();
    handle_table<std::unique_ptr<environment>> environments;
    handle_table<std::unique_ptr<transaction>> transactions;
    handle_table<loan<transaction>> values;
    token e = *environments.insert(*environment::create(path));

    store() = default;
    store(const store&) = delete;
    store& operator=(const store&) = delete;
    ~store() { std::filesystem::remove_all(path); }

    token begin() {
        token made = 0;
        CHECK(ffiguard::call_new_child(transactions, environments, e, &made, nullptr) ==
              FFIGUARD_OK);
        return made;
    }
    ffiguard_status get(token in, std::string_view key, token* made) {
        return ffiguard::call_lend<&transaction::get>(values, transactions, in, made, nullptr, key);
    }
    ffiguard_status read(token value, std::string& to) {
        char bytes[64];
        std::uint64_t copied = 0;
        const auto got = ffiguard::call_read(values, value, &copied, nullptr, 0, bytes, 64);
        to.assign(bytes, static_cast<std::size_t>(copied));
        return got;
    }
};

}  // namespace

TEST_CASE("a value of LMDB is read until its transaction ends, and then it is closed") {
    if (!has_lmdb()) return;
    store in;
    {
        const auto inside = in.environments.pin(in.e);
        CHECK((*inside)->put("key", "first").ok());
    }
    const token t = in.begin();
    token value = 0;
    std::string text;
    REQUIRE(in.get(t, "key", &value) == FFIGUARD_OK);
    {
        const auto inside = in.environments.pin(in.e);
        CHECK((*inside)->put("key", "second").ok());
    }
    CHECK(in.read(value, text) == FFIGUARD_OK);
    CHECK(text == "first");  // of its transaction
    token none = 9;
    CHECK(in.get(t, "no such key", &none) == FFIGUARD_FOREIGN);
    CHECK(none == 0);

    CHECK(in.transactions.close(t).ok());
    CHECK(in.read(value, text) == FFIGUARD_CLOSED);
    CHECK(in.values.live() == 0);

    token later = 0;
    REQUIRE(in.get(in.begin(), "key", &later) == FFIGUARD_OK);
    CHECK(in.read(later, text) == FFIGUARD_OK);
    CHECK(text == "second");
    CHECK(in.environments.close(in.e).ok());  // the transaction with it, and the mapping is gone
    CHECK(in.read(later, text) == FFIGUARD_CLOSED);
    CHECK(in.environments.live() + in.transactions.live() + in.values.live() == 0);
}

TEST_CASE("an environment of LMDB is closed while threads read its values") {
    if (!has_lmdb()) return;
    std::atomic<int> wrong{0};
    for (int round = 0; round < 10; ++round) {
        store in;
        {
            const auto inside = in.environments.pin(in.e);
            if (!(*inside)->put("key", "value").ok()) ++wrong;
        }
        token value = 0;
        if (in.get(in.begin(), "key", &value) != FFIGUARD_OK) ++wrong;
        std::atomic<int> reading{0};
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([&] {
                for (bool counted = false;;) {
                    std::string text;
                    const ffiguard_status got = in.read(value, text);
                    if (!std::exchange(counted, true)) ++reading;
                    if (got == FFIGUARD_CLOSED) break;
                    if (got != FFIGUARD_OK || text != "value") ++wrong;
                }
            });
        while (reading != 3) std::this_thread::yield();
        if (!in.environments.close(in.e).ok()) ++wrong;
        for (auto& each : readers) each.join();
        if (in.environments.live() + in.transactions.live() + in.values.live() != 0) ++wrong;
    }
    CHECK(wrong == 0);
}

#else

#include <cstdio>

TEST_CASE("loans of LMDB") { std::puts("skipped: loans of LMDB: no lmdb.h"); }

#endif
