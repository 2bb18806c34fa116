// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Objects;

/**
 * The functions that FFIGUARD_EXPORT_CLASS(x, ...) and FFIGUARD_EXPORT_CALL define for a class of C++, for an
 * {@link FfmObject}.
 *
 * <p>Thread-safe.
 *
 * @param <E> the exception of a failed call
 */
public final class ExportedClass<E extends Exception> {
    private final Calls<E> calls;
    private final String name;
    private final MethodHandle release;
    private final MethodHandle state;
    private final MethodHandle live;
    private final MethodHandle bytes; // null: not exported

    /**
     * @param name the x
     * @throws UnsatisfiedLinkError if the library does not have x_release, x_state and x_live_count
     */
    public ExportedClass(Calls<E> calls, String name) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.name = Objects.requireNonNull(name, "name");
        Ffiguard shim = calls.shim();
        release = shim.handle(name + "_release", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
        state = shim.handle(name + "_state", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
        live = shim.handle(name + "_live_count", FunctionDescriptor.of(JAVA_LONG));
        bytes = shim.has(name + "_bytes")
                ? shim.handle(name + "_bytes", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG)) : null;
    }

    public Calls<E> calls() {
        return calls;
    }

    /** x_new: what it takes, then the pointers to the token and to the error. */
    public MethodHandle constructor(MemoryLayout... arguments) {
        MemoryLayout[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = ADDRESS;
        all[arguments.length + 1] = ADDRESS;
        return calls.shim().function(name + "_new", all);
    }

    /** x_method: the token, what it takes, then the pointer to the error. */
    public MethodHandle method(String method, MemoryLayout... arguments) {
        MemoryLayout[] all = new MemoryLayout[arguments.length + 2];
        all[0] = JAVA_LONG;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = ADDRESS;
        return calls.shim().function(name + "_" + method, all);
    }

    void release(long token) {
        try {
            calls.release(error -> (int) release.invokeExact(token, error));
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new IllegalStateException(checked.getMessage(), checked);
        }
    }

    int state(long token) {
        try {
            return (int) state.invokeExact(token);
        } catch (Throwable never) { // a downcall throws nothing of its own
            throw new AssertionError(never);
        }
    }

    /** What x_bytes tells; 0 where the library does not have it. */
    long bytes(long token) {
        if (bytes == null) {
            return 0;
        }
        try {
            return (long) bytes.invokeExact(token);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /** Objects that are not released yet. */
    public long live() {
        try {
            return (long) live.invokeExact();
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
