// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import dev.ffiguard.NativeObject;

/** Reads and writes a blob in place; its size is fixed. */
public final class Blob extends NativeObject {
    private final Database in;

    Blob(Database in, String table, String column, long row, boolean writable) {
        super(() -> in.openBlobToken(table, column, row, writable), Shim.SHIM::closeBlob);
        this.in = in;
    }

    /** In bytes. */
    public int size() {
        return call(token -> in.turn().call(() -> Shim.SHIM.blobSize(token)));
    }

    /** Reads what there is from at on, as much as fits: how many bytes, 0 at the end. */
    public int read(int at, byte[] to) {
        int count = Math.max(0, Math.min(to.length, size() - at));
        call(token -> in.turn().call(() -> {
            Shim.SHIM.readBlob(token, at, to, count);
            return null;
        }));
        return count;
    }

    /**
     * Writes all of from, or nothing.
     *
     * @throws SqliteException if it does not fit, with SQLite's code 1
     */
    public void write(int at, byte[] from) {
        call(token -> in.turn().call(() -> {
            Shim.SHIM.writeBlob(token, at, from);
            return null;
        }));
    }

    /** Goes on with the same column of another row. */
    public void move(long row) {
        call(token -> in.turn().call(() -> {
            Shim.SHIM.moveBlob(token, row);
            return null;
        }));
    }
}
