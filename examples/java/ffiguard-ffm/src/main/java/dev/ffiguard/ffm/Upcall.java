// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Java functions of one type that C++ calls: one stub for all of them, which is never freed. C++
 * names the function by a number, the user value of an ffiguard_callback. So a library that still
 * has an address never calls a freed stub.
 *
 * <pre>{@code
 * private static final Upcall<LineListener> ON_LINE = Upcall.of(MethodHandles.lookup(), LineListener.class,
 *         "line", FunctionDescriptor.ofVoid(Upcall.pointerTo(Ffiguard.VIEW)), null);
 *
 * private static void line(LineListener to, MemorySegment view) {   // called by C++, on any thread
 *     to.line(Ffiguard.copyText(view));
 * }
 *
 * ON_LINE.give(listener, callback -> CALLS.run(error -> (int) ADD_LISTENER.invokeExact(
 *         token, callback, Upcall.LET_GO, error)));
 * }</pre>
 *
 * <p>An exception of the function does not enter C++, which would end the VM: C++ gets the value
 * given here, and the surrounding {@link Calls#run} of the thread throws the exception. (A second
 * one is added to the first as suppressed.) On a thread of C++ it goes to the thread's handler of
 * uncaught exceptions. A MemorySegment that cannot be returned to C++ (null, in the Java heap, too
 * small, closed) counts as an exception.
 *
 * <p>C++ releases a function once, by LET_GO: go::callback and go::callback_registration do this,
 * and wait until no call is running. A function that is not released is kept for good.
 *
 * <p>Thread-safe. Each one, and its class loader, is kept for good.
 *
 * @param <F> the type of the functions in Java
 */
public final class Upcall<F> {
    private static final Map<Long, Object> LENT = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    /** The ffiguard_user_release of all. */
    public static final MemorySegment LET_GO = letGoStub();

    private final Class<F> type;
    private final MemorySegment stub;

