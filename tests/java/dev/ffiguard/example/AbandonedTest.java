// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** The collector releases what is dropped, and nothing before it is dropped. */
final class AbandonedTest {
    public static void main(String[] args) throws Exception {
        dropped();
        neverOpened();
        inTheirLastWrite();
        closedThenDropped();
        Check.everythingReleased();
    }

    private static void dropped() throws Exception {
        for (int i = 0; i < 1000; i++) {
            new ZpressOutputStream(OutputStream.nullOutputStream(), 1).write(i);
        }
        Check.that(Native.opened() >= 1000, "opened " + Native.opened());
        Check.everythingReleased();
    }

    private static void neverOpened() throws Exception {
        for (int i = 0; i < 100; i++) {
            Check.refuses(IllegalArgumentException.class, "level",
                    () -> new ZpressOutputStream(OutputStream.nullOutputStream(), 0));
        }
        Check.everythingReleased();
    }

    /** A stream that nobody will use after this write must not be closed under it. */
    private static void inTheirLastWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Void> collector = Check.onThread(() -> {
            while (!done.get()) {
                System.gc();
            }
            return null;
        });
        byte[] bytes = Check.noise(100_000);
        long limit = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < limit) {
            new ZpressOutputStream(OutputStream.nullOutputStream(), 1).write(bytes);
        }
        done.set(true);
        collector.get();
        Check.everythingReleased();
    }

    private static void closedThenDropped() throws Exception {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        compressAndDrop(sink);
        long released = Native.released();
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(10);
        }
        Check.that(Native.released() == released, "the cleaner released a closed stream again");
        Check.that(Arrays.equals(new byte[] {42}, Check.gunzip(sink.toByteArray())), "differs");
    }

    private static void compressAndDrop(OutputStream sink) throws IOException {
        try (ZpressOutputStream stream = new ZpressOutputStream(sink, 1)) {
            stream.write(42);
        }
    }
}
