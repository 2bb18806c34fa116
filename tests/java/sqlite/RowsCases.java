// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Rows, parameters, errors, blobs and backups. */
final class RowsCases extends Checks {
    static void valueOfEachTypeComesBackAsItWas() {
        try (Database db = memory()) {
            Object[] values = {null, 0L, Long.MIN_VALUE, Long.MAX_VALUE, 0.5, Double.NEGATIVE_INFINITY,
                "", "text", "\0 inside", "gr\u00fc\u00df", "\ud83d\ude00", new byte[0],
                new byte[] {0, 1, -1}, "long ".repeat(100_000), new byte[300_000]};
            for (Object value : values) {
                same(value, one(db, "SELECT ?", value));
            }
            Object[] together = all(db.query("SELECT ?" + ", ?".repeat(values.length - 1), values)).get(0);
            same(values, together);
            same(new Object[] {1L, 7L, 8L, 9L, 0.5, new byte[3]}, all(db.query("SELECT ?, ?, ?, ?, ?, ?",
                    true, 7, (short) 8, (byte) 9, 0.5f, new Zeros(3))).get(0));
            String said = thrown(IllegalArgumentException.class,
                    () -> db.query("SELECT ?", new Object())).getMessage();
            same("no value of SQLite's: java.lang.Object", said);
        }
    }

    static void valuesAreConvertedAsTheyAreAskedFor() {
        try (Database db = memory(); Rows rows = db.query("SELECT 42, 2.5, 'text', x'4142', NULL")) {
            that(rows.next() && rows.size() == 5, "no row");
            same("42 2 0 0 0", rows.getLong(0) + " " + rows.getLong(1) + " " + rows.getLong(2) + " "
                    + rows.getLong(3) + " " + rows.getLong(4));
            same("42.0 2.5 0.0", rows.getDouble(0) + " " + rows.getDouble(1) + " " + rows.getDouble(2));
            same("42 2.5 text AB null", rows.getText(0) + " " + rows.getText(1) + " " + rows.getText(2)
                    + " " + rows.getText(3) + " " + rows.getText(4));
            same(null, rows.getBlob(0));
            same("text".getBytes(), rows.getBlob(2));
            that(rows.isNull(4) && !rows.isNull(0) && rows.type(1) == Values.FLOAT, "another type");
            thrown(IndexOutOfBoundsException.class, () -> rows.getLong(5));
            thrown(IndexOutOfBoundsException.class, () -> rows.getText(-1));
            that(!rows.next(), "another row");
            thrown(IllegalStateException.class, () -> rows.getLong(0));
            that(!rows.next(), "another row");
        }
    }