    /** A call that gives C++ a function. */
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        /** @param callback an ffiguard_callback, to be passed by value; it is good during the call */
        void take(MemorySegment callback) throws E;
    }

    private Upcall(Class<F> type, MemorySegment stub) {
        this.type = type;
        this.stub = stub;
    }

    /**
     * @param in the lookup of the class that has the static method name, of type: a pointer is a
     *     MemorySegment, of no size unless the layout has a target
     * @param type what C++ passes after the user value, and what is returned
     * @param failed what C++ gets if the function throws; null for void, for zero and for a null
     *     pointer
     * @throws IllegalArgumentException if there is no such method, or C++ cannot be returned failed
     */
    public static <F> Upcall<F> of(MethodHandles.Lookup in, Class<F> of, String name, FunctionDescriptor type,
            Object failed) {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(name, "name");
        MethodType java = Objects.requireNonNull(type, "type").toMethodType();
        MethodHandle target;
        try {
            target = in.findStatic(in.lookupClass(), name, java.insertParameterTypes(0, of));
        } catch (ReflectiveOperationException none) {
            throw new IllegalArgumentException("no static method " + name + java.insertParameterTypes(0, of)
                    + " in " + in.lookupClass().getName(), none);
        }
        MethodHandle found = MethodHandles.insertArguments(own("find", Object.class, Class.class, long.class), 0, of);
        MethodHandle body = MethodHandles.filterArguments(target, 0,
                found.asType(MethodType.methodType(of, long.class)));
        Object answer = failed;
        if (java.returnType() == MemorySegment.class) {
            MemoryLayout layout = type.returnLayout().orElseThrow();
            answer = answer(layout, failed != null ? (MemorySegment) failed : zero(layout));
            body = MethodHandles.filterReturnValue(body, MethodHandles.insertArguments(
                    own("answer", MemorySegment.class, MemoryLayout.class, MemorySegment.class), 0, layout));
        }
        return new Upcall<>(of, stub(guarded(body, answer), type.insertArgumentLayouts(0, JAVA_LONG)));
    }

    /** What C++ gets of given. What the linker refuses it throws where nothing catches it, and the VM ends. */
    private static MemorySegment answer(MemoryLayout of, MemorySegment given) {
        if (given == null) {
            throw new NullPointerException("C++ is returned null; a null pointer is MemorySegment.NULL");
        }
        if (!(of instanceof AddressLayout)) { // a struct, by value
            return Arena.ofAuto().allocate(of).copyFrom(given.asSlice(0, of.byteSize()));
        }
        if (!given.isNative()) {
            throw new IllegalArgumentException("C++ is returned memory of the Java heap, which may move");
        }
        return given;
    }

    private static MemorySegment zero(MemoryLayout of) {
        return of instanceof AddressLayout ? MemorySegment.NULL : Arena.ofAuto().allocate(of);
    }

    private static MethodHandle own(String name, Class<?> returns, Class<?>... takes) {
        try {
            return MethodHandles.lookup().findStatic(Upcall.class, name, MethodType.methodType(returns, takes));
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MethodHandle state(String name, Class<?>... takes) {
        try {
            return MethodHandles.lookup().findStatic(CallState.class, name,
                    MethodType.methodType(void.class, takes));
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** body, of which nothing is thrown. */
    private static MethodHandle guarded(MethodHandle body, Object failed) {
        Class<?> returns = body.type().returnType();
        boolean isVoid = returns == void.class;
        MethodHandle end = state("endUpcall");
        MethodHandle cleanup = MethodHandles.dropArguments(end, 0, Throwable.class);
        if (!isVoid) {
            MethodHandle same = MethodHandles.dropArguments(MethodHandles.identity(returns), 0, Throwable.class);
            cleanup = MethodHandles.foldArguments(same, 0, MethodHandles.dropArguments(end, 0, Throwable.class));
        }
        MethodHandle inside = MethodHandles.foldArguments(MethodHandles.tryFinally(body, cleanup),
                state("beginUpcall"));
        MethodHandle keep = state("keep", Throwable.class);
        MethodHandle handler = keep;
        if (!isVoid) {
            MethodHandle answer = failed == null ? MethodHandles.zero(returns)
                    : MethodHandles.constant(returns, failed);
            handler = MethodHandles.foldArguments(MethodHandles.dropArguments(answer, 0, Throwable.class), keep);
        }
        return MethodHandles.catchException(inside, Throwable.class, handler);
    }

    private static MemorySegment stub(MethodHandle target, FunctionDescriptor type) {
        return Linker.nativeLinker().upcallStub(target, type, Arena.global());
    }

    private static MemorySegment letGoStub() {
        return stub(guarded(own("letGo", void.class, long.class), null), FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    private static Object find(Class<?> type, long key) {
        Object found = LENT.get(key);
        if (found == null) {
            throw new IllegalStateException("C++ calls a function that it has let go of");
        }
        return type.cast(found);
    }

    /**
     * Keeps f until C++ releases it. If the call that should give it to C++ fails, release it
     * yourself: C++ may have done so already, but a second release does nothing. give() does that.
     *
     * @return the user value, never 0
     */
    public long lend(F f) {
        long key = LAST.incrementAndGet();
        LENT.put(key, type.cast(Objects.requireNonNull(f, "f")));
        return key;
    }

    /** Forgets a function. Called by C++, too: on any thread, once for each user value. */
    public static void letGo(long user) {
        LENT.remove(user);
    }

    /** What C++ calls: its first argument is the user value. */
    public MemorySegment stub() {
        return stub;
    }

    /**
     * Gives f to C++ by the call that taker makes. If that throws, f is released, unless
     * {@link Calls#run} has thrown an upcall's exception for a call that returned OK: then C++ has
     * f, and releases it.
     *
     * @param f null for an ffiguard_callback without a function, which ends one that was given before
     */
    public <E extends Exception> void give(F f, Taker<E> taker) throws E {
        Objects.requireNonNull(taker, "taker");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment callback = arena.allocate(Ffiguard.CALLBACK);
            long key = f == null ? 0 : lend(f);
            try {
                if (f != null) {
                    callback.set(ADDRESS, 0, stub);
                    callback.set(JAVA_LONG, 8, key);
                }
                taker.take(callback);
            } catch (Throwable refused) {
                if (!CallState.here().takeSucceeded(refused)) {
                    letGo(key);
                }
                throw refused;
            }
        }
    }

    /** How many functions C++ has not let go of. */
    public static int lent() {
        return LENT.size();
    }

    /** Whether C++ has called the thread, by any Upcall: then a wait may be for the thread itself. */
    public static boolean isInside() {
        return CallState.here().isInUpcall();
    }

    /** A pointer to what is laid out like target, whose segment has that size. */
    public static MemoryLayout pointerTo(MemoryLayout target) {
        return ADDRESS.withTargetLayout(target);
    }
}
