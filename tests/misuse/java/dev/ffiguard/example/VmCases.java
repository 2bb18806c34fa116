// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static dev.ffiguard.example.Misuse.collectUntil;
import static dev.ffiguard.example.Misuse.crowd;
import static dev.ffiguard.example.Misuse.say;

import dev.ffiguard.example.Misuse.Case;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** By JNI: what C++ does with the VM itself, by VmShim. */
final class VmCases {
    private static final List<Case> cases = new ArrayList<>();
    private static boolean hasBound;
    private static final String EMOJI = "\ud83d\ude00";

    private VmCases() {}

    static List<Case> all() {
        types();
        strings();
        arrays();
        buffers();
        monitors();
        loaders();
        threads();
        unregistered();
        memory();
        exits();
        return cases;
    }

    private static void add(String area, String title, String want, Callable<String> run) {
        cases.add(new Case(area, title, want, run));
    }

    private static void types() {
        String area = "JNI: typed references and frames";
        String wrong = "IllegalStateException: java.lang.String is no dev.ffiguard.example.VmShim$Point";
        add(area, "the field of a String is read as that of a Point", wrong, () -> say(() -> VmShim.fieldOf("text")));
        add(area, "the method of a Point is called on a String", wrong, () -> say(() -> VmShim.doubledOf("text")));
        add(area, "the field of a class is read as that of its object",
                "IllegalStateException: java.lang.Class is no dev.ffiguard.example.VmShim$Point",
                () -> say(() -> VmShim.fieldOf(VmShim.Point.class)));
        add(area, "the field of null is read", "NullPointerException", () ->
                say(() -> VmShim.fieldOf(null)).replaceAll(":.*", ""));
        add(area, "an object that was made in a local frame leaves it", "7", () ->
                "" + ((VmShim.Point) VmShim.madeInFrame(7)).x);
    }

    private static void strings() {
        String area = "JNI: strings";
        add(area, "an emoji is UTF-8 in C++", "4 bytes", () -> VmShim.utf8Size(EMOJI) + " bytes");
        add(area, "a NUL inside a text is one byte in C++", "3 bytes", () -> VmShim.utf8Size("a\0b") + " bytes");
        add(area, "half a surrogate pair is U+FFFD in C++", "\ufffd", () -> VmShim.copied("\ud800"));
        add(area, "bytes that are no UTF-8 become a String", "a\ufffdb", () ->
                VmShim.ofBytes(new byte[] {'a', (byte) 0xff, 'b'}));
        add(area, "an emoji in UTF-8 becomes a String", EMOJI, () ->
                VmShim.ofBytes(new byte[] {(byte) 0xf0, (byte) 0x9f, (byte) 0x98, (byte) 0x80}));
        add(area, "a NUL in bytes becomes a String with a NUL", "3 characters", () ->
                VmShim.ofBytes(new byte[] {'a', 0, 'b'}).length() + " characters");
        add(area, "1,000,000 characters go through memory of C", "the same", () -> {
            String text = "0123456789".repeat(100_000);
            return VmShim.copied(text).equals(text) ? "the same" : "another";
        });
        add(area, "null for a String", "NullPointerException", () ->
                say(() -> VmShim.copied(null)).replaceAll(":.*", ""));
    }

    private static void arrays() {
        String area = "JNI: arrays and critical sections";
        add(area, "the elements of an array are given back twice", "6", () -> "" + VmShim.sumOf(new int[] {1, 2, 3}));
        add(area, "C++ throws when half of an array is changed", "RuntimeException: half way, and [1, 2, 3]", () -> {
            int[] numbers = {1, 2, 3};
            String said = say(() -> {
                VmShim.doubleAndThrow(numbers, 1);
                return null;
            });
            return said + ", and " + Arrays.toString(numbers);
        });
        add(area, "null for an array", "NullPointerException", () ->
                say(() -> VmShim.sumOf(null)).replaceAll(":.*", ""));
        add(area, "an array of length -1", "IllegalArgumentException", () ->
                say(() -> VmShim.newInts(-1)).replaceAll(":.*", ""));
        add(area, "an array is read by 8 virtual threads while one changes it", "8 sums", () -> {
            int[] numbers = VmShim.newInts(1000);
            List<String> sums = crowd(() -> {
                numbers[0]++;
                return VmShim.sumOf(numbers) >= 1000 ? "a sum" : "too little";
            });
            return Misuse.count(sums, "a sum") + " sums";
        });
        add(area, "a String is made inside of a critical section", "IllegalStateException: in use", () ->
                say(() -> VmShim.hex(new byte[4])));
        add(area, "a critical section of null", "NullPointerException", () ->
                say(() -> VmShim.hex(null)).replaceAll(":.*", ""));
    }

