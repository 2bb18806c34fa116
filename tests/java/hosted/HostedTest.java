// SPDX-License-Identifier: BSL-1.0

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.HostedCalls;
import dev.ffiguard.ffm.CompletionSource;
import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 1,000 virtual threads, on 2 carriers, against one write transaction of LMDB that has a thread_host. Each posts its
 * call by HostedCalls, and waits there. Arguments: the library of
 * tests/go/hosted/shim.cpp, and an empty directory.
 */
public final class HostedTest {
    private static final int THREADS = 1000;
    private static final int CALLS = 5;
    private static final int OK = 0;

    private final SymbolLookup symbols;

    private HostedTest(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), type);
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    private interface Downcall {
        int run() throws Throwable;
    }

    private static int status(Downcall call) {
        try {
            return call.run();
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /** A call that cannot be posted. */
    private static void refused(Runnable call) {
        try {
            call.run();
        } catch (NullPointerException expected) {
            return;
        }
        throw new AssertionError("a token of 0");
    }

    private void run(Path directory) throws Throwable {
        final MethodHandle open = function("store_open", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        final MethodHandle closeStore = function("store_close", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
        final MethodHandle begin = function("txn_begin", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
        final MethodHandle commit = function("txn_commit", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
        final MethodHandle count =
                function("txn_count", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
        final MethodHandle put =
                function("txn_put", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        final MethodHandle hold = function("host_hold", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        final MethodHandle isHeld = function("host_is_held", FunctionDescriptor.of(JAVA_INT));
        final MethodHandle letGo = function("host_let_go", FunctionDescriptor.ofVoid());
        final MethodHandle queued = function("host_queued", FunctionDescriptor.of(JAVA_LONG));
        final MethodHandle live = function("live_objects", FunctionDescriptor.of(JAVA_LONG));
        final HostedCalls<RuntimeException> calls = new HostedCalls<>(
                new CompletionSource(new Ffiguard(symbols), "store"), ExceptionTable.standard());

        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment token = arena.allocate(JAVA_LONG);
            check((int) open.invokeExact(arena.allocateFrom(directory.toString()), token, MemorySegment.NULL) == OK,
                    "open");
            final long store = token.get(JAVA_LONG, 0);
            check((int) begin.invokeExact(store, token, MemorySegment.NULL) == OK, "begin");
            final long txn = token.get(JAVA_LONG, 0);

            final Thread holder = Thread.ofVirtual().start(
                    () -> calls.call(cookie -> status(() -> (int) hold.invokeExact(txn, cookie))));
            while ((int) isHeld.invokeExact() == 0) Thread.onSpinWait();

            final AtomicInteger failed = new AtomicInteger();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; ++i) {
                final long first = (long) i * CALLS;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (long key = first; key < first + CALLS; ++key) {
                        final long row = key;
                        try {
                            calls.call(cookie -> status(() -> (int) put.invokeExact(txn, row, 1L, cookie)));
                        } catch (RuntimeException thrown) {
                            failed.incrementAndGet();
                        }
                    }
                }));
            }
            while ((long) queued.invokeExact() < THREADS) Thread.onSpinWait();
            // All of them wait, and other virtual threads go on, although there are 2 carriers.
            final AtomicInteger others = new AtomicInteger();
            final List<Thread> more = new ArrayList<>();
            for (int i = 0; i < 100; ++i) more.add(Thread.ofVirtual().start(others::incrementAndGet));
            for (Thread one : more) one.join();
            check(others.get() == 100, "other virtual threads");
            letGo.invokeExact();
            for (Thread one : threads) one.join();
            check(failed.get() == 0, failed.get() + " calls failed");
            holder.join();
            refused(() -> calls.call(cookie -> status(() -> (int) put.invokeExact(0L, 1L, 1L, cookie))));
            check((int) count.invokeExact(txn, token, MemorySegment.NULL) == OK, "count");
            check(token.get(JAVA_LONG, 0) == (long) THREADS * CALLS, "rows: " + token.get(JAVA_LONG, 0));
            check((int) commit.invokeExact(txn, MemorySegment.NULL) == OK, "commit");
            check((int) closeStore.invokeExact(store, MemorySegment.NULL) == OK, "close");
            check((long) live.invokeExact() == 0, "live objects");
            check(calls.waiting() == 0, "calls were never completed");
        }
        System.out.println("HostedTest: ok");
    }

    public static void main(String[] arguments) throws Throwable {
        new HostedTest(Path.of(arguments[0])).run(Path.of(arguments[1]));
    }
}
