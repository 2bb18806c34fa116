// SPDX-License-Identifier: BSL-1.0
#ifndef LITE_STATEMENT_HPP
#define LITE_STATEMENT_HPP

#include <sqlite3.h>

#include <climits>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "database.hpp"

namespace lite {

using values = ffiguard::foreign_span<lite_value>;
using bytes = ffiguard::foreign_span<std::uint8_t>;

class statement {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;

    static result<std::unique_ptr<statement>, error> create(database& in, std::string_view sql) {
        if (sql.size() > INT_MAX) return error(status_code::overflow);
        owner made;
        const char* tail = nullptr;
        const int answer = sqlite3_prepare_v3(in.raw(), sql.data(), static_cast<int>(sql.size()), 0,
                                              ffiguard::out_param(made), &tail);
        if (answer != SQLITE_OK) return in.answer(answer);
        if (!made) return error(status_code::invalid_argument, "no SQL statement");
        sql.remove_prefix(static_cast<std::size_t>(tail - sql.data()));
        if (sql.find_first_not_of(" \t\r\n;") != sql.npos)
            return error(status_code::invalid_argument, "text behind the SQL statement");
        return std::make_unique<statement>(in, std::move(made));
    }
    using owner = ffiguard::owned<&sqlite3_finalize>;
    statement(database& in, owner made) noexcept : in_(in), statement_(std::move(made)) {}

    error bind_null(std::int32_t at) noexcept { return in_.answer(sqlite3_bind_null(raw(), at)); }
    error bind_integer(std::int32_t at, std::int64_t value) noexcept {
        return in_.answer(sqlite3_bind_int64(raw(), at, value));
    }
    error bind_float(std::int32_t at, double value) noexcept {
        return in_.answer(sqlite3_bind_double(raw(), at, value));
    }
    error bind_text(std::int32_t at, std::string_view value) noexcept {
        return in_.answer(sqlite3_bind_text64(raw(), at, value.data(), value.size(),
                                              SQLITE_TRANSIENT, SQLITE_UTF8));
    }
    error bind_blob(std::int32_t at, std::string_view value) noexcept {
        return in_.answer(
            sqlite3_bind_blob64(raw(), at, value.data(), value.size(), SQLITE_TRANSIENT));
    }
    error bind_zeros(std::int32_t at, std::uint64_t size) noexcept {
        return in_.answer(sqlite3_bind_zeroblob64(raw(), at, size));
    }
    std::int32_t parameters() const noexcept { return sqlite3_bind_parameter_count(raw()); }
    std::int32_t parameter_named(const c_string& name) const noexcept {
        return sqlite3_bind_parameter_index(raw(), name.c_str());
    }
    std::int32_t columns() const noexcept { return sqlite3_column_count(raw()); }
    result<std::string_view> column_name(std::int32_t at) const noexcept {
        const char* const name = sqlite3_column_name(raw(), at);
        if (name == nullptr) return status_code::invalid_argument;
        return std::string_view(name);
    }

    result<lite_row, error> step(values to, bytes text) noexcept {
        const int answer = sqlite3_step(raw());
        if (answer == SQLITE_ROW) return row(to, text);
        const error why = answer == SQLITE_DONE ? error() : in_.answer(answer);
        sqlite3_reset(raw());
        if (!why.ok()) return why;
        return lite_row{};
    }
    result<lite_row, error> row(values to, bytes text) noexcept {
        lite_row made{sqlite3_data_count(raw()), 0, 0};
        const bool fits = to.size() >= static_cast<std::size_t>(made.columns);
        for (int i = 0; i < made.columns; ++i) {
            // Protected, because a connection without a mutex knows no difference.
            lite_value value = value_of(sqlite3_column_value(raw(), i));
            if (value.type == SQLITE_TEXT || value.type == SQLITE_BLOB) {
                const auto data = std::exchange(value.bytes.data, nullptr);
                if (data == nullptr && sqlite3_errcode(in_.raw()) == SQLITE_NOMEM)
                    return error(status_code::out_of_memory);
                const std::uint64_t at = std::exchange(made.size, made.size + value.bytes.size);
                if (data != nullptr && made.size <= text.size())
                    std::memcpy(text.data() + at, data, value.bytes.size);
            }
            if (fits) to[static_cast<std::size_t>(i)] = value;
        }
        return made;
    }
    // It gives the failure of the last step again, which has been told.
    void reset() noexcept { sqlite3_reset(raw()); }
    error clear() noexcept { return in_.answer(sqlite3_clear_bindings(raw())); }

private:
    sqlite3_stmt* raw() const noexcept { return statement_.get(); }

    database& in_;
    owner statement_;
};

}  // namespace lite

#endif
