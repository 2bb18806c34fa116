// SPDX-License-Identifier: BSL-1.0
// The functions of examples/sqlite/lite.h as most shims write them: a token is the pointer, nothing
// is counted, and a token that was closed is a crash. What ffiguard costs at build time is measured
// against this.
#include "lite.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct function {
    ffiguard_callback call;
    ffiguard_user_release release;
};
struct database {
    sqlite3* db;
    function update, commit, progress;
};
struct statement {
    database* in;
    sqlite3_stmt* stmt;
    bool waits;
};
struct blob {
    database* in;
    sqlite3_blob* handle;
};
struct backup {
    sqlite3* to;
    sqlite3_backup* handle;
};

template <class T>
T* from(ffiguard_token token) {
    return reinterpret_cast<T*>(static_cast<uintptr_t>(token));
}
ffiguard_token token_of(void* object) {
    return static_cast<ffiguard_token>(reinterpret_cast<uintptr_t>(object));
}
char* text_of(ffiguard_view view) {
    char* const text = static_cast<char*>(std::malloc(view.size + 1));
    std::memcpy(text, view.data, view.size);
    text[view.size] = '\0';
    return text;
}
ffiguard_status tell(ffiguard_error* err, int32_t code, int32_t detail, const char* text) {
    if (err != nullptr) {
        err->status = code;
        err->detail = detail;
        std::snprintf(err->message, sizeof err->message, "%s", text);
    }
    return code;
}
ffiguard_status answer(sqlite3* db, int code, ffiguard_error* err) {
    if (code == SQLITE_OK) return tell(err, FFIGUARD_OK, 0, "");
    return tell(err, FFIGUARD_FOREIGN, sqlite3_extended_errcode(db), sqlite3_errmsg(db));
}
ffiguard_status ok(ffiguard_error* err) { return tell(err, FFIGUARD_OK, 0, ""); }
ffiguard_view view(const char* text) {
    return {reinterpret_cast<const unsigned char*>(text), std::strlen(text)};
}
template <class F>
F as(const function& of) {
    return reinterpret_cast<F>(of.call.call);
}