    static void rowsHaveTheirColumns() {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (a, b, c, d); "
                    + "INSERT INTO t VALUES (1, 'one', 1.5, x'01'), (2, 'two', NULL, zeroblob(70000))");
            try (Statement s = db.prepare("SELECT *, a AS \"an \u00e4\" FROM t ORDER BY a")) {
                same(new String[] {"a", "b", "c", "d", "an \u00e4"}, s.columns());
                for (int round = 0; round < 2; round++) { // again, after the reset of itself
                    List<Object[]> rows = all(s.query());
                    same(new Object[] {1L, "one", 1.5, new byte[] {1}, 1L}, rows.get(0));
                    same(new Object[] {2L, "two", null, new byte[70000], 2L}, rows.get(1));
                    same(2, rows.size());
                }
            }
            try (Statement s = db.prepare("SELECT 1 AS " + "n".repeat(3000))) {
                same("n".repeat(3000), s.columns()[0]);
            }
            StringBuilder many = new StringBuilder("SELECT 0");
            for (int i = 1; i < 1000; i++) {
                many.append(", 'c' || ").append(i);
            }
            Object[] row = all(db.query(many.toString())).get(0);
            that(row.length == 1000 && row[0].equals(0L) && row[999].equals("c999"), row[999]);
        }
    }

    static void parametersByNumberAndName() throws Exception {
        try (Database db = memory(); Statement s = db.prepare("SELECT :a, ?2, $c")) {
            s.bind(":a", 1);
            s.bind(2, "b");
            s.bind("$c", 0.5);
            refused(12, () -> s.bind(":d", 1));
            refused(MALFORMED, () -> s.bind(":a\0", 1));
            refused(FOREIGN, RANGE, () -> s.bind(4, 1));
            for (int i = 0; i < 2; i++) { // a query without arguments keeps them
                same(new Object[] {1L, "b", 0.5}, all(s.query()).get(0));
            }
            same(new Object[] {new byte[] {97, 0}, "", "c"},
                    all(s.query(new byte[] {97, 0}, "", "c")).get(0));
            same(new Object[] {7L, null, null}, all(s.query(7)).get(0)); // the others are NULL
            refused(FOREIGN, RANGE, () -> s.query(1, 2, 3, 4));
            s.bind(2, "x".repeat(20_000));
            same("x".repeat(20_000), all(s.query()).get(0)[1]);
        }
    }

    static void changesAndTheLastId() {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, n)");
            db.exec("INSERT INTO t (n) VALUES (?), (?), (?)", 1, 2, 3);
            same(3L, db.lastId());
            db.exec("UPDATE t SET n = n + ? WHERE n > 1", 1);
            same(2L, db.changes());
            db.exec("BEGIN");
            that(db.isInTransaction(), "no transaction");
            db.exec("COMMIT");
            that(!db.isInTransaction(), "a transaction");
            that(Database.version() > 3_037_000, Database.version());
        }
    }

    static void anErrorHasSqlitesTextAndExtendedCode() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, n UNIQUE NOT NULL); INSERT INTO t VALUES (1, 1)");
            Map<String, String> expected = new HashMap<>();
            expected.put("INSERT INTO t VALUES (1, 2)", "1555 UNIQUE constraint failed: t.id");
            expected.put("INSERT INTO t VALUES (2, 1)", "2067 UNIQUE constraint failed: t.n");
            expected.put("INSERT INTO t VALUES (2, NULL)", "1299 NOT NULL constraint failed: t.n");
            expected.put("SELEC", "1 near \"SELEC\": syntax error");
            expected.put("SELECT * FROM nowhere", "1 no such table: nowhere");
            for (Map.Entry<String, String> each : expected.entrySet()) {
                SqliteException e = refused(FOREIGN, () -> db.exec(each.getKey()));
                same(each.getValue(), e.detail() + " " + e.getMessage());
                e = refused(FOREIGN, () -> all(db.query(each.getKey())));
                same(each.getValue(), e.detail() + " " + e.getMessage());
            }
            refused(FOREIGN, CANTOPEN, () -> new Database("/no/such/directory/file"));
            refused(MALFORMED, () -> new Database("/etc/passwd\0.db"));
            refused(MALFORMED, () -> db.exec("SELECT\0 1"));
            thrown(NullPointerException.class, () -> db.exec(null));
        }
    }

    static void aLongTextOfAnErrorComesWhole() throws Exception {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            String letter = "" + (char) ('a' + worker);
            tasks.add(start(() -> {
                try (Database db = memory()) {
                    for (int size : new int[] {1, 50, 216, 217, 232, 233, 240, 300, 5000, 60_000}) {
                        String name = letter.repeat(size) + "\u00e4";
                        same("no such table: " + name, refused(FOREIGN, ERROR,
                                () -> db.exec("SELECT * FROM " + name)).getMessage());
                    }
                }
                return null;
            }));
        }
        for (Future<Void> each : tasks) {
            each.get();
        }
    }

    static void aPreparedTextIsOneStatement() throws Exception {
        try (Database db = memory()) {
            db.prepare("SELECT 1; \n").close();
            for (String sql : new String[] {"", "-- nothing", "SELECT 1; SELECT 2", "SELECT 1\0 drop"}) {
                refused(INVALID_ARGUMENT, () -> db.prepare(sql));
            }
        }
    }

    static void aLoopMayBeLeft() {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3)");
            try (Statement s = db.prepare("SELECT n FROM t")) {
                for (int round = 0; round < 3; round++) {
                    try (Rows rows = s.query()) {
                        that(rows.next() && rows.getLong(0) == 1, "not from the start");
                    }
                    db.exec("DROP TABLE IF EXISTS other; CREATE TABLE other (n)"); // nothing is running
                }
                thrown(UnsupportedOperationException.class, () -> {
                    try (Rows rows = s.query()) {
                        rows.next();
                        throw new UnsupportedOperationException();
                    }
                });
            }
            db.exec("DROP TABLE t");
        }
    }

    static void theNextQueryOfAStatementEndsTheOneBefore() {
        try (Database db = memory(); Statement s = db.prepare(THOUSAND)) {
            Rows first = s.query(1);
            that(first.next() && first.next(), "no rows");
            Rows second = s.query(500);
            that(second.next() && second.getLong(0) == 500, "not from its start");
            thrown(IllegalStateException.class, () -> {
                while (first.next()) {
                    that(first.getLong(0) < 33, "rows that were not fetched before");
                }
            });
            first.close();
            that(second.next() && second.getLong(0) == 501, "ended by the other one");
            second.close();
            Rows left = s.query(); // neither ended nor closed
            that(left.next() && left.getLong(0) == 500, "no row");
            same(501, all(s.query()).size());
        }
    }

    static void rowsAreForTheirThread() throws Exception {
        try (Database db = memory(); Rows rows = db.query("SELECT 1")) {
            that(rows.next(), "no row");
            start(() -> {
                thrown(IllegalStateException.class, () -> rows.getLong(0));
                thrown(IllegalStateException.class, rows::next);
                thrown(IllegalStateException.class, rows::close);
                return null;
            }).get();
            same(1L, rows.getLong(0));
        }
    }

    static void aFileOutlivesItsDatabase() throws Exception {
        Path path = file();
        try (Database db = new Database(path.toString())) {
            db.exec("CREATE TABLE t (n); INSERT INTO t VALUES (42)");
        }
        try (Database db = new Database(path.toString(), Database.READ_ONLY)) {
            same(42L, one(db, "SELECT n FROM t"));
            refused(FOREIGN, 8, () -> db.exec("DELETE FROM t"));
        }
        delete(path);
    }

    static void aBlobIsReadAndWrittenInPlace() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (b)");
            db.exec("INSERT INTO t VALUES (?), (?)", new Zeros(1 << 20), "second".getBytes());
            byte[] here = "here".getBytes();
            try (Blob blob = db.openBlob("t", "b", 1, true)) {
                same(1 << 20, blob.size());
                blob.write((1 << 20) - 4, here);
                refused(FOREIGN, ERROR, () -> blob.write((1 << 20) - 3, here));
                byte[] all = new byte[(1 << 20) + 10];
                same(1 << 20, blob.read(0, all));
                that(all[(1 << 20) - 4] == 'h' && all[(1 << 20) - 5] == 0, "not written");
                same(0, blob.read(1 << 20, all));
                blob.move(2);
                byte[] second = new byte[6];
                same(6, blob.read(0, second));
                same("second".getBytes(), second);
                refused(IN_USE, 1, db::close);
                db.exec("UPDATE t SET b = 'changed'");
                same(4, refused(FOREIGN, () -> blob.read(0, second)).detail() & 0xff); // SQLITE_ABORT
            }
            SqliteException e = refused(FOREIGN, ERROR, () -> db.openBlob("t", "b", 99, false));
            same("no such rowid: 99", e.getMessage());
            db.exec("UPDATE t SET b = zeroblob(10)");
            Blob reader = db.openBlob("t", "b", 1, false);
            refused(FOREIGN, 8, () -> reader.write(0, here)); // SQLITE_READONLY
            thrown(NullPointerException.class, () -> reader.write(0, null));
            refused(FOREIGN, 8, reader::close); // it is closed all the same
            reader.close();
            closed(() -> reader.read(0, here));
        }
    }

    static void aBackupGoesOnWhileTheDatabaseIsWritten() throws Exception {
        Path path = file();
        Path copy = file();
        try (Database db = new Database(path.toString())) {
            db.exec("CREATE TABLE t (n, filler); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                    + "FROM n WHERE i < 2000) INSERT INTO t SELECT i, hex(randomblob(50)) FROM n");
            List<Backup.Progress> told = new ArrayList<>();
            try (Backup backup = db.backupTo(copy.toString())) {
                backup.run(10, now -> {
                    told.add(now);
                    if (told.size() == 1) {
                        db.exec("INSERT INTO t VALUES (-1, '')");
                    }
                });
            }
            that(told.size() > 3 && told.get(told.size() - 1).done()
                    && told.get(told.size() - 1).remaining() == 0, told);
            try (Database other = new Database(copy.toString())) {
                same(2001L, one(other, "SELECT count(*) FROM t"));
            }
            refused(FOREIGN, CANTOPEN, () -> db.backupTo("/no/such/directory/file"));
            try (Backup unfinished = db.backupTo(copy.toString())) {
                that(!unfinished.step(1).done(), "done");
                refused(IN_USE, 1, db::close);
            }
        }
        delete(path);
        delete(copy);
    }

    static void aBusyTimeoutWaitsForTheOther() throws Exception {
        Path path = file();
        try (Database db = new Database(path.toString()); Database other = new Database(path.toString())) {
            db.exec("CREATE TABLE t (n)");
            other.exec("BEGIN IMMEDIATE");
            same(BUSY, refused(FOREIGN, () -> db.exec("INSERT INTO t VALUES (1)")).detail() & 0xff);
            db.busyTimeout(Duration.ofSeconds(20));
            other.busyTimeout(Duration.ofSeconds(20)); // db has a shared lock for a moment
            FutureTask<Void> wrote = start(() -> {
                db.exec("INSERT INTO t VALUES (1)");
                return null;
            });
            other.exec("COMMIT");
            wrote.get();
        }
        delete(path);
    }

    static void rowsOfAllSizesComeInTheirOrder() {
        Random dice = new Random(1);
        try (Database db = memory()) {
            for (int round = 0; round < 8; round++) {
                db.exec("DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); BEGIN");
                List<Object[]> rows = new ArrayList<>();
                try (Statement insert = db.prepare("INSERT INTO t VALUES (?, ?, ?)")) {
                    for (long i = 0; i < 200; i++) {
                        String letter = "" + (char) ('a' + i % 26);
                        Object[] row = {i, letter.repeat(size(dice)), letter.repeat(size(dice)).getBytes()};
                        rows.add(row);
                        insert.exec(row);
                    }
                }
                db.exec("COMMIT");
                List<Object[]> got = all(db.query("SELECT * FROM t WHERE id >= ? ORDER BY id", 0));
                that(got.size() == rows.size(), got.size() + " rows");
                for (int i = 0; i < got.size(); i++) {
                    that(Arrays.deepEquals(rows.get(i), got.get(i)), "row " + i);
                }
            }
        }
    }

    private static int size(Random dice) {
        int kind = dice.nextInt(12);
        return kind == 0 ? 3000 + dice.nextInt(3000) : dice.nextInt(kind == 1 ? 100_000 : 60);
    }

    static void manyTextsOfParametersComeInTheirOrder() {
        Object[] parameters = new Object[2000];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = String.format("%0100d", i);
        }
        try (Database db = memory()) {
            same(parameters, all(db.query("SELECT ?" + ", ?".repeat(1999), parameters)).get(0));
        }
    }

    static void aLargeValueDoesNotStayInMemory() {
        try (Database db = memory()) {
            for (int i = 0; i < 50; i++) { // 128 MB in all
                same(5_000_000L, one(db, "SELECT length(x) FROM (SELECT ? AS x)", new byte[5_000_000]));
                that(((byte[]) one(db, "SELECT zeroblob(5000000)")).length == 5_000_000, "another size");
            }
            that(db.frame().isSmall(), "kept");
        }
    }

}
