// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

class ExceptionTableTest {
    private static final int FULL = -30792; // MDB_MAP_FULL
    private static final int BUSY = 5;

    @ParameterizedTest
    @CsvSource({
        "1, 0, java.lang.NullPointerException", "2, 0, java.lang.IllegalStateException",
        "2, 3, java.lang.IllegalArgumentException", "3, 0, java.lang.IllegalStateException",
        "6, 0, java.lang.IllegalStateException", "7, 0, java.lang.IllegalStateException",
        "9, 0, java.lang.IllegalArgumentException", "11, 0, java.lang.IllegalArgumentException",
        "12, 0, java.io.UncheckedIOException", "13, 0, java.lang.UnsupportedOperationException",
        "14, 2, java.io.UncheckedIOException", "15, 5, dev.ffiguard.NativeException",
        "16, 0, dev.ffiguard.NativeException", "99, 0, dev.ffiguard.NativeException"})
    void aStatusIsWhatTheBoundaryOfJniThrowsForIt(int status, int detail, String type) {
        RuntimeException made = ExceptionTable.standard().exception(status, detail, "the text");
        assertEquals(type, made.getClass().getName());
        assertEquals(true, made.getMessage().contains("the text"));
    }

    @Test
    void aCodeOfTheLibraryIsANumberInTheException() {
        NativeException made = (NativeException) ExceptionTable.standard().exception(Status.FOREIGN, FULL, "full");
        assertEquals(FULL, made.detail());
        assertEquals(Status.FOREIGN, made.status());
    }

    @Test
    void aCodeHasAClassOfItsOwn() {
        IOException full = new IOException("full");
        IOException busy = new IOException("busy");
        IOException other = new IOException("other");
        ExceptionTable<IOException> table = ExceptionTable.<IOException>otherwise((s, d, text) -> other)
                .foreign(FULL, (s, d, text) -> full).foreign(BUSY, (s, d, text) -> busy).foreignBits(0xff).build();
        assertSame(full, table.exception(Status.FOREIGN, FULL, ""));
        assertSame(busy, table.exception(Status.FOREIGN, BUSY, ""));
        assertSame(busy, table.exception(Status.FOREIGN, BUSY | 1 << 8, ""));
        assertSame(other, table.exception(Status.FOREIGN, 1, ""));
        assertSame(other, table.exception(Status.SYSTEM, BUSY, "")); // errno is no code of the library
    }

    @Test
    void outOfMemoryIsThatInEveryTable() {
        ExceptionTable<IOException> table =
                ExceptionTable.<IOException>otherwise((s, d, text) -> new IOException(text)).build();
        assertEquals("none", assertThrows(OutOfMemoryError.class,
                () -> table.exception(Status.OUT_OF_MEMORY, 0, "none")).getMessage());
    }

    @Test
    void namesAreThoseOfTheHeader() {
        assertEquals("wrong table", Status.name(Status.WRONG_TABLE));
        assertEquals("Java exception", Status.name(Status.JAVA_EXCEPTION));
        assertEquals("unknown status", Status.name(18));
        assertEquals("unknown status", Status.name(-1));
    }
}