    private static void buffers() {
        String area = "JNI: byte buffers";
        add(area, "a buffer is read after the object that it shows was closed", "the same bytes", () -> {
            long blob = VmShim.openBlob(1 << 20);
            ByteBuffer shown = VmShim.bufferOf(blob);
            VmShim.closeBlob(blob);
            VmShim.closeBlob(VmShim.openBlob(1 << 20)); // takes the place
            return shown.get(0) == 7 && shown.get((1 << 20) - 1) == 7 ? "the same bytes" : "other bytes";
        });
        add(area, "a slice is kept, and not its buffer", "the same bytes", () -> {
            long blob = VmShim.openBlob(4096);
            ByteBuffer slice = VmShim.bufferOf(blob).slice();
            VmShim.closeBlob(blob);
            System.gc();
            return slice.get(4095) == 7 ? "the same bytes" : "other bytes";
        });
        add(area, "a closed object is shown", "IllegalStateException: closed", () -> {
            long blob = VmShim.openBlob(16);
            VmShim.closeBlob(blob);
            return say(() -> VmShim.bufferOf(blob));
        });
        add(area, "a buffer is abandoned after its object", "released", () -> {
            long before = VmShim.live();
            abandonBuffer();
            return VmShim.live() > before && collectUntil(() -> VmShim.live() == before) ? "released" : "left";
        });
        add(area, "C++ writes behind the end of a buffer", "IllegalArgumentException: to: overflow", () ->
                say(() -> {
                    VmShim.fill(ByteBuffer.allocateDirect(8), 64);
                    return null;
                }));
        add(area, "a buffer of the heap where C++ asks for its address", "IllegalStateException: to: wrong type", () ->
                say(() -> {
                    VmShim.fill(ByteBuffer.allocate(8), 8);
                    return null;
                }));
        add(area, "null for a buffer", "NullPointerException", () -> say(() -> {
            VmShim.fill(null, 8);
            return null;
        }).replaceAll(":.*", ""));
    }

    private static void abandonBuffer() {
        long blob = VmShim.openBlob(4096);
        VmShim.bufferOf(blob);
        VmShim.closeBlob(blob);
    }

    /** Whether another thread can enter. */
    private static boolean isFree(Object lock) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            synchronized (lock) {
                entered.countDown();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return entered.await(Long.getLong("misuse.seconds", 30), TimeUnit.SECONDS);
    }

    private static void monitors() {
        String area = "JNI: monitors";
        add(area, "C++ returns early from the monitor of an object", "ok, and free", () -> {
            Object lock = new Object();
            String said = say(() -> {
                VmShim.leaveEarly(lock, false);
                return null;
            });
            return said + (isFree(lock) ? ", and free" : ", and locked");
        });
        add(area, "C++ throws inside of the monitor of an object", "RuntimeException: of C++, and free", () -> {
            Object lock = new Object();
            String said = say(() -> {
                VmShim.leaveEarly(lock, true);
                return null;
            });
            return said + (isFree(lock) ? ", and free" : ", and locked");
        });
    }

