// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Functions, aggregates, hooks and rows that SQLite calls Java for. */
final class CallbackCases extends Checks {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static long lent() {
        return Shim.SHIM.lent();
    }

    static void aFunctionTakesAndGivesEachType() throws Exception {
        try (Database db = memory()) {
            List<Object> got = new ArrayList<>();
            db.createFunction("same", -1, true, values -> {
                got.add(values.get(0));
                return values.get(0);
            });
            Object[] values = {null, Long.MIN_VALUE, 0.25, "", "te\0xt \u00e4\ud83d\ude00", new byte[0],
                new byte[] {1, 0}, "x".repeat(1 << 20), new byte[1 << 20]};
            for (Object value : values) {
                same(value, one(db, "SELECT same(?)", value));
            }
            same(values, got.toArray());
            same(100L, one(db, "SELECT same(" + "100, ".repeat(99) + "100)"));
            db.createFunction("second", 3, true, arguments ->
                    arguments.getText(1) + arguments.size() + arguments.getBlob(2).length);
            same("two" + 3 + 70_000, one(db, "SELECT second('one', 'two', zeroblob(70000))"));
            db.createFunction("yes", 0, true, arguments -> true);
            db.createFunction("small", 0, true, arguments -> (byte) 5);
            db.createFunction("half", 0, true, arguments -> 0.5f);
            same(6.5, one(db, "SELECT yes() + small() + half()"));
            same("wrong number of arguments to function yes()",
                    refused(FOREIGN, ERROR, () -> db.prepare("SELECT yes(1)")).getMessage());
        }
    }

    private static final class Sum implements Aggregate {
        private long total;

        @Override
        public void step(Values arguments) {
            if (arguments.type(0) == Values.TEXT) {
                throw new IllegalArgumentException("sum of a text");
            }
            total += arguments.getLong(0);
        }

        @Override
        public Object end() {
            return total;
        }
    }

    static void anAggregateHasAGroup() throws Exception {
        try (Database db = memory()) {
            int[] begun = {0};
            db.createAggregate("total_of", 1, () -> {
                begun[0]++;
                return new Sum();
            });
            db.exec("CREATE TABLE t (g, n); INSERT INTO t VALUES (1, 10), (2, 20), (1, 1), (2, 2)");
            List<Object[]> rows = all(db.query("SELECT total_of(n) FROM t GROUP BY g ORDER BY g"));
            same("11 22 2 2", rows.get(0)[0] + " " + rows.get(1)[0] + " " + rows.size() + " " + begun[0]);
            same(List.of(11L, 22L), List.of(all(db.query(
                    "SELECT (SELECT total_of(n) FROM t WHERE g = 1), total_of(n) FROM t WHERE g = 2")).get(0)));
            same(0L, one(db, "SELECT total_of(n) FROM t WHERE n > 99"));
            SqliteException e = refused(FOREIGN, ERROR,
                    () -> one(db, "SELECT total_of(n) FROM (SELECT 1 n UNION ALL SELECT 'x')"));
            same("sum of a text", e.getMessage());
            same(IllegalArgumentException.class, e.getCause().getClass());
            db.createAggregate("none", 0, () -> null);
            same("an aggregate without a group",
                    refused(FOREIGN, ERROR, () -> one(db, "SELECT none()")).getMessage());
            db.createAggregate("broken", 0, () -> {
                throw new IllegalStateException("no group");
            });
            same("no group", refused(FOREIGN, ERROR, () -> one(db, "SELECT broken()")).getMessage());
            same(3L, lent());
        }
    }

    static void whatAFunctionThrowsIsTheErrorOfTheStatement() throws Exception {
        try (Database db = memory()) {
            Map<String, Throwable> thrown = new LinkedHashMap<>();
            thrown.put("no paper", new IOException("no paper"));
            thrown.put("java.lang.StackOverflowError", new StackOverflowError());
            thrown.put("java.lang.OutOfMemoryError", new OutOfMemoryError());
            thrown.put("long ".repeat(2000), new RuntimeException("long ".repeat(2000)));
            AtomicReference<Throwable> next = new AtomicReference<>();
            db.createFunction("f", 0, false, arguments -> {
                Throwable now = next.get();
                if (now instanceof Error) {
                    throw (Error) now;
                }
                throw (Exception) now;
            });
            for (Map.Entry<String, Throwable> each : thrown.entrySet()) {
                next.set(each.getValue());
                for (Attempt attempt : new Attempt[] {() -> one(db, "SELECT f()"),
                    () -> db.exec("SELECT f()"), () -> db.exec("SELECT f(), ?", 1)}) {
                    SqliteException e = refused(FOREIGN, ERROR, attempt);
                    same(each.getKey(), e.getMessage());
                    that(e.getCause() == each.getValue(), "" + e.getCause());
                }
            }
            db.createFunction("strange", 0, false, arguments -> new Object());
            same("no value of SQLite's: java.lang.Object",
                    refused(FOREIGN, ERROR, () -> one(db, "SELECT strange()")).getMessage());
            db.createFunction("endless", 0, false, arguments -> endless(1));
            same(StackOverflowError.class,
                    refused(FOREIGN, ERROR, () -> one(db, "SELECT endless()")).getCause().getClass());
            same(null, refused(FOREIGN, ERROR, () -> one(db, "SELECT nothing()")).getCause());
            same(7L, one(db, "SELECT 7"));
        }
    }

