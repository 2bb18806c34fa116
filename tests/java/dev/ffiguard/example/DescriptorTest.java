// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of Java's and the duplicate that C++ made are closed once each. */
final class DescriptorTest {
    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("ffiguard", ".log");
        Path other = Files.createTempFile("ffiguard", ".other");
        try {
            long log;
            FileDescriptor closed;
            try (FileOutputStream out = new FileOutputStream(file.toFile())) {
                closed = out.getFD();
                log = DescriptorShim.keep(closed);
            }
            // The number of the closed one is given to the next file.
            try (FileOutputStream next = new FileOutputStream(other.toFile())) {
                DescriptorShim.write(log, 7);
                DescriptorShim.release(log);
                next.write(8); // it was not closed
            }
            Check.that(Files.size(file) == 1 && Files.readAllBytes(file)[0] == 7, "not written");
            Check.that(Files.readAllBytes(other)[0] == 8, "not written to the other");
            long gone = log;
            Check.refuses(
                    IllegalStateException.class, "closed", () -> DescriptorShim.write(gone, 1));
            Check.refuses(
                    java.io.IOException.class, "", () -> DescriptorShim.keep(closed)); // EBADF
        } finally {
            Files.delete(file);
            Files.delete(other);
        }
    }
}
