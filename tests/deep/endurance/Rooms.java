// SPDX-License-Identifier: BSL-1.0

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The work of rooms.cpp from Java's threads: Rooms run SECONDS, or Rooms exit|return|halt MILLISECONDS, which ends the
 * process while they work.
 */
public final class Rooms {
    static native int work(long seed);

    static native String open();

    static native long size(int what);

    private Rooms() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.load(System.getProperty("rooms"));
        String how = arguments[0];
        long nanos = (long) (Double.parseDouble(arguments[1]) * (how.equals("run") ? 1e9 : 1e6));
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong works = new AtomicLong();
        SplittableRandom random = new SplittableRandom();
        List<Thread> threads = new ArrayList<>();
        long[] before = new long[3];
        long start = System.nanoTime();
        // In two rounds: after the first, everything has the size that it needs.
        for (int round = 0; round < 2; round++) {
            isOver.set(false);
            threads.clear();
            for (int i = 0; i < 4; i++) {
                SplittableRandom own = random.split();
                Thread thread = new Thread(() -> {
                    while (!isOver.get()) {
                        long seed = own.nextLong() & Long.MAX_VALUE;
                        int failed = work(seed);
                        if (failed != 0 && !isOver.get()) {
                            System.err.println("FAILED: line " + failed + ", seed " + seed);
                            Runtime.getRuntime().halt(3);
                        }
                        works.incrementAndGet();
                    }
                });
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
            if (!how.equals("run")) {
                Thread.sleep(nanos / 1_000_000);
                switch (how) {
                    case "exit": System.exit(0);
                    case "halt": Runtime.getRuntime().halt(0);
                    default: return;
                }
            }
            long left = (round == 0 ? nanos / 3 : nanos) - (System.nanoTime() - start);
            Thread.sleep(Math.max(100, left / 1_000_000));
            isOver.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            System.gc();
            Thread.sleep(200);
            for (int what = 0; round == 0 && what < 3; what++) {
                before[what] = size(what);
            }
        }
        System.out.println("WORKS " + works.get());
        String[] names = {"MEMORY", "DESCRIPTORS", "THREADS"};
        for (int what = 0; what < 3; what++) {
            System.out.println(names[what] + " " + before[what] + " " + size(what));
        }
        System.out.println("OPEN " + open());
    }
}
