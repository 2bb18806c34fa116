// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.VersionedCell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;

/** Reads what a process of C++ writes without an end: args[0], tests/readers/cell_writer. */
final class VersionedCellTest {
    private static final int OFFSET = 64;
    private static final int SIZE = 104; // of sample in cell_writer.cpp

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("ffiguard", ".cell");
        try {
            Files.write(file, new byte[4096]);
            MappedByteBuffer memory;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, 4096);
            }
            Check.refuses(
                    IllegalStateException.class, "there is none", () -> attach(memory, OFFSET, SIZE));
            Process writer =
                    new ProcessBuilder(args[0], file.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try {
                Check.that(writer.getInputStream().read() == 'r', "the writer does not start");
                layouts(memory);
                readers(memory);
            } finally {
                writer.getOutputStream().close();
                Check.that(writer.waitFor() == 0, "the writer: " + writer.exitValue());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static VersionedCell attach(ByteBuffer memory, int offset, int size) {
        return VersionedCell.attach(memory, offset, size);
    }

    private static void layouts(ByteBuffer memory) {
        Check.refuses(
                IllegalArgumentException.class,
                "its value has 104 bytes, Java expects 96",
                () -> attach(memory, OFFSET, 96));
        Check.refuses(
                IllegalArgumentException.class, "multiple of 16", () -> attach(memory, 72, SIZE));
        Check.refuses(
                IllegalArgumentException.class,
                "multiple of 16",
                () -> attach(ByteBuffer.allocate(4096), OFFSET, SIZE));
        for (int offset : new int[] {4080, 4097, -16, Integer.MAX_VALUE}) {
            Check.refuses(
                    IndexOutOfBoundsException.class,
                    "does not fit",
                    () -> attach(memory, offset, SIZE));
        }
        Check.refuses(
                IndexOutOfBoundsException.class,
                "does not fit",
                () -> attach(memory, OFFSET, Integer.MAX_VALUE));
    }

    private static void readers(ByteBuffer memory) throws Exception {
        VersionedCell cell = attach(memory, OFFSET, SIZE);
        FutureTask<?> other = Check.onThread(() -> read(cell));
        read(cell);
        other.get();
        Check.that(cell.version() > 0, "no version");
    }

    /** Until 5000 updates were seen, each whole. */
    private static Void read(VersionedCell cell) throws IOException {
        ByteBuffer value = cell.newValue();
        long last = 0;
        for (int changes = 0; changes < 5000; ) {
            if (!cell.read(value)) {
                continue;
            }
            long number = value.getLong(0);
            boolean whole = value.getLong(8) == ~number;
            for (int i = 0; i < 10; i++) {
                whole = whole && value.getLong(16 + 8 * i) == number + i + 1;
            }
            whole = whole && value.getFloat(96) == number % 65536 / 2f;
            Check.that(whole && number >= last, "parts of two updates: " + number + " after " + last);
            changes += number != last ? 1 : 0;
            last = number;
        }
        return null;
    }
}
