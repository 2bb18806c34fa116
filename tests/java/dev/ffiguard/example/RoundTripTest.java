// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** What is written comes back from the JDK's gzip reader, and the stream is released at once. */
final class RoundTripTest {
    public static void main(String[] args) throws Exception {
        int[] sizes = {0, 1, (1 << 16) - 1, 1 << 16, 10_000_000};
        for (int size : sizes) {
            byte[] text = new byte[size];
            for (int i = 0; i < size; i++) {
                text[i] = (byte) ("the quick brown fox " + i % 1000).charAt(i % 20);
            }
            for (byte[] bytes : new byte[][] {text, Check.noise(size)}) {
                for (int level : size > 1 << 16 ? new int[] {1} : new int[] {1, 6, 9}) {
                    for (int chunk : new int[] {Math.max(size, 1), 4097}) {
                        roundTrip(bytes, level, chunk);
                    }
                }
            }
        }
        singleBytes();
    }

    private static void roundTrip(byte[] bytes, int level, int chunk) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (ZpressOutputStream out = new ZpressOutputStream(sink, level)) {
            for (int at = 0; at < bytes.length; at += chunk) {
                out.write(bytes, at, Math.min(chunk, bytes.length - at));
            }
        }
        Check.that(Arrays.equals(bytes, Check.gunzip(sink.toByteArray())),
                bytes.length + " bytes, level " + level + ", by " + chunk + ": differ");
        Check.that(Native.live() == 0, "not released by close()");
    }

    private static void singleBytes() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (ZpressOutputStream out = new ZpressOutputStream(sink, 9)) {
            for (int value = -300; value < 300; value++) {
                out.write(value);
                out.write(new byte[0]);
                expected.write(value);
            }
        }
        Check.that(Arrays.equals(expected.toByteArray(), Check.gunzip(sink.toByteArray())),
                "bytes written one by one differ");
    }
}
