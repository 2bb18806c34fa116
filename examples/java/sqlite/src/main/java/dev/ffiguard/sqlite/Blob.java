// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ffiguard.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads and writes a blob in place; its size is fixed. */
public final class Blob extends NativeObject {
    Blob(Database in, String table, String column, long row, boolean writable) {
        super(() -> in.openBlobToken(table, column, row, writable), Blob::release);
    }

    private static void release(long token) {
        Sqlite.release(error -> (int) Sqlite.BLOB_CLOSE.invokeExact(token, error));
    }

    /** In bytes. */
    public int size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_INT);
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.BLOB_SIZE.invokeExact(token, size, error)));
            return size.get(JAVA_INT, 0);
        }
    }

    /** Reads what there is from at on, as much as fits: how many bytes, 0 at the end. */
    public int read(int at, byte[] to) {
        int count = Math.max(0, Math.min(to.length, size() - at));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, count));
            call(token -> Sqlite.check(arena, error ->
                    (int) Sqlite.BLOB_READ.invokeExact(token, at, bytes, (long) count, error)));
            MemorySegment.copy(bytes, JAVA_BYTE, 0, to, 0, count);
            return count;
        }
    }

    /**
     * Writes all of from, or nothing.
     *
     * @throws SqliteException if it does not fit, with SQLite's code 1
     */
    public void write(int at, byte[] from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = Sqlite.view(arena, from);
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.BLOB_WRITE.invokeExact(token, at, bytes, error)));
        }
    }

    /** Goes on with the same column of another row. */
    public void move(long row) {
        try (Arena arena = Arena.ofConfined()) {
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.BLOB_MOVE.invokeExact(token, row, error)));
        }
    }
}
