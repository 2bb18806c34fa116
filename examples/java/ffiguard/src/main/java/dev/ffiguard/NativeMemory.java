// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Counts the native memory behind {@link NativeObject}s. The garbage collector does not know it: a
 * Java object of 40 bytes may hold an image of 16 MB, and while the heap is not full there is no
 * collection, even if many of these objects are unreachable.
 *
 * <p>C++ tells how large an object is, see the constructors of NativeObject; otherwise it counts as
 * 0. It counts from its opening until close() or the cleaner has released it.
 *
 * <p>If you set a limit and an opening goes beyond it, the opening runs the garbage collector and
 * waits for releases, as ByteBuffer.allocateDirect() does: about a second in all. If there is still
 * no room, the new object is released, and an OutOfMemoryError names the largest types.
 * (-XX:+DisableExplicitGC prevents that collection.)
 *
 * <p>All is for any thread.
 */
public final class NativeMemory {
    private static final long LONGEST_PAUSE = 512; // milliseconds; the sum is about twice that
    private static final int TYPES_TOLD = 5;

    private static final Map<String, LongAdder> BY_TYPE = new ConcurrentHashMap<>();
    private static final AtomicLong TOTAL = new AtomicLong();
    private static final ReentrantLock NUDGE = new ReentrantLock();
    private static final AtomicLong NUDGES = new AtomicLong();
    private static volatile long limit = ofProperty("dev.ffiguard.memory.limit");
    private static volatile long warnAt = ofProperty("dev.ffiguard.memory.warn");
    private static volatile boolean isWarned;

    private NativeMemory() {}

    private static long ofProperty(String name) {
        String said = System.getProperty(name);
        return said == null ? 0 : bytesOf(name, said);
    }

    /** As -Xmx is written: 512m. */
    private static long bytesOf(String name, String said) {
        String text = said.trim().toLowerCase(Locale.ROOT);
        int power = text.isEmpty() ? -1 : "kmgt".indexOf(text.charAt(text.length() - 1));
        try {
            long number = Long.parseLong(power < 0 ? text : text.substring(0, text.length() - 1));
            if (number >= 0) {
                return Math.multiplyExact(number, 1L << 10 * (power + 1));
            }
        } catch (NumberFormatException | ArithmeticException wrong) {
            // told below
        }
        throw new IllegalArgumentException(name + ": not a number of bytes: " + said);
    }

    /**
     * Sets the limit for objects that are opened from now on. The default is the system property
     * dev.ffiguard.memory.limit, written like -Xmx: 512m.
     *
     * @param bytes 0, as without the property: no limit
     * @throws IllegalArgumentException if it is below 0
     */
    public static void setLimit(long bytes) {
        limit = notNegative(bytes);
    }

    public static long limit() {
        return limit;
    }

    /**
     * When the memory goes beyond this many bytes, logs a warning with the largest types to the
     * System.Logger "dev.ffiguard"; again only after it was below half of that. The default is the
     * system property dev.ffiguard.memory.warn.
     *
     * @param bytes 0, as without the property: never
     * @throws IllegalArgumentException if it is below 0
     */
    public static void warnAt(long bytes) {
        warnAt = notNegative(bytes);
        isWarned = false;
    }

    private static long notNegative(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes);
        }
        return bytes;
    }

    /** Of all types together. */
    public static long total() {
        return TOTAL.get();
    }

    /** By the name of the Java class; those that have no bytes are not in it. */
    public static Map<String, Long> byType() {
        Map<String, Long> all = new TreeMap<>();
        BY_TYPE.forEach((type, bytes) -> {
            if (bytes.sum() != 0) {
                all.put(type, bytes.sum());
            }
        });
        return all;
    }

    static long of(String type) {
        LongAdder bytes = BY_TYPE.get(type);
        return bytes == null ? 0 : bytes.sum();
    }

    /** "3221225472 bytes: org.example.Image 3221225472", the largest first. */
    static String inWords() {
        return total() + " bytes: " + byType().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())).limit(TYPES_TOLD)
                .map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", "));
    }

    /** The bytes of one object. It does not know the object. */
    static final class Share {
        private final LongAdder ofType;
        private final AtomicLong bytes = new AtomicLong();

        Share(String type) {
            ofType = BY_TYPE.computeIfAbsent(type, name -> new LongAdder());
        }

        long bytes() {
            return bytes.get();
        }

        void set(long to) {
            long before = bytes.getAndSet(to);
            ofType.add(to - before);
            long all = TOTAL.addAndGet(to - before);
            if (warnAt != 0) {
                warn(all);
            }
        }
    }

    private static void warn(long all) {
        if (all <= warnAt / 2) {
            isWarned = false;
        } else if (all > warnAt && !isWarned) {
            isWarned = true; // two threads at once may both tell
            System.getLogger("dev.ffiguard").log(System.Logger.Level.WARNING,
                    "ffiguard: native memory is beyond {0} bytes: {1}", Long.toString(warnAt), inWords());
        }
    }

    private static boolean fits() {
        long now = limit;
        return now == 0 || TOTAL.get() <= now;
    }

    /** Has the collector run where the account is beyond the limit. Returns whether it is within it. */
    static boolean makeRoom() {
        if (fits()) {
            return true;
        }
        long seen = NUDGES.get();
        NUDGE.lock();
        try {
            if (fits()) {
                return true;
            }
            if (NUDGES.get() >= seen + 2) { // one that began after this thread came has found nothing
                return false;
            }
            return nudge();
        } finally {
            NUDGE.unlock();
        }
    }

    private static boolean nudge() {
        NUDGES.incrementAndGet();
        boolean interrupted = false;
        System.gc();
        for (long pause = 1; pause <= LONGEST_PAUSE && !fits(); pause *= 2) {
            try {
                Thread.sleep(pause); // the cleaners are at work
            } catch (InterruptedException stop) {
                interrupted = true; // told afterwards: there is no memory the sooner for it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return fits();
    }
}
