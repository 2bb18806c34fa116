// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

/** SQLite by FFM: rows, and every way to close a database with statements. */
final class SqliteTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static MethodHandle live;

    public static void main(String[] args) throws Throwable {
        load(args[0]);
        Path file = Files.createTempFile("lite", ".db");
        try {
            rows(file.toString());
            closing(file.toString());
            interrupted(file.toString());
            closedInAQuery(file.toString());
            abandoned(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    static void load(String library) {
        new Database(":memory:").close(); // loads it
        live = Linker.nativeLinker().downcallHandle(
                SymbolLookup.libraryLookup(Path.of(library), Arena.global())
                        .find("lite_live").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG));
    }

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static void live(long expected) throws Throwable {
        long now = (long) live.invokeExact();
        that(now == expected, "live: " + now + ", not " + expected);
    }

    interface Attempt {
        void run() throws Exception;
    }

    static String refused(int status, int detail, Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (SqliteException e) {
            that(e.status() == status && e.detail() == detail, e.status() + ", " + e.detail() + ": "
                    + e.getMessage());
            return e.getMessage();
        }
        throw new AssertionError("not refused");
    }

    private static void rows(String file) throws Throwable {
        byte[] large = new byte[10_000];
        Arrays.fill(large, (byte) 7);
        try (Database db = new Database(file)) {
            db.exec("CREATE TABLE t (i, r, s, b, n)");
            Object[] put = {42L, 0.5, "a\0\u00e4\u20ac", large, null};
            try (Statement insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < put.length; i++) {
                    insert.bind(i + 1, put[i]);
                }
                that(insert.step() == null, "a row of an insert");
                insert.bind(4, new byte[0]);
                that(insert.step() == null, "a row of an insert");
            }
            try (Statement select = db.prepare("SELECT * FROM t")) {
                for (int round = 0; round < 2; round++) {
                    that(Arrays.deepEquals(put, select.step()), "other values");
                    that(((byte[]) select.step()[3]).length == 0, "another blob");
                    select.reset();
                }
            }
            refused(15, 1, () -> db.exec("SELECT * FROM nothing")); // SQLITE_ERROR
            refused(2, 7, () -> db.exec("SELECT\0 1")); // a NUL: malformed
            for (int size : new int[] {50, 216, 217, 300, 60_000}) {
                String name = "n".repeat(size - 2) + "\u00e4";
                String why = refused(15, 1, () -> db.exec("SELECT * FROM " + name));
                that(why.equals("no such table: " + name), size + ": " + why);
            }
        }
        live(0);
    }

    /** Each way once, and a refused close loses nothing. */
    private static void closing(String file) throws Throwable {
        Database db = new Database(file);
        Statement one = db.prepare("SELECT 1");
        Statement two = db.prepare("SELECT 2");
        refused(7, 2, db::close);
        live(3);
        that((Long) one.step()[0] == 1, "closed by a refused close");
        one.close();
        refused(7, 1, db::close);
        two.close();
        db.close();
        db.close();
        live(0);

        db = new Database(file);
        one = db.prepare("SELECT 1");
        db.closeLater();
        Statement closed = one;
        refused(6, 0, closed::step);
        live(2);
        one.close();
        live(0);

        db = new Database(file);
        one = db.prepare("SELECT 1");
        db.closeAll();
        live(0);
        one.close();

        db = new Database(file);
        one = db.prepare("SELECT 1");
        db.close(LONG);
        live(0);
        db.close(Duration.ZERO);
        one.close();
    }

    /** A thread that is inside of an endless query, and what ended it: SQLite's code. */
    private static FutureTask<Integer> query(Database db) throws Exception {
        Statement endless = db.prepare(ENDLESS);
        FutureTask<Integer> task = new FutureTask<>(() -> {
            try (endless) {
                for (;;) {
                    try {
                        endless.step();
                        throw new AssertionError("the end of an endless query");
                    } catch (SqliteException e) {
                        if (e.status() != 7) { // the other thread is inside, for a moment
                            return e.detail();
                        }
                    }
                }
            }
        });
        new Thread(task).start();
        for (;;) { // until the call is inside
            try {
                db.exec("SELECT 1");
            } catch (SqliteException inside) {
                that(inside.status() == 7, inside.getMessage());
                return task;
            }
            Thread.yield();
        }
    }

    private static void interrupted(String file) throws Throwable {
        try (Database db = new Database(file)) {
            FutureTask<Integer> task = query(db);
            while (!task.isDone()) { // SQLite forgets an interrupt that comes before the query
                db.interrupt();
                Thread.sleep(1);
            }
            that(task.get() == 9, "not interrupted: " + task.get());
            db.exec("SELECT 1");
        }
        live(0);
    }

    private static void closedInAQuery(String file) throws Throwable {
        Database db = new Database(file);
        FutureTask<Integer> task = query(db);
        db.close(LONG);
        that(task.get() == 9, "not interrupted: " + task.get());
        live(0);
    }

    /** In any order: the collector knows none. */
    private static void abandoned(String file) throws Throwable {
        for (int i = 0; i < 100; i++) {
            new Database(file).prepare("SELECT 1").step();
        }
        for (int tries = 0; (long) live.invokeExact() != 0; ++tries) {
            that(tries < 1000, "lost: " + (long) live.invokeExact());
            System.gc();
            Thread.sleep(10);
        }
    }
}
