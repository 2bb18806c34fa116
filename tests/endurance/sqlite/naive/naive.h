/* SPDX-License-Identifier: BSL-1.0 */
#ifndef NAIVE_H
#define NAIVE_H

/* SQLite over plain pointers: the work of examples/sqlite/lite.h, in as few calls, and nothing else.
 * No token, no turn, no error text, no check of an argument. */

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* Of rows and parameters. */
typedef struct naive_cell {
    int32_t type, reserved;
    int64_t integer;
    double real;
    uint64_t size; /* of its text, among those of the row */
} naive_cell;

/* Lent to functions and rows of a callback. */
typedef struct naive_value {
    naive_cell cell;
    const unsigned char *text;
} naive_value;

typedef struct naive_row {
    int32_t columns;
    uint64_t size;
} naive_row;

int naive_run(sqlite3_stmt *s, const naive_cell *parameters, size_t count, const char *texts,
              naive_cell *values, size_t room, unsigned char *bytes, size_t size, naive_row *row);
int naive_step(sqlite3_stmt *s, naive_cell *values, size_t room, unsigned char *bytes, size_t size,
               naive_row *row);
int naive_each(sqlite3_stmt *s, uint64_t user);
int naive_create_function(sqlite3 *db, const char *name, int arguments, uint64_t user);

#endif
