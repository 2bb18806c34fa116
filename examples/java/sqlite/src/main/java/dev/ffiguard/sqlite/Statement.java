// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A prepared statement. It may be closed, or collected, before or after its database. */
public final class Statement extends NativeObject {
    private static final int VALUE = 40; // sizeof(lite_value)
    private static final int FIRST_TRY = 4096;
    private static final int INTEGER = 1;
    private static final int FLOAT = 2;
    private static final int TEXT = 3;
    private static final int BLOB = 4;
    private static final int NULL = 5;

    private final int columns;

    Statement(Database in, String sql) {
        super(() -> in.openStatement(sql), Statement::release);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.COLUMNS.invokeExact(token, count, error)));
            columns = count.get(JAVA_INT, 0);
        }
    }

    private static void release(long token) {
        Sqlite.release(error -> (int) Sqlite.FINALIZE.invokeExact(token, error));
    }

    /**
     * Gives a parameter its value.
     *
     * @param at from 1
     * @param value a Long, Integer, Double, String, byte[] or null
     */
    public void bind(int at, Object value) {
        try (Arena arena = Arena.ofConfined()) {
            call(token -> Sqlite.check(arena, error -> bind(arena, token, at, value, error)));
        }
    }

    private static int bind(Arena arena, long token, int at, Object value, MemorySegment error)
            throws Throwable {
        int type = NULL;
        long integer = 0;
        double real = 0;
        byte[] bytes = {};
        if (value instanceof Long || value instanceof Integer) {
            type = INTEGER;
            integer = ((Number) value).longValue();
        } else if (value instanceof Double number) {
            type = FLOAT;
            real = number;
        } else if (value instanceof String text) {
            type = TEXT;
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else if (value != null) {
            type = BLOB;
            bytes = (byte[]) value;
        }
        return (int) Sqlite.BIND.invokeExact(
                token, at, type, integer, real, Sqlite.view(arena, bytes), error);
    }

    /**
     * The next row: a Long, Double, String, byte[] or null for each column. Null after the last one;
     * the statement is reset then, and by a failure.
     */
    public Object[] step() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate((long) VALUE * columns, 8);
            MemorySegment rows = arena.allocate(24, 8); // lite_rows
            MemorySegment bytes = arena.allocate(FIRST_TRY);
            step(arena, values, bytes, rows);
            if (rows.get(JAVA_INT, 4) == 0 && rows.get(JAVA_INT, 16) == 0) { // it found no room
                bytes = arena.allocate(rows.get(JAVA_LONG, 8));
                step(arena, values, bytes, rows);
            }
            return rows.get(JAVA_INT, 4) == 0 ? null : values(values, bytes);
        }
    }

    private void step(Arena arena, MemorySegment values, MemorySegment bytes, MemorySegment rows) {
        call(token -> Sqlite.check(arena, error -> (int) Sqlite.STEP.invokeExact(token, 1, values,
                (long) columns, bytes, bytes.byteSize(), rows, error)));
    }

    private Object[] values(MemorySegment values, MemorySegment bytes) {
        Object[] row = new Object[columns];
        long at = 0;
        for (int i = 0; i < columns; i++) {
            MemorySegment value = values.asSlice((long) i * VALUE, VALUE);
            int type = value.get(JAVA_INT, 0);
            if (type == INTEGER) {
                row[i] = value.get(JAVA_LONG, 8);
            } else if (type == FLOAT) {
                row[i] = value.get(JAVA_DOUBLE, 16);
            } else if (type != NULL) {
                long size = value.get(JAVA_LONG, 32);
                byte[] copy = bytes.asSlice(at, size).toArray(JAVA_BYTE);
                at += size;
                row[i] = type == TEXT ? new String(copy, StandardCharsets.UTF_8) : copy;
            }
        }
        return row;
    }

    /** Back to the first row; the parameters keep their values. */
    public void reset() {
        try (Arena arena = Arena.ofConfined()) {
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.RESET.invokeExact(token, error)));
        }
    }
}
