// SPDX-License-Identifier: BSL-1.0
package app;

import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An application with a JNI library, as a container deploys it: in a class loader of its own. */
public final class App implements Callable<String> {
    private final String last;

    @SuppressWarnings("restricted") // what JDK 24 and later call load
    public App(String library, String last) {
        System.load(library);
        this.last = last;
    }

    /** Uses the library once, and stops it. Null if all is well. */
    @Override
    public String call() throws Exception {
        AtomicInteger sum = new AtomicInteger();
        AtomicReference<String> wrong = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(EVENTS);
        Listener listener = event -> {
            if (event.getClass() != Event.class) {
                wrong.set("an Event of another class loader");
            }
            sum.addAndGet(event.number);
            told.countDown();
        };
        long feed = start(listener);
        if (!told.await(30, TimeUnit.SECONDS)) {
            return "not all events came";
        }
        Throwable failure = failure(feed);
        stop(feed);
        if (sum.get() != EVENTS * (EVENTS + 1) / 2) {
            return "the events add up to " + sum;
        }
        if (!(failure instanceof Trouble) || !failure.getMessage().equals("by table")) {
            return "thrown on the thread of C++: " + failure;
        }
        try {
            fail();
            return "nothing was thrown";
        } catch (Trouble thrown) {
            if (!thrown.getMessage().equals("by name")) {
                return "thrown: " + thrown;
            }
        }
        ByteBuffer closedByNobody = buffer(4096);
        ByteBuffer another = buffer(64);
        if (closedByNobody.get(4095) != 7 || another.get(0) != 7) {
            return "a buffer has other bytes";
        }
        if (last.equals("keeps")) {
            keep(listener);
        } else if (last.equals("lingers")) {
            linger();
        }
        return wrong.get();
    }

    private static final int EVENTS = 5;

    private static native long start(Listener listener);

    /** What C++ threw there last, in Java. */
    private static native Throwable failure(long feed);

    private static native void stop(long feed);

    private static native void fail() throws Trouble;

    private static native ByteBuffer buffer(int size);

    private static native void linger();

    private static native void keep(Object object);
}
