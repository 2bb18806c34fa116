// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes a file that two listeners follow, one of which throws. */
public final class TailDemo {
    private static final List<String> LINES =
            Arrays.asList("first", "\u00fcber \ud83d\ude00", "last");

    /** Counts what it hears, and keeps the bytes of the first block. */
    private static final class Counter implements TailListener {
        final CountDownLatch done = new CountDownLatch(LINES.size());
        int lines;
        int right;
        ByteBuffer block;

        @Override
        public void onLine(String line) {
            right += line.equals(LINES.get(lines++)) ? 1 : 0;
            done.countDown();
        }

        @Override
        public void onBlock(ByteBuffer bytes, int[] lineEnds) {
            block = block == null ? bytes : block;
        }
    }

    public static void main(String[] args) throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            System.out.printf("%-22s | %s, on thread '%s'%n", "a listener that throws",
                    thrown.getMessage(), thread.getName());
            reported.countDown();
        });
        Path file = Files.createTempFile("tail", ".txt");
        Counter counter = new Counter();
        TailListener failing = line -> {
            throw new IllegalStateException("cannot stand '" + line + "'");
        };
        Tail tail = new Tail(file.toString());
        try (tail) {
            tail.add(failing);
            tail.add(counter);
            Files.write(file, LINES, StandardOpenOption.APPEND);
            require(counter.done.await(60, TimeUnit.SECONDS), "the lines do not come");
            require(reported.await(60, TimeUnit.SECONDS), "the failure is lost");
        } finally {
            Files.delete(file);
        }
        refused("add after close", () -> tail.add(counter));
        refused("no such file", () -> new Tail(file.toString()));
        System.out.printf("%-22s | %d of %d right%n", "lines", counter.right, LINES.size());
        System.out.printf("%-22s | '%c', after the close%n", "first byte of C++",
                (char) counter.block.get(0));
        System.out.printf("%-22s | %d%n", "tails live", Tail.live());
        require(counter.right == LINES.size() && Tail.live() == 0, "not as promised");
        Reference.reachabilityFence(failing); // the Tail did not hold it
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void refused(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | RuntimeException answer) {
            System.out.printf("%-22s | %s%n", what, answer.getClass().getSimpleName());
            return;
        }
        throw new AssertionError(what + " was not refused");
    }

    private static void require(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new AssertionError(otherwise);
        }
    }
}
