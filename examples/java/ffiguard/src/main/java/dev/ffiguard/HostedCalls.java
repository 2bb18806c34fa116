// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongToIntFunction;

/**
 * Calls an object that lives on a C++ thread (a thread_host): a write transaction, a COM object, an
 * OpenGL context. The call is posted to that thread, and the caller waits in Java, so a thousand
 * virtual threads can wait on two carriers.
 *
 * <pre>{@code
 * private static final HostedCalls<RuntimeException> STORE =
 *         new HostedCalls<>(new CompletionSource(SHIM, "store"), ExceptionTable.standard());
 *
 * void put(long key, long value) {
 *     STORE.call(cookie -> call(token -> put(token, key, value, cookie)));   // hosted_post(..., queue, cookie)
 * }
 * }</pre>
 *
 * <p>While calls are running, one daemon thread waits in C++ for their ends; it is a platform
 * thread.
 *
 * <p>Thread-safe. Create one for each completion_queue.
 *
 * @param <E> the exception of a failed call
 */
public final class HostedCalls<E extends Exception> {
    /** The functions of a shim over a completion_queue, which the queue's take() and wait_for() are. */
    public interface Source {
        /**
         * Takes calls that have ended, without waiting.
         *
         * @param into direct, with room for some; 16 bytes each, as completed_call
         * @return how many
         */
        int take(ByteBuffer into);

        /**
         * Waits until there is one.
         *
         * @return below 0 if that fails
         */
        int await(int milliseconds);
    }

    private static final int BATCH = 64;
    private static final int SIZE = 16; // sizeof(completed_call)
    private static final int LOOK_AGAIN = 1000; // milliseconds

    private final Source source;
    private final ExceptionTable<E> failures;
    private final Map<Long, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong cookies = new AtomicLong();
    private final AtomicBoolean isRunning = new AtomicBoolean();

    public HostedCalls(Source source, ExceptionTable<E> failures) {
        this.source = Objects.requireNonNull(source, "source");
        this.failures = Objects.requireNonNull(failures, "failures");
    }

    /**
     * Posts a call and returns when it has ended. The wait cannot be interrupted, because the call
     * cannot.
     *
     * @param post a native method that posts with this cookie, and returns a status
     * @throws E if it could not be posted, or has failed
     */
    public void call(LongToIntFunction post) throws E {
        Objects.requireNonNull(post, "post");
        CompletableFuture<Long> ended = new CompletableFuture<>();
        long cookie = cookies.incrementAndGet();
        waiting.put(cookie, ended);
        int status = -1;
        try {
            status = post.applyAsInt(cookie);
        } finally {
            if (status != Status.OK) {
                waiting.remove(cookie);
            }
        }
        long outcome = status;
        if (status == Status.OK) {
            begin();
            outcome = await(ended);
        }
        if ((int) outcome != Status.OK) {
            throw failures.exception((int) outcome, (int) (outcome >> 32), Status.name((int) outcome));
        }
    }

    private static long await(CompletableFuture<Long> ended) {
        try {
            return ended.join();
        } catch (CompletionException broken) {
            if (broken.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw broken;
        }
    }

    /** How many calls have not ended. */
    public int waiting() {
        return waiting.size();
    }

    private void begin() {
        if (!waiting.isEmpty() && isRunning.compareAndSet(false, true)) {
            boolean begun = false;
            try {
                Thread thread = new Thread(this::run, "ffiguard hosted calls");
                thread.setDaemon(true);
                thread.start();
                begun = true;
            } finally {
                if (!begun) {
                    isRunning.set(false);
                }
            }
        }
    }

    private void run() {
        try {
            complete();
        } catch (Throwable thrown) { // nobody else would complete them
            IllegalStateException why = new IllegalStateException("calls of C++ are not heard of any more", thrown);
            long last = cookies.get(); // later ones have a thread of their own
            for (long cookie : waiting.keySet()) {
                CompletableFuture<Long> one = cookie <= last ? waiting.remove(cookie) : null;
                if (one != null) {
                    one.completeExceptionally(why);
                }
            }
        }
        isRunning.set(false);
        begin(); // for one that came when this thread had looked already
    }

    private void complete() {
        ByteBuffer into = ByteBuffer.allocateDirect(BATCH * SIZE).order(ByteOrder.nativeOrder());
        while (!waiting.isEmpty()) {
            int got = source.take(into);
            for (int i = 0; i < got; i++) {
                CompletableFuture<Long> one = waiting.remove(into.getLong(i * SIZE));
                if (one != null) {
                    one.complete((long) into.getInt(i * SIZE + 12) << 32 | into.getInt(i * SIZE + 8) & 0xffffffffL);
                }
            }
            if (got == 0 && source.await(LOOK_AGAIN) < 0) {
                throw new IllegalStateException("the wait for a completion_queue fails");
            }
        }
    }
}
