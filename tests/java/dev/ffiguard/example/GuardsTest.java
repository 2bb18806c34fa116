// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** 1,000 virtual threads go through every guard, and their carriers are as they were. */
final class GuardsTest {
    private static final Object[] MONITORS = new Object[8];

    public static void main(String[] args) throws Exception {
        // Also where there is one CPU: virtual threads are to change their carrier.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "4");
        Arrays.setAll(MONITORS, i -> new Object());
        throughAllGuards(Executors.newFixedThreadPool(8), 100);
        ExecutorService virtual = Check.virtualThreads();
        if (virtual != null) {
            throughAllGuards(virtual, 1000);
        }
    }

    private static void throughAllGuards(ExecutorService executor, int count) throws Exception {
        GuardShim.begin();
        try {
            List<Future<?>> crowd = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                crowd.add(executor.submit(() -> once(number)));
            }
            for (Future<?> one : crowd) {
                one.get();
            }
            Check.that(GuardShim.carriers() > 1, "one thread alone: this test proves nothing");
            Check.that(GuardShim.changedCarriers() == 0,
                    GuardShim.changedCarriers() + " calls found their thread changed");
            int[] open = GuardShim.end();
            Check.that(Arrays.equals(new int[3], open), "references left: " + Arrays.toString(open));
            carelessIsSeen(executor);
        } finally {
            executor.shutdown();
        }
    }

    private static void once(int number) {
        Runnable yields = number % 4 == 0 ? GuardsTest::sleep : Thread::yield;
        for (int round = 0; round < 3; round++) {
            int line = GuardShim.threadGuards(yields);
            Check.that(line == 0, "threadGuards, line " + line);
            Thread.yield(); // the next call may be on another carrier
            line = GuardShim.jniGuards(MONITORS[number % MONITORS.length], new byte[4],
                    "\uD83D\uDE00", yields, () -> {
                        Thread.yield();
                        throw new IllegalStateException("on purpose");
                    });
            Check.that(line == 0, "jniGuards, line " + line);
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void carelessIsSeen(ExecutorService executor) throws Exception {
        GuardShim.begin();
        List<Future<?>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(executor.submit(() -> GuardShim.careless(MONITORS[0])));
        }
        for (Future<?> one : crowd) {
            one.get();
        }
        Check.that(GuardShim.changedCarriers() > 0 && GuardShim.end()[1] == 100,
                "the careless code did no harm: this test proves nothing");
    }
}
