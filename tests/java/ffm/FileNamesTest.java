// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A name with a NUL inside, by FFM: FileNamesTest LIBRARY, which exports the functions of zpress.h. */
final class FileNamesTest {
    private static final int MALFORMED = 2;

    public static void main(String[] args) throws Throwable {
        Path file = Files.createTempFile("name", ".txt");
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle access = linker.downcallHandle(linker.defaultLookup().find("access").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
            MethodHandle checksum = linker.downcallHandle(
                    SymbolLookup.libraryLookup(Path.of(args[0]), arena)
                            .find("zpress_file_checksum").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
            MemorySegment crc = arena.allocate(JAVA_INT);
            MemorySegment error = arena.allocate(256, 8);

            String other = file + "\0.png";
            // Naive: the NUL is copied with the rest, and C reads up to there: the file is found.
            require((int) access.invokeExact(arena.allocateFrom(other), 0) == 0, "naive was refused");
            byte[] utf8 = other.getBytes(StandardCharsets.UTF_8);
            int status = (int) checksum.invokeExact(arena.allocateFrom(JAVA_BYTE, utf8),
                    (long) utf8.length, crc, error);
            String said = error.getString(8);
            require(status == MALFORMED, status + ": " + said);
            require(error.get(JAVA_INT, 4) == other.indexOf(0) + 1, "another place");
            require(said.endsWith("a NUL inside the text, at byte offset " + other.indexOf(0)), said);

            utf8 = file.toString().getBytes(StandardCharsets.UTF_8);
            status = (int) checksum.invokeExact(arena.allocateFrom(JAVA_BYTE, utf8),
                    (long) utf8.length, crc, error);
            require(status == 0 && crc.get(JAVA_INT, 0) == 0, status + ": " + error.getString(8));
        } finally {
            Files.delete(file);
        }
    }

    private static void require(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new AssertionError(otherwise);
        }
    }
}
