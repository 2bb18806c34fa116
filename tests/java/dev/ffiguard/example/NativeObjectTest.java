// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The base class by itself: nothing native is behind these tokens. */
final class NativeObjectTest {
    private static final AtomicInteger released = new AtomicInteger();

    private static class Counted extends NativeObject {
        Counted(long token) {
            super(() -> token, last -> {
                Check.that(last == token, "another token is released");
                released.incrementAndGet();
            });
        }

        long token() {
            return call(token -> token);
        }
    }

    public static void main(String[] args) throws Exception {
        closedOnce();
        neverOpened();
        notUsedAfterClose();
        notReleasedBeforeItHasStopped();
        stillOwnedAfterARefusal();
        abandonedAndRefused();
        waitsForTheThreadThatReleases();
        waitsNotForItself();
        limits();
        notCollectedInItsLastCall();
    }

    private static void closedOnce() throws Exception {
        for (int round = 1; round <= 100; round++) {
            NativeObject object = new Counted(-round);
            CountDownLatch start = new CountDownLatch(1);
            List<FutureTask<Void>> crowd = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                crowd.add(Check.onThread(() -> {
                    start.await();
                    object.close();
                    return null;
                }));
            }
            start.countDown();
            for (FutureTask<Void> one : crowd) {
                one.get();
            }
            Check.that(released.get() == round, "released " + released + " of " + round);
        }
        released.set(0);
    }

    private static void neverOpened() {
        Check.refuses(IOException.class, "nothing there", () -> new NativeObject(() -> {
            throw new IOException("nothing there");
        }, token -> released.incrementAndGet()) {});
    }

    private static void notUsedAfterClose() {
        Counted object = new Counted(7);
        Check.that(object.token() == 7, "another token");
        object.close();
        object.close();
        Check.refuses(IllegalStateException.class, "Counted is closed", object::token);
        Check.that(released.getAndSet(0) == 1, "released " + released);
    }

    private static void notReleasedBeforeItHasStopped() {
        boolean[] mayStop = {false};
        Counted object = new Counted(8) {
            @Override
            protected boolean stop(long token) {
                return mayStop[0];
            }
        };
        object.close();
        Check.that(released.get() == 0 && object.token() == 8, "released while it was not stopped");
        mayStop[0] = true;
        object.close();
        Check.that(released.getAndSet(0) == 1, "released " + released);
    }

    /** Refuses so often, as a parent with open children does. */
    private static final class Refusing extends NativeObject {
        Refusing(AtomicInteger refusals) {
            super(() -> 9, token -> {
                if (refusals.getAndDecrement() > 0) {
                    throw new IllegalStateException("in use: 1 child is open");
                }
                released.incrementAndGet();
            });
        }

        long token() {
            return call(token -> token);
        }
    }

    private static void stillOwnedAfterARefusal() {
        Refusing object = new Refusing(new AtomicInteger(2));
        for (int i = 0; i < 2; i++) {
            Check.refuses(IllegalStateException.class, "1 child is open", object::close);
            Check.that(released.get() == 0 && object.token() == 9, "lost by a refused close");
        }
        object.close();
        object.close();
        Check.that(released.getAndSet(0) == 1, "released " + released);
        Check.refuses(IllegalStateException.class, "Refusing is closed", object::token);
    }

    /** The cleaner, too, may be refused: it tries again. */
    private static void abandonedAndRefused() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        new Refusing(refusals);
        long limit = System.nanoTime() + 30_000_000_000L;
        while (released.get() == 0) {
            Check.that(System.nanoTime() < limit, "lost by a refused cleaner, " + refusals + " left");
            System.gc();
            Thread.sleep(10);
        }
        Check.that(refusals.get() == -1 && released.getAndSet(0) == 1, "refused " + refusals);
    }

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Another thread has begun to close: C++ may know nothing of it, and it may be refused. */
    private static void waitsForTheThreadThatReleases() throws Exception {
        for (boolean refused : new boolean[] {false, true}) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            AtomicInteger state = new AtomicInteger();
            AtomicBoolean first = new AtomicBoolean(true);
            class Slow extends NativeObject {
                Slow() {
                    super(() -> 5, token -> {
                        boolean refuses = first.getAndSet(false) && refused;
                        inside.countDown();
                        try {
                            leave.await();
                        } catch (InterruptedException never) {
                            throw new AssertionError(never);
                        }
                        if (refuses) {
                            throw new IllegalStateException("in use");
                        }
                        state.set(6);
                    });
                }

                void close(Duration limit) throws Exception {
                    close(limit, token -> state.get());
                }
            }
            Slow object = new Slow();
            FutureTask<Void> closer = Check.onThread(() -> {
                object.close();
                return null;
            });
            inside.await();
            Check.refuses(TimeoutException.class, "Slow is not released yet",
                    () -> object.close(Duration.ofMillis(20)));
            FutureTask<Void> waiter = Check.onThread(() -> {
                object.close(LONG);
                return null;
            });
            leave.countDown();
            waiter.get(); // if the other was refused, by a close of its own
            Check.that(state.get() == 6, "not released");
            try {
                closer.get();
                Check.that(!refused, "not refused");
            } catch (ExecutionException e) {
                Check.that(refused && e.getCause() instanceof IllegalStateException, "" + e);
            }
        }
    }

    private static class Stated extends Counted {
        private final int state;

        Stated(int state) {
            super(10);
            this.state = state;
        }

        void close(Duration limit) throws Exception {
            close(limit, token -> state);
        }
    }

    private static void waitsNotForItself() throws Exception {
        boolean[] mayStop = {false};
        Stated object = new Stated(6) {
            @Override
            protected boolean stop(long token) {
                return mayStop[0];
            }
        };
        Check.refuses(IllegalStateException.class, "is in use", () -> object.close(LONG));
        Check.that(released.get() == 0 && object.token() == 10, "released while it was not stopped");
        mayStop[0] = true;
        object.close(LONG);
        Check.that(released.getAndSet(0) == 1, "released " + released);
    }

    private static void limits() throws Exception {
        Stated object = new Stated(7);
        Check.refuses(NullPointerException.class, "", () -> object.close((Duration) null));
        Check.that(object.token() == 10, "closed without a limit");
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE)}) {
            Check.refuses(TimeoutException.class, "not released yet", () -> object.close(none));
            Check.that(released.get() == 1, "released " + released);
        }
        Stated other = new Stated(6);
        other.close(Duration.ZERO);
        other.close(Duration.ofSeconds(Long.MAX_VALUE));
        Check.that(released.getAndSet(0) == 2, "released " + released);
    }

    /** Nobody needs the object any more but its own call. */
    private static void notCollectedInItsLastCall() {
        for (int round = 0; round < 30_000; round++) {
            AtomicBoolean gone = new AtomicBoolean();
            // Rarely, and late: only compiled code forgets the object.
            boolean collect = round >= 20_000 && round % 1000 == 0;
            new Watched(gone).use(gone, collect);
        }
    }

    private static final class Watched extends NativeObject {
        Watched(AtomicBoolean gone) {
            super(() -> 1, token -> gone.set(true));
        }

        void use(AtomicBoolean gone, boolean collect) {
            call(token -> inside(gone, collect));
        }

        private static boolean inside(AtomicBoolean gone, boolean collect) {
            for (int i = 0; collect && i < 5; i++) {
                System.gc();
                LockSupport.parkNanos(10_000_000);
            }
            Check.that(!gone.get(), "released in its last call");
            return true;
        }
    }
}
