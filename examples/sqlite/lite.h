/* SPDX-License-Identifier: BSL-1.0 */
#ifndef LITE_H
#define LITE_H

/* SQLite for Go and Java: the C ABI of the example shim, for cgo, JNI and FFM.
 *
 * Every function returns a status, leaves errno 0 on success, and fills err (which may be NULL) with
 * the reason of a failure. If SQLite refuses, the status is FFIGUARD_FOREIGN, err->detail is SQLite's
 * extended code and err->message its text. Any thread may call with any number in place of a token.
 *
 * Statements, blobs and backups belong to a database. A database has one user at a time, and so have
 * all that belong to it: the second thread, and a callback that comes back, is told FFIGUARD_IN_USE.
 * lite_interrupt() and everything that closes may be called at any time.
 *
 * Text is UTF-8 with a length; where it must have no NUL inside, FFIGUARD_MALFORMED says so. */

#include <stddef.h>

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The types of SQLite's values, by its own numbers. */
enum {
    LITE_INTEGER = 1,
    LITE_FLOAT = 2,
    LITE_TEXT = 3,
    LITE_BLOB = 4,
    LITE_NULL = 5,
    LITE_ZEROS = 6, /* of a parameter alone: a blob of `integer` zeros, to be written by lite_blob_write() */
    LITE_ERROR = -1 /* lite_result alone: the function has failed */
};

/* A value that SQLite lends, 40 bytes. */
typedef struct lite_value {
    int32_t type;
    int32_t reserved;
    int64_t integer;     /* of LITE_INTEGER */
    double real;         /* of LITE_FLOAT */
    ffiguard_view bytes; /* of LITE_TEXT and LITE_BLOB */
} lite_value;

/* A value that a function of the host returns, 56 bytes. SQLite's side takes bytes over. */
typedef struct lite_result {
    int32_t type; /* LITE_NULL, if nothing is written */
    int32_t reserved;
    int64_t integer;
    double real;
    ffiguard_buffer bytes; /* of LITE_TEXT and LITE_BLOB; the reason of LITE_ERROR. See lite_copy() */
} lite_result;

/* ---- databases */

/* flags: those of sqlite3_open_v2(). */
ffiguard_status lite_open(ffiguard_view path, int32_t flags, ffiguard_token *database,
                          ffiguard_error *err);

/* What becomes of open statements, blobs and backups. */
enum {
    LITE_REFUSE = 0, /* FFIGUARD_IN_USE, err->detail is how many there are; nothing is closed */
    LITE_WAIT = 1,   /* FFIGUARD_OK; the database is released after the last of them */
    LITE_CASCADE = 2 /* FFIGUARD_OK; they are closed, the newest first */
};
/* FFIGUARD_OK for one caller. Calls that are running are interrupted (sqlite3_interrupt), and the
 * last of them releases. */
ffiguard_status lite_close(ffiguard_token database, int32_t children, ffiguard_error *err);

/* FFIGUARD_OK for an open database, FFIGUARD_IN_USE for one that is closed and not released yet, then
 * FFIGUARD_CLOSED or FFIGUARD_STALE: for who waits for that. Never calls back. */
ffiguard_status lite_state(ffiguard_token database);

/* Interrupts the call that is running, from any thread. */
ffiguard_status lite_interrupt(ffiguard_token database, ffiguard_error *err);

/* Any number of SQL statements without results. */
ffiguard_status lite_exec(ffiguard_token database, ffiguard_view sql, ffiguard_error *err);
ffiguard_status lite_changes(ffiguard_token database, int64_t *rows, ffiguard_error *err);
ffiguard_status lite_last_id(ffiguard_token database, int64_t *id, ffiguard_error *err);
/* *yes is 1 outside of a transaction. */
ffiguard_status lite_autocommit(ffiguard_token database, int32_t *yes, ffiguard_error *err);
/* How long a call waits for another connection's lock. It holds its thread meanwhile. */
ffiguard_status lite_busy_timeout(ffiguard_token database, int32_t milliseconds,
                                  ffiguard_error *err);

/* ---- statements */

