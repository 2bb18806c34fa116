// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.ByteBuffer;

/**
 * The functions of examples/sqlite/lite.h. What they refuse is a SqliteException. Tokens are C++'s
 * numbers for databases, statements, blobs and backups; anything in their place is refused.
 *
 * <p>By JNI, or with -Ddev.ffiguard.sqlite=ffm by FFM (JDK 22 and later).
 */
abstract class Shim {
    static final Shim SHIM = choose();

    private static Shim choose() {
        String by = System.getProperty("dev.ffiguard.sqlite", "jni");
        if (by.equals("jni")) {
            return new JniShim();
        }
        try { // a class of its own source folder, which javac before 22 does not see
            return (Shim) Class.forName("dev.ffiguard.sqlite.FfmShim").getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new UnsatisfiedLinkError("no SQLite by " + by + ": " + e);
        }
    }

    /** Where a direct buffer begins. */
    abstract long address(ByteBuffer direct);

    /** For values that C++ copies for a callback; null if it reads them where they are. */
    abstract Frame frameOfCallback();

    /** How a callback sees its values. */
    abstract Values valuesOfCallback();

    // ---- databases

    abstract long open(String path, int flags);

    /** @param children 0 refuse, 1 wait, 2 close them */
    abstract void close(long database, int children);

    /** 0, or the status of a database that is not open. */
    abstract int state(long database);

    abstract void interrupt(long database);

    abstract void exec(long database, String sql);

    abstract long changes(long database);

    abstract long lastId(long database);

    abstract int autocommit(long database);

    abstract void busyTimeout(long database, int milliseconds);

    // ---- statements

    abstract long prepare(long database, String sql);

    abstract void closeStatement(long statement);

    /** Binds the first value of the frame, of which size bytes are texts or blobs. */
    abstract void bind(long statement, int at, Frame value, int size);

    abstract int parameterNamed(long statement, String name);

    abstract int columnCount(long statement);

    abstract String columnName(long statement, int at);

    /** Binds so many values of the frame, of which size bytes are texts and blobs, and steps. */
    abstract void run(long statement, int parameters, int size, Frame frame);

    abstract void step(long statement, int limit, Frame frame);

    abstract void each(long statement, Callback row);

    abstract void reset(long statement);

    abstract void clear(long statement);

    // ---- blobs

    abstract long openBlob(long database, String schema, String table, String column, long row,
            int writable);

    abstract void closeBlob(long blob);

    abstract int blobSize(long blob);

    abstract void readBlob(long blob, int offset, byte[] to, int count);

    abstract void writeBlob(long blob, int offset, byte[] from);

    abstract void moveBlob(long blob, long row);

    // ---- backups

    abstract long openBackup(long database, String path);

    abstract void closeBackup(long backup);

    /** Remaining and all pages, and whether it is done. */
    abstract int[] stepBackup(long backup, int pages);

    // ---- callbacks

    abstract void createFunction(long database, String name, int arguments, int kind, Callback f);

    /** A hook that is null ends the calls. */
    abstract void onUpdate(long database, Callback f);

    abstract void onCommit(long database, Callback f);

    abstract void onProgress(long database, int instructions, Callback f);

    // ---- for tests

    /** Callbacks that C++ has not let go of. */
    abstract long lent();

    abstract long live();

    abstract int version();
}
