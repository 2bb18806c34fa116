// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** The functions of examples/sqlite/lite.h that this package calls. */
final class Sqlite {
    private static final Ffiguard SHIM = Ffiguard.load("lite");
    static final MethodHandle OPEN =
            SHIM.function("lite_open", Ffiguard.VIEW, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CLOSE = SHIM.function("lite_close", JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle INTERRUPT = SHIM.function("lite_interrupt", JAVA_LONG, ADDRESS);
    static final MethodHandle EXEC = SHIM.function("lite_exec", JAVA_LONG, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle PREPARE =
            SHIM.function("lite_prepare", JAVA_LONG, Ffiguard.VIEW, ADDRESS, ADDRESS);
    static final MethodHandle FINALIZE = SHIM.function("lite_finalize", JAVA_LONG, ADDRESS);
    static final MethodHandle BIND = SHIM.function("lite_bind",
            JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_DOUBLE, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle COLUMNS = SHIM.function("lite_columns", JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle STEP = SHIM.function("lite_step",
            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle RESET = SHIM.function("lite_reset", JAVA_LONG, ADDRESS);
    static final MethodHandle CHANGES = SHIM.function("lite_changes", JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle LAST_ID = SHIM.function("lite_last_id", JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle BUSY_TIMEOUT =
            SHIM.function("lite_busy_timeout", JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle BLOB_OPEN = SHIM.function("lite_blob_open", JAVA_LONG, Ffiguard.VIEW,
            Ffiguard.VIEW, Ffiguard.VIEW, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle BLOB_CLOSE = SHIM.function("lite_blob_close", JAVA_LONG, ADDRESS);
    static final MethodHandle BLOB_SIZE =
            SHIM.function("lite_blob_size", JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle BLOB_READ =
            SHIM.function("lite_blob_read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
    static final MethodHandle BLOB_WRITE =
            SHIM.function("lite_blob_write", JAVA_LONG, JAVA_INT, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle BLOB_MOVE =
            SHIM.function("lite_blob_move", JAVA_LONG, JAVA_LONG, ADDRESS);
    static final MethodHandle BACKUP_OPEN =
            SHIM.function("lite_backup_open", JAVA_LONG, Ffiguard.VIEW, ADDRESS, ADDRESS);
    static final MethodHandle BACKUP_CLOSE = SHIM.function("lite_backup_close", JAVA_LONG, ADDRESS);
    static final MethodHandle BACKUP_STEP =
            SHIM.function("lite_backup_step", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CREATE_FUNCTION = SHIM.function("lite_create_function", JAVA_LONG,
            Ffiguard.VIEW, JAVA_INT, JAVA_INT, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    static final MethodHandle ON_UPDATE =
            SHIM.function("lite_on_update", JAVA_LONG, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    static final MethodHandle ON_COMMIT =
            SHIM.function("lite_on_commit", JAVA_LONG, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    static final MethodHandle ON_PROGRESS = SHIM.function(
            "lite_on_progress", JAVA_LONG, JAVA_INT, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    static final MethodHandle COPY =
            SHIM.function("lite_copy", Ffiguard.VIEW, ADDRESS, ADDRESS);

    private static final int IN_USE = 7;
    private static final long LONGEST_PAUSE = 64_000_000; // nanoseconds

    private Sqlite() {}

    /** A function of the shim, which fills the error and returns its status. */
    @FunctionalInterface
    interface Downcall {
        int run(MemorySegment error) throws Throwable;
    }

    /**
     * Tries again for a while where another thread has the turn: the cleaner releases a statement in
     * its turn, too, and a program with one thread is not to hear of that.
     */
    static Void check(Arena arena, Downcall call) {
        MemorySegment error = arena.allocate(Ffiguard.ERROR);
        int status = status(() -> call.run(error));
        for (long pause = 10_000; status == IN_USE && pause < LONGEST_PAUSE; pause *= 2) {
            LockSupport.parkNanos(pause);
            status = status(() -> call.run(error));
        }
        return fails(status, error);
    }

    private static Void fails(int status, MemorySegment error) {
        if (status != 0) {
            throw new SqliteException(status, error.get(JAVA_INT, 4), SHIM.text(error));
        }
        return null;
    }

    @FunctionalInterface
    interface Answer {
        int get() throws Throwable;
    }

    /** A downcall throws nothing of its own. */
    static int status(Answer call) {
        try {
            return call.get();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A function that makes an object. */
    @FunctionalInterface
    interface Maker {
        int run(Arena arena, MemorySegment token, MemorySegment error) throws Throwable;
    }

    static long make(Maker maker) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment token = arena.allocate(JAVA_LONG);
            check(arena, error -> maker.run(arena, token, error));
            return token.get(JAVA_LONG, 0);
        }
    }

    static void release(Downcall release) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            fails(status(() -> Ffiguard.released(release.run(error))), error);
        }
    }

    /** Bytes with their length: never a C string, which a NUL would cut. */
    static MemorySegment view(Arena arena, byte[] bytes) {
        MemorySegment view = arena.allocate(Ffiguard.VIEW);
        view.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, bytes));
        view.set(JAVA_LONG, 8, bytes.length);
        return view;
    }

    static MemorySegment view(Arena arena, String text) {
        return view(arena, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What an ffiguard_view at an offset shows. */
    static byte[] bytes(MemorySegment struct, long at) {
        long size = struct.get(JAVA_LONG, at + 8);
        return struct.get(ADDRESS, at).reinterpret(size).toArray(JAVA_BYTE);
    }

    static String text(MemorySegment struct, long at) {
        return new String(bytes(struct, at), StandardCharsets.UTF_8);
    }
}