void lend(sqlite3_value* value, lite_value& to) {
    to = {};
    to.type = sqlite3_value_type(value);
    if (to.type == SQLITE_INTEGER) to.integer = sqlite3_value_int64(value);
    if (to.type == SQLITE_FLOAT) to.real = sqlite3_value_double(value);
    if (to.type == SQLITE_TEXT)
        to.bytes = {sqlite3_value_text(value), static_cast<uint64_t>(sqlite3_value_bytes(value))};
    if (to.type == SQLITE_BLOB)
        to.bytes = {static_cast<const unsigned char*>(sqlite3_value_blob(value)),
                    static_cast<uint64_t>(sqlite3_value_bytes(value))};
}
int bind_to(sqlite3_stmt* s, int at, int type, int64_t n, double real, const void* data,
            uint64_t size) {
    switch (type) {
        case LITE_NULL: return sqlite3_bind_null(s, at);
        case LITE_INTEGER: return sqlite3_bind_int64(s, at, n);
        case LITE_FLOAT: return sqlite3_bind_double(s, at, real);
        case LITE_TEXT:
            return sqlite3_bind_text64(s, at, static_cast<const char*>(data), size,
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
        case LITE_BLOB: return sqlite3_bind_blob64(s, at, data, size, SQLITE_TRANSIENT);
        case LITE_ZEROS: return sqlite3_bind_zeroblob64(s, at, static_cast<sqlite3_uint64>(n));
        default: return SQLITE_MISUSE;
    }
}

void give(sqlite3_context* to, lite_result& value) {
    const char* const text = static_cast<const char*>(value.bytes.data);
    switch (value.type) {
        case LITE_INTEGER: sqlite3_result_int64(to, value.integer); break;
        case LITE_FLOAT: sqlite3_result_double(to, value.real); break;
        case LITE_TEXT:
            sqlite3_result_text64(to, text, value.bytes.size, SQLITE_TRANSIENT, SQLITE_UTF8);
            break;
        case LITE_BLOB: sqlite3_result_blob64(to, text, value.bytes.size, SQLITE_TRANSIENT); break;
        case LITE_NULL: sqlite3_result_null(to); break;
        default: sqlite3_result_error(to, text, static_cast<int>(value.bytes.size)); break;
    }
    if (value.bytes.release != nullptr) value.bytes.release(&value.bytes);
}
void call(sqlite3_context* in, int32_t phase, uint64_t* group, int count, sqlite3_value** values) {
    lite_value args[127];
    for (int i = 0; i < count; ++i) lend(values[i], args[i]);
    lite_result result{};
    result.type = LITE_NULL;
    const auto& of = *static_cast<const function*>(sqlite3_user_data(in));
    as<lite_function>(of)(of.call.user, phase, group, args, count, &result);
    give(in, result);
}
void scalar(sqlite3_context* in, int count, sqlite3_value** values) {
    call(in, LITE_CALL, nullptr, count, values);
}
void step(sqlite3_context* in, int count, sqlite3_value** values) {
    void* const group = sqlite3_aggregate_context(in, sizeof(uint64_t));
    call(in, LITE_GROUP_STEP, static_cast<uint64_t*>(group), count, values);
}
void end(sqlite3_context* in) {
    uint64_t none = 0;
    auto* const group = static_cast<uint64_t*>(sqlite3_aggregate_context(in, 0));
    call(in, LITE_GROUP_END, group == nullptr ? &none : group, 0, nullptr);
}
void drop(void* user) {
    auto* const of = static_cast<function*>(user);
    if (of->release != nullptr) of->release(of->call.user);
    delete of;
}
void replace(function& old, ffiguard_callback with, ffiguard_user_release release) {
    if (old.call.user != 0 && old.release != nullptr) old.release(old.call.user);
    old = {with, release};
}
void updated(void* user, int what, const char* db, const char* table, sqlite3_int64 row) {
    const auto& of = *static_cast<const function*>(user);
    const lite_change change{what, 0, row, view(db), view(table)};
    as<lite_update_hook>(of)(of.call.user, &change);
}
int asked(void* user) {
    const auto& of = *static_cast<const function*>(user);
    return as<lite_commit_hook>(of)(of.call.user);
}
void free_copy(ffiguard_buffer* of) {
    std::free(of->data);
    of->release = nullptr;
}
int connect(ffiguard_view path, int flags, sqlite3** db) {
    char* const name = text_of(path);
    const int code = sqlite3_open_v2(name, db, flags, nullptr);
    std::free(name);
    return code;
}
ffiguard_status rows_of(statement& of, int32_t limit, lite_value* values, size_t room,
                        uint8_t* bytes, size_t size, lite_rows* rows, ffiguard_error* err) {
    *rows = {};
    while (rows->rows < limit) {
        const int code = of.waits ? SQLITE_ROW : sqlite3_step(of.stmt);
        of.waits = false;
        rows->done = code == SQLITE_DONE;
        if (code != SQLITE_ROW) {
            sqlite3_reset(of.stmt);
            return code == SQLITE_DONE ? ok(err) : answer(of.in->db, code, err);
        }
        rows->columns = sqlite3_data_count(of.stmt);
        const size_t first = static_cast<size_t>(rows->rows) * static_cast<size_t>(rows->columns);
        const bool has_room = room >= first + static_cast<size_t>(rows->columns);
        uint64_t used = rows->size;
        for (int i = 0; i < rows->columns; ++i) {
            lite_value value;
            lend(sqlite3_column_value(of.stmt, i), value);
            if (value.bytes.data != nullptr) {
                if (used + value.bytes.size <= size)
                    std::memcpy(bytes + used, value.bytes.data, value.bytes.size);
                used += value.bytes.size;
                value.bytes.data = nullptr;
            }
            if (has_room) values[first + static_cast<size_t>(i)] = value;
        }
        of.waits = !has_room || used > size;
        if (!of.waits || rows->rows == 0) rows->size = used;
        if (of.waits) return ok(err);
        ++rows->rows;
    }
    return ok(err);
}

}  // namespace

#define NAIVE extern "C" __attribute__((visibility("default")))

