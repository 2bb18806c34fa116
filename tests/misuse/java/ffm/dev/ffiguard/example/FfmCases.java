// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static dev.ffiguard.example.Misuse.count;
import static dev.ffiguard.example.Misuse.crowd;
import static dev.ffiguard.example.Misuse.say;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.NativeObject;
import dev.ffiguard.example.Meter;
import dev.ffiguard.example.Misuse.Case;
import dev.ffiguard.ffm.Ffiguard;
import dev.ffiguard.sqlite.Database;
import dev.ffiguard.sqlite.SqliteException;
import dev.ffiguard.sqlite.Statement;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** By FFM: examples/meter and examples/sqlite, and tools and packets of misuse_shim.cpp. */
final class FfmCases {
    private static final List<Case> cases = new ArrayList<>();
    private static final SymbolLookup SYMBOLS = load();
    private static final MethodHandle TOOL_NEW = function("tool_new", ADDRESS, ADDRESS);
    private static final MethodHandle TOOL_USE = function("tool_use", JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle TOOL_RELEASE = function("tool_release", JAVA_LONG, ADDRESS);
    private static final MethodHandle TOOL_STATE = function("tool_state", JAVA_LONG);
    private static final MethodHandle METER_NEW = function("meter_new", ADDRESS, ADDRESS);
    private static final MethodHandle METER_RELEASE = function("meter_release", JAVA_LONG, ADDRESS);
    private static final MethodHandle METER_ADD = function("meter_add", JAVA_LONG, JAVA_DOUBLE, ADDRESS);
    private static final MethodHandle PACKET_SEND = function("packet_send", ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle PACKET_READ =
            function("packet_read", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle PACKET_RELEASE = function("packet_release", JAVA_LONG, ADDRESS);

    private FfmCases() {}

    private static SymbolLookup load() {
        System.setProperty("dev.ffiguard.sqlite", "ffm"); // else SQLite's package goes by JNI
        System.loadLibrary("meter");
        System.loadLibrary("misuse_shim");
        return SymbolLookup.loaderLookup();
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(
                SYMBOLS.find(name).orElseThrow(), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    static List<Case> all() {
        tokens();
        arguments();
        packets();
        meters();
        sqlite();
        return cases;
    }

    private static void add(String area, String title, String want, Callable<String> run) {
        cases.add(new Case(area, title, want, run));
    }

    /** A downcall that returns a status; its error is for text. */
    interface Downcall {
        int run(MemorySegment error) throws Throwable;
    }

    /** "ok", or the text of the error. */
    private static String status(Downcall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            return call.run(error) == 0 ? "ok" : Ffiguard.message(error);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static long make(MethodHandle maker) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(JAVA_LONG);
            String said = status(error -> (int) maker.invokeExact(made, error));
            if (!said.equals("ok")) {
                throw new AssertionError(said);
            }
            return made.get(JAVA_LONG, 0);
        }
    }

    private static String use(long tool) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment uses = arena.allocate(JAVA_INT);
            return status(error -> (int) TOOL_USE.invokeExact(tool, uses, error));
        }
    }

    private static String release(long tool) {
        return status(error -> (int) TOOL_RELEASE.invokeExact(tool, error));
    }

    private static void tokens() {
        String area = "FFM: tokens";
        add(area, "released twice", "ok, closed", () -> {
            long tool = make(TOOL_NEW);
            return release(tool) + ", " + release(tool);
        });
        add(area, "released by 8 virtual threads", "1 ok, 7 closed", () -> {
            long tool = make(TOOL_NEW);
            List<String> said = crowd(() -> release(tool));
            return count(said, "ok") + " ok, " + count(said, "closed") + " closed";
        });
        add(area, "used after its release", "closed", () -> {
            long tool = make(TOOL_NEW);
            release(tool);
            return use(tool);
        });
        add(area, "used after its place went to another", "stale", () -> {
            long old = make(TOOL_NEW);
            release(old);
            long other = make(TOOL_NEW);
            String said = use(old);
            release(other);
            return said;
        });
        add(area, "0", "null", () -> use(0));
        add(area, "the token of another shim", "wrong table", () -> {
            long meter = make(METER_NEW);
            String said = use(meter);
            status(error -> (int) METER_RELEASE.invokeExact(meter, error));
            return said.startsWith("wrong") ? "wrong table" : said;
        });
        add(area, "10,000 random numbers are released", "10,000 refused, and the tool is open", () -> {
            long tool = make(TOOL_NEW);
            Random random = new Random(2);
            int refused = 0;
            for (int i = 0; i < 10_000; i++) {
                long forged = random.nextLong();
                refused += forged == tool || !release(forged).equals("ok") ? 1 : 0;
            }
            String open = use(tool);
            release(tool);
            return (refused == 10_000 ? "10,000" : "" + refused) + " refused, and the tool is "
                    + (open.equals("ok") ? "open" : open);
        });
        add(area, "used by 8 virtual threads while one releases it, 100 times", "each use was done or closed", () -> {
            for (int i = 0; i < 100; i++) {
                long tool = make(TOOL_NEW);
                AtomicInteger turn = new AtomicInteger();
                List<String> said = crowd(() -> turn.incrementAndGet() == 4 ? release(tool) : use(tool));
                if (count(said, "ok") + count(said, "closed") != 8) {
                    return said.toString();
                }
            }
            return "each use was done or closed";
        });
        add(area, "asked for its state before, at and after its end", "0, 6, 3", () -> {
            long tool = make(TOOL_NEW);
            int open = state(tool);
            release(tool);
            int closed = state(tool);
            long other = make(TOOL_NEW);
            int stale = state(tool);
            release(other);
            return open + ", " + closed + ", " + stale;
        });
    }

    private static int state(long tool) {
        try {
            return (int) TOOL_STATE.invokeExact(tool);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void arguments() {
        String area = "FFM: arguments";
        add(area, "NULL for the out-parameter", "the out-parameter is null", () -> {
            long tool = make(TOOL_NEW);
            String said = status(error -> (int) TOOL_USE.invokeExact(tool, MemorySegment.NULL, error));
            release(tool);
            return said;
        });
        add(area, "NULL for the new token", "the out-parameter is null", () ->
                status(error -> (int) TOOL_NEW.invokeExact(MemorySegment.NULL, error)));
        add(area, "NULL for the error", "closed is 6", () -> {
            long tool = make(TOOL_NEW);
            release(tool);
            try {
                return "closed is " + (int) TOOL_RELEASE.invokeExact(tool, MemorySegment.NULL);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        });
        add(area, "an out-parameter whose arena is closed", "IllegalStateException: Already closed, and open", () -> {
            long tool = make(TOOL_NEW);
            MemorySegment gone;
            try (Arena arena = Arena.ofConfined()) {
                gone = arena.allocate(JAVA_INT);
            }
            String said = say(() -> (int) TOOL_USE.invokeExact(tool, gone, MemorySegment.NULL));
            String after = use(tool);
            release(tool);
            return said + (after.equals("ok") ? ", and open" : ", " + after);
        });
    }

    private static final AtomicReference<String> heard = new AtomicReference<>();
    private static volatile long keptPacket;

    /** An upcall must let no exception out: that ends the JVM. */
    @SuppressWarnings("unused") // by its name
    private static void onPacket(long user, long packet) {
        try {
            heard.set(read(packet));
            keptPacket = packet;
            if (user == 1) {
                throw new IllegalStateException("thrown in an upcall");
            } else if (user == 2) {
                heard.set(release(PACKET_RELEASE, packet) + ", " + read(packet));
            }
        } catch (RuntimeException caught) {
            heard.set(caught.getMessage());
        }
    }

    private static String release(MethodHandle by, long token) {
        return status(error -> (int) by.invokeExact(token, error));
    }

    private static String read(long packet) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(16);
            MemorySegment copied = arena.allocate(JAVA_LONG);
            String said = status(error -> (int) PACKET_READ.invokeExact(packet, 0L, to, 16L, copied, error));
            return said.equals("ok") ? to.getString(0) : said;
        }
    }

    private static String send(long user) throws Exception {
        MethodHandle target = MethodHandles.lookup().findStatic(FfmCases.class, "onPacket",
                MethodType.methodType(void.class, long.class, long.class));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = Linker.nativeLinker().upcallStub(
                    target, FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG), arena);
            return status(error -> (int) PACKET_SEND.invokeExact(stub, user, error));
        }
    }

    private static void packets() {
        String area = "FFM: memory lent to an upcall";
        add(area, "read in the upcall, and after it", "packet, then closed", () -> {
            send(0);
            return heard.get() + ", then " + read(keptPacket);
        });
        add(area, "read after the next one was lent", "packet, then stale", () -> {
            send(0);
            long old = keptPacket;
            send(0);
            return heard.get() + ", then " + read(old);
        });
        add(area, "read by 8 virtual threads after the upcall", "8 closed", () -> {
            send(0);
            long packet = keptPacket;
            List<String> said = crowd(() -> read(packet));
            return count(said, "closed") + " closed";
        });
        add(area, "the upcall throws, and catches it", "ok, thrown in an upcall", () ->
                send(1) + ", " + heard.get());
        add(area, "released by the upcall", "ok, ok, closed", () -> send(2) + ", " + heard.get());
        add(area, "NULL for the upcall", "null", () ->
                status(error -> (int) PACKET_SEND.invokeExact(MemorySegment.NULL, 0L, error)));
    }

    private static void meters() {
        String area = "FFM: one user";
        add(area, "a Meter is used by 8 virtual threads", "each was alone, or told", () -> {
            try (Meter meter = new Meter()) {
                List<String> said = crowd(() -> {
                    for (int i = 0; i < 200; i++) {
                        String one = say(() -> {
                            meter.add(1);
                            return null;
                        });
                        if (!one.equals("ok") && !one.equals("IllegalStateException: in use")) {
                            return one;
                        }
                    }
                    return null;
                });
                return count(said, "ok") == 8 && meter.mean() == 1 ? "each was alone, or told" : said.toString();
            }
        });
        add(area, "a Meter is closed while 8 virtual threads use it", "each was told", () -> {
            Meter meter = new Meter();
            AtomicInteger turns = new AtomicInteger();
            List<String> said = crowd(() -> {
                while (true) {
                    if (turns.incrementAndGet() == 100) {
                        meter.close(Duration.ofSeconds(30));
                    }
                    String one = say(() -> {
                        meter.add(1);
                        return null;
                    });
                    if (one.contains("closed")) {
                        return null;
                    }
                }
            });
            return count(said, "ok") == 8 ? "each was told" : said.toString();
        });
        add(area, "a Meter is used after close", "IllegalStateException: Meter is closed", () -> {
            Meter meter = new Meter();
            meter.close();
            meter.close();
            return say(meter::mean);
        });
        add(area, "a tool as a Meter", "refused", () -> {
            long tool = make(TOOL_NEW);
            String said = status(error -> (int) METER_ADD.invokeExact(tool, 1.0, error));
            release(tool);
            return said.equals("ok") ? "taken" : "refused";
        });
    }

    /** "7" and the detail, for a SqliteException; else as say(). */
    private static String lite(Misuse.Call call) {
        try {
            Object answer = call.run();
            return answer == null ? "ok" : "" + answer;
        } catch (SqliteException refused) {
            return refused.status() == 15 ? "SQLite's " + refused.detail() : refused.getMessage();
        } catch (Throwable thrown) {
            return say(() -> {
                throw thrown;
            });
        }
    }

    private static String closed(NativeObject object) {
        return lite(() -> {
            object.close();
            return null;
        });
    }

    private static String exec(Database database, String sql) {
        return lite(() -> {
            database.exec(sql);
            return null;
        });
    }

    private static final String LONG_QUERY =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    private static void sqlite() {
        String area = "FFM: SQLite";
        add(area, "a database is closed before its statement", "in use: 1 child is open, then ok, ok", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare("SELECT 1");
            return closed(database) + ", then " + closed(statement) + ", " + closed(database);
        });
        add(area, "a statement is used after its database closed it", "IllegalStateException: closed", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare("SELECT 1");
            database.closeAll();
            String said = lite(statement::query);
            statement.close();
            return said.contains("closed") ? "IllegalStateException: closed" : said;
        });
        add(area, "a statement is used while its database waits for it", "closed", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare("SELECT 1");
            database.closeLater();
            String said = lite(statement::query);
            statement.close();
            return said;
        });
        add(area, "used after close", "IllegalStateException: Database is closed", () -> {
            Database database = new Database(":memory:");
            database.close();
            database.close();
            return exec(database, "SELECT 1");
        });
        add(area, "closed while a query runs for ever", "SQLite's 9, and released", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare(LONG_QUERY);
            AtomicReference<String> said = new AtomicReference<>();
            Thread query = Misuse.start(() -> said.set(lite(statement::query)));
            while (!exec(database, "SELECT 1").equals("in use")) { // until it is inside
                Thread.yield();
            }
            database.close(Duration.ofSeconds(30));
            query.join();
            statement.close();
            return said + ", and released";
        });
        add(area, "closed by 8 virtual threads while a query runs for ever", "SQLite's 9, 8 ok", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare(LONG_QUERY);
            AtomicReference<String> said = new AtomicReference<>();
            Thread query = new Thread(() -> said.set(lite(statement::query)));
            query.start();
            while (!exec(database, "SELECT 1").equals("in use")) {
                Thread.yield();
            }
            List<String> closers = crowd(() -> {
                database.close(Duration.ofSeconds(30));
                return null;
            });
            query.join();
            statement.close();
            return said + ", " + count(closers, "ok") + " ok";
        });
        add(area, "a database is used by 8 virtual threads", "each was alone, or told", () -> {
            Database database = new Database(":memory:");
            database.exec("CREATE TABLE t (i)");
            List<String> said = crowd(() -> {
                for (int i = 0; i < 50; i++) {
                    String one = exec(database, "INSERT INTO t VALUES (1)");
                    if (!one.equals("ok") && !one.equals("in use")) {
                        return one;
                    }
                }
                return null;
            });
            database.close();
            return count(said, "ok") == 8 ? "each was alone, or told" : said.toString();
        });
        add(area, "one statement is closed by 8 virtual threads", "8 ok, and the database: ok", () -> {
            Database database = new Database(":memory:");
            Statement statement = database.prepare("SELECT 1");
            List<String> said = crowd(() -> {
                statement.close();
                return null;
            });
            return count(said, "ok") + " ok, and the database: " + closed(database);
        });
        add(area, "interrupted after close", "IllegalStateException: Database is closed", () -> {
            Database database = new Database(":memory:");
            database.close();
            return lite(() -> {
                database.interrupt();
                return null;
            });
        });
        add(area, "a NUL inside a file name", "malformed", () -> {
            String said = lite(() -> new Database("/tmp/a\0b"));
            return said.contains("NUL") ? "malformed" : said;
        });
        add(area, "a parameter that there is not", "SQLite's 25", () -> {
            try (Database database = new Database(":memory:");
                    Statement statement = database.prepare("SELECT ?")) {
                return lite(() -> {
                    statement.bind(2, 1L);
                    return null;
                });
            }
        });
        add(area, "databases and statements are abandoned in any order", "released by the Cleaner", () -> {
            for (int i = 0; i < 20; i++) {
                new Database(":memory:").prepare("SELECT 1").query().next();
            }
            return Misuse.collectUntil(() -> liteLive() == 0) ? "released by the Cleaner" : "left " + liteLive();
        });
    }

    private static long liteLive() {
        try {
            return (long) Linker.nativeLinker().downcallHandle(SymbolLookup.loaderLookup().find("lite_live").orElseThrow(),
                    FunctionDescriptor.of(JAVA_LONG)).invokeExact();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