    private static long endless(long depth) {
        return endless(depth + 1) + 1;
    }

    static void rowsBeforeAFailureAreGivenFirst() throws Exception {
        try (Database db = memory()) {
            IOException mine = new IOException("mine");
            db.exec("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3), (4)");
            db.createFunction("f", 1, false, arguments -> {
                if (arguments.getLong(0) == 3) {
                    throw mine;
                }
                return arguments.get(0);
            });
            int rows = 0;
            try (Rows found = db.query("SELECT f(n) FROM t")) {
                while (found.next()) {
                    rows++;
                }
                throw new AssertionError("no failure");
            } catch (SqliteException e) {
                that(e.getMessage().equals("mine"), e.getMessage());
                that(e.getCause() == mine, "" + e.getCause());
            }
            same(2, rows);
        }
    }

    static void aFunctionThatIsReplacedIsLetGo() throws Exception {
        try (Database db = memory()) {
            for (int i = 0; i < 100; i++) {
                long value = i;
                db.createFunction("f", 0, false, arguments -> value);
                db.onUpdate(change -> { });
                db.onCommit(() -> true);
                db.onProgress(1000, () -> true);
            }
            same(99L, one(db, "SELECT f()"));
            same(4L, lent());
            refused(FOREIGN, MISUSE, () -> db.createFunction("long".repeat(100), 0, false, a -> 1));
            refused(MALFORMED, () -> db.createFunction("f\0", 0, false, a -> 1));
            refused(INVALID_ARGUMENT, () -> db.onProgress(0, () -> true));
            same(4L, lent());
            thrown(NullPointerException.class, () -> db.createFunction("f", 0, false, null));
            thrown(NullPointerException.class, () -> db.createFunction(null, 0, false, a -> 1));
            same(4L, lent());
            db.onUpdate(null);
            db.onCommit(null);
            db.onProgress(0, null);
            same(1L, lent());
        }
    }

