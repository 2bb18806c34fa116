// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * Compresses for so many seconds while everything that is open is recorded. At the end nothing may be
 * open, no record dropped, and the memory flat.
 */
final class Soak {
    public static void main(String[] args) throws Exception {
        long seconds = Long.parseLong(args[0]);
        Handles.setLevel(Handles.Level.RECORD);
        Handles.onAbandoned(null);
        work(seconds * 500_000_000L); // to its size
        Check.everythingReleased();
        long before = residentKb();
        long rounds = work(seconds * 1_000_000_000L);
        Check.everythingReleased();
        long grown = residentKb() - before;
        Handles.TypeStats now = Handles.types().get(0);
        System.out.printf("java, zpress: %d rounds in %d s, %d opened, %d abandoned, %d left open, %d dropped, memory %+d KB%n",
                rounds, seconds, now.opened(), now.abandoned(), now.live(), Handles.dropped(), grown);
        Check.that(now.live() == 0 && Handles.places().isEmpty() && Handles.dropped() == 0, Handles.report());
        Check.that(grown < 16 << 10, "the memory has grown");
    }

    private static long work(long nanoseconds) throws Exception {
        long end = System.nanoTime() + nanoseconds;
        List<FutureTask<Long>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Check.onThread(() -> {
                byte[] bytes = Check.noise(4000);
                long rounds = 0;
                for (; System.nanoTime() < end; rounds++) {
                    try (ZpressOutputStream stream = new ZpressOutputStream(OutputStream.nullOutputStream(), 1)) {
                        stream.write(bytes);
                    }
                    if (rounds % 64 == 0) {
                        new ZpressOutputStream(OutputStream.nullOutputStream(), 1).write(1); // abandoned
                    }
                }
                return rounds;
            }));
        }
        long all = 0;
        for (FutureTask<Long> each : threads) {
            all += each.get();
        }
        return all;
    }

    private static long residentKb() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no VmRSS");
    }
}
