/* SPDX-License-Identifier: BSL-1.0 */
#include "naive.h"

#include <string.h>

#include "_cgo_export.h"

static naive_value value_of(sqlite3_value *from) {
    naive_value to = {{sqlite3_value_type(from), 0, 0, 0, 0}, NULL};
    if (to.cell.type == SQLITE_INTEGER) to.cell.integer = sqlite3_value_int64(from);
    if (to.cell.type == SQLITE_FLOAT) to.cell.real = sqlite3_value_double(from);
    if (to.cell.type == SQLITE_TEXT) {
        to.text = sqlite3_value_text(from);
        to.cell.size = (uint64_t)sqlite3_value_bytes(from);
    }
    return to;
}

int naive_step(sqlite3_stmt *s, naive_cell *values, size_t room, unsigned char *bytes, size_t size,
               naive_row *row) {
    row->columns = 0;
    row->size = 0;
    const int answer = sqlite3_step(s);
    if (answer != SQLITE_ROW) {
        sqlite3_reset(s);
        return answer == SQLITE_DONE ? SQLITE_OK : answer;
    }
    row->columns = sqlite3_data_count(s);
    for (int i = 0; i < row->columns && (size_t)i < room; ++i) {
        const naive_value value = value_of(sqlite3_column_value(s, i));
        if (row->size + value.cell.size <= size && value.cell.size != 0)
            memcpy(bytes + row->size, value.text, value.cell.size);
        row->size += value.cell.size;
        values[i] = value.cell;
    }
    return SQLITE_OK;
}

int naive_run(sqlite3_stmt *s, const naive_cell *parameters, size_t count, const char *texts,
              naive_cell *values, size_t room, unsigned char *bytes, size_t size, naive_row *row) {
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    for (size_t i = 0; i < count; ++i) {
        const int at = (int)i + 1;
        const naive_cell *const v = &parameters[i];
        if (v->type == SQLITE_INTEGER) sqlite3_bind_int64(s, at, v->integer);
        if (v->type == SQLITE_TEXT) {
            sqlite3_bind_text64(s, at, texts, v->size, SQLITE_TRANSIENT, SQLITE_UTF8);
            texts += v->size;
        }
    }
    return naive_step(s, values, room, bytes, size, row);
}

int naive_each(sqlite3_stmt *s, uint64_t user) {
    naive_value values[64];
    for (;;) {
        const int answer = sqlite3_step(s);
        if (answer != SQLITE_ROW) {
            sqlite3_reset(s);
            return answer == SQLITE_DONE ? SQLITE_OK : answer;
        }
        const int columns = sqlite3_data_count(s);
        for (int i = 0; i < columns && i < 64; ++i) values[i] = value_of(sqlite3_column_value(s, i));
        if (goNaiveRow(user, values, columns) != 0) {
            sqlite3_reset(s);
            return SQLITE_OK;
        }
    }
}

static void call(sqlite3_context *in, int count, sqlite3_value **values) {
    naive_value args[127], answer = {{SQLITE_NULL, 0, 0, 0, 0}, NULL};
    for (int i = 0; i < count; ++i) args[i] = value_of(values[i]);
    goNaiveCall((uint64_t)(uintptr_t)sqlite3_user_data(in), args, count, &answer);
    if (answer.cell.type == SQLITE_INTEGER) sqlite3_result_int64(in, answer.cell.integer);
}

int naive_create_function(sqlite3 *db, const char *name, int arguments, uint64_t user) {
    return sqlite3_create_function_v2(db, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                      (void *)(uintptr_t)user, &call, NULL, NULL, NULL);
}