    static void hooksAreCalled() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (n)");
            List<Change> told = new ArrayList<>();
            db.onUpdate(told::add);
            boolean[] allowed = {true};
            db.onCommit(() -> allowed[0]);
            db.exec("INSERT INTO t VALUES (1); UPDATE t SET n = 2; DELETE FROM t WHERE n = 2");
            same(List.of(new Change(Change.INSERT, "main", "t", 1), new Change(Change.UPDATE, "main", "t", 1),
                    new Change(Change.DELETE, "main", "t", 1)), told);
            allowed[0] = false;
            same(CONSTRAINT, refused(FOREIGN, () -> db.exec("INSERT INTO t VALUES (3)")).detail() & 0xff);
            db.onUpdate(null);
            db.onCommit(null);
            db.exec("INSERT INTO t VALUES (4)");
            same(4L, one(db, "SELECT sum(n) FROM t"));
            same(4, told.size());
            int[] calls = {0};
            db.onProgress(100, () -> ++calls[0] < 5);
            same(INTERRUPT, refused(FOREIGN, () -> one(db, ENDLESS)).detail() & 0xff);
            same(5, calls[0]);
        }
    }

    static void whatAHookThrowsComesHome() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (n)");
            IllegalStateException mine = new IllegalStateException("mine");
            Attempt insert = () -> db.exec("INSERT INTO t VALUES (1)");
            db.onUpdate(change -> {
                throw mine;
            });
            SqliteException e = refused(JAVA_EXCEPTION, insert);
            that(e.getMessage().equals("mine") && e.getCause() == mine, "" + e);
            same(1L, one(db, "SELECT count(*) FROM t")); // the change stands, and it is told once
            e = refused(JAVA_EXCEPTION, () -> all(db.query("INSERT INTO t VALUES (2) RETURNING n")));
            that(e.getCause() == mine, "" + e);
            db.onUpdate(null);

            db.onCommit(() -> {
                throw mine;
            });
            e = refused(FOREIGN, insert);
            that((e.detail() & 0xff) == CONSTRAINT && e.getCause() == mine, "" + e);
            db.onCommit(null);
            db.onProgress(1, () -> {
                throw mine;
            });
            e = refused(FOREIGN, INTERRUPT, () -> db.exec("SELECT count(*) FROM t, t, t"));
            that(e.getCause() == mine, "" + e.getCause());
            db.onProgress(0, null);
            same(2L, one(db, "SELECT count(*) FROM t"));
        }
    }

    static void anExceptionIsToldToTheThreadThatRanTheCallback() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (n)");
            db.onUpdate(change -> {
                throw new IllegalStateException(Thread.currentThread().getName());
            });
            List<FutureTask<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(start(() -> {
                    for (int k = 0; k < 50; k++) {
                        SqliteException e = refused(JAVA_EXCEPTION, () -> db.exec("INSERT INTO t VALUES (1)"));
                        same(Thread.currentThread().getName(), e.getMessage());
                    }
                    return null;
                }));
            }
            for (Future<Void> each : tasks) {
                each.get();
            }
        }
    }

    static void aCallbackThatComesBackIsRefused() throws Exception {
        try (Database db = memory()) {
            List<Integer> told = new ArrayList<>();
            db.createFunction("back", 0, false, arguments -> {
                long begin = System.nanoTime();
                told.add(refused(IN_USE, () -> db.exec("SELECT 1")).status());
                that(System.nanoTime() - begin < 500_000_000L, "has waited for itself");
                return null;
            });
            db.exec("SELECT back()");
            one(db, "SELECT back()"); // through a statement
            same(List.of(IN_USE, IN_USE), told);
            try (Database other = memory()) {
                db.createFunction("elsewhere", 0, false, arguments -> one(other, "SELECT 5"));
                same(5L, one(db, "SELECT elsewhere()"));
            }
        }
    }

    static void theSecondThreadIsRefusedAndTheCleanerWaits() throws Exception {
        try (Database db = memory()) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            db.createFunction("stay", 0, false, arguments -> {
                inside.countDown();
                goOn.await();
                return 3;
            });
            Statement other = db.prepare("SELECT 1");
            Statement closed = db.prepare("SELECT 1");
            FutureTask<Object> query = start(() -> one(db, "SELECT stay()"));
            inside.await();
            refused(IN_USE, () -> db.exec("SELECT 1"));
            refused(IN_USE, other::exec);
            refused(IN_USE, () -> db.prepare("SELECT 1"));
            closed.close(); // waits for its turn by itself
            goOn.countDown();
            same(3L, query.get());
            other.exec();
            other.close();
        }
    }

    static void closingInACallbackIsLate() throws Exception {
        for (int way = 0; way < 3; way++) {
            Database db = memory();
            Attempt close = List.<Attempt>of(db::closeAll, db::closeLater,
                    () -> thrown(TimeoutException.class, () -> db.close(LONG))).get(way);
            db.createFunction("close", 0, false, arguments -> {
                close.run();
                that(live() != 0, "released under the function's feet");
                closed(() -> db.exec("SELECT 1"));
                return 1;
            });
            try {
                one(db, "SELECT close()");
            } catch (SqliteException interrupted) { // the close has woken it
                that((interrupted.detail() & 0xff) == INTERRUPT || interrupted.status() == CLOSED,
                        interrupted.getMessage());
            } catch (IllegalStateException closed) {
                that(closed.getMessage().endsWith("closed"), closed.getMessage());
            }
            db.close(LONG);
            same(0L, live());
        }
    }

    static void aCallbackClosesTheStatementThatCallsIt() throws Exception {
        try (Database db = memory()) {
            AtomicReference<Statement> s = new AtomicReference<>();
            db.createFunction("finalize", 0, false, arguments -> {
                s.get().close();
                return 5;
            });
            s.set(db.prepare("SELECT finalize()"));
            try (Rows rows = s.get().query()) {
                that(rows.next() && rows.getLong(0) == 5, "no row");
                closed(rows::next);
            }
            closed(() -> s.get().exec());
        }
    }

    static void valuesAreGoodUntilTheFunctionReturns() throws Exception {
        try (Database db = memory()) {
            List<Values> kept = new ArrayList<>();
            db.createFunction("keep", 1, false, arguments -> {
                kept.add(arguments);
                start(() -> thrown(IllegalStateException.class, () -> arguments.getText(0))).get();
                return arguments.getText(0);
            });
            same("text", one(db, "SELECT keep('text')"));
            thrown(IllegalStateException.class, () -> kept.get(0).getText(0));
            thrown(IllegalStateException.class, () -> kept.get(0).size());
            try (Statement s = db.prepare(THOUSAND)) {
                s.each(row -> {
                    kept.add(row);
                    return false;
                }, 1);
            }
            thrown(IllegalStateException.class, () -> kept.get(1).getLong(0));
        }
    }

    static void eachRowIsGivenByC() throws Exception {
        try (Database db = memory(); Statement s = db.prepare(THOUSAND)) {
            long[] sum = {0, 0};
            for (int round = 0; round < 2; round++) {
                RowFunction<RuntimeException> count = row -> {
                    sum[0] += row.getLong(0);
                    sum[1]++;
                    that(row.size() == 3 && row.getText(1).equals("text " + row.getLong(0))
                            && row.isNull(2), "row " + row.getLong(0));
                    return true;
                };
                if (round == 0) {
                    s.each(count, 1);
                } else {
                    s.each(count); // the parameter stays
                }
            }
            same(2 * 500_500L, sum[0]);
            same(2000L, sum[1]);
            same(0L, lent());
            try (Statement large = db.prepare("SELECT zeroblob(100000), 'after'")) {
                large.each(row -> {
                    same(100_000, row.getBlob(0).length);
                    same("after", row.getText(1));
                    return true;
                });
            }
        }
    }

    static void aRowMayHaveMoreColumnsThanAFunctionHasArguments() throws Exception {
        try (Database db = memory();
                Statement wide = db.prepare("SELECT 'first'" + ", 7".repeat(998) + ", 'last'")) {
            int[] rows = {0};
            wide.each(row -> {
                that(row.size() == 1000 && row.getText(0).equals("first")
                        && row.getLong(998) == 7 && row.getText(999).equals("last"), "a row");
                return ++rows[0] > 0;
            });
            same(1, rows[0]);
        }
    }

    static void eachRowMayEndTheLoop() throws Exception {
        try (Database db = memory(); Statement s = db.prepare(THOUSAND)) {
            int[] rows = {0};
            s.each(row -> ++rows[0] < 3, 1);
            same(3, rows[0]);
            IOException mine = new IOException("enough");
            that(thrown(IOException.class, () -> s.each(row -> {
                throw mine;
            }, 1)) == mine, "another exception");
            refused(IN_USE, () -> s.each(row -> {
                db.exec("SELECT 1");
                return true;
            }, 1));
            refused(IN_USE, () -> s.each(row -> {
                s.bind(1, 1);
                return true;
            }, 1));
            db.exec("CREATE TABLE other (n); DROP TABLE other"); // no statement is running
            rows[0] = 0;
            s.each(row -> ++rows[0] > 0, 1);
            same(1000, rows[0]);
            same(0L, lent());
        }
    }

    static void aDatabaseIsClosedByARow() throws Exception {
        Database db = memory();
        Statement s = db.prepare(THOUSAND.replace("1000", "1000000000"));
        int[] rows = {0};
        try {
            s.each(row -> {
                if (++rows[0] == 3) {
                    db.closeAll();
                }
                return true;
            }, 1);
            throw new AssertionError("not ended");
        } catch (SqliteException e) {
            that(e.status() == CLOSED || (e.detail() & 0xff) == INTERRUPT, e.getMessage());
        }
        same(3, rows[0]);
        same(0L, live());
    }

    /** Functions are called by whatever thread, and are let go of once, whoever closes. */
    static void functionsOnManyThreads() throws Exception {
        ExecutorService threads = manyThreads();
        for (int round = 0; round < 20; round++) {
            Database db = memory();
            db.createFunction("f", 1, false, arguments -> arguments.getLong(0) + 1);
            List<Future<Void>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                all.add(threads.submit(() -> {
                    for (long i = 0; i < 50; i++) {
                        try {
                            same(i + 1, one(db, "SELECT f(?)", i));
                        } catch (SqliteException e) { // others are inside, or it is closed
                            that(e.status() == IN_USE || e.status() == CLOSED || e.status() == STALE
                                    || e.detail() == INTERRUPT, e.getMessage());
                        } catch (IllegalStateException closed) {
                            return null;
                        }
                    }
                    db.closeAll();
                    return null;
                }));
            }
            for (Future<Void> each : all) {
                each.get();
            }
            db.close(LONG);
        }
        threads.shutdown();
    }
}