NAIVE ffiguard_status lite_open(ffiguard_view path, int32_t flags, ffiguard_token* made,
                                ffiguard_error* err) {
    sqlite3* db = nullptr;
    if (const int code = connect(path, flags, &db); code != SQLITE_OK) {
        const ffiguard_status why = answer(db, code, err);
        sqlite3_close(db);
        return why;
    }
    *made = token_of(new database{db, {}, {}, {}});
    return ok(err);
}
NAIVE ffiguard_status lite_close(ffiguard_token of, int32_t, ffiguard_error* err) {
    auto* const db = from<database>(of);
    const int code = sqlite3_close(db->db);
    if (code != SQLITE_OK) return answer(db->db, code, err);
    replace(db->update, {}, nullptr);
    replace(db->commit, {}, nullptr);
    replace(db->progress, {}, nullptr);
    delete db;
    return ok(err);
}
NAIVE ffiguard_status lite_state(ffiguard_token) { return FFIGUARD_OK; }
NAIVE ffiguard_status lite_interrupt(ffiguard_token of, ffiguard_error* err) {
    sqlite3_interrupt(from<database>(of)->db);
    return ok(err);
}
NAIVE ffiguard_status lite_exec(ffiguard_token of, ffiguard_view sql, ffiguard_error* err) {
    char* const text = text_of(sql);
    const int code = sqlite3_exec(from<database>(of)->db, text, nullptr, nullptr, nullptr);
    std::free(text);
    return answer(from<database>(of)->db, code, err);
}
NAIVE ffiguard_status lite_changes(ffiguard_token of, int64_t* rows, ffiguard_error* err) {
    *rows = sqlite3_changes64(from<database>(of)->db);
    return ok(err);
}
NAIVE ffiguard_status lite_last_id(ffiguard_token of, int64_t* id, ffiguard_error* err) {
    *id = sqlite3_last_insert_rowid(from<database>(of)->db);
    return ok(err);
}
NAIVE ffiguard_status lite_autocommit(ffiguard_token of, int32_t* yes, ffiguard_error* err) {
    *yes = sqlite3_get_autocommit(from<database>(of)->db) != 0;
    return ok(err);
}
NAIVE ffiguard_status lite_busy_timeout(ffiguard_token of, int32_t ms, ffiguard_error* err) {
    sqlite3* const db = from<database>(of)->db;
    return answer(db, sqlite3_busy_timeout(db, ms), err);
}
NAIVE ffiguard_status lite_create_function(ffiguard_token of, ffiguard_view name, int32_t arguments,
                                           int32_t kind, ffiguard_callback with,
                                           ffiguard_user_release release, ffiguard_error* err) {
    sqlite3* const db = from<database>(of)->db;
    char* const text = text_of(name);
    const int flags = (kind & LITE_DETERMINISTIC) != 0 ? SQLITE_DETERMINISTIC : 0;
    const bool groups = (kind & LITE_AGGREGATE) != 0;
    const int code = sqlite3_create_function_v2(
        db, text, arguments, SQLITE_UTF8 | flags, new function{with, release},
        groups ? nullptr : &scalar, groups ? &step : nullptr, groups ? &end : nullptr, &drop);
    std::free(text);
    return answer(db, code, err);
}
NAIVE ffiguard_status lite_on_update(ffiguard_token of, ffiguard_callback with,
                                     ffiguard_user_release release, ffiguard_error* err) {
    auto* const db = from<database>(of);
    replace(db->update, with, release);
    sqlite3_update_hook(db->db, with.user != 0 ? &updated : nullptr, &db->update);
    return ok(err);
}
NAIVE ffiguard_status lite_on_commit(ffiguard_token of, ffiguard_callback with,
                                     ffiguard_user_release release, ffiguard_error* err) {
    auto* const db = from<database>(of);
    replace(db->commit, with, release);
    sqlite3_commit_hook(db->db, with.user != 0 ? &asked : nullptr, &db->commit);
    return ok(err);
}
NAIVE ffiguard_status lite_on_progress(ffiguard_token of, int32_t instructions,
                                       ffiguard_callback with, ffiguard_user_release release,
                                       ffiguard_error* err) {
    auto* const db = from<database>(of);
    replace(db->progress, with, release);
    sqlite3_progress_handler(db->db, instructions, with.user != 0 ? &asked : nullptr,
                             &db->progress);
    return ok(err);
}

