// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Every way to close, late use, what nobody has closed, and many threads. */
final class CloseCases extends Checks {
    private static final Duration LONG = Duration.ofSeconds(60);

    interface Close {
        void close(Database db) throws Exception;
    }

    static void closeRefusesWhileStatementsAreOpen() throws Exception {
        Database db = memory();
        Statement one = db.prepare("SELECT 1");
        Statement two = db.prepare("SELECT 2");
        same("in use: 2 children are open", refused(IN_USE, 2, db::close).getMessage());
        same(3L, live());
        one.exec(); // nothing has changed
        one.close();
        refused(IN_USE, 1, db::close);
        two.close();
        db.close();
        db.close();
        same(0L, live());
    }

    static void closeLaterWaitsForTheStatements() throws Exception {
        Database db = memory();
        Statement s = db.prepare("SELECT 1");
        db.closeLater();
        closed(() -> db.exec("SELECT 1"));
        closed(s::exec);
        same(2L, live());
        s.close();
        same(0L, live());
    }

    static void closeAllClosesTheStatements() throws Exception {
        Database db = memory();
        db.exec("CREATE TABLE t (b); INSERT INTO t VALUES (zeroblob(10))");
        Statement s = db.prepare("SELECT 1");
        Rows rows = s.query();
        Blob blob = db.openBlob("t", "b", 1, true);
        db.closeAll();
        same(0L, live());
        that(rows.next() && rows.getLong(0) == 1, "what was fetched is lost");
        closed(rows::next);
        rows.close();
        closed(s::exec);
        closed(() -> blob.read(0, new byte[1]));
        s.close();
        blob.close();
    }

    static void everythingAfterACloseIsRefused() throws Exception {
        Database db = memory();
        Statement s = db.prepare("SELECT 1");
        db.closeAll();
        for (Attempt each : new Attempt[] {db::changes, db::lastId, db::isInTransaction,
            () -> db.prepare("SELECT 1"), () -> db.backupTo("nowhere"),
            () -> db.openBlob("t", "b", 1, false), s::columns, () -> db.exec("SELECT 1"),
            () -> db.exec("SELECT ?", 1), () -> db.query("SELECT 1"), db::interrupt,
            () -> db.busyTimeout(LONG), () -> db.onUpdate(change -> { }), () -> db.onCommit(null),
            () -> db.onProgress(1, null), () -> db.createFunction("f", 0, false, values -> null),
            () -> s.bind(1, 1), () -> s.bind(":a", 1), s::exec, () -> s.query(1),
            () -> s.each(row -> true)}) {
            closed(each);
        }
        s.close();
        db.close();
        db.closeLater();
        db.closeAll();
        db.close(LONG);
        same(0L, Shim.SHIM.lent());
    }

