// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What SQLite calls. One function for all of a kind: which of Java's it is for, C++ knows by a
 * number. Nothing is thrown out of here, which would end the process.
 */
final class Callbacks {
    private static final int VALUE = 40; // sizeof(lite_value)
    private static final int RESULT = 56; // sizeof(lite_result)
    private static final int CHANGE = 48; // sizeof(lite_change)
    private static final int INTEGER = 1;
    private static final int FLOAT = 2;
    private static final int TEXT = 3;
    private static final int BLOB = 4;
    private static final int ERROR = -1;
    private static final int GROUP_STEP = 1;

    private static final Map<Long, Object> LENT = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();
    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    static final MemorySegment CALL = stub("call", FunctionDescriptor.ofVoid(
            JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    static final MemorySegment UPDATED =
            stub("updated", FunctionDescriptor.ofVoid(JAVA_LONG, ADDRESS));
    static final MemorySegment ASKED = stub("asked", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    static final MemorySegment LET_GO = stub("letGo", FunctionDescriptor.ofVoid(JAVA_LONG));

    private Callbacks() {}

    private static MemorySegment stub(String name, FunctionDescriptor type) {
        try {
            return Linker.nativeLinker().upcallStub(
                    MethodHandles.lookup().findStatic(Callbacks.class, name, type.toMethodType()),
                    type, Arena.global());
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static long keep(Object what) {
        long key = LAST.incrementAndGet();
        LENT.put(key, what);
        return key;
    }

    /** Called by C++, too: on any thread, once for each user value. */
    static void letGo(long key) {
        LENT.remove(key);
    }

    static int lent() {
        return LENT.size();
    }

    /** Whether SQLite has called the thread. */
    static boolean isInside() {
        return DEPTH.get() != 0;
    }

    @FunctionalInterface
    private interface Body {
        Object run() throws Throwable;
    }

    private static Object inside(Body body) throws Throwable {
        int depth = DEPTH.get();
        DEPTH.set(depth + 1);
        try {
            return body.run();
        } finally {
            if (depth == 0) {
                DEPTH.remove();
            } else {
                DEPTH.set(depth);
            }
        }
    }

    private static void call(long user, int phase, MemorySegment group, MemorySegment values,
            int count, MemorySegment result) {
        try {
            MemorySegment to = result.reinterpret(RESULT);
            try {
                put(to, inside(() -> answer(LENT.get(user), phase, group, values, count)));
            } catch (Throwable thrown) {
                String text = thrown.getMessage();
                bytes(to, ERROR, text == null ? thrown.toString() : text);
            }
        } catch (Throwable again) { // out of memory: SQLite is told of an error without a text
            result.reinterpret(RESULT).set(JAVA_INT, 0, ERROR);
        }
    }

    private static Object answer(Object of, int phase, MemorySegment group, MemorySegment values,
            int count) throws Throwable {
        if (of instanceof Function function) {
            return function.call(arguments(values, count));
        }
        MemorySegment key = group.reinterpret(8);
        if (key.get(JAVA_LONG, 0) == 0) { // the first call of a group
            key.set(JAVA_LONG, 0, keep(((Supplier<?>) of).get()));
        }
        Aggregate aggregate = (Aggregate) LENT.get(key.get(JAVA_LONG, 0));
        if (phase == GROUP_STEP) {
            aggregate.step(arguments(values, count));
            return null;
        }
        letGo(key.get(JAVA_LONG, 0));
        return aggregate.end();
    }

    private static Object[] arguments(MemorySegment values, int count) {
        Object[] arguments = new Object[count];
        MemorySegment all = values.reinterpret((long) VALUE * count);
        for (int i = 0; i < count; i++) {
            MemorySegment value = all.asSlice((long) i * VALUE, VALUE);
            switch (value.get(JAVA_INT, 0)) {
                case INTEGER -> arguments[i] = value.get(JAVA_LONG, 8);
                case FLOAT -> arguments[i] = value.get(JAVA_DOUBLE, 16);
                case TEXT -> arguments[i] = Sqlite.text(value, 24);
                case BLOB -> arguments[i] = Sqlite.bytes(value, 24);
                default -> arguments[i] = null;
            }
        }
        return arguments;
    }

    private static void put(MemorySegment result, Object value) {
        switch (value) {
            case null -> { }
            case Long n -> integer(result, n);
            case Integer n -> integer(result, n);
            case Boolean yes -> integer(result, yes ? 1 : 0);
            case Double n -> real(result, n);
            case Float n -> real(result, n);
            case String text -> bytes(result, TEXT, text);
            case byte[] blob -> {
                try (Arena arena = Arena.ofConfined()) {
                    bytes(result, BLOB, Sqlite.view(arena, blob));
                }
            }
            default -> throw new IllegalArgumentException(
                    "no value of SQLite's: " + value.getClass().getName());
        }
    }

    private static void integer(MemorySegment result, long value) {
        result.set(JAVA_INT, 0, INTEGER);
        result.set(JAVA_LONG, 8, value);
    }

    private static void real(MemorySegment result, double value) {
        result.set(JAVA_INT, 0, FLOAT);
        result.set(JAVA_DOUBLE, 16, value);
    }

    private static void bytes(MemorySegment result, int type, String text) {
        try (Arena arena = Arena.ofConfined()) {
            bytes(result, type, Sqlite.view(arena, text));
        }
    }

    /** SQLite's side takes over a copy. */
    private static void bytes(MemorySegment result, int type, MemorySegment view) {
        MemorySegment buffer = result.asSlice(24, Ffiguard.BUFFER);
        boolean copied = Sqlite.status(
                () -> (int) Sqlite.COPY.invokeExact(view, buffer, MemorySegment.NULL)) == 0;
        result.set(JAVA_INT, 0, copied ? type : ERROR);
    }

    @SuppressWarnings("unchecked")
    private static void updated(long user, MemorySegment change) {
        try {
            MemorySegment it = change.reinterpret(CHANGE);
            inside(() -> {
                ((Consumer<Change>) LENT.get(user)).accept(new Change(it.get(JAVA_INT, 0),
                        Sqlite.text(it, 16), Sqlite.text(it, 32), it.get(JAVA_LONG, 8)));
                return null;
            });
        } catch (Throwable lost) {
            // SQLite has no way to be told.
        }
    }

    private static int asked(long user) {
        try {
            return (boolean) inside(() -> ((BooleanSupplier) LENT.get(user)).getAsBoolean()) ? 0 : 1;
        } catch (Throwable no) {
            return 1;
        }
    }
}
