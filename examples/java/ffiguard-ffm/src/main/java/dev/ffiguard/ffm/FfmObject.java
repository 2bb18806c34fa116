// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import dev.ffiguard.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A {@link NativeObject} over a class of C++ that a shim exports, by FFM.
 *
 * <pre>{@code
 * public final class Meter extends FfmObject<RuntimeException> {
 *     private static final ExportedClass<RuntimeException> METER =
 *             new ExportedClass<>(new Calls<>(Ffiguard.load("meter"), ExceptionTable.standard()), "meter");
 *     private static final MethodHandle NEW = METER.constructor();
 *     private static final MethodHandle ADD = METER.method("add", JAVA_DOUBLE);
 *
 *     public Meter() {
 *         super(METER, (made, error) -> (int) NEW.invokeExact(made, error));
 *     }
 *
 *     public void add(double value) {
 *         run((token, error) -> (int) ADD.invokeExact(token, value, error));
 *     }
 * }
 * }</pre>
 *
 * @param <E> what a failed call throws
 */
public abstract class FfmObject<E extends Exception> extends NativeObject {
    private final ExportedClass<E> type;

    /** A downcall with the token. */
    @FunctionalInterface
    public interface Method {
        int run(long token, MemorySegment error) throws Throwable;
    }

    /**
     * @param open calls x_new
     * @throws E if that fails
     */
    protected FfmObject(ExportedClass<E> type, Calls.Maker open) throws E {
        super(() -> type.calls().make(open), Objects.requireNonNull(type, "type")::release, type::bytes);
        this.type = type;
    }

    /**
     * Calls a function that returns a status.
     *
     * @throws E if it fails
     * @throws IllegalStateException after close
     */
    protected final void run(Method body) throws E {
        Objects.requireNonNull(body, "body");
        call(token -> {
            type.calls().run(error -> body.run(token, error));
            return null;
        });
    }

    /** Closes and returns when it is released; see {@link NativeObject}. */
    public void close(Duration limit) throws InterruptedException, TimeoutException {
        close(limit, type::state);
    }

    /**
     * Has the object closed when the arena closes; it may be closed before. The arena keeps it from being
     * collected. A close that is refused then is thrown by the arena's close(), and the object stays open.
     *
     * @throws IllegalStateException if the arena is closed, or another thread's
     */
    public final void closeWith(Arena arena) {
        MemorySegment.NULL.reinterpret(arena, ignored -> close());
    }

    /** Whether another close() has been refused, see {@link NativeObject#reopened}. */
    protected final boolean reopened() {
        return reopened(type::state);
    }
}
