// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** What the cases share. */
class Checks {
    static final int CLOSED = 6;
    static final int IN_USE = 7;
    static final int INVALID_ARGUMENT = 11;
    static final int MALFORMED = 2;
    static final int STALE = 3;
    static final int WRONG_TABLE = 4;
    static final int WRONG_TYPE = 5;
    static final int FOREIGN = 15;
    static final int JAVA_EXCEPTION = 17;
    // SQLite's
    static final int ERROR = 1;
    static final int BUSY = 5;
    static final int INTERRUPT = 9;
    static final int CANTOPEN = 14;
    static final int CONSTRAINT = 19;
    static final int MISUSE = 21;
    static final int RANGE = 25;

    /** A query that does not end. */
    static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    static final String THOUSAND = "WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n "
            + "WHERE i < 1000) SELECT i, 'text ' || i, NULL FROM n";

    interface Attempt {
        void run() throws Exception;
    }

    static void that(boolean holds, Object otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static void same(Object expected, Object got) {
        that(Objects.deepEquals(expected, got), text(got) + ", not " + text(expected));
    }

    private static String text(Object of) {
        String text = of instanceof Object[] ? Arrays.deepToString((Object[]) of) : "" + of;
        return text.length() < 300 ? text : text.substring(0, 300);
    }

    /** The SqliteException of this status; status 6 is also an IllegalStateException of Java's half. */
    static SqliteException refused(int status, Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (SqliteException e) {
            that(e.status() == status, e.status() + ", not " + status + ": " + e.getMessage());
            return e;
        }
        throw new AssertionError("not refused");
    }

    static SqliteException refused(int status, int detail, Attempt attempt) throws Exception {
        SqliteException e = refused(status, attempt);
        that(e.detail() == detail, e.detail() + ", not " + detail + ": " + e.getMessage());
        return e;
    }

    static void closed(Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (IllegalStateException e) {
            that(e.getMessage().endsWith(" is closed"), e.getMessage());
            return;
        } catch (SqliteException e) {
            that(e.status() == CLOSED || e.status() == STALE, e.status() + ": " + e.getMessage());
            return;
        }
        throw new AssertionError("not refused");
    }

    /** Exactly this exception, which is returned. */
    static <T extends Throwable> T thrown(Class<T> type, Attempt attempt) {
        try {
            attempt.run();
        } catch (Throwable e) {
            that(e.getClass() == type, "" + e);
            return type.cast(e);
        }
        throw new AssertionError("not thrown: " + type);
    }

    static Object one(Database db, String sql, Object... parameters) {
        try (Rows rows = db.query(sql, parameters)) {
            that(rows.next(), "no row");
            return rows.get(0);
        }
    }

    static List<Object[]> all(Rows rows) {
        try (rows) {
            List<Object[]> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.toArray());
            }
            return all;
        }
    }

    static Database memory() {
        return new Database(":memory:");
    }

    static Path file() throws Exception {
        Path directory = Files.createTempDirectory("lite");
        directory.toFile().deleteOnExit();
        return directory.resolve("test.db");
    }

    static void delete(Path file) throws Exception {
        for (String end : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(Path.of(file + end));
        }
        Files.deleteIfExists(file.getParent());
    }

    static <T> FutureTask<T> start(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        new Thread(task).start();
        return task;
    }

    /** Virtual threads where there are some, else threads. */
    static ExecutorService manyThreads() throws Exception {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException before21) {
            return Executors.newCachedThreadPool();
        }
    }

    static long live() {
        return Shim.SHIM.live();
    }

    /** Collects garbage until so many live. */
    static void waitFor(long expected) throws Exception {
        for (int tries = 0; live() != expected; ++tries) {
            that(tries < 500, live() + " live, not " + expected);
            System.gc();
            Thread.sleep(10);
        }
    }

    static void nothingLives() throws Exception {
        waitFor(0);
        that(Shim.SHIM.lent() == 0, "lent: " + Shim.SHIM.lent());
    }
}
