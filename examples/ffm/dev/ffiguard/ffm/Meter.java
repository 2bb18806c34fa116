// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * Takes numbers and gives their mean: the smallest Java class over a C++ shim, examples/meter, by FFM.
 * Any thread may call any method; while another is inside, a call fails.
 */
public final class Meter implements AutoCloseable {
    private static final SymbolLookup LIBRARY = load();
    private static final MethodHandle NEW = function("meter_new", ADDRESS, ADDRESS);
    private static final MethodHandle ADD = function("meter_add", JAVA_LONG, JAVA_DOUBLE, ADDRESS);
    private static final MethodHandle MEAN = function("meter_mean", JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle RELEASE = function("meter_release", JAVA_LONG, ADDRESS);
    private static final Cleaner CLEANER = Cleaner.create();

    private static SymbolLookup load() {
        System.loadLibrary("meter");
        SymbolLookup library = SymbolLookup.loaderLookup();
        new Ffiguard(library); // compares its structs with those of the library
        return library;
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(
                LIBRARY.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** A function of the shim, which fills the error and returns its status. */
    @FunctionalInterface
    private interface Call {
        int run(MemorySegment error) throws Throwable;
    }

    private static void check(Arena arena, Call call) {
        MemorySegment error = arena.allocate(Ffiguard.ERROR);
        int status;
        try {
            status = call.run(error);
        } catch (Throwable impossible) { // a downcall throws nothing of its own
            throw new AssertionError(impossible);
        }
        if (status != 0) {
            throw new IllegalStateException(Ffiguard.message(error));
        }
    }

    /** All that the cleaner keeps alive: the token, and not the meter. */
    private static final class Token implements Runnable {
        long value; // 0: not open yet

        @Override
        public void run() {
            if (value == 0) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                check(arena, error -> (int) RELEASE.invokeExact(value, error));
            }
        }
    }

    private final Token token = new Token();
    // Registered before the meter is opened: nothing can fail between opening and having an owner.
    private final Cleaner.Cleanable cleanable = CLEANER.register(this, token);

    public Meter() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(JAVA_LONG);
            check(arena, error -> (int) NEW.invokeExact(made, error));
            token.value = made.get(JAVA_LONG, 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void add(double value) {
        try (Arena arena = Arena.ofConfined()) {
            check(arena, error -> (int) ADD.invokeExact(token.value, value, error));
        } finally {
            Reference.reachabilityFence(this); // or the cleaner may run during the call
        }
    }

    /** Of the numbers so far, 0 for none. */
    public double mean() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mean = arena.allocate(JAVA_DOUBLE);
            check(arena, error -> (int) MEAN.invokeExact(token.value, mean, error));
            return mean.get(JAVA_DOUBLE, 0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Releases the meter. Later calls do nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
