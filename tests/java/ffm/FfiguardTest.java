// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The structs of Ffiguard.java are those of a library, and memory that it gives is released once. */
final class FfiguardTest {
    private final Ffiguard ffiguard;
    private final SymbolLookup library;
    private final MethodHandle sevens;
    private final MethodHandle live;

    public static void main(String[] args) throws Throwable {
        FfiguardTest test = new FfiguardTest(SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global()));
        test.aDriftedStructIsRefused();
        test.bytesLiveAsLongAsTheirArena();
        test.aFailureHasAText();
    }

    private FfiguardTest(SymbolLookup library) {
        this.library = library;
        ffiguard = new Ffiguard(library);
        Linker linker = Linker.nativeLinker();
        sevens =
                linker.downcallHandle(
                        library.find("sevens").orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
        live =
                linker.downcallHandle(
                        library.find("sevens_live").orElseThrow(), FunctionDescriptor.of(JAVA_LONG));
    }

    private static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private void aDriftedStructIsRefused() {
        StructLayout swapped =
                MemoryLayout.structLayout(JAVA_LONG.withName("size"), ADDRESS.withName("data"))
                        .withName("ffiguard_view");
        StructLayout shorter =
                MemoryLayout.structLayout(
                                JAVA_INT.withName("status"),
                                JAVA_INT.withName("detail"),
                                MemoryLayout.sequenceLayout(120, JAVA_BYTE).withName("message"))
                        .withName("ffiguard_error");
        StructLayout unknown =
                MemoryLayout.structLayout(JAVA_LONG.withName("size")).withName("ffiguard_nothing");
        String[] said = {
            "ffiguard_view.size: (offset and) size 0 8 in Java, 8 8",
            "ffiguard_error.message: (offset and) size 8 120 in Java, 8 248",
            "ffiguard_nothing.size: (offset and) size 0 8 in Java, null"
        };
        int at = 0;
        for (StructLayout drifted : new StructLayout[] {swapped, shorter, unknown}) {
            try {
                new Ffiguard(library, Ffiguard.BUFFER, drifted);
                throw new AssertionError("not refused: " + drifted);
            } catch (UnsatisfiedLinkError refused) {
                that(refused.getMessage().startsWith(said[at++]), refused.getMessage());
            }
        }
    }

    private void bytesLiveAsLongAsTheirArena() throws Throwable {
        for (int i = 0; i < 20_000; i++) {
            try (Arena arena = i % 2 == 0 ? Arena.ofConfined() : Arena.ofShared()) {
                MemorySegment buffer = Ffiguard.newBuffer();
                that((int) sevens.invokeExact(64L, buffer, MemorySegment.NULL) == 0, "refused");
                MemorySegment bytes = ffiguard.take(buffer, arena);
                that(bytes.byteSize() == 64 && bytes.get(JAVA_BYTE, 63) == 7, "other bytes");
                that((long) live.invokeExact() == 1, "not alive");
                ffiguard.release(buffer); // owns nothing any more
                that(bytes.get(JAVA_BYTE, 0) == 7, "released too early");
            }
            that((long) live.invokeExact() == 0, "not released");
        }
        Arena closed = Arena.ofConfined();
        closed.close();
        MemorySegment buffer = Ffiguard.newBuffer();
        that((int) sevens.invokeExact(64L, buffer, MemorySegment.NULL) == 0, "refused");
        try {
            ffiguard.take(buffer, closed);
            throw new AssertionError("a closed arena took something");
        } catch (IllegalStateException expected) {
            that((long) live.invokeExact() == 0, "lost");
        }
    }

    private void aFailureHasAText() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            MemorySegment buffer = Ffiguard.newBuffer();
            int status = (int) sevens.invokeExact(0L, buffer, error);
            that(status == 11 && Ffiguard.message(error).equals("sevens: no size"), "" + status);
            that(ffiguard.take(buffer, arena).byteSize() == 0, "bytes of nothing");
        }
    }
}
