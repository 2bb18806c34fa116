// SPDX-License-Identifier: BSL-1.0

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * 1,000 virtual threads, on 2 carriers, against one write transaction of LMDB that has a thread_host. Each posts its
 * call and waits for a CompletableFuture; one platform thread completes them. Arguments: the library of
 * tests/go/hosted/shim.cpp, and an empty directory.
 */
public final class HostedTest {
    private static final int THREADS = 1000;
    private static final int CALLS = 5;
    private static final int OK = 0;

    private final Map<Long, CompletableFuture<Integer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong cookies = new AtomicLong();
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

    /** The one thread that waits in C++. */
    private void complete(MethodHandle take, MethodHandle await) {
        final long room = 64;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment some = arena.allocate(MemoryLayout.sequenceLayout(room * 16, JAVA_BYTE));
            while (true) {
                final long got = (long) take.invokeExact(some, room);
                for (long i = 0; i < got; ++i) {
                    final long cookie = some.get(JAVA_LONG_UNALIGNED, i * 16);
                    final int status = some.get(JAVA_INT_UNALIGNED, i * 16 + 8);
                    waiting.remove(cookie).complete(status);
                }
                if (got == 0 && (int) await.invokeExact(1000) < 0) return;
            }
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(2);
        }
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
        final MethodHandle take = function("store_take", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        final MethodHandle await = function("store_await", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        Thread.ofPlatform().daemon().start(() -> complete(take, await));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment token = arena.allocate(JAVA_LONG);
            check((int) open.invokeExact(arena.allocateFrom(directory.toString()), token, MemorySegment.NULL) == OK,
                    "open");
            final long store = token.get(JAVA_LONG, 0);
            check((int) begin.invokeExact(store, token, MemorySegment.NULL) == OK, "begin");
            final long txn = token.get(JAVA_LONG, 0);

            final CompletableFuture<Integer> held = new CompletableFuture<>();
            final long holder = cookies.incrementAndGet();
            waiting.put(holder, held);
            check((int) hold.invokeExact(txn, holder) == OK, "hold");
            while ((int) isHeld.invokeExact() == 0) Thread.onSpinWait();

            final AtomicInteger failed = new AtomicInteger();
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; ++i) {
                final long first = (long) i * CALLS;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (long key = first; key < first + CALLS; ++key) {
                        final CompletableFuture<Integer> ended = new CompletableFuture<>();
                        final long cookie = cookies.incrementAndGet();
                        waiting.put(cookie, ended);
                        try {
                            final int posted = (int) put.invokeExact(txn, key, 1L, cookie);
                            if (posted != OK || ended.join() != OK) failed.incrementAndGet();
                        } catch (Throwable thrown) {
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
            check(held.join() == OK, "held");
            check((int) count.invokeExact(txn, token, MemorySegment.NULL) == OK, "count");
            check(token.get(JAVA_LONG, 0) == (long) THREADS * CALLS, "rows: " + token.get(JAVA_LONG, 0));
            check((int) commit.invokeExact(txn, MemorySegment.NULL) == OK, "commit");
            check((int) closeStore.invokeExact(store, MemorySegment.NULL) == OK, "close");
            check((long) live.invokeExact() == 0, "live objects");
            check(waiting.isEmpty(), "calls were never completed");
        }
        System.out.println("HostedTest: ok");
    }

    public static void main(String[] arguments) throws Throwable {
        new HostedTest(Path.of(arguments[0])).run(Path.of(arguments[1]));
    }
}