NAIVE ffiguard_status lite_prepare(ffiguard_token in, ffiguard_view sql, ffiguard_token* made,
                                   ffiguard_error* err) {
    auto* const db = from<database>(in);
    sqlite3_stmt* stmt = nullptr;
    const int code = sqlite3_prepare_v3(db->db, reinterpret_cast<const char*>(sql.data),
                                        static_cast<int>(sql.size), 0, &stmt, nullptr);
    if (code != SQLITE_OK) return answer(db->db, code, err);
    *made = token_of(new statement{db, stmt, false});
    return ok(err);
}
NAIVE ffiguard_status lite_finalize(ffiguard_token of, ffiguard_error* err) {
    sqlite3_finalize(from<statement>(of)->stmt);
    delete from<statement>(of);
    return ok(err);
}
NAIVE ffiguard_status lite_bind(ffiguard_token of, int32_t at, int32_t type, int64_t integer,
                                double real, ffiguard_view bytes, ffiguard_error* err) {
    const auto& to = *from<statement>(of);
    return answer(to.in->db, bind_to(to.stmt, at, type, integer, real, bytes.data, bytes.size),
                  err);
}
NAIVE ffiguard_status lite_parameters(ffiguard_token of, int32_t* count, ffiguard_error* err) {
    *count = sqlite3_bind_parameter_count(from<statement>(of)->stmt);
    return ok(err);
}
NAIVE ffiguard_status lite_parameter_named(ffiguard_token of, ffiguard_view name, int32_t* at,
                                           ffiguard_error* err) {
    char* const text = text_of(name);
    *at = sqlite3_bind_parameter_index(from<statement>(of)->stmt, text);
    std::free(text);
    return ok(err);
}
NAIVE ffiguard_status lite_columns(ffiguard_token of, int32_t* count, ffiguard_error* err) {
    *count = sqlite3_column_count(from<statement>(of)->stmt);
    return ok(err);
}
NAIVE ffiguard_status lite_column_name(ffiguard_token of, int32_t at, uint8_t* to, size_t room,
                                       uint64_t* size, ffiguard_error* err) {
    const char* const name = sqlite3_column_name(from<statement>(of)->stmt, at);
    if (name == nullptr) return tell(err, FFIGUARD_INVALID_ARGUMENT, 0, "no such column");
    *size = std::strlen(name);
    if (*size > room) return tell(err, FFIGUARD_OVERFLOW, 0, "overflow");
    std::memcpy(to, name, *size);
    return ok(err);
}
NAIVE ffiguard_status lite_run(ffiguard_token of, const lite_value* parameters, size_t count,
                               ffiguard_view texts, lite_value* values, size_t room, uint8_t* bytes,
                               size_t size, lite_rows* rows, ffiguard_error* err) {
    auto& to = *from<statement>(of);
    sqlite3_reset(to.stmt);
    sqlite3_clear_bindings(to.stmt);
    to.waits = false;
    for (size_t i = 0; i < count; ++i) {
        const lite_value& one = parameters[i];
        const bool has_bytes = one.type == LITE_TEXT || one.type == LITE_BLOB;
        const int code = bind_to(to.stmt, static_cast<int>(i) + 1, one.type, one.integer, one.real,
                                 texts.data, has_bytes ? one.bytes.size : 0);
        if (code != SQLITE_OK) return answer(to.in->db, code, err);
        if (has_bytes) texts.data += one.bytes.size;
    }
    return rows_of(to, 1, values, room, bytes, size, rows, err);
}
NAIVE ffiguard_status lite_step(ffiguard_token of, int32_t limit, lite_value* values, size_t room,
                                uint8_t* bytes, size_t size, lite_rows* rows, ffiguard_error* err) {
    return rows_of(*from<statement>(of), limit, values, room, bytes, size, rows, err);
}
NAIVE ffiguard_status lite_each(ffiguard_token of, ffiguard_callback with,
                                ffiguard_user_release release, ffiguard_error* err) {
    auto& in = *from<statement>(of);
    const auto on_row = reinterpret_cast<lite_row_function>(with.call);
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(in.stmt)) == SQLITE_ROW) {
        const int count = sqlite3_data_count(in.stmt);
        auto* const row =
            static_cast<lite_value*>(std::malloc(static_cast<size_t>(count) * sizeof(lite_value)));
        for (int i = 0; i < count; ++i) lend(sqlite3_column_value(in.stmt, i), row[i]);
        const bool stops = on_row(with.user, row, count) != 0;
        std::free(row);
        if (stops) break;
    }
    const bool is_good = code == SQLITE_DONE || code == SQLITE_ROW;
    const ffiguard_status why = is_good ? ok(err) : answer(in.in->db, code, err);
    sqlite3_reset(in.stmt);
    if (release != nullptr) release(with.user);
    return why;
}
NAIVE ffiguard_status lite_reset(ffiguard_token of, ffiguard_error* err) {
    sqlite3_reset(from<statement>(of)->stmt);
    return ok(err);
}
NAIVE ffiguard_status lite_clear(ffiguard_token of, ffiguard_error* err) {
    const auto& in = *from<statement>(of);
    return answer(in.in->db, sqlite3_clear_bindings(in.stmt), err);
}