    private static void loaders() {
        String area = "JNI: class loaders";
        String elsewhere = "dev/ffiguard/example/Elsewhere";
        add(area, "a thread of C++ asks for a class of a plugin", "the plugin's", () -> {
            Object user = new Elsewhere.Loader().make();
            return VmShim.classOnThread(user, elsewhere) == user.getClass() ? "the plugin's" : "another";
        });
        add(area, "a thread of C++ asks for a class of two plugins in turn", "each the plugin's", () -> {
            Object first = new Elsewhere.Loader().make();
            Object second = new Elsewhere.Loader().make();
            boolean right = VmShim.classOnThread(first, elsewhere) == first.getClass()
                    && VmShim.classOnThread(second, elsewhere) == second.getClass();
            return right ? "each the plugin's" : "another's";
        });
        add(area, "a class that there is not", "RuntimeException, with its name", () ->
                say(() -> VmShim.classOnThread(new Elsewhere.Loader().make(), "no/Such"))
                        .replaceAll(":.*no.Such.*", ", with its name"));
        add(area, "a plugin is dropped whose class C++ has bound", "collected", () -> {
            WeakReference<ClassLoader> loader = bindAndDrop();
            return collectUntil(() -> loader.get() == null) ? "collected" : "kept";
        });
        add(area, "C++ calls the class of a plugin that has gone", "IOException: not found", () -> {
            WeakReference<ClassLoader> loader = bindAndDrop();
            collectUntil(() -> loader.get() == null);
            return say(VmShim::askBound);
        });
        add(area, "the next plugin comes, and C++ calls its class", "42", () -> {
            WeakReference<ClassLoader> loader = bindAndDrop();
            boolean collected = collectUntil(() -> loader.get() == null);
            Object user = new Elsewhere.Loader().make();
            VmShim.bind(user);
            int said = VmShim.askBound();
            Reference.reachabilityFence(user);
            return (collected ? "" : "the one before is kept, ") + said;
        });
    }

    private static WeakReference<ClassLoader> bindAndDrop() throws Exception {
        if (hasBound) { // what another case has bound goes first
            collectUntil(() -> say(VmShim::askBound).startsWith("IOException"));
        }
        hasBound = true;
        Elsewhere.Loader loader = new Elsewhere.Loader();
        VmShim.bind(loader.make());
        return VmShim.askBound() == 42 ? new WeakReference<>(loader) : null;
    }

    private static long threadsOfCpp() {
        return Thread.getAllStackTraces().keySet().stream().filter(one -> one.getName().equals("of C++")).count();
    }

