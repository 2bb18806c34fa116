// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeLedger;
import dev.ffiguard.Version;

import java.io.IOException;

/**
 * The functions of libzpress_jni. A {@code long} here is a token: a number, never a pointer. Any
 * thread may call with any number in its place; what is no open stream is answered by an exception.
 */
final class Native {
    static {
        load();
        Version.require("zpress_jni", version());
        Handles.useLedger(new NativeLedger());
    }

    private Native() {}

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("zpress_jni");
    }

    /** ffiguard_version(): of the headers that the library was built with. */
    static native int version();

    /** Level 1 (fast) to 9 (small). */
    static native long open(int level) throws IOException;

    /** What zlib has ready, null where that is nothing. */
    static native byte[] write(long stream, byte[] bytes, int offset, int length)
            throws IOException;

    /** The rest of the gzip data, null where that is nothing. The stream is still open. */
    static native byte[] finish(long stream) throws IOException;

    /** Returns for exactly one caller. A write on another thread finishes first. */
    static native void close(long stream) throws IOException;

    static native long openChecksum() throws IOException;

    static native void closeChecksum(long checksum) throws IOException;

    /**
     * The CRC-32 of a file. A name with a NUL inside is an IllegalArgumentException, as Path.of()
     * throws one, and not the file that the part before the NUL names.
     */
    static native long fileChecksum(String name) throws IOException;

    /** Streams and checksums that are not released yet. */
    static native long live();

    /** Streams and checksums opened since the library was loaded. */
    static native long opened();

    static native long released();
}