/* One SQL statement. FFIGUARD_INVALID_ARGUMENT where there is none, or text behind it. */
ffiguard_status lite_prepare(ffiguard_token database, ffiguard_view sql, ffiguard_token *statement,
                             ffiguard_error *err);
ffiguard_status lite_finalize(ffiguard_token statement, ffiguard_error *err);

/* Parameters and columns count as in SQLite: parameters from 1, columns from 0. */
/* type is one of LITE_: what else of the value is read depends on it. */
ffiguard_status lite_bind(ffiguard_token statement, int32_t at, int32_t type, int64_t integer,
                          double real, ffiguard_view bytes, ffiguard_error *err);
ffiguard_status lite_parameters(ffiguard_token statement, int32_t *count, ffiguard_error *err);
/* *at is 0 where there is no parameter of this name (":id"). */
ffiguard_status lite_parameter_named(ffiguard_token statement, ffiguard_view name, int32_t *at,
                                     ffiguard_error *err);
ffiguard_status lite_columns(ffiguard_token statement, int32_t *count, ffiguard_error *err);
/* FFIGUARD_OVERFLOW where the name has more than room bytes; *size is how many, in any case. */
ffiguard_status lite_column_name(ffiguard_token statement, int32_t at, uint8_t *to, size_t room,
                                 uint64_t *size, ffiguard_error *err);

typedef struct lite_rows {
    int32_t columns;
    int32_t rows; /* how many are in values and bytes */
    uint64_t size; /* of their texts and blobs; if rows is 0, of those of the row that found no room */
    int32_t done;  /* 1: there are no more, and the statement is reset */
    int32_t reserved;
} lite_rows;

/* The next rows, at most `limit` (1 or more): as many as there is room for. Their values go to values,
 * one row behind the other, and their texts and blobs, in the same order, to bytes: each value has its
 * bytes.size, and bytes.data is NULL. A row for which one of the two was too small is the first of the
 * next call: if that is so of the first row, rows is 0 and done is 0.
 *
 * A call ends early, with the rows that it has, where SQLite needs long for one: so a limit of 2 and
 * more finds at most one row that takes long before the host has seen the row before it. A failure
 * resets the statement, and is told by the next call if there are rows to give first. */
ffiguard_status lite_step(ffiguard_token statement, int32_t limit, lite_value *values, size_t room,
                          uint8_t *bytes, size_t size, lite_rows *rows, ffiguard_error *err);
/* lite_clear(), lite_bind() for each of the parameters, from the first on, and lite_step() for one row,
 * in one call. Texts and blobs of the parameters lie one behind the other in texts, as those of a row do;
 * so bytes.data is not read. FFIGUARD_OVERFLOW where texts is too short. */
ffiguard_status lite_run(ffiguard_token statement, const lite_value *parameters, size_t count,
                         ffiguard_view texts, lite_value *values, size_t room, uint8_t *bytes,
                         size_t size, lite_rows *rows, ffiguard_error *err);
/* Not 0 ends the loop, which is no failure. */
typedef int32_t (*lite_row_function)(uint64_t user, const lite_value *values, int32_t count);
/* Steps to the end, from the row that lite_step() would give, and calls the host with each row, as
 * functions of the host are called (below). call: a lite_row_function, which release lets go of before
 * this returns. Values are lent as those of a function are. */
ffiguard_status lite_each(ffiguard_token statement, ffiguard_callback call,
                          ffiguard_user_release release, ffiguard_error *err);
/* Back to the first row; the parameters keep their values. */
ffiguard_status lite_reset(ffiguard_token statement, ffiguard_error *err);
ffiguard_status lite_clear(ffiguard_token statement, ffiguard_error *err);

/* ---- blobs: the value of one row, read and written in pieces */

/* schema: "main", "temp" or the name of an attached database. */
ffiguard_status lite_blob_open(ffiguard_token database, ffiguard_view schema, ffiguard_view table,
                               ffiguard_view column, int64_t row, int32_t writable,
                               ffiguard_token *blob, ffiguard_error *err);
