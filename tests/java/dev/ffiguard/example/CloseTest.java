// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Closing what refuses, and what somebody is inside of; with C++ behind the objects. */
final class CloseTest {
    private static final class Parent extends NativeObject {
        Parent() {
            super(CloseShim::openParent, CloseShim::releaseParent);
        }

        long openChild() {
            return call(CloseShim::openChild);
        }
    }

    private static final class Child extends NativeObject {
        Child(Parent in) {
            super(() -> in.openChild(), CloseShim::releaseChild);
        }
    }

    private static final class Job extends NativeObject {
        final long number = call(token -> token); // to ask for its state after close

        Job() {
            super(CloseShim::openJob, CloseShim::releaseJob);
        }

        void hold() {
            call(token -> {
                CloseShim.hold(token);
                return null;
            });
        }

        int state() {
            return call(CloseShim::stateOfJob);
        }

        void close(Duration limit) throws InterruptedException, TimeoutException {
            close(limit, CloseShim::stateOfJob);
        }

        boolean reopened() {
            return reopened(CloseShim::stateOfJob);
        }
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    public static void main(String[] args) throws Exception {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "2");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "2");
        aParentWithAChildStaysOpen();
        abandonedInAnyOrder();
        aLibraryThatIsBusy();
        waitsForTheCallInside();
        interrupted();
        refusedByTheLastCall();
        aLateRefusalIsSeenByWhoAsks();
        ExecutorService virtual = Check.virtualThreads();
        if (virtual != null) {
            waitersHoldNoThread(virtual, 1000);
        } else {
            waitersHoldNoThread(Executors.newFixedThreadPool(60), 50);
        }
        live(0);
    }

    private static void live(long expected) {
        Check.that(CloseShim.live() == expected, "live: " + CloseShim.live());
    }

    /** Collects garbage until every object is released. */
    private static void released() throws Exception {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (CloseShim.live() != 0) {
            Check.that(System.nanoTime() < limit, "lost: " + CloseShim.live());
            System.gc();
            Thread.sleep(10);
        }
    }

    private static void aParentWithAChildStaysOpen() {
        Parent parent = new Parent();
        Child child = new Child(parent);
        for (int i = 0; i < 2; i++) {
            Check.refuses(IllegalStateException.class, "1 child is open", parent::close);
            live(2);
        }
        Child second = new Child(parent); // it is open: nothing has changed
        second.close();
        child.close();
        parent.close();
        parent.close();
        live(0);
    }

    /** The collector knows no order of parents and children. */
    private static void abandonedInAnyOrder() throws Exception {
        Child kept = abandonedParent();
        for (int i = 0; i < 5; i++) { // its cleaner is refused
            System.gc();
            Thread.sleep(10);
        }
        live(2);
        kept.close();
        released();
    }

    private static Child abandonedParent() {
        return new Child(new Parent());
    }

    private static void aLibraryThatIsBusy() {
        Job job = new Job();
        CloseShim.refuse(1);
        Check.refuses(RuntimeException.class, "5", job::close);
        live(1);
        job.close();
        live(0);
    }

    /** A thread that is inside of the job until letGo(). */
    private static FutureTask<Void> inside(Job job) {
        CloseShim.letGo(false);
        FutureTask<Void> call = Check.onThread(() -> {
            job.hold();
            return null;
        });
        CloseShim.waitUntilInside();
        return call;
    }

    private static void letGo(FutureTask<Void> call) throws Exception {
        CloseShim.letGo(true);
        call.get();
    }

    private static FutureTask<Void> closing(Job job) {
        return Check.onThread(() -> {
            job.close(LONG);
            return null;
        });
    }

    private static void waitsForTheCallInside() throws Exception {
        Job job = new Job();
        FutureTask<Void> call = inside(job);
        Check.refuses(TimeoutException.class, "Job is not released yet",
                () -> job.close(Duration.ofMillis(20)));
        live(1);
        Check.refuses(IllegalStateException.class, "Job is closed", job::state);
        FutureTask<Void> other = closing(job);
        letGo(call);
        job.close(LONG); // closed before, by the one that has given up
        live(0);
        other.get();
        job.close(LONG);
        job.close();
    }

    private static void interrupted() throws Exception {
        Job job = new Job();
        FutureTask<Void> call = inside(job);
        Thread.currentThread().interrupt();
        Check.refuses(InterruptedException.class, "", () -> job.close(LONG));
        Check.refuses(IllegalStateException.class, "Job is closed", job::state);
        letGo(call);
        Thread.currentThread().interrupt(); // nothing is left to wait for
        job.close(LONG);
        Check.that(Thread.interrupted(), "the interrupt is lost");
        live(0);
    }

    /** Nobody hears of that but who waits, and the object is open again. */
    private static void refusedByTheLastCall() throws Exception {
        Job job = new Job();
        for (boolean closedBefore : new boolean[] {false, true}) {
            FutureTask<Void> call = inside(job);
            CloseShim.refuse(1);
            if (closedBefore) {
                job.close();
            }
            FutureTask<Void> closer = closedBefore ? null : closing(job);
            while (CloseShim.stateOfJob(job.number) != 7) {
                Thread.yield();
            }
            letGo(call);
            if (closedBefore) {
                Check.refuses(IllegalStateException.class, "refused", () -> job.close(LONG));
            } else {
                Check.refuses(ExecutionException.class, "Job is in use: its release was refused",
                        closer::get);
            }
            Check.that(job.state() == 0, "not open again");
            live(1);
        }
        job.close(LONG);
        live(0);
        refusedThenAbandoned();
        released();
    }

    private static void aLateRefusalIsSeenByWhoAsks() throws Exception {
        Job job = new Job();
        Check.that(!job.reopened(), "never closed");
        FutureTask<Void> call = inside(job);
        CloseShim.refuse(1);
        job.close();
        Check.that(!job.reopened(), "a call is inside");
        letGo(call);
        Check.that(job.reopened() && !job.reopened(), "not seen once");
        Check.that(job.state() == 0, "not open again");
        job.close();
        Check.that(!job.reopened(), "released");
        live(0);
    }

    private static void refusedThenAbandoned() throws Exception {
        Job job = new Job();
        FutureTask<Void> call = inside(job);
        CloseShim.refuse(1);
        job.close();
        letGo(call);
        Check.refuses(IllegalStateException.class, "refused", () -> job.close(LONG));
    }

    private static void waitersHoldNoThread(ExecutorService executor, int waiters) throws Exception {
        Job job = new Job();
        FutureTask<Void> call = inside(job);
        List<Future<Void>> crowd = new ArrayList<>();
        try {
            CountDownLatch waiting = new CountDownLatch(waiters);
            for (int i = 0; i < waiters; i++) {
                crowd.add(executor.submit(() -> {
                    waiting.countDown();
                    job.close(LONG);
                    Check.that(CloseShim.stateOfJob(job.number) == 6, "back before the release");
                    return null;
                }));
            }
            Check.that(waiting.await(30, TimeUnit.SECONDS), "waiters hold the carriers");
            List<Future<Void>> work = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                work.add(executor.submit(() -> {
                    Parent parent = new Parent();
                    Thread.yield();
                    parent.close();
                    return null;
                }));
            }
            for (Future<Void> one : work) {
                one.get(30, TimeUnit.SECONDS);
            }
            live(1);
        } finally {
            CloseShim.letGo(true);
        }
        call.get();
        for (Future<Void> one : crowd) {
            one.get();
        }
        live(0);
        executor.shutdown();
    }
}
