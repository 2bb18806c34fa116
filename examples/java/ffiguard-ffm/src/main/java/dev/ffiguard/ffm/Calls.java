// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.Status;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Calls functions of a shim that fill an ffiguard_error and return a status; throws if it is not
 * OK.
 *
 * <pre>{@code
 * private static final Calls<RuntimeException> CALLS = new Calls<>(SHIM, ExceptionTable.standard());
 *
 * CALLS.run(error -> (int) ADD.invokeExact(token, value, error));
 * }</pre>
 *
 * <p>If C++ calls a Java function meanwhile and that throws, run() throws its exception: see
 * {@link Upcall}. Each thread reuses its own ffiguard_error, so a call allocates nothing.
 *
 * <p>Thread-safe.
 *
 * @param <E> what is thrown
 */
public final class Calls<E extends Exception> {
    private final Ffiguard shim;
    private final ExceptionTable<E> failures;

    /** A downcall that returns a status. */
    @FunctionalInterface
    public interface Downcall {
        int run(MemorySegment error) throws Throwable;
    }

    /** The same with a place for a number of 64 bits: a new token, say. */
    @FunctionalInterface
    public interface Maker {
        int run(MemorySegment made, MemorySegment error) throws Throwable;
    }

    public Calls(Ffiguard shim, ExceptionTable<E> failures) {
        this.shim = Objects.requireNonNull(shim, "shim");
        this.failures = Objects.requireNonNull(failures, "failures");
    }

    public Ffiguard shim() {
        return shim;
    }

    /** @throws E if body returns anything but OK; what an upcall has thrown meanwhile goes before that */
    public void run(Downcall body) throws E {
        CallState here = CallState.here();
        MemorySegment error = here.enter();
        int status;
        try {
            status = body.run(error);
        } catch (Throwable ofJava) { // before the downcall, as a closed segment; or behind it
            Throwable thrown = here.leave();
            if (thrown != null && thrown != ofJava) {
                ofJava.addSuppressed(thrown);
            }
            if (ofJava instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (ofJava instanceof Error fatal) {
                throw fatal;
            }
            throw new AssertionError(ofJava); // a downcall throws nothing of its own
        }
        Throwable thrown = here.leave();
        if (thrown != null) {
            RuntimeException home = unchecked(thrown);
            if (status == Status.OK) {
                here.hasSucceeded(home);
            }
            throw home;
        }
        if (status != Status.OK) {
            throw failures.exception(status, error.get(JAVA_INT, 4), shim.text(error));
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (thrown instanceof Error fatal) {
            throw fatal;
        }
        return new UpcallException(thrown);
    }

    /**
     * Returns the number that body writes to its first argument, such as the token of x_new.
     *
     * @param undo gets the number if this throws although there is one, because an upcall has
     *     thrown
     */
    public long make(Maker body, LongConsumer undo) throws E {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(undo, "undo");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(JAVA_LONG);
            try {
                run(error -> body.run(made, error));
            } catch (Throwable thrown) {
                long number = made.get(JAVA_LONG, 0);
                if (number != 0) {
                    undone(undo, number, thrown);
                }
                throw thrown;
            }
            return made.get(JAVA_LONG, 0);
        }
    }

    /** The same where C++ has no functions of Java's to call, or the number owns nothing. */
    public long make(Maker body) throws E {
        return make(body, owned -> { });
    }

    private static void undone(LongConsumer undo, long number, Throwable thrown) {
        try {
            undo.accept(number);
        } catch (RuntimeException | Error second) {
            thrown.addSuppressed(second);
        }
    }

    /** An x_release: a token that is closed already is no failure. */
    public void release(Downcall body) throws E {
        run(error -> Status.released(body.run(error)));
    }
}
