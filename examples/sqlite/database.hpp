// SPDX-License-Identifier: BSL-1.0
#ifndef LITE_DATABASE_HPP
#define LITE_DATABASE_HPP

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <ffiguard/ffiguard.hpp>

#include "hooks.hpp"
#include "lite.h"

namespace lite {

using ffiguard::c_string;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;

struct connection_traits {
    using value_type = sqlite3*;
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<SQLITE_BUSY>>;
    static constexpr sqlite3* empty() noexcept { return nullptr; }
    static status close(sqlite3* db) noexcept {
        const int answer = sqlite3_close(db);
        return answer == SQLITE_OK ? status() : status::foreign(answer);
    }
};
using connection = ffiguard::unique_handle<connection_traits>;

/// SQLite's answer with its extended code and its own text.
inline error explain(sqlite3* db, int answer) noexcept {
    if (answer == SQLITE_OK) return {};
    const int code = sqlite3_extended_errcode(db);
    if ((code & 0xff) == (answer & 0xff)) return error(status::foreign(code), sqlite3_errmsg(db));
    return error(status::foreign(answer), sqlite3_errstr(answer));  // of a misuse, db knows nothing
}

inline result<connection, error> connect(const c_string& path, int flags) {
    connection db;
    // It has one user at a time already.
    const int answer = sqlite3_open_v2(path.c_str(), ffiguard::out_param(db),
                                       flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (answer != SQLITE_OK) return explain(db.get(), answer);
    sqlite3_extended_result_codes(db.get(), 1);
    return db;
}

class database {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children, ffiguard::one_user,
                                            ffiguard::closer_may_refuse<SQLITE_BUSY>>;

    static result<std::unique_ptr<database>, error> create(const c_string& path,
                                                           std::int32_t flags) {
        auto db = connect(path, flags);
        if (!db) return db.error();
        return std::make_unique<database>(*std::move(db));
    }
    explicit database(connection db) noexcept : db_(std::move(db)) {}

    void closing() noexcept { sqlite3_interrupt(db_.get()); }
    status close() noexcept {
        // An interrupt stays until a statement begins, and would keep WAL from its last checkpoint.
        sqlite3_exec(raw(), "select 1", nullptr, nullptr, nullptr);
        return db_.close();
    }

    sqlite3* raw() const noexcept { return db_.get(); }
    error answer(int answer) const noexcept { return explain(raw(), answer); }

    error exec(const c_string& sql) noexcept {
        return answer(sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr));
    }
    std::int64_t changes() const noexcept { return sqlite3_changes64(raw()); }
    std::int64_t last_id() const noexcept { return sqlite3_last_insert_rowid(raw()); }
    bool autocommit() const noexcept { return sqlite3_get_autocommit(raw()) != 0; }
    error busy_timeout(std::int32_t milliseconds) noexcept {
        return answer(sqlite3_busy_timeout(raw(), milliseconds));
    }

    error create_function(const c_string& name, std::int32_t arguments, std::int32_t kind,
                          ffiguard_callback call, ffiguard_user_release release) {
        return answer(hooks::create_function(raw(), name, arguments, kind, call, release));
    }
    status on_update(ffiguard_callback call, ffiguard_user_release release) noexcept {
        const status set = hooks_.update.replace(call, release);
        sqlite3_update_hook(raw(), hooks_.update.if_set(&hooks::updated), &hooks_.update);
        return set;
    }
    status on_commit(ffiguard_callback call, ffiguard_user_release release) noexcept {
        const status set = hooks_.commit.replace(call, release);
        sqlite3_commit_hook(raw(), hooks_.commit.if_set(&hooks::committed), &hooks_.commit);
        return set;
    }
    status on_progress(std::int32_t instructions, ffiguard_callback call,
                       ffiguard_user_release release) noexcept {
        const status set = hooks_.progress.replace(call, release);
        sqlite3_progress_handler(raw(), instructions, hooks_.progress.if_set(&hooks::progressed),
                                 &hooks_.progress);
        return set;
    }

private:
    hooks hooks_;  // before db_: SQLite calls them until it is closed
    connection db_;
};

}  // namespace lite

#endif
