// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeException;
import dev.ffiguard.Status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/** Every misuse is answered by the exception that fits, and loses nothing. */
final class ExceptionsTest {
    public static void main(String[] args) throws Exception {
        tokens();
        arguments();
        streams();
        refusedWritesLoseNothing();
        codesOfALibrary();
        Check.everythingReleased();
    }

    private static void codesOfALibrary() {
        CloseShim.fail(Status.OK, 0, "", false);
        Check.refuses(Failures.BusyException.class, "it is busy",
                () -> CloseShim.fail(Status.FOREIGN, Failures.BUSY, "it is busy", false));
        Check.refuses(Failures.BusyException.class, "a snapshot",
                () -> CloseShim.fail(Status.FOREIGN, Failures.BUSY | 2 << 8, "a snapshot", false));
        try {
            CloseShim.fail(Status.FOREIGN, -30792, "full: \uD83D\uDE00" + "x".repeat(400), false);
            throw new AssertionError("nothing");
        } catch (NativeException full) {
            Check.that(full.status() == Status.FOREIGN && full.detail() == -30792, full.detail());
            Check.that(full.getMessage().equals("full: \uD83D\uDE00" + "x".repeat(400)), full.getMessage());
        }
        Check.refuses(OutOfMemoryError.class, "none", // thrown by the table, which returns no Error
                () -> CloseShim.fail(Status.OUT_OF_MEMORY, 0, "none", false));
        Check.refuses(IllegalStateException.class, "null", () -> CloseShim.fail(Status.CLOSED, 0, "null", false));
        Throwable missing = null;
        try {
            CloseShim.fail(Status.FOREIGN, Failures.BUSY, "not lost", true);
        } catch (Throwable thrown) { // a checked one, of the VM's
            missing = thrown;
        }
        Check.that(missing instanceof ClassNotFoundException, missing);
        Check.that(Stream.of(missing.getSuppressed()).anyMatch(each -> each.getMessage().startsWith("not lost")),
                missing);
    }

    private static void tokens() throws IOException {
        byte[] bytes = {1, 2, 3};
        long closed = Native.open(6);
        Native.close(closed);
        Check.refuses(IOException.class, "closed", () -> Native.close(closed));
        Check.refuses(IOException.class, "closed", () -> Native.write(closed, bytes, 0, 3));
        Check.refuses(IOException.class, "closed", () -> Native.finish(closed));

        long reused = Native.open(6);
        Check.refuses(IOException.class, "stale", () -> Native.write(closed, bytes, 0, 3));
        long forged = reused + (2L << 22); // its slot, as it will be used next
        Check.refuses(IllegalStateException.class, "malformed", () -> Native.finish(forged));
        long elsewhere = reused ^ (1L << 48);
        Check.refuses(IllegalStateException.class, "wrong table", () -> Native.finish(elsewhere));
        Native.close(reused);

        long checksum = Native.openChecksum();
        Check.refuses(IllegalStateException.class, "wrong type", () -> Native.finish(checksum));
        Check.refuses(IllegalStateException.class, "wrong type", () -> Native.close(checksum));
        Native.closeChecksum(checksum);

        Check.refuses(NullPointerException.class, "null", () -> Native.close(0));
        Check.refuses(NullPointerException.class, "null", () -> Native.write(0, bytes, 0, 3));
        for (long bit = 0; bit < 64; bit++) {
            long one = 1L << bit;
            try {
                Native.finish(one);
                throw new AssertionError("a token of one bit was accepted");
            } catch (IllegalStateException refused) {
                Check.that(refused.getMessage() != null, "no message");
            }
        }
    }

    private static void arguments() throws IOException {
        for (int level : new int[] {0, 10, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            Check.refuses(IllegalArgumentException.class, "level", () -> Native.open(level));
        }
        long token = Native.open(6);
        ZpressOutputStream stream = new ZpressOutputStream(OutputStream.nullOutputStream(), 6);
        byte[] bytes = new byte[16];
        Check.refuses(NullPointerException.class, "bytes", () -> Native.write(token, null, 0, 0));
        int[][] ranges = {{-1, 1}, {0, -1}, {0, 17}, {17, 0}, {16, 1}, {1, Integer.MAX_VALUE},
            {Integer.MAX_VALUE, Integer.MAX_VALUE}, {Integer.MIN_VALUE, 0}};
        for (int[] range : ranges) {
            Check.refuses(IllegalArgumentException.class, "bytes",
                    () -> Native.write(token, bytes, range[0], range[1]));
            Check.refuses(IndexOutOfBoundsException.class, "16",
                    () -> stream.write(bytes, range[0], range[1]));
        }
        Native.write(token, bytes, 16, 0);
        Native.close(token);
        stream.write(bytes, 16, 0);
        stream.close();
    }

    private static void streams() throws IOException {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Check.refuses(NullPointerException.class, "sink", () -> new ZpressOutputStream(null, 6));
        Check.refuses(IllegalArgumentException.class, "level",
                () -> new ZpressOutputStream(nowhere, 77));
        ZpressOutputStream stream = new ZpressOutputStream(nowhere, 6);
        Check.refuses(NullPointerException.class, "", () -> stream.write(null));
        Check.refuses(NullPointerException.class, "bytes", () -> stream.write(null, 0, 0));
        stream.close();
        stream.close();
        Check.refuses(IOException.class, "closed", () -> stream.write(1));
        Check.refuses(IOException.class, "closed", () -> stream.write(new byte[3]));
    }

    private static void refusedWritesLoseNothing() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (ZpressOutputStream stream = new ZpressOutputStream(sink, 6)) {
            byte[] bytes = {1, 2, 3, 4};
            stream.write(bytes, 0, 2);
            Check.refuses(IndexOutOfBoundsException.class, "4", () -> stream.write(bytes, 2, 3));
            stream.write(bytes, 2, 2);
        }
        Check.that(Arrays.equals(new byte[] {1, 2, 3, 4}, Check.gunzip(sink.toByteArray())),
                "differs");
    }
}
