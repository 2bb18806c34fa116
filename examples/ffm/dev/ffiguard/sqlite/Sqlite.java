// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The functions of examples/sqlite/lite.h that this package calls. */
final class Sqlite {
    private static final SymbolLookup LIBRARY = load();
    static final MethodHandle OPEN = function("lite_open", Ffiguard.VIEW, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CLOSE = function("lite_close", JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle INTERRUPT = function("lite_interrupt", JAVA_LONG, ADDRESS);
    static final MethodHandle EXEC = function("lite_exec", JAVA_LONG, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle PREPARE =
            function("lite_prepare", JAVA_LONG, Ffiguard.VIEW, ADDRESS, ADDRESS);
    static final MethodHandle FINALIZE = function("lite_finalize", JAVA_LONG, ADDRESS);
    static final MethodHandle BIND_INTEGER =
            function("lite_bind_integer", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
    static final MethodHandle BIND_FLOAT =
            function("lite_bind_float", JAVA_LONG, JAVA_INT, JAVA_DOUBLE, ADDRESS);
    static final MethodHandle BIND_TEXT =
            function("lite_bind_text", JAVA_LONG, JAVA_INT, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle BIND_BLOB =
            function("lite_bind_blob", JAVA_LONG, JAVA_INT, Ffiguard.VIEW, ADDRESS);
    static final MethodHandle BIND_NULL = function("lite_bind_null", JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle COLUMNS = function("lite_columns", JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle STEP = function("lite_step",
            JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle ROW_AGAIN = function("lite_row_again",
            JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle RESET = function("lite_reset", JAVA_LONG, ADDRESS);

    private Sqlite() {}

    private static SymbolLookup load() {
        System.loadLibrary("lite");
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
    interface Downcall {
        int run(MemorySegment error) throws Throwable;
    }

    static Void check(Arena arena, Downcall call) {
        MemorySegment error = arena.allocate(Ffiguard.ERROR);
        int status = status(() -> call.run(error));
        if (status != 0) {
            throw new SqliteException(status, error.get(JAVA_INT, 4), Ffiguard.message(error));
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
            check(arena, error -> Ffiguard.released(release.run(error)));
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
}
