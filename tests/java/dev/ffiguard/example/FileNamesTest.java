// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** A file is read by its whole name, or not at all: a C function reads a name up to its first NUL. */
final class FileNamesTest {
    public static void main(String[] args) throws Exception {
        byte[] bytes = Check.noise(200_000);
        CRC32 expected = new CRC32();
        expected.update(bytes);
        Path file = Files.createTempFile("name", ".txt");
        try {
            Files.write(file, bytes);
            String name = file.toString();
            Check.that(Native.fileChecksum(name) == expected.getValue(), "another checksum");
            // The file is there, and the name that is asked for is another.
            for (String other : new String[] {name + "\0.png", name + "\0", "\0" + name, "\0"}) {
                Check.refuses(IllegalArgumentException.class,
                        "name: malformed: a NUL inside the text, at byte offset " + other.indexOf(0),
                        () -> Native.fileChecksum(other));
            }
            Check.refuses(IOException.class, name + ".png",
                    () -> Native.fileChecksum(name + ".png"));
            Check.refuses(NullPointerException.class, "name", () -> Native.fileChecksum(null));
        } finally {
            Files.delete(file);
        }
        Check.that(Native.live() == 0, "live: " + Native.live());
    }
}