NAIVE ffiguard_status lite_blob_open(ffiguard_token in, ffiguard_view schema, ffiguard_view table,
                                     ffiguard_view column, int64_t row, int32_t writable,
                                     ffiguard_token* made, ffiguard_error* err) {
    auto* const db = from<database>(in);
    char* const names[] = {text_of(schema), text_of(table), text_of(column)};
    sqlite3_blob* handle = nullptr;
    const int code =
        sqlite3_blob_open(db->db, names[0], names[1], names[2], row, writable, &handle);
    for (char* const name : names) std::free(name);
    if (code != SQLITE_OK) return answer(db->db, code, err);
    *made = token_of(new blob{db, handle});
    return ok(err);
}
NAIVE ffiguard_status lite_blob_close(ffiguard_token of, ffiguard_error* err) {
    const blob one = *from<blob>(of);
    delete from<blob>(of);
    return answer(one.in->db, sqlite3_blob_close(one.handle), err);
}
NAIVE ffiguard_status lite_blob_size(ffiguard_token of, int32_t* size, ffiguard_error* err) {
    *size = sqlite3_blob_bytes(from<blob>(of)->handle);
    return ok(err);
}
NAIVE ffiguard_status lite_blob_read(ffiguard_token of, int32_t offset, uint8_t* to, size_t size,
                                     ffiguard_error* err) {
    const auto& in = *from<blob>(of);
    const int code = sqlite3_blob_read(in.handle, to, static_cast<int>(size), offset);
    return answer(in.in->db, code, err);
}
NAIVE ffiguard_status lite_blob_write(ffiguard_token of, int32_t offset, ffiguard_view data,
                                      ffiguard_error* err) {
    const auto& in = *from<blob>(of);
    const int code = sqlite3_blob_write(in.handle, data.data, static_cast<int>(data.size), offset);
    return answer(in.in->db, code, err);
}
NAIVE ffiguard_status lite_blob_move(ffiguard_token of, int64_t row, ffiguard_error* err) {
    const auto& in = *from<blob>(of);
    return answer(in.in->db, sqlite3_blob_reopen(in.handle, row), err);
}

NAIVE ffiguard_status lite_backup_open(ffiguard_token in, ffiguard_view path, ffiguard_token* made,
                                       ffiguard_error* err) {
    sqlite3* to = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3_backup* handle = nullptr;
    if (connect(path, flags, &to) == SQLITE_OK)
        handle = sqlite3_backup_init(to, "main", from<database>(in)->db, "main");
    if (handle == nullptr) {
        const ffiguard_status why = answer(to, sqlite3_errcode(to), err);
        sqlite3_close(to);
        return why;
    }
    *made = token_of(new backup{to, handle});
    return ok(err);
}
NAIVE ffiguard_status lite_backup_close(ffiguard_token of, ffiguard_error* err) {
    auto* const one = from<backup>(of);
    sqlite3_backup_finish(one->handle);
    sqlite3_close(one->to);
    delete one;
    return ok(err);
}
NAIVE ffiguard_status lite_backup_step(ffiguard_token of, int32_t pages, lite_progress* progress,
                                       ffiguard_error* err) {
    auto* const one = from<backup>(of)->handle;
    const int code = sqlite3_backup_step(one, pages);
    if (code != SQLITE_OK && code != SQLITE_DONE)
        return tell(err, FFIGUARD_FOREIGN, code, sqlite3_errstr(code));
    *progress = {sqlite3_backup_remaining(one), sqlite3_backup_pagecount(one), code == SQLITE_DONE};
    return ok(err);
}

NAIVE ffiguard_status lite_copy(ffiguard_view of, ffiguard_buffer* to, ffiguard_error* err) {
    *to = {std::malloc(of.size), of.size, &free_copy, nullptr};
    std::memcpy(to->data, of.data, of.size);
    return ok(err);
}
NAIVE uint64_t lite_live(void) { return 0; }
NAIVE int32_t lite_library_version(void) { return sqlite3_libversion_number(); }
