// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.EventQueue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Events of C++ come in order, each one read or counted as lost, to a listener and to subscribers. */
final class EventQueueTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int THREADS = 4;
    private static final long EACH = 20_000;

    private record Tick(long number, int from, long lostBefore) {
        static Tick decode(ByteBuffer event, long lostBefore) {
            Tick tick = new Tick(event.getLong(), event.getInt(), lostBefore);
            Check.that(event.getInt() == (tick.from ^ (int) tick.number), "torn: " + tick);
            return tick;
        }
    }

    public static void main(String[] args) throws Exception {
        eachEventIsReadOrCounted();
        whatIsRefusedIsCounted();
        noWakeUpIsLost();
        closeWakesTheReader();
        aListenerThatThrowsEndsTheReading();
        oneReader();
        aSubscriberGetsAll();
        aLateSubscriberHoldsUpTheReaderAndCloseEndsThat();
        aDrainThatFailsIsTold();
        theEndOfTheQueueEndsTheReading();
    }

    private static void eachEventIsReadOrCounted() throws Exception {
        EventShim shim = new EventShim(1);
        AtomicLong seen = new AtomicLong();
        long[] next = new long[THREADS];
        EventQueue events = new EventQueue(shim);
        events.listen((batch, count, lost) -> {
            for (int i = 0; i < count; i++) {
                Tick tick = Tick.decode(batch, 0);
                Check.that(tick.number >= next[tick.from], "out of order: " + tick);
                next[tick.from] = tick.number + 1;
            }
            Check.that(!batch.hasRemaining(), "more than count");
            seen.addAndGet(count + lost);
        });
        shim.push(THREADS, EACH);
        until(() -> seen.get() == THREADS * EACH, () -> "seen " + seen + " and lost of it " + events.lost());
        events.close();
        Check.that(events.awaitEnd(LONG), "no end");
    }

    private static void whatIsRefusedIsCounted() throws Exception {
        EventShim shim = new EventShim(0);
        Check.that(shim.push(1, 70) == 6, "room for 64");
        AtomicReference<String> first = new AtomicReference<>();
        EventQueue events = new EventQueue(shim);
        events.listen((batch, count, lost) -> first.compareAndSet(null, count + " and " + lost));
        until(() -> first.get() != null, () -> "nothing");
        Check.that(first.get().equals("64 and 6") && events.lost() == 6, first.get());
        events.close();
        Check.that(events.awaitEnd(LONG), "no end");
    }

    private static void noWakeUpIsLost() throws Exception {
        EventShim shim = new EventShim(0);
        SynchronousQueue<Long> answers = new SynchronousQueue<>();
        EventQueue events = new EventQueue(shim);
        events.listen((batch, count, lost) -> {
            try {
                answers.put((long) count);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 2000; i++) {
            shim.push(1, 1);
            Long got = answers.poll(60, TimeUnit.SECONDS);
            Check.that(got != null && got == 1, "event " + i + ": " + got);
        }
        events.close();
        Check.that(events.awaitEnd(LONG), "no end");
    }

    private static void closeWakesTheReader() throws Exception {
        for (int i = 0; i < 200; i++) { // before it waits, while it does, and before it has begun
            AtomicReference<String> end = new AtomicReference<>("none");
            EventQueue events = new EventQueue(new EventShim(0));
            events.listen(new EventQueue.Listener() {
                @Override
                public void events(ByteBuffer batch, int count, long lost) {}

                @Override
                public void ended(Throwable why) {
                    end.set("" + why);
                }
            });
            if (i % 2 == 1) {
                Thread.sleep(1);
            }
            events.close();
            events.close();
            Check.that(events.awaitEnd(LONG), "no end");
            Check.that(end.get().equals("null"), end.get());
        }
        EventQueue never = new EventQueue(new EventShim(0));
        never.close();
        Check.that(never.awaitEnd(LONG), "no end");
        EventQueue unread = new EventQueue(new EventShim(0));
        Flow.Publisher<Tick> ticks = unread.publish(Tick::decode);
        unread.close();
        Check.that(unread.awaitEnd(LONG), "no end");
        Subscriber late = new Subscriber(1);
        ticks.subscribe(late);
        Check.that(late.completed.await(60, TimeUnit.SECONDS) && late.why == null, "no end: " + late.why);
        Check.refuses(IllegalStateException.class, "closed", () -> never.listen((batch, count, lost) -> {}));
    }

    private static void aListenerThatThrowsEndsTheReading() throws Exception {
        EventShim shim = new EventShim(0);
        AtomicReference<Throwable> end = new AtomicReference<>();
        EventQueue events = new EventQueue(shim);
        events.listen(new EventQueue.Listener() {
            @Override
            public void events(ByteBuffer batch, int count, long lost) {
                throw new IllegalStateException("thrown");
            }

            @Override
            public void ended(Throwable why) {
                end.set(why);
            }
        });
        shim.push(1, 1);
        Check.that(events.awaitEnd(LONG), "no end");
        Check.that("thrown".equals(end.get().getMessage()), end.get());
    }

    private static void oneReader() throws Exception {
        EventQueue events = new EventQueue(new EventShim(0));
        events.listen((batch, count, lost) -> {});
        Check.refuses(IllegalStateException.class, "has a reader", () -> events.listen((batch, count, lost) -> {}));
        Check.refuses(IllegalStateException.class, "has a reader", () -> events.publish(Tick::decode));
        events.close();
        Check.that(events.awaitEnd(LONG), "no end");
    }

    /** Takes what it asks for, and notes the end. */
    private static final class Subscriber implements Flow.Subscriber<Tick> {
        final List<Tick> got = new ArrayList<>();
        final CountDownLatch completed = new CountDownLatch(1);
        final CountDownLatch subscribed = new CountDownLatch(1);
        final long wants;
        Throwable why;

        Subscriber(long wants) {
            this.wants = wants;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(wants);
            subscribed.countDown();
        }

        @Override
        public synchronized void onNext(Tick tick) {
            got.add(tick);
        }

        synchronized int count() {
            return got.size();
        }

        @Override
        public void onError(Throwable thrown) {
            why = thrown;
            completed.countDown();
        }

        @Override
        public void onComplete() {
            completed.countDown();
        }
    }

    private static void aSubscriberGetsAll() throws Exception {
        EventShim shim = new EventShim(0);
        Check.that(shim.push(1, 66) == 2, "room for 64");
        EventQueue events = new EventQueue(shim);
        Flow.Publisher<Tick> ticks = events.publish(Tick::decode);
        Subscriber all = new Subscriber(Long.MAX_VALUE);
        ticks.subscribe(all);
        until(() -> all.count() == 64, () -> "got " + all.count());
        shim.push(1, 3);
        until(() -> all.count() == 67, () -> "got " + all.count());
        events.close();
        Check.that(all.completed.await(60, TimeUnit.SECONDS) && all.why == null, "no end: " + all.why);
        Check.that(all.got.get(0).equals(new Tick(0, 0, 2)), all.got.get(0));
        Check.that(all.got.get(63).equals(new Tick(63, 0, 0)), all.got.get(63));
        Check.that(all.got.get(66).equals(new Tick(2, 0, 0)), all.got.get(66));
    }

    private static void aLateSubscriberHoldsUpTheReaderAndCloseEndsThat() throws Exception {
        EventShim shim = new EventShim(1);
        EventQueue events = new EventQueue(shim);
        Subscriber late = new Subscriber(1);
        events.publish(Tick::decode).subscribe(late);
        Check.that(late.subscribed.await(60, TimeUnit.SECONDS), "not subscribed");
        until(() -> {
            shim.push(1, 1000);
            return events.lost() > 0 || late.count() == 1 && isBlocked();
        }, () -> "the reader goes on");
        events.close();
        Check.that(events.awaitEnd(LONG), "no end");
        Check.that(late.count() == 1, "got " + late.count());
        EventQueue again = new EventQueue(shim);
        again.listen((batch, count, lost) -> {});
        shim.push(1, 1);
        again.close();
        Check.that(again.awaitEnd(LONG), "no end");
    }

    private static boolean isBlocked() {
        return Thread.getAllStackTraces().entrySet().stream().anyMatch(one ->
                one.getKey().getName().equals("ffiguard events")
                        && List.of(one.getValue()).toString().contains("SubmissionPublisher"));
    }

    private static void aDrainThatFailsIsTold() throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        EventQueue events = new EventQueue(new EventQueue.Source() {
            @Override
            public int drain(ByteBuffer into, ByteBuffer counts) {
                return 7;
            }

            @Override
            public boolean await(int milliseconds) {
                return true;
            }

            @Override
            public void wake() {}

            @Override
            public long eventSize() {
                return 8;
            }
        });
        events.listen(new EventQueue.Listener() {
            @Override
            public void events(ByteBuffer batch, int count, long lost) {}

            @Override
            public void ended(Throwable why) {
                end.set(why);
            }
        });
        Check.that(events.awaitEnd(LONG), "no end");
        Check.that(end.get().getMessage().contains("status 7"), end.get());
    }

    private static void theEndOfTheQueueEndsTheReading() throws Exception {
        EventShim shim = new EventShim(2);
        shim.push(1, 5);
        AtomicLong seen = new AtomicLong();
        EventQueue events = new EventQueue(shim);
        FutureTask<Boolean> waits = Check.onThread(() -> events.awaitEnd(LONG));
        events.listen((batch, count, lost) -> seen.addAndGet(count));
        shim.end();
        Check.that(waits.get(), "no end");
        Check.that(seen.get() == 5, "seen " + seen);
        Check.that(shim.push(1, 1) == 1, "pushed after the end");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition, java.util.function.Supplier<String> otherwise) throws Exception {
        long limit = System.nanoTime() + LONG.toNanos();
        while (!condition.holds()) {
            Check.that(System.nanoTime() < limit, otherwise.get());
            Thread.sleep(1);
        }
    }
}
