// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static dev.ffiguard.example.Misuse.collectUntil;
import static dev.ffiguard.example.Misuse.count;
import static dev.ffiguard.example.Misuse.crowd;
import static dev.ffiguard.example.Misuse.fails;
import static dev.ffiguard.example.Misuse.say;

import dev.ffiguard.NativeObject;
import dev.ffiguard.ReleaseQueue;
import dev.ffiguard.example.Misuse.Case;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** By JNI: libzpress_jni and libtail_jni of the examples, and the shims of the tests. */
final class JniCases {
    private static final List<Case> cases = new ArrayList<>();
    private static final byte[] SOME = "some bytes".getBytes(StandardCharsets.UTF_8);

    private JniCases() {}

    static List<Case> all() {
        releases();
        tokens();
        arguments();
        callbacks();
        exceptions();
        references();
        threads();
        trees();
        refusals();
        waits();
        cases.addAll(VmCases.all());
        return cases;
    }

    private static void add(String area, String title, String want, Callable<String> run) {
        cases.add(new Case(area, title, want, run));
    }

    private static long opened() throws Exception {
        return Native.open(6);
    }

    private static String close(long stream) {
        return say(() -> {
            Native.close(stream);
            return null;
        });
    }

    private static String write(long stream) {
        return say(() -> {
            Native.write(stream, SOME, 0, SOME.length);
            return null;
        });
    }

