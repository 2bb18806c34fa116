// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads an event_queue of C++: plain structs that C++ threads push. One call fetches many, for a
 * listener or a {@link Flow.Publisher}.
 *
 * <pre>{@code
 * EventQueue events = new EventQueue(new TailSource());  // natives, or an FFM source
 * events.listen((batch, count, lost) -> {
 *     for (int i = 0; i < count; i++) {
 *         handle(batch.getLong(), batch.getInt(), batch.getInt());
 *     }
 * });
 * }</pre>
 *
 * <p>One daemon thread reads; it blocks in C++ while there are no events. It is a platform thread,
 * because a virtual thread would block its carrier. Virtual threads can take events from a
 * subscriber.
 *
 * <p>Thread-safe. Create one for each event_queue.
 */
public final class EventQueue implements AutoCloseable {
    /** The functions that FFIGUARD_EXPORT_EVENTS(x, queue) defines. */
    public interface Source {
        /**
         * Calls x_drain with the room of both buffers; they are direct. counts has room for count
         * and lost, 8 bytes each.
         *
         * @return the status
         */
        int drain(ByteBuffer into, ByteBuffer counts);

        /** x_wait: until there are events, or that time has passed; below 0 without a limit. */
        boolean await(int milliseconds);

        /** x_wake. */
        void wake();

        /** x_event_size. */
        long eventSize();
    }

    /** Is given events on the thread that reads, one batch after the other. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param batch the events, the oldest first, from its position to its limit, in the byte order
         *     of the machine; valid during the call
         * @param count how many; 0 if some were lost and none is there
         * @param lost how many were lost since the previous batch
         */
        void events(ByteBuffer batch, int count, long lost);

        /**
         * No events come any more.
         *
         * @param why null where the queue or the EventQueue was closed, else what went wrong: also what
         *     events() has thrown
         */
        default void ended(Throwable why) {}
    }

    /** Makes an object of an event, which lies from the position of the batch on. */
    @FunctionalInterface
    public interface Decoder<T> {
        /**
         * @param lostBefore how many events were lost right before this one
         */
        T decode(ByteBuffer event, long lostBefore);
    }

    private static final int BATCH = 256; // events that one call fetches
    private static final int OK = 0;
    private static final int STALE = 3; // of an object's queue: closed, and another has its slot
    private static final int CLOSED = 6;

    private final Source source;
    private final int eventSize;
    private final ByteBuffer into;
    private final ByteBuffer counts = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Thread reader;

    /**
     * @throws IllegalArgumentException if an event has no size, or more than a megabyte
     */
    public EventQueue(Source source) {
        long size = Objects.requireNonNull(source, "source").eventSize();
        if (size < 1 || size > 1 << 20) {
            throw new IllegalArgumentException("an event of " + size + " bytes");
        }
        this.source = source;
        eventSize = (int) size;
        into = ByteBuffer.allocateDirect(BATCH * eventSize);
    }

    /**
     * Begins to read.
     *
     * @throws IllegalStateException if reading has begun before, or this is closed
     */
    public void listen(Listener listener) {
        Objects.requireNonNull(listener, "listener");
        claim();
        start(listener);
    }

    /**
     * Events as objects, for any number of subscribers. Reading begins with the first subscriber. A
     * slow subscriber stops the reader: the queue gets full and lost events are counted, but memory
     * does not grow. Without subscribers, events are dropped. If a subscriber throws, only that
     * subscription ends.
     *
     * @throws IllegalStateException if reading has begun before, or this is closed
     */
    public <T> Flow.Publisher<T> publish(Decoder<T> decoder) {
        Objects.requireNonNull(decoder, "decoder");
        claim();
        SubmissionPublisher<T> to = new SubmissionPublisher<>();
        AtomicBoolean reads = new AtomicBoolean();
        return subscriber -> {
            to.subscribe(subscriber);
            if (reads.compareAndSet(false, true)) {
                start(new Publishing<>(to, decoder));
            }
        };
    }

    /** How many events were lost, as far as batches have told of it. */
    public long lost() {
        return lost.get();
    }

    /**
     * Ends the reading; the queue of C++ stays open. A listener finishes its batch; subscribers get
     * no more events. It does not wait: see {@link #awaitEnd}.
     */
    @Override
    public void close() {
        closed = true;
        source.wake(); // behind closed: the reader who takes it back looks there then
        LockSupport.unpark(reader);
        if (started.compareAndSet(false, true)) { // it never begins
            ended.countDown();
        }
    }

    /**
     * Waits until the listener is no longer called. Do not call it in the listener.
     *
     * @return false if the limit has passed
     */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        return ended.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private void claim() {
        if (closed || !claimed.compareAndSet(false, true)) {
            throw new IllegalStateException(closed ? "EventQueue is closed" : "EventQueue has a reader");
        }
    }

    private void start(Listener listener) {
        if (!started.compareAndSet(false, true)) { // closed
            listener.ended(null);
            return;
        }
        Thread made = new Thread(() -> run(listener), "ffiguard events");
        made.setDaemon(true);
        reader = made;
        made.start();
    }

    private void run(Listener listener) {
        Throwable why = null;
        try {
            read(listener);
        } catch (Throwable thrown) {
            why = thrown;
        }
        try {
            listener.ended(why);
        } finally {
            ended.countDown();
        }
    }

    private void read(Listener listener) {
        while (!closed) {
            int status = source.drain(into, counts);
            if (status == CLOSED || status == STALE) {
                return;
            }
            if (status != OK) {
                throw new IllegalStateException("the drain of an event_queue fails with status " + status);
            }
            int count = (int) counts.getLong(0);
            long missing = counts.getLong(8);
            if (count == 0 && missing == 0) {
                if (!closed) {
                    source.await(-1);
                }
                continue;
            }
            lost.addAndGet(missing);
            ByteBuffer batch = into.duplicate().order(ByteOrder.nativeOrder());
            batch.limit(count * eventSize);
            listener.events(batch, count, missing);
        }
    }

    private final class Publishing<T> implements Listener {
        private final SubmissionPublisher<T> to;
        private final Decoder<T> decoder;
        private long before;

        Publishing(SubmissionPublisher<T> to, Decoder<T> decoder) {
            this.to = to;
            this.decoder = decoder;
        }

        @Override
        public void events(ByteBuffer batch, int count, long missing) {
            before += missing;
            for (int i = 0; i < count && !closed; i++) {
                batch.position(i * eventSize);
                T event = decoder.decode(batch, before);
                before = 0;
                if (hasRoom()) {
                    to.submit(event);
                }
            }
        }

        /** False: closed. Before submit(), which would wait for a late subscriber also then. */
        private boolean hasRoom() {
            while (!closed && to.estimateMaximumLag() >= to.getMaxBufferCapacity()) {
                LockSupport.parkNanos(1_000_000);
            }
            return !closed;
        }

        @Override
        public void ended(Throwable why) {
            if (why == null) {
                to.close();
            } else {
                to.closeExceptionally(why);
            }
        }
    }
}
