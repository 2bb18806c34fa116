// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.NativeObject;
import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An SQLite database, over the shim of examples/sqlite by FFM.
 *
 * <p>Any thread may call any method. A database has one user at a time, with its statements, blobs
 * and backups: a call that meets another one waits some milliseconds for its turn, then it fails
 * with the status 7 (in use). So does a function or hook that comes back to the database that calls
 * it. {@link #interrupt()} and what closes may be called at any time.
 *
 * <p>Functions and hooks run on the thread that is inside the database. One that holds its database
 * keeps it from being collected: close it then.
 *
 * <p>An abandoned database is released after its last statement.
 */
public final class Database extends NativeObject {
    private static final int READ_WRITE_CREATE = 6; // SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    private static final int REFUSE = 0;
    private static final int WAIT = 1;
    private static final int CASCADE = 2;
    private static final int IN_USE = 7;
    private static final int AGGREGATE = 1;
    private static final int DETERMINISTIC = 2;

    /** @throws SqliteException if there is no such file, and none can be made */
    public Database(String path) {
        super(() -> open(path), token -> release(token, WAIT));
    }

    private static long open(String path) {
        return Sqlite.make((arena, token, error) -> (int) Sqlite.OPEN.invokeExact(
                Sqlite.view(arena, path), READ_WRITE_CREATE, token, error));
    }

    private static void release(long token, int children) {
        Sqlite.release(error -> (int) Sqlite.CLOSE.invokeExact(token, children, error));
    }

    /** Runs any number of SQL statements without results. */
    public void exec(String sql) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Sqlite.view(arena, sql);
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.EXEC.invokeExact(token, text, error)));
        }
    }

    public Statement prepare(String sql) {
        return new Statement(this, sql);
    }

    long openStatement(String sql) {
        return call(token -> Sqlite.make((arena, made, error) -> (int) Sqlite.PREPARE.invokeExact(
                token, Sqlite.view(arena, sql), made, error)));
    }

    /** Rows that the last statement has changed. */
    public long changes() {
        return number(Sqlite.CHANGES);
    }

    /** The number of the row that was inserted last. */
    public long lastId() {
        return number(Sqlite.LAST_ID);
    }

    private long number(MethodHandle function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_LONG);
            call(token -> Sqlite.check(arena,
                    error -> (int) function.invokeExact(token, number, error)));
            return number.get(JAVA_LONG, 0);
        }
    }

    /** How long a call waits for the lock of another connection. It holds its thread meanwhile. */
    public void busyTimeout(Duration limit) {
        int milliseconds = (int) Math.min(limit.toMillis(), Integer.MAX_VALUE);
        try (Arena arena = Arena.ofConfined()) {
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.BUSY_TIMEOUT.invokeExact(token, milliseconds, error)));
        }
    }

    /** The value of a column in one row of the main database, to be read and written in pieces. */
    public Blob openBlob(String table, String column, long row, boolean writable) {
        return new Blob(this, table, column, row, writable);
    }

    long openBlobToken(String table, String column, long row, boolean writable) {
        return call(token -> Sqlite.make((arena, made, error) -> (int) Sqlite.BLOB_OPEN.invokeExact(
                token, Sqlite.view(arena, "main"), Sqlite.view(arena, table),
                Sqlite.view(arena, column), row, writable ? 1 : 0, made, error)));
    }

    /** Begins a copy into the file path, which becomes the same database. */
    public Backup backupTo(String path) {
        return new Backup(this, path);
    }

    long openBackup(String path) {
        return call(token -> Sqlite.make((arena, made, error) ->
                (int) Sqlite.BACKUP_OPEN.invokeExact(
                        token, Sqlite.view(arena, path), made, error)));
    }

    /**
     * Makes f a function of SQL. What f throws becomes the error of the statement.
     *
     * @param arguments how many, or -1 for any number
     * @param deterministic SQLite may use a result again for the same arguments
     */
    public void createFunction(String name, int arguments, boolean deterministic, Function f) {
        create(name, arguments, deterministic ? DETERMINISTIC : 0, Objects.requireNonNull(f));
    }

    /** Makes an aggregate function of SQL: begin is called for each group. */
    public void createAggregate(String name, int arguments, Supplier<? extends Aggregate> begin) {
        create(name, arguments, AGGREGATE, Objects.requireNonNull(begin));
    }

    private void create(String name, int arguments, int kind, Object f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Sqlite.view(arena, name);
            give(arena, Callbacks.CALL, f, (callback, token, error) ->
                    (int) Sqlite.CREATE_FUNCTION.invokeExact(token, text, arguments, kind, callback,
                            Callbacks.LET_GO, error));
        }
    }

    /** Has f called for each row that the database changes; null ends that. What f throws is lost. */
    public void onUpdate(Consumer<Change> f) {
        try (Arena arena = Arena.ofConfined()) {
            give(arena, Callbacks.UPDATED, f, (callback, token, error) ->
                    (int) Sqlite.ON_UPDATE.invokeExact(token, callback, Callbacks.LET_GO, error));
        }
    }

    /**
     * Has f called before each commit, which becomes a rollback if f returns false or throws; null
     * ends that.
     */
    public void onCommit(BooleanSupplier f) {
        try (Arena arena = Arena.ofConfined()) {
            give(arena, Callbacks.ASKED, f, (callback, token, error) ->
                    (int) Sqlite.ON_COMMIT.invokeExact(token, callback, Callbacks.LET_GO, error));
        }
    }

    /**
     * Has f called about every so many instructions; the statement is interrupted if f returns false
     * or throws; null ends that.
     */
    public void onProgress(int instructions, BooleanSupplier f) {
        try (Arena arena = Arena.ofConfined()) {
            give(arena, Callbacks.ASKED, f, (callback, token, error) ->
                    (int) Sqlite.ON_PROGRESS.invokeExact(
                            token, instructions, callback, Callbacks.LET_GO, error));
        }
    }

    @FunctionalInterface
    private interface Taker {
        int run(MemorySegment callback, long token, MemorySegment error) throws Throwable;
    }

    /** Lends f to C++ until C++ lets go of it. */
    private void give(Arena arena, MemorySegment with, Object f, Taker to) {
        MemorySegment callback = arena.allocate(Ffiguard.CALLBACK);
        long key = f == null ? 0 : Callbacks.keep(f);
        if (f != null) {
            callback.set(ADDRESS, 0, with);
            callback.set(JAVA_LONG, 8, key);
        }
        boolean given = false;
        try {
            call(token -> Sqlite.check(arena, error -> to.run(callback, token, error)));
            given = true;
        } finally {
            if (!given) {
                Callbacks.letGo(key); // whether C++ has let go of it or never had it
            }
        }
    }

    /** Ends the call that is running on another thread: it fails with SQLite's code 9. */
    public void interrupt() {
        try (Arena arena = Arena.ofConfined()) {
            call(token -> Sqlite.check(arena,
                    error -> (int) Sqlite.INTERRUPT.invokeExact(token, error)));
        }
    }

    /**
     * Closes the database. If statements are open, it fails with the status 7 and their number,
     * nothing is closed, and close() may be called again. A call that is running on another thread
     * is interrupted.
     */
    @Override
    public void close() {
        closeBy(token -> release(token, REFUSE));
    }

    /** Closes the statements, too. */
    public void closeAll() {
        closeBy(token -> release(token, CASCADE));
    }

    /** Closes the database after its last statement. */
    public void closeLater() {
        closeBy(token -> release(token, WAIT));
    }

    /**
     * closeAll(), and returns when SQLite has closed its files. It interrupts again and again what
     * is running.
     *
     * <p>In a function or hook of a database it does not wait, as that might be for itself: the
     * database is released when the function has returned.
     */
    public void close(Duration limit) throws InterruptedException, TimeoutException {
        closeBy(token -> release(token, CASCADE), Callbacks.isInside() ? Duration.ZERO : limit,
                Database::interrupted);
    }

    /** A closed database can be interrupted until its release begins. */
    private static int interrupted(long token) {
        int status = Sqlite.status(
                () -> (int) Sqlite.INTERRUPT.invokeExact(token, MemorySegment.NULL));
        return status == 0 ? IN_USE : status;
    }
}
