// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static dev.ffiguard.sqlite.SqliteTest.refused;
import static dev.ffiguard.sqlite.SqliteTest.that;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** SQLite by FFM: blobs in pieces, backups, and what SQLite calls. */
final class SqliteCallbacksTest {
    private static final int FOREIGN = 15;
    private static final int CLOSED = 6;
    private static final int IN_USE = 7;
    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_CONSTRAINT_COMMITHOOK = 19 | (2 << 8);

    public static void main(String[] args) throws Throwable {
        SqliteTest.load(args[0]);
        blobs();
        backup();
        functions();
        thrown();
        aggregates();
        replaced();
        hooks();
        comesBack();
        closesInside();
        manyThreads();
    }

    private static void nothingLives() throws Throwable {
        SqliteTest.live(0);
        that(Callbacks.lent() == 0, "lent: " + Callbacks.lent());
    }

    private static Object one(Database db, String sql) {
        try (Statement select = db.prepare(sql)) {
            return select.step()[0];
        }
    }

    private static void blobs() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.exec("CREATE TABLE t (b); INSERT INTO t VALUES (zeroblob(10)), (zeroblob(3))");
            that(db.lastId() == 2 && db.changes() == 2, db.lastId() + ", " + db.changes());
            byte[] to = new byte[8];
            try (Blob blob = db.openBlob("t", "b", 1, true)) {
                that(blob.size() == 10, "size " + blob.size());
                blob.write(6, new byte[] {1, 2, 3, 4});
                refused(FOREIGN, SQLITE_ERROR, () -> blob.write(7, new byte[] {1, 2, 3, 4}));
                that(blob.read(5, to) == 5, "not the rest");
                that(Arrays.equals(to, new byte[] {0, 1, 2, 3, 4, 0, 0, 0}), Arrays.toString(to));
                that(blob.read(10, to) == 0, "behind the end");
                blob.move(2);
                that(blob.size() == 3, "size " + blob.size());
                refused(IN_USE, 1, db::close);
            }
            that(Arrays.equals((byte[]) one(db, "SELECT b FROM t"),
                    new byte[] {0, 0, 0, 0, 0, 0, 1, 2, 3, 4}), "not written");
            refused(FOREIGN, SQLITE_ERROR, () -> db.openBlob("t", "b", 3, false));
            try (Blob reader = db.openBlob("t", "b", 1, false)) {
                refused(FOREIGN, 8, () -> reader.write(0, to)); // SQLITE_READONLY
                db.closeAll();
                refused(CLOSED, 0, () -> reader.read(0, to));
            }
        }
        nothingLives();
    }

    private static void backup() throws Throwable {
        Path copy = Files.createTempFile("lite", ".db");
        try (Database db = new Database(":memory:")) {
            db.exec("CREATE TABLE t (n); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                    + "FROM n WHERE i < 5000) INSERT INTO t SELECT i FROM n");
            List<Backup.Progress> told = new ArrayList<>();
            try (Backup backup = db.backupTo(copy.toString())) {
                Backup.Progress first = backup.step(1);
                that(!first.done() && first.remaining() == first.total() - 1, "" + first);
                backup.run(3, told::add);
            }
            that(told.size() > 3 && told.getLast().done() && told.getLast().remaining() == 0,
                    "" + told);
            try (Database other = new Database(copy.toString())) {
                that((Long) one(other, "SELECT sum(n) FROM t") == 5000L * 5001 / 2, "another sum");
            }
            refused(FOREIGN, 14, () -> db.backupTo("/no/such/directory/file")); // CANTOPEN
            try (Backup backup = db.backupTo(copy.toString())) {
                IllegalStateException mine = new IllegalStateException("enough");
                try {
                    backup.run(1, progress -> {
                        throw mine;
                    });
                    throw new AssertionError("went on");
                } catch (IllegalStateException thrown) {
                    that(thrown == mine, "" + thrown);
                }
            }
        } finally {
            Files.delete(copy);
        }
        nothingLives();
    }

    private static void functions() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.createFunction("same", 1, true, arguments -> arguments[0]);
            db.createFunction("how_many", -1, false, arguments -> arguments.length);
            db.createFunction("yes", 0, true, arguments -> true);
            Object[] values = {42L, 0.5, "a\0\u00e4\u20ac", "", new byte[] {1, 0, 2}, new byte[0], null};
            try (Statement select = db.prepare("SELECT same(?)")) {
                for (Object value : values) {
                    select.bind(1, value);
                    Object[] row = select.step();
                    that(Arrays.deepEquals(row, new Object[] {value}), Arrays.toString(row));
                    select.reset();
                }
            }
            that((Long) one(db, "SELECT how_many(1, 2, 3) + yes()") == 4, "another number");
            refused(FOREIGN, SQLITE_ERROR, () -> db.prepare("SELECT same(1, 2)"));
        }
        nothingLives();
    }

    private static void thrown() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.createFunction("f", 1, false, arguments -> {
                switch (((Long) arguments[0]).intValue()) {
                    case 0 -> throw new java.io.IOException("no paper");
                    case 1 -> throw new StackOverflowError();
                    case 2 -> throw new OutOfMemoryError();
                    default -> {
                        return new Object();
                    }
                }
            });
            String[] texts = {"no paper", "java.lang.StackOverflowError",
                "java.lang.OutOfMemoryError", "no value of SQLite's: java.lang.Object"};
            for (int i = 0; i < texts.length; i++) {
                String sql = "SELECT f(" + i + ")";
                String text = refused(FOREIGN, SQLITE_ERROR, () -> one(db, sql));
                that(text.equals(texts[i]), text);
            }
            that((Long) one(db, "SELECT 1") == 1, "the database is lost");
        }
        nothingLives();
    }

    private static final class Longest implements Aggregate {
        private String longest = "";

        @Override
        public void step(Object[] arguments) {
            String next = (String) arguments[0];
            if (next == null) {
                throw new IllegalArgumentException("NULL");
            }
            longest = next.length() > longest.length() ? next : longest;
        }

        @Override
        public Object end() {
            return longest;
        }
    }

    private static void aggregates() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.createAggregate("longest", 1, Longest::new);
            db.createAggregate("groupless", 1, () -> null);
            db.exec("CREATE TABLE t (g, s); "
                    + "INSERT INTO t VALUES (1, 'a'), (2, 'bbb'), (1, 'cc'), (2, 'd')");
            try (Statement select = db.prepare("SELECT longest(s) FROM t GROUP BY g ORDER BY g")) {
                that(select.step()[0].equals("cc"), "first group");
                that(select.step()[0].equals("bbb"), "second group");
            }
            that(one(db, "SELECT longest(s) FROM t WHERE g = 3").equals(""), "a group of no rows");
            String text = refused(FOREIGN, SQLITE_ERROR, () -> one(db, "SELECT longest(NULL)"));
            that(text.equals("NULL"), text);
            refused(FOREIGN, SQLITE_ERROR, () -> one(db, "SELECT groupless(s) FROM t"));
            that(Callbacks.lent() == 2, "groups are kept: " + Callbacks.lent());
        }
        nothingLives();
    }

    private static void replaced() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.createFunction("f", 0, false, arguments -> 1);
            db.createFunction("f", 0, false, arguments -> 2);
            that((Long) one(db, "SELECT f()") == 2, "the first");
            that(Callbacks.lent() == 1, "lent: " + Callbacks.lent());
            refused(FOREIGN, 21, () -> // SQLITE_MISUSE: a name is 255 bytes at most
                    db.createFunction("f".repeat(300), 0, false, arguments -> 3));
            refused(2, 2, () -> db.createFunction("f\0g", 0, false, arguments -> 3)); // malformed
            that(Callbacks.lent() == 1, "lent: " + Callbacks.lent());
            db.onCommit(() -> true);
            db.onCommit(() -> true);
            that(Callbacks.lent() == 2, "lent: " + Callbacks.lent());
            db.onCommit(null);
            that(Callbacks.lent() == 1, "lent: " + Callbacks.lent());
        }
        nothingLives();
        Database closed = new Database(":memory:");
        closed.close();
        try {
            closed.createFunction("f", 0, false, arguments -> 1);
            throw new AssertionError("created in a closed database");
        } catch (IllegalStateException expected) {
            that(expected.getMessage().equals("Database is closed"), expected.getMessage());
        }
        nothingLives();
    }

    private static void hooks() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.exec("CREATE TABLE t (n)");
            List<Change> told = new ArrayList<>();
            db.onUpdate(change -> {
                told.add(change);
                throw new IllegalStateException("is lost");
            });
            db.exec("INSERT INTO t VALUES (1); UPDATE t SET n = 2; DELETE FROM t WHERE n = 2");
            that(told.equals(List.of(new Change(Change.INSERT, "main", "t", 1),
                    new Change(Change.UPDATE, "main", "t", 1),
                    new Change(Change.DELETE, "main", "t", 1))), "" + told);
            db.onUpdate(null);

            db.onCommit(() -> false);
            refused(FOREIGN, SQLITE_CONSTRAINT_COMMITHOOK,
                    () -> db.exec("INSERT INTO t VALUES (3)"));
            db.onCommit(() -> {
                throw new IllegalStateException("is a no");
            });
            refused(FOREIGN, SQLITE_CONSTRAINT_COMMITHOOK,
                    () -> db.exec("INSERT INTO t VALUES (3)"));
            db.onCommit(() -> true);
            db.exec("INSERT INTO t VALUES (4)");
            that((Long) one(db, "SELECT sum(n) FROM t") == 4, "rolled back is kept");
            that(told.size() == 3, "told after it was taken away");

            int[] calls = {0};
            db.onProgress(100, () -> ++calls[0] < 5);
            refused(FOREIGN, SQLITE_INTERRUPT, () -> one(db, ENDLESS));
            that(calls[0] == 5, "calls: " + calls[0]);
            db.onProgress(0, null);
            that((Long) one(db, "SELECT 1") == 1, "the database is lost");
        }
        nothingLives();
    }

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private static void comesBack() throws Throwable {
        try (Database db = new Database(":memory:")) {
            db.createFunction("f", 0, false, arguments -> one(db, "SELECT 1"));
            refused(FOREIGN, SQLITE_ERROR, () -> one(db, "SELECT f()"));
            that(!Callbacks.isInside(), "still inside");
        }
        nothingLives();
    }

    private static void closesInside() throws Throwable {
        Database db = new Database(":memory:");
        db.createFunction("f", 0, false, arguments -> {
            that(Callbacks.isInside(), "not inside");
            try {
                db.close(Duration.ofHours(1));
                return "released";
            } catch (TimeoutException later) {
                return "later";
            }
        });
        try (Statement select = db.prepare("SELECT f()")) {
            Object[] row = null;
            try {
                row = select.step();
            } catch (SqliteException interrupted) { // the close has woken it
                that(interrupted.detail() == SQLITE_INTERRUPT, interrupted.getMessage());
            }
            that(row == null || row[0].equals("later"), "" + row);
        }
        db.close(Duration.ofSeconds(60));
        nothingLives();
    }

    /** Functions are called by whatever thread, and are let go of once, whoever closes. */
    private static void manyThreads() throws Throwable {
        for (int round = 0; round < 20; round++) {
            Database db = new Database(":memory:");
            db.createFunction("f", 1, false, arguments -> (Long) arguments[0] + 1);
            List<FutureTask<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                FutureTask<Void> task = new FutureTask<>(() -> {
                    for (long i = 0; i < 50; i++) {
                        try {
                            that((Long) one(db, "SELECT f(" + i + ")") == i + 1, "another number");
                        } catch (SqliteException e) { // others are inside, or it is closed
                            that(e.status() == IN_USE || e.status() == CLOSED
                                    || e.detail() == SQLITE_INTERRUPT, e.getMessage());
                        } catch (IllegalStateException closed) {
                            return null;
                        }
                    }
                    db.closeAll();
                    return null;
                });
                tasks.add(task);
                Thread.ofVirtual().start(task);
            }
            for (FutureTask<Void> task : tasks) {
                task.get();
            }
            db.close(Duration.ofSeconds(60));
        }
        nothingLives();
    }
}
