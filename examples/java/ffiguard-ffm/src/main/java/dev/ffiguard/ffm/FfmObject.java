// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import dev.ffiguard.NativeObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

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
 * @param <E> the exception of a failed call
 */
public abstract class FfmObject<E extends Exception> extends NativeObject {
    private final ExportedClass<E> type;
    private final ReentrantLock lending = new ReentrantLock(); // not synchronized: virtual threads
    private Arena lent; // null: nothing is

    /** A downcall with the token. */
    @FunctionalInterface
    public interface Method {
        int run(long token, MemorySegment error) throws Throwable;
    }

    /**
     * @param open calls x_new
     * @throws E if that fails, or if an upcall has thrown meanwhile: then the new object is
     *     released
     */
    protected FfmObject(ExportedClass<E> type, Calls.Maker open) throws E {
        super(() -> type.calls().make(open, type::release), Objects.requireNonNull(type, "type")::release, type::bytes);
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
     * Closes the object when the arena closes; you may close it before. The arena keeps it from
     * being collected, so do not use Arena.global(), which never closes. If the close is refused,
     * the arena's close() throws, and the object stays open.
     *
     * @throws IllegalStateException if the arena is closed, or another thread's
     */
    public final void closeWith(Arena arena) {
        MemorySegment.NULL.reinterpret(arena, ignored -> close());
    }

    /**
     * Gives Java access to memory of the object, such as the pixels of an image, until the object
     * is closed. close() ends the access before the release; reading afterwards throws
     * IllegalStateException. While a downcall uses the segment, close() throws that, too, and
     * nothing is closed. The segment keeps the object from being collected.
     *
     * @param view an ffiguard_view that a call of the object has filled; the memory must stay where it is until the
     *     release
     * @return the memory; it is writable, use asReadOnly() if it must not be
     */
    protected final MemorySegment lend(MemorySegment view) {
        MemorySegment data = view.get(ValueLayout.ADDRESS, 0);
        long size = view.get(ValueLayout.JAVA_LONG, 8);
        lending.lock();
        try {
            if (lent == null) {
                lent = Arena.ofShared();
            }
            return data.reinterpret(size, lent, ignored -> Reference.reachabilityFence(this));
        } finally {
            lending.unlock();
        }
    }

    /** Takes back what was lent. A class that overrides it ends with this one. */
    @Override
    protected boolean stop(long token) {
        lending.lock();
        try {
            if (lent != null) {
                lent.close();
                lent = null;
            }
            return true;
        } finally {
            lending.unlock();
        }
    }

    /** Whether another close() has been refused, see {@link NativeObject#reopened}. */
    protected final boolean reopened() {
        return reopened(type::state);
    }
}
