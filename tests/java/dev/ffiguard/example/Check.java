// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;

/** What the test programs share. */
final class Check {
    private Check() {}

    interface Attempt {
        void run() throws Exception;
    }

    static void that(boolean holds, Object otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** That attempt is answered by exactly this class, with a message that contains said. */
    static void refuses(Class<? extends Throwable> promised, String said, Attempt attempt) {
        try {
            attempt.run();
        } catch (Throwable answer) {
            that(answer.getClass() == promised && ("" + answer.getMessage()).contains(said),
                    "promised " + promised.getName() + " about '" + said + "', came " + answer);
            return;
        }
        throw new AssertionError("promised " + promised.getName() + ", came nothing");
    }

    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static byte[] gunzip(byte[] compressed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    static <T> FutureTask<T> onThread(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        new Thread(task).start();
        return task;
    }

    /** Null, and says so, where there are none. */
    static ExecutorService virtualThreads() throws Exception {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            System.out.println("skipped: virtual threads: none before JDK 21");
            return null;
        }
    }

    /** Collects garbage until every stream is released; what a test must end with. */
    static void everythingReleased() throws InterruptedException {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (Native.live() != 0) {
            that(System.nanoTime() < limit, Native.live() + " streams are never released");
            System.gc();
            Thread.sleep(10);
        }
        that(Native.opened() == Native.released(),
                "opened " + Native.opened() + ", released " + Native.released());
    }
}
