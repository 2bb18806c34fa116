// SPDX-License-Identifier: BSL-1.0
#ifndef LITE_BLOB_HPP
#define LITE_BLOB_HPP

#include <sqlite3.h>

#include <climits>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "database.hpp"
#include "statement.hpp"

namespace lite {

class blob {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
    using owner = ffiguard::owned<&sqlite3_blob_close>;

    static result<std::unique_ptr<blob>, error> create(database& in, const c_string& schema,
                                                       const c_string& table,
                                                       const c_string& column, std::int64_t row,
                                                       bool writable) {
        owner made;
        const int answer =
            sqlite3_blob_open(in.raw(), schema.c_str(), table.c_str(), column.c_str(), row,
                              writable, ffiguard::out_param(made));
        if (answer != SQLITE_OK) return in.answer(answer);
        return std::make_unique<blob>(in, std::move(made));
    }
    blob(database& in, owner made) noexcept : in_(in), blob_(std::move(made)) {}

    // Writes may fail here: they are committed.
    error close() noexcept {
        const status closed = blob_.close();
        return closed.ok() ? error() : in_.answer(closed.detail());
    }
    std::int32_t size() const noexcept { return sqlite3_blob_bytes(blob_.get()); }
    error read(std::int32_t offset, bytes to) noexcept {
        if (to.size() > INT_MAX) return status_code::overflow;
        return in_.answer(
            sqlite3_blob_read(blob_.get(), to.data(), static_cast<int>(to.size()), offset));
    }
    error write(std::int32_t offset, std::string_view from) noexcept {
        if (from.size() > INT_MAX) return status_code::overflow;
        return in_.answer(
            sqlite3_blob_write(blob_.get(), from.data(), static_cast<int>(from.size()), offset));
    }
    error move(std::int64_t row) noexcept {
        return in_.answer(sqlite3_blob_reopen(blob_.get(), row));
    }

private:
    database& in_;
    owner blob_;
};

class backup {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;

    static result<std::unique_ptr<backup>, error> create(database& from, const c_string& path) {
        auto to = connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (!to) return to.error();
        owner made(sqlite3_backup_init(to->get(), "main", from.raw(), "main"));
        if (!made) return explain(to->get(), sqlite3_errcode(to->get()));
        return std::make_unique<backup>(*std::move(to), std::move(made));
    }
    using owner = ffiguard::owned<&sqlite3_backup_finish>;
    backup(connection to, owner made) noexcept : to_(std::move(to)), backup_(std::move(made)) {}

    result<lite_progress, error> step(std::int32_t pages) noexcept {
        const int answer = sqlite3_backup_step(backup_.get(), pages);
        if (answer != SQLITE_OK && answer != SQLITE_DONE)
            return error(status::foreign(answer), sqlite3_errstr(answer));
        return lite_progress{sqlite3_backup_remaining(backup_.get()),
                             sqlite3_backup_pagecount(backup_.get()), answer == SQLITE_DONE};
    }

private:
    connection to_;  // before backup_, which uses it to its end
    owner backup_;
};

}  // namespace lite

#endif
