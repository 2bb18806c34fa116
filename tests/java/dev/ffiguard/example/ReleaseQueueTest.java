// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;
import dev.ffiguard.ReleaseQueue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Objects whose release blocks are released on a thread of their own, whoever closes them. */
final class ReleaseQueueTest {
    private static final ReleaseQueue OUTBOX =
            new ReleaseQueue(CloseShim::queued, CloseShim::drain);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final class Feed extends NativeObject {
        Feed() {
            super(CloseShim::openFeed, OUTBOX.after(CloseShim::releaseFeed));
        }
    }

    private static final class Plain extends NativeObject {
        Plain() {
            super(CloseShim::openParent, CloseShim::releaseParent);
        }
    }

    public static void main(String[] args) throws Exception {
        aCloseDoesNotWait();
        theCleanerDoesNotWait();
        manyClosers();
        aReleaseThatThrowsWakes();
        whatComesWhileItDrains();
        itKeepsUpWithManyClosers();
        theThreadEnds();
        Check.that(CloseShim.live() == 0, "live: " + CloseShim.live());
    }

    private static void aCloseDoesNotWait() throws Exception {
        CloseShim.letGo(false);
        long before = OUTBOX.released();
        try (Feed first = new Feed(); Feed second = new Feed()) {
            Check.that(first != second, "two");
        }
        Check.that(CloseShim.live() == 2, "released by close()");
        Check.refuses(TimeoutException.class, "", () -> OUTBOX.await(Duration.ofMillis(20)));
        CloseShim.letGo(true);
        OUTBOX.await(LONG);
        Check.that(CloseShim.live() == 0 && OUTBOX.queued() == 0, "not released");
        Check.that(OUTBOX.released() == before + 2, "released: " + OUTBOX.released());
    }

    /** Abandoned objects of other classes are released while a release of a feed blocks. */
    private static void theCleanerDoesNotWait() throws Exception {
        CloseShim.letGo(false);
        abandon(true);
        for (int i = 0; i < 2; i++) { // at the second time the feed is closed, and waits
            abandon(false);
            collectUntil(1);
        }
        CloseShim.letGo(true);
        collectUntil(0);
    }

    private static void abandon(boolean feed) {
        if (feed) {
            new Feed();
        } else {
            new Plain();
        }
    }

    private static void collectUntil(long live) throws Exception {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (CloseShim.live() != live) {
            Check.that(System.nanoTime() < limit, "live: " + CloseShim.live());
            System.gc();
            Thread.sleep(10);
        }
    }

    private static void manyClosers() throws Exception {
        long before = OUTBOX.released();
        int threads = 4;
        int each = 500;
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                for (int n = 0; n < each; n++) {
                    new Feed().close();
                }
                done.countDown();
            }).start();
        }
        Check.that(done.await(60, TimeUnit.SECONDS), "a closer waits");
        OUTBOX.await(LONG);
        long released = OUTBOX.released() - before;
        Check.that(released == threads * each, "released: " + released);
        Check.that(CloseShim.live() == 0, "live: " + CloseShim.live());
    }

    private static void aReleaseThatThrowsWakes() throws Exception {
        AtomicLong waiting = new AtomicLong();
        ReleaseQueue queue =
                new ReleaseQueue(waiting::get, atMost -> waiting.getAndSet(0));
        Check.refuses(IllegalStateException.class, "thrown", () -> queue.after(token -> {
            waiting.set(token);
            throw new IllegalStateException("thrown");
        }).accept(7));
        queue.await(LONG);
        Check.that(queue.released() == 7, "released: " + queue.released());
    }

    private static void whatComesWhileItDrains() throws Exception {
        AtomicLong waiting = new AtomicLong(1);
        CountDownLatch draining = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ReleaseQueue queue = new ReleaseQueue(waiting::get, atMost -> {
            long taken = waiting.getAndSet(0);
            if (taken == 1) {
                draining.countDown();
                awaitQuietly(goOn);
            }
            return taken;
        });
        queue.wake();
        awaitQuietly(draining);
        waiting.set(2);
        queue.wake();
        goOn.countDown();
        queue.await(LONG);
        Check.that(queue.released() == 3 && queue.queued() == 0, "released: " + queue.released());
    }

    /** 64 threads queue all the time; one releases, which the system gives a 65th of the processor. */
    private static void itKeepsUpWithManyClosers() throws Exception {
        AtomicLong waiting = new AtomicLong();
        AtomicLong made = new AtomicLong();
        ReleaseQueue queue = new ReleaseQueue(waiting::get, atMost -> {
            long taken = Math.min(atMost, waiting.get());
            long until = System.nanoTime() + taken * 1000; // a microsecond each
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            waiting.addAndGet(-taken);
            return taken;
        });
        long end = System.nanoTime() + 1_000_000_000L;
        Thread[] closers = new Thread[64];
        for (int i = 0; i < closers.length; i++) {
            closers[i] = new Thread(() -> {
                while (System.nanoTime() < end) {
                    waiting.incrementAndGet();
                    made.incrementAndGet();
                    queue.wake();
                }
            });
            closers[i].start();
        }
        for (Thread closer : closers) {
            closer.join();
        }
        long left = waiting.get();
        Check.that(left < Math.max(100_000, made.get() / 4), left + " of " + made.get() + " still wait");
        queue.await(LONG);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** And a new one comes when there is work again. */
    private static void theThreadEnds() throws Exception {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals("ffiguard release queue"))) {
            Check.that(System.nanoTime() < limit, "the thread stays");
            Thread.sleep(50);
        }
        new Feed().close();
        OUTBOX.await(LONG);
    }
}
