// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import dev.ffiguard.NativeObject;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An SQLite database, over the shim of examples/sqlite.
 *
 * <p>Any thread may call any method. A database has one user at a time, with its statements, blobs
 * and backups: a call that meets another one waits up to a second for its turn, then it fails with
 * the status 7 (in use). So does a function or hook that comes back to the database that calls it,
 * at once. {@link #interrupt()} and what closes may be called at any time.
 *
 * <p>Functions and hooks run on the thread that is inside the database. What one throws is the cause
 * of the SqliteException that the call throws which has run it. One that holds its database keeps it
 * from being collected: close it then.
 *
 * <p>An abandoned database is released after its last statement.
 */
public final class Database extends NativeObject {
    public static final int READ_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int READ_WRITE_CREATE = 6;

    private static final int REFUSE = 0;
    private static final int WAIT = 1;
    private static final int CASCADE = 2;
    private static final int IN_USE = 7;
    private static final int AGGREGATE = 1;
    private static final int DETERMINISTIC = 2;

    private final Turn turn = new Turn();
    private final AtomicReference<Frame> spare = new AtomicReference<>();

    /** @throws SqliteException if there is no such file, and none can be made */
    public Database(String path) {
        this(path, READ_WRITE_CREATE);
    }

    /** @param flags those of sqlite3_open_v2() */
    public Database(String path, int flags) {
        super(() -> Shim.SHIM.open(path, flags), token -> Shim.SHIM.close(token, WAIT));
    }

    /** The version of the SQLite library: 3040001. */
    public static int version() {
        return Shim.SHIM.version();
    }

    Turn turn() {
        return turn;
    }

    /** For a call or a query, which gives it back. */
    Frame frame() {
        Frame found = spare.getAndSet(null);
        return found != null ? found : new Frame();
    }

    void giveBack(Frame frame) {
        if (frame != null && frame.isSmall()) {
            spare.set(frame);
        }
    }

    private <R> R inTurn(Call<R, RuntimeException> body) {
        return call(token -> turn.call(() -> body.call(token)));
    }

    /** Runs any number of SQL statements without results; with parameters one. */
    public void exec(String sql, Object... parameters) {
        if (parameters.length != 0) {
            try (Statement statement = prepare(sql)) {
                statement.exec(parameters);
            }
            return;
        }
        inTurn(token -> {
            Shim.SHIM.exec(token, sql);
            return null;
        });
    }

    public Statement prepare(String sql) {
        return new Statement(this, sql);
    }

    /** Prepares, runs, and gives the rows; closing them closes the statement. */
    public Rows query(String sql, Object... parameters) {
        Statement statement = prepare(sql);
        boolean begun = false;
        try {
            Rows rows = statement.query(statement, parameters);
            begun = true;
            return rows;
        } finally {
            if (!begun) {
                statement.close();
            }
        }
    }

    long openStatement(String sql) {
        return inTurn(token -> Shim.SHIM.prepare(token, sql));
    }

    /** Rows that the last statement has changed. */
    public long changes() {
        return inTurn(Shim.SHIM::changes);
    }

    /** The number of the row that was inserted last. */
    public long lastId() {
        return inTurn(Shim.SHIM::lastId);
    }

    public boolean isInTransaction() {
        return inTurn(Shim.SHIM::autocommit) == 0;
    }

    /** How long a call waits for the lock of another connection. It holds its thread meanwhile. */
    public void busyTimeout(Duration limit) {
        int milliseconds = (int) Math.min(limit.toMillis(), Integer.MAX_VALUE);
        inTurn(token -> {
            Shim.SHIM.busyTimeout(token, milliseconds);
            return null;
        });
    }

    /** The value of a column in one row of the main database, to be read and written in pieces. */
    public Blob openBlob(String table, String column, long row, boolean writable) {
        return new Blob(this, table, column, row, writable);
    }

    long openBlobToken(String table, String column, long row, boolean writable) {
        return inTurn(token ->
                Shim.SHIM.openBlob(token, "main", table, column, row, writable ? 1 : 0));
    }

    /** Begins a copy into the file path, which becomes the same database. */
    public Backup backupTo(String path) {
        return new Backup(this, path);
    }

    long openBackup(String path) {
        return inTurn(token -> Shim.SHIM.openBackup(token, path));
    }

    /**
     * Makes f a function of SQL.
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
        Callback callback = Callback.withValues(turn, f);
        inTurn(token -> {
            Shim.SHIM.createFunction(token, name, arguments, kind, callback);
            return null;
        });
    }

    /**
     * Has f called for each row that the database changes; null ends that. If f throws, the change
     * stands, and the call that made it throws.
     */
    public void onUpdate(Consumer<Change> f) {
        Callback callback = Callback.hook(turn, f);
        inTurn(token -> {
            Shim.SHIM.onUpdate(token, callback);
            return null;
        });
    }

    /**
     * Has f called before each commit, which becomes a rollback if f returns false or throws; null
     * ends that.
     */
    public void onCommit(BooleanSupplier f) {
        Callback callback = Callback.hook(turn, f);
        inTurn(token -> {
            Shim.SHIM.onCommit(token, callback);
            return null;
        });
    }

    /**
     * Has f called about every so many instructions; the statement is interrupted if f returns false
     * or throws; null ends that.
     */
    public void onProgress(int instructions, BooleanSupplier f) {
        Callback callback = Callback.hook(turn, f);
        inTurn(token -> {
            Shim.SHIM.onProgress(token, instructions, callback);
            return null;
        });
    }

    /** Ends the call that is running on another thread: it fails with SQLite's code 9. */
    public void interrupt() {
        call(token -> {
            Shim.SHIM.interrupt(token);
            return null;
        });
    }

    /**
     * Closes the database. If statements are open, it fails with the status 7 and their number,
     * nothing is closed, and close() may be called again. A call that is running on another thread
     * is interrupted.
     */
    @Override
    public void close() {
        closeBy(token -> Shim.SHIM.close(token, REFUSE));
    }

    /** Closes the statements, too. */
    public void closeAll() {
        closeBy(token -> Shim.SHIM.close(token, CASCADE));
    }

    /** Closes the database after its last statement. */
    public void closeLater() {
        closeBy(token -> Shim.SHIM.close(token, WAIT));
    }

    /**
     * closeAll(), and returns when SQLite has closed its files. It interrupts again and again what
     * is running.
     *
     * <p>In a function or hook of this database it does not wait, as that would be for itself: the
     * database is released when the function has returned.
     */
    public void close(Duration limit) throws InterruptedException, TimeoutException {
        closeBy(token -> Shim.SHIM.close(token, CASCADE),
                turn.isInside() ? Duration.ZERO : limit, Database::interrupted);
    }

    /** A closed database can be interrupted until its release begins. */
    private static int interrupted(long token) {
        try {
            Shim.SHIM.interrupt(token);
            return IN_USE;
        } catch (SqliteException released) {
            return released.status();
        }
    }
}