    private static void releases() {
        String area = "JNI: release";
        add(area, "closed twice", "ok, IOException: zpress_close: closed", () -> {
            long stream = opened();
            return close(stream) + ", " + close(stream);
        });
        add(area, "closed by 8 threads at once", "1 ok, 7 closed", () -> {
            long stream = opened();
            List<String> said = crowd(() -> {
                Native.close(stream);
                return null;
            });
            return count(said, "ok") + " ok, " + count(said, "IOException: zpress_close: closed") + " closed";
        });
        add(area, "written after close", "IOException: zpress_write: closed", () -> {
            long stream = opened();
            close(stream);
            return write(stream);
        });
        add(area, "finished after close", "IOException: zpress_finish: closed", () -> {
            long stream = opened();
            close(stream);
            return say(() -> Native.finish(stream));
        });
        add(area, "written while another thread closes, 500 times", "each write was done or closed", () -> {
            for (int i = 0; i < 500; i++) {
                long stream = opened();
                FutureTask<String> writer = new FutureTask<>(() -> write(stream));
                Misuse.start(writer);
                if (!close(stream).equals("ok")) {
                    return "not closed";
                }
                String said = writer.get();
                if (!said.equals("ok") && !said.equals("IOException: zpress_write: closed")) {
                    return said;
                }
            }
            return "each write was done or closed";
        });
        add(area, "a stream is never closed", "released by the Cleaner", () -> {
            long before = Native.live();
            abandonStream();
            return collectUntil(() -> Native.live() == before) ? "released by the Cleaner" : "left";
        });
        add(area, "a stream is closed by hand, by try, and by the Cleaner", "released once", () -> {
            long before = Native.released();
            closeAndAbandon();
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(5);
            }
            return Native.released() == before + 1 ? "released once" : "released " + (Native.released() - before);
        });
        add(area, "the constructor of a stream throws", "IllegalArgumentException, and nothing is open", () -> {
            long before = Native.opened();
            String said = say(() -> new ZpressOutputStream(new ByteArrayOutputStream(), 99));
            return Native.opened() != before ? "opened" : said.replaceAll(":.*", "") + ", and nothing is open";
        });
        add(area, "a class releases with a function that throws an Error, and closes again", "the Error, then ok", () -> {
            AtomicInteger calls = new AtomicInteger();
            Tool tool = new Tool(token -> {
                if (calls.incrementAndGet() == 1) {
                    throw new AssertionError("once");
                }
                MisuseShim.releaseTool(token);
            });
            String first = say(() -> {
                tool.close();
                return null;
            });
            tool.close();
            tool.close();
            return first.equals("AssertionError: once") && calls.get() == 2 ? "the Error, then ok" : first + calls;
        });
    }

    private static void abandonStream() throws Exception {
        new ZpressOutputStream(new ByteArrayOutputStream(), 6).write(SOME);
    }

    @SuppressWarnings("try") // close() is what it is about
    private static void closeAndAbandon() throws Exception {
        try (ZpressOutputStream out = new ZpressOutputStream(new ByteArrayOutputStream(), 6)) {
            out.close();
        }
    }

    private static final class Tool extends NativeObject {
        Tool(java.util.function.LongConsumer release) {
            super(MisuseShim::openTool, release);
        }

        Tool() {
            this(MisuseShim::releaseTool);
        }

        int use(Runnable inside) {
            return call(token -> MisuseShim.useTool(token, inside));
        }

        void close(Duration limit) throws Exception {
            close(limit, MisuseShim::stateOfTool);
        }
    }

    private static void tokens() {
        String area = "JNI: tokens";
        add(area, "0", "NullPointerException: zpress_write: null", () -> write(0));
        add(area, "-1", "refused", () -> write(-1).equals("ok") ? "taken" : "refused");
        add(area, "a number that was never a token", "refused", () -> write(4711).equals("ok") ? "taken" : "refused");
        add(area, "a checksum as a stream", "refused, and the checksum is open", () -> {
            long checksum = Native.openChecksum();
            String said = write(checksum);
            Native.closeChecksum(checksum);
            return said.equals("ok") ? "taken" : "refused, and the checksum is open";
        });
        add(area, "a stream of another library's table", "refused", () -> {
            long tool = MisuseShim.openTool();
            String said = write(tool);
            MisuseShim.releaseTool(tool);
            return said.equals("ok") ? "taken" : "refused";
        });
        add(area, "each bit of a token is flipped", "64 refused, and the stream is open", () -> {
            long stream = opened();
            int refused = 0;
            for (int bit = 0; bit < 64; bit++) {
                refused += write(stream ^ (1L << bit)).equals("ok") ? 0 : 1;
            }
            Native.close(stream);
            return refused + " refused, and the stream is open";
        });
        add(area, "10,000 random numbers are closed", "10,000 refused, and the stream is open", () -> {
            long stream = opened();
            Random random = new Random(1);
            int refused = 0;
            for (int i = 0; i < 10_000; i++) {
                long forged = random.nextLong();
                refused += forged == stream || !close(forged).equals("ok") ? 1 : 0;
            }
            Native.close(stream);
            return (refused == 10_000 ? "10,000" : "" + refused) + " refused, and the stream is open";
        });
        add(area, "a closed token whose place another stream has", "IOException: zpress_write: stale", () -> {
            long old = opened();
            Native.close(old);
            long other = opened(); // in the same place
            String said = write(old);
            Native.close(other);
            return said;
        });
        add(area, "a copy of the token is used after close", "IOException: zpress_write: closed", () -> {
            long stream = opened();
            long copy = Long.parseLong(Long.toString(stream));
            Native.close(stream);
            return write(copy);
        });
    }

    private static void arguments() {
        String area = "JNI: arguments";
        add(area, "null for a byte[]", "NullPointerException", () -> {
            long stream = opened();
            String said = say(() -> Native.write(stream, null, 0, 1));
            Native.close(stream);
            return said.replaceAll(":.*", "");
        });
        int[][] ranges = {{-1, 1}, {0, 11}, {10, 1}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {0, -1}};
        add(area, "ranges outside of the array", "5 refused", () -> {
            long stream = opened();
            int refused = 0;
            for (int[] range : ranges) {
                refused += fails(() -> Native.write(stream, SOME, range[0], range[1])) ? 1 : 0;
            }
            Native.close(stream);
            return refused + " refused";
        });
        add(area, "null for a file name", "NullPointerException", () ->
                say(() -> Native.fileChecksum(null)).replaceAll(":.*", ""));
        add(area, "a NUL inside a file name", "IllegalArgumentException", () ->
                say(() -> Native.fileChecksum("/etc/passwd\0.txt")).replaceAll(":.*", ""));
        add(area, "half a surrogate pair in a file name", "IllegalStateException: name: malformed", () ->
                say(() -> Native.fileChecksum("/tmp/\ud800")));
        add(area, "a level that there is not", "IllegalArgumentException", () ->
                say(() -> Native.open(-5)).replaceAll(":.*", ""));
        add(area, "a write on a thread that is interrupted", "ok, and still interrupted", () -> {
            long stream = opened();
            Thread.currentThread().interrupt();
            String said = write(stream);
            boolean kept = Thread.interrupted();
            Native.close(stream);
            return said + (kept ? ", and still interrupted" : ", and not interrupted");
        });
    }

    private static Path file(String text) throws Exception {
        Path file = Files.createTempFile("misuse", ".txt");
        file.toFile().deleteOnExit();
        append(file, text);
        return file;
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @SuppressWarnings("try") // close() is what it is about
    private static void callbacks() {
        String area = "JNI: callbacks";
        add(area, "an object is closed in its own callback", "used 2 times, then IllegalStateException: Tool is closed", () -> {
            Tool tool = new Tool();
            int uses = tool.use(tool::close);
            return "used " + uses + " times, then " + say(() -> tool.use(null));
        });
        add(area, "closed twice in its own callback", "used 2 times", () -> {
            Tool tool = new Tool();
            return "used " + tool.use(() -> {
                tool.close();
                tool.close();
            }) + " times";
        });
        add(area, "used again in its own callback, 50 deep", "used 102 times", () -> {
            try (Tool tool = new Tool()) {
                return "used " + tool.use(deep(tool, 50)) + " times";
            }
        });
        add(area, "waits in its own callback for its own release", "TimeoutException, then released", () -> {
            Tool tool = new Tool();
            AtomicReference<String> said = new AtomicReference<>();
            tool.use(() -> said.set(say(() -> {
                tool.close(Duration.ofMillis(20));
                return null;
            })));
            return said.get().replaceAll(":.*", "") + ", then released";
        });
        add(area, "an object that allows one user is used in its own callback", "IllegalStateException: in use", () -> {
            long solo = MisuseShim.openSolo();
            AtomicReference<String> said = new AtomicReference<>();
            Runnable again = () -> said.set(say(() -> MisuseShim.useSolo(solo, null)));
            MisuseShim.useSolo(solo, again);
            MisuseShim.releaseSolo(solo);
            return said.get();
        });
        add(area, "a Tail is closed in its listener", "no line after it", () -> {
            Path path = file("");
            AtomicInteger lines = new AtomicInteger();
            CountDownLatch called = new CountDownLatch(1);
            try (Tail tail = new Tail(path.toString())) {
                TailListener listener = line -> {
                    lines.incrementAndGet();
                    tail.close();
                    called.countDown();
                };
                tail.add(listener);
                append(path, "a\nb\nc\n");
                called.await();
                tail.close();
                return lines.get() == 1 ? "no line after it" : lines + " lines";
            }
        });
        add(area, "a listener removes itself and is removed again", "true, false, 1 line", () -> {
            Path path = file("");
            AtomicInteger lines = new AtomicInteger();
            AtomicReference<String> said = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(2);
            TailListener[] itself = new TailListener[1];
            try (Tail tail = new Tail(path.toString())) {
                itself[0] = line -> {
                    lines.incrementAndGet();
                    said.set(tail.remove(itself[0]) + ", " + tail.remove(itself[0]));
                };
                TailListener last = line -> done.countDown();
                tail.add(itself[0]);
                tail.add(last);
                append(path, "a\nb\n");
                done.await();
                tail.remove(last);
            }
            return said + ", " + lines + " line";
        });
        add(area, "a listener is added to a closed Tail", "IllegalStateException: Tail is closed", () -> {
            Tail tail = new Tail(file("").toString());
            tail.close();
            return say(() -> {
                tail.add(line -> {});
                return null;
            });
        });
        add(area, "null is added as a listener", "NullPointerException", () -> {
            try (Tail tail = new Tail(file("").toString())) {
                return say(() -> {
                    tail.add(null);
                    return null;
                }).replaceAll(":.*", "");
            }
        });
        add(area, "closed by 8 threads while its listener is called", "no call after a close", () -> {
            Path path = file("line\n".repeat(2000));
            AtomicInteger inside = new AtomicInteger();
            CountDownLatch called = new CountDownLatch(1);
            TailListener listener = line -> {
                inside.incrementAndGet();
                called.countDown();
                Thread.yield();
                inside.decrementAndGet();
            };
            Tail tail = new Tail(path.toString());
            tail.add(listener);
            append(path, "line\n");
            called.await();
            List<String> said = crowd(() -> {
                tail.close();
                return inside.get();
            });
            return count(said, "0") == 8 ? "no call after a close" : said.toString();
        });
    }

    private static Runnable deep(Tool tool, int depth) {
        return depth == 0 ? null : () -> tool.use(deep(tool, depth - 1));
    }

    private static Runnable throwing(RuntimeException thrown) {
        return () -> {
            throw thrown;
        };
    }

    private static void exceptions() {
        String area = "JNI: exceptions";
        add(area, "thrown in a callback", "the same exception, and the object is open", () -> {
            try (Tool tool = new Tool()) {
                IllegalStateException thrown = new IllegalStateException("mine");
                try {
                    tool.use(throwing(thrown));
                    return "lost";
                } catch (IllegalStateException caught) {
                    return caught == thrown && tool.use(null) == 3
                            ? "the same exception, and the object is open" : "another";
                }
            }
        });
        add(area, "thrown in a callback that has closed the object", "the same exception, and it is released", () -> {
            Tool tool = new Tool();
            String said = say(() -> tool.use(() -> {
                tool.close();
                throw new IllegalStateException("mine");
            }));
            return said.equals("IllegalStateException: mine") && fails(() -> tool.use(null))
                    ? "the same exception, and it is released" : said;
        });
        add(area, "thrown in the first of two callbacks", "ArithmeticException: first, the second is not called", () -> {
            AtomicInteger second = new AtomicInteger();
            Runnable count = second::incrementAndGet;
            String said = say(() -> {
                MisuseShim.runBoth(throwing(new ArithmeticException("first")), count);
                return null;
            });
            return said + ", the second is " + (second.get() == 0 ? "not called" : "called");
        });
        add(area, "an Error is thrown in a callback", "StackOverflowError", () -> {
            Runnable deep = () -> {
                throw new StackOverflowError();
            };
            try (Tool tool = new Tool()) {
                return say(() -> tool.use(deep));
            }
        });
        add(area, "C++ catches what Java throws", "mine, and nothing is pending", () -> {
            Runnable mine = throwing(new IllegalStateException("mine"));
            return MisuseShim.caught(mine) + (MisuseShim.live() >= 0 ? ", and nothing is pending" : "");
        });
        add(area, "C++ throws", "RuntimeException: of C++", () -> say(() -> {
            MisuseShim.throwCxx();
            return null;
        }));
        add(area, "thrown in a listener", "told to the handler, and the other listener hears on", () -> {
            Path path = file("");
            AtomicReference<Throwable> told = new AtomicReference<>();
            CountDownLatch both = new CountDownLatch(2);
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.set(thrown));
            TailListener bad = line -> {
                throw new IllegalStateException(line);
            };
            TailListener good = line -> both.countDown();
            try (Tail tail = new Tail(path.toString())) {
                tail.add(bad);
                tail.add(good);
                append(path, "a\nb\n");
                both.await();
                tail.remove(good);
                tail.remove(bad);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
            return say(() -> told.get().getMessage()).equals("a")
                    ? "told to the handler, and the other listener hears on" : "" + told;
        });
    }

    private static void references() {
        String area = "JNI: references";
        add(area, "C++ keeps an object past its call, and the collector runs", "the same object", () -> {
            Object object = new Object();
            MisuseShim.keep(object);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            boolean same = MisuseShim.kept() == object;
            MisuseShim.drop();
            return same ? "the same object" : "another";
        });
        add(area, "C++ drops a reference twice, and asks for it", "null", () -> {
            MisuseShim.keep(new Object());
            MisuseShim.drop();
            MisuseShim.drop();
            return "" + MisuseShim.kept();
        });
        add(area, "C++ keeps null", "NullPointerException", () -> say(() -> {
            MisuseShim.keep(null);
            return null;
        }).replaceAll(":.*", ""));
        add(area, "C++ watches an object that is collected", "gone", () -> {
            watchOne();
            return collectUntil(() -> !MisuseShim.isWatchedThere()) ? "gone" : "there";
        });
        add(area, "C++ drops on one thread what another has made it keep", "null", () -> {
            FutureTask<Void> keeper = new FutureTask<>(() -> {
                MisuseShim.keep(new Object());
                return null;
            });
            Misuse.start(keeper);
            keeper.get();
            MisuseShim.drop();
            return "" + MisuseShim.kept();
        });
        add(area, "a listener keeps a block of C++ past its call and its Tail", "the same bytes", () -> {
            Path path = file("");
            AtomicReference<ByteBuffer> block = new AtomicReference<>();
            CountDownLatch heard = new CountDownLatch(1);
            TailListener listener = new TailListener() {
                @Override
                public void onLine(String line) {
                    heard.countDown();
                }

                @Override
                public void onBlock(ByteBuffer bytes, int[] ends) {
                    block.set(bytes);
                }
            };
            try (Tail tail = new Tail(path.toString())) {
                tail.add(listener);
                append(path, "text\n");
                heard.await();
            }
            System.gc();
            byte[] bytes = new byte[4];
            block.get().get(bytes);
            return new String(bytes, StandardCharsets.UTF_8).equals("text") ? "the same bytes" : "others";
        });
        add(area, "a listener that nobody holds", "is collected, and not called", () -> {
            Path path = file("");
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch heard = new CountDownLatch(1);
            TailListener last = line -> heard.countDown();
            try (Tail tail = new Tail(path.toString())) {
                java.lang.ref.WeakReference<TailListener> lost = addLost(tail, calls);
                if (!collectUntil(() -> lost.get() == null)) {
                    return "held";
                }
                tail.add(last);
                append(path, "a\n");
                heard.await();
                tail.remove(last);
            }
            return calls.get() == 0 ? "is collected, and not called" : "called";
        });
    }

    private static java.lang.ref.WeakReference<TailListener> addLost(Tail tail, AtomicInteger calls) {
        TailListener lost = line -> calls.incrementAndGet();
        tail.add(lost);
        return new java.lang.ref.WeakReference<>(lost);
    }

    private static void watchOne() {
        MisuseShim.watch(new Object());
    }

    private static void threads() {
        String area = "JNI: threads";
        add(area, "an object that lives on a thread of C++ is used on another", "IllegalStateException: wrong thread, and there: 1", () -> {
            long pen = MisuseShim.openPen();
            String said = say(() -> {
                MisuseShim.writePenHere(pen);
                return null;
            });
            int there = MisuseShim.writePen(pen);
            MisuseShim.releasePen(pen);
            return said + ", and there: " + there;
        });
        add(area, "100 virtual threads use it at once", "100 lines", () -> {
            long pen = MisuseShim.openPen();
            List<Thread> threads = new ArrayList<>();
            AtomicInteger wrong = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                threads.add(Misuse.start(() -> {
                    while (true) { // overflow: too many wait in C++
                        String said = say(() -> MisuseShim.writePen(pen));
                        if (!said.contains("overflow")) {
                            wrong.addAndGet(said.matches("[0-9]+") ? 0 : 1);
                            return;
                        }
                        Thread.yield();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            int lines = MisuseShim.writePen(pen) - 1;
            MisuseShim.releasePen(pen);
            return lines + " lines" + (wrong.get() == 0 ? "" : ", " + wrong + " wrong");
        });
        add(area, "closed while 8 virtual threads use it", "each was there, or told", () -> {
            long pen = MisuseShim.openPen();
            List<String> said = crowd(() -> {
                for (int i = 0; i < 50; i++) {
                    if (i == 25) {
                        MisuseShim.releasePen(pen);
                    }
                    if (MisuseShim.writePen(pen) < 0) {
                        return "elsewhere";
                    }
                }
                return "never closed";
            });
            return count(said, "IllegalStateException: closed") == 8 ? "each was there, or told" : said.toString();
        });
        add(area, "used after its thread has released it", "IllegalStateException: closed", () -> {
            long pen = MisuseShim.openPen();
            MisuseShim.releasePen(pen);
            MisuseShim.releasePen(pen);
            return say(() -> MisuseShim.writePen(pen));
        });
        add(area, "an object that allows one user is used by 8 virtual threads", "each was alone, or told", () -> {
            long solo = MisuseShim.openSolo();
            List<String> said = crowd(() -> {
                for (int i = 0; i < 200; i++) {
                    String one = say(() -> MisuseShim.useSolo(solo, null));
                    if (!one.matches("[0-9]+") && !one.equals("IllegalStateException: in use")) {
                        return one;
                    }
                }
                return null;
            });
            MisuseShim.releaseSolo(solo);
            return count(said, "ok") == 8 ? "each was alone, or told" : said.toString();
        });
        add(area, "the thread ends that has made C++ keep an object", "the same object", () -> {
            Object object = new Object();
            Thread thread = new Thread(() -> MisuseShim.keep(object));
            thread.start();
            thread.join();
            boolean same = MisuseShim.kept() == object;
            MisuseShim.drop();
            return same ? "the same object" : "another";
        });
    }

    private static final class Parent extends NativeObject {
        final long token = call(value -> value);

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

    private static String closed(NativeObject object) {
        return say(() -> {
            object.close();
            return null;
        });
    }

    private static void trees() {
        String area = "JNI: parents and children";
        String refused = "IllegalStateException: in use: 1 child is open";
        add(area, "a parent is closed before its child", refused + ", child: ok, parent: ok", () -> {
            Parent parent = new Parent();
            Child child = new Child(parent);
            return closed(parent) + ", child: " + closed(child) + ", parent: " + closed(parent);
        });
        add(area, "8 threads close a parent with a child", "8 refused, then ok", () -> {
            Parent parent = new Parent();
            Child child = new Child(parent);
            // One at a time is inside of release; the others find it closing, and return.
            List<String> said = crowd(() -> {
                CloseShim.releaseParent(parent.token);
                return null;
            });
            child.close();
            return count(said, refused) + " refused, then " + closed(parent);
        });
        add(area, "a child is made in a closed parent", "IllegalStateException: Parent is closed", () -> {
            Parent parent = new Parent();
            parent.close();
            return say(() -> new Child(parent));
        });
        add(area, "a child is made in a closed parent, by its token", "IllegalStateException: closed", () -> {
            long parent = CloseShim.openParent();
            CloseShim.releaseParent(parent);
            return say(() -> CloseShim.openChild(parent));
        });
        add(area, "a child is made in no parent", "NullPointerException", () ->
                say(() -> CloseShim.openChild(0)).replaceAll(":.*", ""));
        add(area, "a child is made in a child", "refused", () -> {
            Parent parent = new Parent();
            long child = CloseShim.openChild(parent.token);
            boolean failed = fails(() -> CloseShim.openChild(child));
            CloseShim.releaseChild(child);
            parent.close();
            return failed ? "refused" : "made";
        });
        add(area, "a child is released as a parent", "refused, and open", () -> {
            Parent parent = new Parent();
            long child = CloseShim.openChild(parent.token);
            boolean failed = fails(() -> {
                CloseShim.releaseParent(child);
                return null;
            });
            String open = closed(parent);
            CloseShim.releaseChild(child);
            parent.close();
            return failed && open.equals(refused) ? "refused, and open" : open;
        });
        add(area, "parent and child are abandoned at once, 20 times", "released by the Cleaner", () -> {
            long before = CloseShim.live();
            for (int i = 0; i < 20; i++) {
                new Child(new Parent());
            }
            return collectUntil(() -> CloseShim.live() == before) ? "released by the Cleaner" : "left";
        });
    }

    private static final class Job extends NativeObject {
        final long token = call(value -> value);

        Job() {
            super(CloseShim::openJob, CloseShim::releaseJob);
        }

        int state() {
            return call(CloseShim::stateOfJob);
        }

        void close(Duration limit) throws InterruptedException, TimeoutException {
            close(limit, CloseShim::stateOfJob);
        }
    }

    private static FutureTask<Void> inside(Job job) {
        CloseShim.letGo(false);
        FutureTask<Void> call = Check.onThread(() -> {
            CloseShim.hold(job.token);
            return null;
        });
        CloseShim.waitUntilInside();
        return call;
    }

    private static void refusals() {
        String area = "JNI: refusal";
        add(area, "the library says busy once", "refused with its 5, open, then ok", () -> {
            Job job = new Job();
            CloseShim.refuse(1);
            String said = closed(job);
            boolean open = job.state() == 0;
            return (said.contains("5") ? "refused with its 5, " : said + ", ") + (open ? "open, " : "closed, ")
                    + "then " + closed(job);
        });
        add(area, "the library says busy 100 times", "100 refused, then ok", () -> {
            Job job = new Job();
            CloseShim.refuse(100);
            int refused = 0;
            while (!closed(job).equals("ok")) {
                refused++;
            }
            return refused + " refused, then ok";
        });
        add(area, "8 threads close while the library says busy 3 times", "3 refused, 1 ok", () -> {
            long job = CloseShim.openJob();
            CloseShim.refuse(3);
            AtomicInteger refused = new AtomicInteger();
            AtomicInteger released = new AtomicInteger();
            crowd(() -> {
                while (CloseShim.stateOfJob(job) == 0) {
                    String said = say(() -> {
                        CloseShim.releaseJob(job);
                        return null;
                    });
                    refused.addAndGet(said.equals("ok") ? 0 : 1);
                }
                released.addAndGet(CloseShim.stateOfJob(job) == 6 ? 1 : 0);
                return null;
            });
            return refused + " refused, " + (released.get() == 8 ? "1 ok" : released + " saw it");
        });
        add(area, "closed while a call is inside, and then the library says busy", "open again, then ok", () -> {
            Job job = new Job();
            FutureTask<Void> call = inside(job);
            CloseShim.refuse(1);
            String first = closed(job);
            CloseShim.letGo(true);
            call.get();
            String waited = say(() -> {
                job.close(Duration.ofSeconds(30));
                return null;
            });
            return first.equals("ok") && waited.contains("its release was refused") && job.state() == 0
                    ? "open again, then " + closed(job) : first + ", " + waited;
        });
        add(area, "an object is abandoned while the library says busy twice", "released by the Cleaner", () -> {
            long before = CloseShim.live();
            CloseShim.refuse(2);
            abandonJob();
            return collectUntil(() -> CloseShim.live() == before) ? "released by the Cleaner" : "left";
        });
    }

    private static void abandonJob() {
        new Job();
    }

    private static void waits() {
        String area = "JNI: wait";
        add(area, "closed with a limit while a call is inside", "TimeoutException: Job is not released yet, then ok", () -> {
            Job job = new Job();
            FutureTask<Void> call = inside(job);
            String said = say(() -> {
                job.close(Duration.ofMillis(10));
                return null;
            });
            CloseShim.letGo(true);
            call.get();
            job.close(Duration.ofSeconds(30));
            return said + ", then ok";
        });
        add(area, "the waiter is interrupted", "InterruptedException, and closed", () -> {
            Job job = new Job();
            FutureTask<Void> call = inside(job);
            Thread.currentThread().interrupt();
            String said = say(() -> {
                job.close(Duration.ofSeconds(30));
                return null;
            });
            CloseShim.letGo(true);
            call.get();
            return said.replaceAll(":.*", "") + (fails(job::state) ? ", and closed" : ", and open");
        });
        add(area, "8 virtual threads wait for the same release", "8 ok", () -> {
            Job job = new Job();
            FutureTask<Void> call = inside(job);
            FutureTask<List<String>> waiters = new FutureTask<>(() -> crowd(() -> {
                job.close(Duration.ofSeconds(30));
                return null;
            }));
            new Thread(waiters).start();
            while (CloseShim.stateOfJob(job.token) != 7) {
                Thread.yield();
            }
            CloseShim.letGo(true);
            call.get();
            return count(waiters.get(30, TimeUnit.SECONDS), "ok") + " ok";
        });
        add(area, "waits with a negative limit", "TimeoutException, then ok", () -> {
            Job job = new Job();
            FutureTask<Void> call = inside(job);
            String said = say(() -> {
                job.close(Duration.ofSeconds(-1));
                return null;
            });
            CloseShim.letGo(true);
            call.get();
            job.close(Duration.ofSeconds(30));
            return said.replaceAll(":.*", "") + ", then ok";
        });
        add(area, "a Cleaner closes what blocks in its release", "queued, and released by the queue's thread", () -> {
            CloseShim.letGo(false);
            ReleaseQueue queue = new ReleaseQueue(CloseShim::queued, CloseShim::drain);
            long before = CloseShim.live();
            queue.after(CloseShim::releaseFeed).accept(CloseShim.openFeed());
            boolean there = CloseShim.live() == before + 1;
            CloseShim.letGo(true);
            queue.await(Duration.ofSeconds(30));
            return there && CloseShim.live() == before ? "queued, and released by the queue's thread" : "lost";
        });
    }
}
