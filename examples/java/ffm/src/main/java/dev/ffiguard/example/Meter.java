// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.NativeObject;
import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Takes numbers and gives their mean: the smallest Java class over a C++ shim, examples/meter, by FFM.
 * Any thread may call any method; while another is inside, a call fails.
 */
public final class Meter extends NativeObject {
    private static final Ffiguard SHIM = Ffiguard.load("meter");
    private static final MethodHandle NEW = SHIM.function("meter_new", ADDRESS, ADDRESS);
    private static final MethodHandle ADD =
            SHIM.function("meter_add", JAVA_LONG, JAVA_DOUBLE, ADDRESS);
    private static final MethodHandle MEAN = SHIM.function("meter_mean", JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle RELEASE = SHIM.function("meter_release", JAVA_LONG, ADDRESS);
    private static final MethodHandle STATE = SHIM.function("meter_state", JAVA_LONG);

    /** A function of the shim, which fills the error and returns its status. */
    @FunctionalInterface
    private interface Downcall {
        int run(MemorySegment error) throws Throwable;
    }

    private static Void check(Arena arena, Downcall call) {
        MemorySegment error = arena.allocate(Ffiguard.ERROR);
        int status;
        try {
            status = call.run(error);
        } catch (Throwable impossible) { // a downcall throws nothing of its own
            throw new AssertionError(impossible);
        }
        if (status != 0) {
            throw new IllegalStateException(SHIM.text(error));
        }
        return null;
    }

    private static long open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(JAVA_LONG);
            check(arena, error -> (int) NEW.invokeExact(made, error));
            return made.get(JAVA_LONG, 0);
        }
    }

    private static void release(long token) {
        try (Arena arena = Arena.ofConfined()) {
            check(arena, error -> Ffiguard.released((int) RELEASE.invokeExact(token, error)));
        }
    }

    private static int state(long token) {
        try {
            return (int) STATE.invokeExact(token);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    public Meter() {
        super(Meter::open, Meter::release);
    }

    public void add(double value) {
        try (Arena arena = Arena.ofConfined()) {
            call(token -> check(arena, error -> (int) ADD.invokeExact(token, value, error)));
        }
    }

    /** Of the numbers so far, 0 for none. */
    public double mean() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mean = arena.allocate(JAVA_DOUBLE);
            call(token -> check(arena, error -> (int) MEAN.invokeExact(token, mean, error)));
            return mean.get(JAVA_DOUBLE, 0);
        }
    }

    /** Closes and returns when it is released; see {@link NativeObject}. */
    public void close(Duration limit) throws InterruptedException, TimeoutException {
        close(limit, Meter::state);
    }
}
