// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Drains a release_queue of C++: objects whose release blocks or calls Java, and which a
 * {@link java.lang.ref.Cleaner} has closed. All objects share the Cleaner's thread, so a release
 * must not block it. They are released on a separate daemon thread, which ends after a second
 * without work.
 *
 * <pre>{@code
 * private static final ReleaseQueue OUTBOX = new ReleaseQueue(Feed::queued, Feed::drain);
 *
 * Feed() {
 *     super(Feed::open, OUTBOX.after(Feed::release)); // a NativeObject
 * }
 * }</pre>
 *
 * <p>Thread-safe. Create one for each release_queue, for as long as the class is loaded.
 */
public final class ReleaseQueue {
    private static final long BATCH = 64; // objects that one call releases

    // The system gives each thread the same time. One that releases what many others close would
    // fall ever further behind: each that closes pauses, the longer the more of them wait.
    private static final long MANY = 1024;
    private static final long PAUSE_NS = 100_000; // for each MANY
    private static final long LONGEST_NS = 10_000_000;

    private final LongSupplier queued;
    private final LongUnaryOperator drain;
    private final AtomicLong released = new AtomicLong();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ThreadPoolExecutor thread;

    /**
     * @param queued the shim's x_queued, a static native method or a function that calls one
     * @param drain its x_drain: takes how many to release at most, returns how many it released
     */
    public ReleaseQueue(LongSupplier queued, LongUnaryOperator drain) {
        this.queued = Objects.requireNonNull(queued, "queued");
        this.drain = Objects.requireNonNull(drain, "drain");
        thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                work -> {
                    Thread made = new Thread(work, "ffiguard release queue");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** release, and then wake(), also if it throws: for the constructor of a NativeObject. */
    public LongConsumer after(LongConsumer release) {
        Objects.requireNonNull(release, "release");
        return token -> {
            try {
                release.accept(token);
            } finally {
                wake();
            }
        };
    }

    /**
     * Starts releasing what is queued, if anything. Does not wait for it, but pauses for 100
     * microseconds for each 1024 objects that wait, at most for 10 milliseconds. Call it after a
     * call that may have queued an object and is not a release given to after().
     */
    public void wake() {
        long waiting = queued.getAsLong();
        if (waiting != 0 && woken.compareAndSet(false, true)) {
            boolean begun = false;
            try {
                thread.execute(this::run);
                begun = true;
            } finally {
                if (!begun) { // no memory for a thread: the next one tries
                    woken.set(false);
                }
            }
        }
        if (waiting >= MANY) {
            LockSupport.parkNanos(Math.min(waiting / MANY * PAUSE_NS, LONGEST_NS));
        }
    }

    private void run() {
        woken.set(false); // before the first look: what comes now wakes again
        long done = drain.applyAsLong(BATCH);
        while (done != 0) {
            released.addAndGet(done);
            done = drain.applyAsLong(BATCH);
        }
    }

    /** How many objects wait. A snapshot. */
    public long queued() {
        return queued.getAsLong();
    }

    /** How many objects this queue has released. */
    public long released() {
        return released.get();
    }

    /**
     * Waits until everything queued before is released: for the end of a program or a test. Do not
     * call it from a release: it would wait for itself.
     *
     * @param limit the longest time to wait
     */
    public void await(Duration limit) throws InterruptedException, TimeoutException {
        Objects.requireNonNull(limit, "limit");
        try {
            thread.submit(this::run).get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