    static void oneOfManyClosersReleases() throws Exception {
        for (int round = 0; round < 50; round++) {
            Database db = memory();
            List<Statement> statements = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                statements.add(db.prepare("SELECT 1"));
            }
            List<FutureTask<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Statement own = i < 3 ? statements.get(i) : null;
                tasks.add(start(() -> {
                    if (own != null) {
                        own.close();
                    }
                    db.closeAll();
                    return null;
                }));
            }
            for (Future<Void> each : tasks) {
                each.get();
            }
            db.close(LONG);
            for (Statement each : statements) {
                each.close();
            }
            same(0L, live());
        }
    }

    static void aCloseOnAnotherThreadEndsAQuery() throws Exception {
        for (Close close : new Close[] {Database::closeAll, Database::closeLater, db -> db.close(LONG)}) {
            Path path = file();
            Database db = new Database(path.toString());
            db.exec("PRAGMA journal_mode = wal; CREATE TABLE t (n)");
            CountDownLatch inside = new CountDownLatch(1);
            db.onProgress(1000, () -> {
                inside.countDown();
                return true;
            });
            FutureTask<Void> closer = start(() -> {
                inside.await();
                close.close(db);
                return null;
            });
            same(INTERRUPT, refused(FOREIGN, () -> one(db, ENDLESS)).detail() & 0xff);
            closer.get();
            db.close(LONG);
            waitFor(0);
            that(Files.deleteIfExists(path), "no file");
            that(!Files.exists(Path.of(path + "-wal")), "the interrupt has met the close");
            delete(path);
        }
    }

    /** SQLite forgets an interrupt that comes before a query begins. */
    static void aCloseJustBeforeAQueryBeginsEndsItToo() throws Exception {
        for (int round = 0; round < 100; round++) {
            Database db = memory();
            Statement s = db.prepare(ENDLESS);
            CountDownLatch ready = new CountDownLatch(1);
            FutureTask<Void> query = start(() -> {
                ready.await();
                try {
                    s.exec();
                    throw new AssertionError("the end of an endless query");
                } catch (SqliteException e) {
                    that(e.status() == CLOSED || (e.detail() & 0xff) == INTERRUPT, e.getMessage());
                } catch (IllegalStateException e) {
                    that(e.getMessage().endsWith("closed"), e.getMessage());
                }
                return null;
            });
            ready.countDown();
            for (int i = 0; i < round % 8; i++) {
                Thread.yield();
            }
            db.closeAll();
            try {
                query.get(20, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("round " + round + ": the query goes on");
            }
            s.close();
        }
    }

    static void anInterruptEndsTheQueryAndNothingElse() throws Exception {
        try (Database db = memory()) {
            FutureTask<Integer> query = start(() ->
                    refused(FOREIGN, () -> one(db, ENDLESS)).detail() & 0xff);
            while (!query.isDone()) { // SQLite forgets one that comes before the query
                db.interrupt();
                Thread.sleep(1);
            }
            same(INTERRUPT, query.get());
            same(7L, one(db, "SELECT 7"));
        }
    }

    static void closeWithALimitReturnsWhenItIsReleased() throws Exception {
        Database db = memory();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        db.createFunction("stay", 0, false, values -> {
            inside.countDown();
            goOn.await();
            return null;
        });
        FutureTask<Void> query = start(() -> {
            try {
                one(db, "SELECT stay()");
            } catch (SqliteException interrupted) {
                that(interrupted.detail() == INTERRUPT, interrupted.getMessage());
            }
            return null;
        });
        inside.await();
        thrown(TimeoutException.class, () -> db.close(Duration.ofMillis(10)));
        that(live() != 0, "released while a function is inside");
        FutureTask<Void> waits = start(() -> {
            db.close(LONG);
            return null;
        });
        thrown(TimeoutException.class, () -> waits.get(5, TimeUnit.MILLISECONDS));
        goOn.countDown();
        query.get();
        waits.get();
        same(0L, live());
    }

    /** Virtual threads where there are some: then no thread of the system's waits. */
    static void manyWaitForTheSameRelease() throws Exception {
        Database db = memory();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        db.createFunction("stay", 0, false, values -> {
            inside.countDown();
            goOn.await();
            return null;
        });
        start(() -> one(db, "SELECT stay()"));
        inside.await();
        ExecutorService threads = manyThreads();
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(threads.submit(() -> {
                db.close(LONG);
                return null;
            }));
        }
        goOn.countDown();
        for (Future<Void> each : all) {
            each.get();
        }
        threads.shutdown();
        same(0L, live());
    }

    static void abandonedObjectsAreReleasedInAnyOrder() throws Exception {
        abandon();
        waitFor(0);
    }

    private static void abandon() {
        for (int i = 0; i < 100; i++) {
            Database db = memory();
            db.prepare("SELECT 1").query().next();
            db.createFunction("f", 0, false, values -> null);
        }
    }

    static void tenThousandAbandonedStatementsAreReleased() throws Exception {
        try (Database db = memory()) {
            for (int i = 0; i < 10_000; i++) {
                Statement s = db.prepare("SELECT ?");
                if (i % 100 == 0) {
                    s.exec(i); // while others are being released
                }
            }
            waitFor(1);
        }
    }

    static void aStatementKeepsItsDatabase() throws Exception {
        Statement s = memory().prepare("SELECT 1");
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(5);
        }
        s.exec();
        s.close();
    }

    /** Each call is answered, or refused because of another. */
    static void manyThreadsOnOneDatabase() throws Exception {
        try (Database db = memory()) {
            db.exec("CREATE TABLE t (n)");
            AtomicInteger done = new AtomicInteger();
            ExecutorService threads = manyThreads();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int value = i;
                all.add(threads.submit(() -> {
                    for (int k = 0; k < 30; k++) {
                        try {
                            db.exec("INSERT INTO t VALUES (?)", value);
                            done.incrementAndGet();
                        } catch (SqliteException e) {
                            that(e.status() == IN_USE, e.getMessage());
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> each : all) {
                each.get();
            }
            threads.shutdown();
            same((long) done.get(), one(db, "SELECT count(*) FROM t"));
            that(done.get() != 0, "nothing was done");
        }
    }

    static void manyThreadsWithDatabasesThatAreClosed() throws Exception {
        Path path = file();
        try (Database db = new Database(path.toString())) {
            db.exec("CREATE TABLE t (n, filler); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                    + "FROM n WHERE i < 1000) INSERT INTO t SELECT i, hex(randomblob(50)) FROM n");
        }
        ExecutorService threads = manyThreads();
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Database each = new Database(path.toString());
            all.add(threads.submit(() -> {
                try {
                    for (;;) {
                        same(100_000L, one(each, "SELECT sum(length(filler)) FROM t"));
                    }
                } catch (SqliteException e) {
                    that(e.status() == CLOSED || e.status() == STALE
                            || (e.detail() & 0xff) == INTERRUPT, e.getMessage());
                } catch (IllegalStateException e) {
                    that(e.getMessage().endsWith("closed"), e.getMessage());
                }
                return null;
            }));
            all.add(start(() -> { // not a virtual thread: the others leave them no carrier
                Thread.sleep(20);
                each.close(LONG);
                return null;
            }));
        }
        for (Future<Void> each : all) {
            each.get();
        }
        threads.shutdown();
        delete(path);
    }

    static void noTokenIsTakenForAnother() throws Exception {
        Shim shim = Shim.SHIM;
        long database = shim.open(":memory:", Database.READ_WRITE_CREATE);
        long statement = shim.prepare(database, "SELECT 1");
        Frame frame = new Frame();
        refused(WRONG_TYPE, () -> shim.step(database, 1, frame));
        refused(WRONG_TYPE, () -> shim.interrupt(statement));
        refused(WRONG_TYPE, () -> shim.close(statement, 0));
        refused(WRONG_TYPE, () -> shim.prepare(1, "SELECT 1"));
        refused(1, () -> shim.exec(0, "SELECT 1"));
        same(0, shim.state(database));
        shim.closeStatement(statement);
        shim.closeStatement(statement);
        that(shim.state(statement) != 0, "a statement is a database");
        shim.close(database, 0);
        shim.close(database, 0);
        same(CLOSED, shim.state(database));
    }
}
