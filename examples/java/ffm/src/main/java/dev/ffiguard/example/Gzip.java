// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.NativeObject;
import dev.ffiguard.ffm.Calls;
import dev.ffiguard.ffm.Ffiguard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Compresses to gzip over the shim of examples/zpress, by FFM and without JNI. Its functions have names of their
 * own, so this is a {@link NativeObject}; a class that FFIGUARD_EXPORT_CLASS exports is shorter, as {@link Meter}.
 *
 * <p>Any thread may call any method. What goes wrong in C++ is an IOException.
 */
public final class Gzip extends NativeObject {
    private static final Calls<IOException> CALLS = new Calls<>(Ffiguard.load("zpress"),
            ExceptionTable.<IOException>otherwise((status, detail, text) -> new IOException(text)).build());
    private static final MethodHandle OPEN = function("zpress_open", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle WRITE =
            function("zpress_write", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle FINISH = function("zpress_finish", JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle CLOSE = function("zpress_close", JAVA_LONG, ADDRESS);

    /** @param level 1 (fast) to 9 (small) */
    public Gzip(int level) throws IOException {
        super(() -> CALLS.make((made, error) -> (int) OPEN.invokeExact(level, made, error), Gzip::release),
                Gzip::release);
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return CALLS.shim().function(name, arguments);
    }

    private static void release(long token) {
        try {
            CALLS.release(error -> (int) CLOSE.invokeExact(token, error));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Fills an ffiguard_buffer. */
    @FunctionalInterface
    private interface Producer {
        int run(long token, MemorySegment buffer, MemorySegment error) throws Throwable;
    }

    private byte[] produce(Arena arena, Producer by) throws IOException {
        MemorySegment buffer = arena.allocate(Ffiguard.BUFFER); // goes with the bytes
        call(token -> {
            CALLS.run(error -> by.run(token, buffer, error));
            return null;
        });
        return CALLS.shim().take(buffer, arena).toArray(JAVA_BYTE);
    }

    /** @return what zlib has ready, often nothing */
    public byte[] write(byte[] bytes) throws IOException {
        Objects.requireNonNull(bytes, "bytes");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, bytes);
            return produce(arena, (token, buffer, error) ->
                    (int) WRITE.invokeExact(token, copy, (long) bytes.length, buffer, error));
        }
    }

    /** @return the rest of the gzip data */
    public byte[] finish() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return produce(arena, (token, buffer, error) -> (int) FINISH.invokeExact(token, buffer, error));
        }
    }
}
