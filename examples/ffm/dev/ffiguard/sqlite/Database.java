// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import dev.ffiguard.example.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * An SQLite database, over the shim of examples/sqlite by FFM.
 *
 * <p>Any thread may call any method. A database has one user at a time, with its statements: a call
 * that meets another one fails with the status 7 (in use). {@link #interrupt()} and what closes may
 * be called at any time.
 *
 * <p>An abandoned database is released after its last statement.
 */
public final class Database extends NativeObject {
    private static final int READ_WRITE_CREATE = 6; // SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    private static final int REFUSE = 0;
    private static final int WAIT = 1;
    private static final int CASCADE = 2;
    private static final int IN_USE = 7;

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
     */
    public void close(Duration limit) throws InterruptedException, TimeoutException {
        closeBy(token -> release(token, CASCADE), limit, Database::interrupted);
    }

    /** A closed database can be interrupted until its release begins. */
    private static int interrupted(long token) {
        int status = Sqlite.status(
                () -> (int) Sqlite.INTERRUPT.invokeExact(token, MemorySegment.NULL));
        return status == 0 ? IN_USE : status;
    }
}