ffiguard_status lite_blob_close(ffiguard_token blob, ffiguard_error *err);
ffiguard_status lite_blob_size(ffiguard_token blob, int32_t *size, ffiguard_error *err);
ffiguard_status lite_blob_read(ffiguard_token blob, int32_t offset, uint8_t *to, size_t size,
                               ffiguard_error *err);
ffiguard_status lite_blob_write(ffiguard_token blob, int32_t offset, ffiguard_view from,
                                ffiguard_error *err);
/* Moves to another row of the same column. */
ffiguard_status lite_blob_move(ffiguard_token blob, int64_t row, ffiguard_error *err);

/* ---- backups: of the main database into a file */

typedef struct lite_progress {
    int32_t remaining; /* pages */
    int32_t total;
    int32_t done; /* 1: the copy is complete */
} lite_progress;

ffiguard_status lite_backup_open(ffiguard_token database, ffiguard_view path,
                                 ffiguard_token *backup, ffiguard_error *err);
ffiguard_status lite_backup_close(ffiguard_token backup, ffiguard_error *err);
/* Copies so many pages, all of them if negative. Others may write to the database between two steps. */
ffiguard_status lite_backup_step(ffiguard_token backup, int32_t pages, lite_progress *progress,
                                 ffiguard_error *err);

/* ---- functions and hooks of the host
 *
 * Each has a user value, which release lets go of when the function is replaced or the database is
 * released: on any thread. The functions are called by the thread that is inside the database, so a
 * call of theirs that needs the database is answered FFIGUARD_IN_USE. No exception or panic may leave
 * one. What they get is good until they return. */

enum { LITE_CALL = 0, LITE_GROUP_STEP = 1, LITE_GROUP_END = 2 };
/* phase: LITE_CALL for a scalar function. For an aggregate LITE_GROUP_STEP for each row, and
 * LITE_GROUP_END once for each group (also if the statement was interrupted), without arguments.
 * *group is the host's: 0 in the first call of a group, then what the host has left there. */
typedef void (*lite_function)(uint64_t user, int32_t phase, uint64_t *group, const lite_value *values,
                              int32_t count, lite_result *result);
enum { LITE_AGGREGATE = 1, LITE_DETERMINISTIC = 2 };
/* arguments: how many, or -1 for any number. call: a lite_function. */
ffiguard_status lite_create_function(ffiguard_token database, ffiguard_view name, int32_t arguments,
                                     int32_t kind, ffiguard_callback call,
                                     ffiguard_user_release release, ffiguard_error *err);

typedef struct lite_change {
    int32_t what; /* SQLITE_INSERT, SQLITE_UPDATE or SQLITE_DELETE */
    int32_t reserved;
    int64_t row;
    ffiguard_view schema;
    ffiguard_view table;
} lite_change;
typedef void (*lite_update_hook)(uint64_t user, const lite_change *change);
typedef int32_t (*lite_commit_hook)(uint64_t user);   /* not 0: it becomes a rollback */
typedef int32_t (*lite_progress_hook)(uint64_t user); /* not 0: the statement is interrupted */

/* call.user 0: no hook any more. */
ffiguard_status lite_on_update(ffiguard_token database, ffiguard_callback call,
                               ffiguard_user_release release, ffiguard_error *err);
ffiguard_status lite_on_commit(ffiguard_token database, ffiguard_callback call,
                               ffiguard_user_release release, ffiguard_error *err);
/* Called about every so many instructions of SQLite's machine. */
ffiguard_status lite_on_progress(ffiguard_token database, int32_t instructions,
                                 ffiguard_callback call, ffiguard_user_release release,
                                 ffiguard_error *err);

/* A copy of bytes, for lite_result. Never calls back. */
ffiguard_status lite_copy(ffiguard_view bytes, ffiguard_buffer *copy, ffiguard_error *err);

/* Databases, statements, blobs and backups that are not released yet. Never calls back. */
uint64_t lite_live(void);

/* SQLite's own: 3040001. Never calls back. */
int32_t lite_library_version(void);

#ifdef __cplusplus
}
#endif

#endif