    private static void threads() {
        String area = "JNI: threads of C++";
        add(area, "a thread ends that C++ has attached", "no thread is left", () -> {
            long before = threadsOfCpp();
            VmShim.runOnThread(() -> {});
            return threadsOfCpp() == before ? "no thread is left" : "a thread is left";
        });
        add(area, "100 threads of C++ come and go", "100 calls, no thread is left", () -> {
            long before = threadsOfCpp();
            AtomicInteger calls = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                VmShim.runOnThread(calls::incrementAndGet);
            }
            return calls + " calls, " + (threadsOfCpp() == before ? "no thread is left" : "threads are left");
        });
        add(area, "a callback comes on a thread that the VM does not know", "called on another thread", () -> {
            AtomicReference<Thread> on = new AtomicReference<>();
            VmShim.runInCallback(() -> on.set(Thread.currentThread()));
            return on.get() != null && on.get() != Thread.currentThread() ? "called on another thread" : "" + on;
        });
        add(area, "a callback throws on a thread of C++, which ends", "told to the handler", () -> {
            AtomicReference<Throwable> told = new AtomicReference<>();
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.set(thrown));
            try {
                VmShim.runOnThread(() -> {
                    throw new IllegalStateException("mine");
                });
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
            return told.get() instanceof IllegalStateException ? "told to the handler" : "lost";
        });
        add(area, "null for a callback", "NullPointerException", () -> say(() -> {
            VmShim.runOnThread(null);
            return null;
        }).replaceAll(":.*", ""));
    }

    private static void unregistered() {
        String area = "JNI: callbacks after unregister";
        add(area, "a ticker is stopped while it calls, 50 times", "no call after it", () -> {
            for (int i = 0; i < 50; i++) {
                AtomicInteger late = new AtomicInteger();
                AtomicInteger stopped = new AtomicInteger();
                CountDownLatch called = new CountDownLatch(1);
                long ticker = VmShim.startTicker(() -> {
                    called.countDown();
                    Thread.yield();
                    late.addAndGet(stopped.get());
                });
                called.await();
                VmShim.stopTicker(ticker);
                stopped.set(1);
                Thread.yield();
                if (late.get() != 0) {
                    return "a call after it";
                }
            }
            return "no call after it";
        });
        add(area, "a ticker is stopped twice", "ok, ok", () -> {
            long ticker = VmShim.startTicker(() -> {});
            String first = stop(ticker);
            return first + ", " + stop(ticker);
        });
        add(area, "a ticker is stopped by 8 virtual threads", "8 ok", () -> {
            long ticker = VmShim.startTicker(() -> {});
            return Misuse.count(crowd(() -> stop(ticker)), "ok") + " ok";
        });
        add(area, "what a stopped ticker has called is dropped", "collected", () -> {
            WeakReference<Object> called = callAndDrop();
            return collectUntil(() -> called.get() == null) ? "collected" : "kept";
        });
        add(area, "a ticker's callback throws, again and again", "called on", () -> {
            CountDownLatch calls = new CountDownLatch(10);
            long ticker = VmShim.startTicker(() -> {
                calls.countDown();
                throw new IllegalStateException("mine");
            });
            boolean all = calls.await(Long.getLong("misuse.seconds", 30), TimeUnit.SECONDS);
            VmShim.stopTicker(ticker);
            return all ? "called on" : "called " + (10 - calls.getCount()) + " times";
        });
    }

    private static String stop(long ticker) {
        return say(() -> {
            VmShim.stopTicker(ticker);
            return null;
        });
    }

    private static WeakReference<Object> callAndDrop() throws Exception {
        Object[] held = {new Object()};
        CountDownLatch called = new CountDownLatch(1);
        Runnable body = () -> {
            held[0].hashCode();
            called.countDown();
        };
        long ticker = VmShim.startTicker(body);
        called.await();
        VmShim.stopTicker(ticker);
        return new WeakReference<>(body);
    }

    private static void memory() {
        String area = "JNI: out of memory";
        add(area, "each call of the VM fails in turn", "each time its OutOfMemoryError, then ok", () -> {
            String error = "OutOfMemoryError: the nth call";
            for (int nth = 1;; nth++) {
                int now = nth;
                String said = say(() -> VmShim.failNth(now) ? "it is hidden" : "nothing has failed");
                if (!said.equals(error)) {
                    return nth > 5 && said.equals("nothing has failed") ? "each time its OutOfMemoryError, then ok"
                            : said;
                }
            }
        });
        add(area, "an array of 1 GB in a small heap", "OutOfMemoryError", () ->
                say(() -> VmShim.newInts(1 << 28)).replaceAll(":.*", ""));
    }

    private static void exits() {
        String area = "JNI: exit";
        add(area, "System.exit while threads of C++ call Java", "exit status 7", () -> childThat("exit"));
        add(area, "Runtime.halt while threads of C++ call Java", "exit status 7", () -> childThat("halt"));
        add(area, "main returns while threads of C++ call Java", "exit status 0", () -> childThat("return"));
    }

    private static String childThat(String ends) throws Exception {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx32m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-Djava.library.path=" + System.getProperty("java.library.path"), "-cp",
                System.getProperty("java.class.path"), VmCases.class.getName(), ends)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!child.waitFor(30, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            return "hangs";
        }
        return "exit status " + child.exitValue();
    }

    /** A process that ends in the middle of it. */
    public static void main(String[] args) throws Exception {
        CountDownLatch called = new CountDownLatch(40);
        for (int i = 0; i < 4; i++) {
            VmShim.startTicker(() -> {
                VmShim.fieldOf(new VmShim.Point(1));
                called.countDown();
            });
        }
        called.await();
        if (args[0].equals("exit")) {
            System.exit(7);
        } else if (args[0].equals("halt")) {
            Runtime.getRuntime().halt(7);
        }
    }
}
