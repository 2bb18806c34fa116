// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A native thread calls listeners: the right ones, with the right data, and none after close(). */
public final class TailTest {
    private static final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();

    /** Listeners that are not to be collected: a Tail does not hold them. */
    private static final List<TailListener> held = new ArrayList<>();

    private static TailListener hold(TailListener listener) {
        held.add(listener);
        return listener;
    }

    /** Keeps what it hears until the test asks. */
    private static class Recorder implements TailListener {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final List<ByteBuffer> blocks = new ArrayList<>();
        final List<String> ofBlocks = new ArrayList<>();

        @Override
        public void onLine(String line) {
            lines.add(line);
        }

        @Override
        public void onBlock(ByteBuffer bytes, int[] lineEnds) {
            Check.that(bytes.isDirect() && bytes.isReadOnly(), "" + bytes);
            for (int end : lineEnds) {
                byte[] line = new byte[end - bytes.position()];
                bytes.get(line);
                Check.that(bytes.get() == '\n', "a line ends elsewhere");
                ofBlocks.add(new String(line, StandardCharsets.UTF_8));
            }
            Check.that(!bytes.hasRemaining(), "there is more than lines");
            Arrays.fill(lineEnds, -1); // nobody else's
            blocks.add(bytes);
        }

        String next() {
            return await(lines);
        }
    }

    public static void main(String[] args) throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            Check.that(thread.getName().equals("tail") && thread.isDaemon(), "" + thread);
            uncaught.add(thrown);
        });
        try {
            refusals();
            inOrder();
            manyLines();
            collected();
            throwing();
            unreadable();
            removedInACallback();
            closedByFourThreads();
            closedInACallback();
            buffersOutliveTheTail();
            abandoned();
        } finally {
            held.clear();
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        Check.that(uncaught.isEmpty(), "" + uncaught);
    }

    private static <T> T await(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(60, TimeUnit.SECONDS);
            Check.that(next != null, "nothing comes");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void collectUntil(String what, Condition condition) throws Exception {
        long limit = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            Check.that(System.nanoTime() < limit, "never: " + what);
            System.gc();
            Thread.sleep(10);
        }
    }

    private static Path file(String text) throws IOException {
        Path file = Files.createTempFile("tail", ".txt");
        file.toFile().deleteOnExit();
        append(file, text);
        return file;
    }

    private static void append(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    private static void refusals() throws Exception {
        String path = "/no/such/file/\u00e4\u20ac\ud83d\ude00";
        Check.refuses(IOException.class, path, () -> new Tail(path));
        Check.refuses(NullPointerException.class, "path", () -> new Tail(null));
        Check.refuses(IllegalArgumentException.class, "at byte offset 4", () -> new Tail("/tmp\0/x"));
        Check.refuses(IllegalArgumentException.class, "path", () -> new Tail("/tmp/\ud800"));

        Recorder recorder = new Recorder();
        Tail tail = new Tail(file("").toString());
        Check.refuses(NullPointerException.class, "", () -> tail.add(null));
        tail.close();
        tail.close();
        Check.refuses(IllegalStateException.class, "closed", () -> tail.add(recorder));
        Check.refuses(IllegalStateException.class, "closed", () -> tail.remove(recorder));
        Check.that(Tail.live() == 0, "live: " + Tail.live());
    }

    private static void inOrder() throws Exception {
        String[] lines = {"plain", "", "\u00e4\u20ac", "\ud83d\ude00 and \0 inside", "last"};
        Path file = file("");
        List<String> order = new ArrayList<>();
        Recorder first = new Recorder() {
            @Override
            public void onLine(String line) {
                order.add("1 " + line);
                super.onLine(line);
            }
        };
        Recorder second = new Recorder() {
            @Override
            public void onLine(String line) {
                order.add("2 " + line);
                super.onLine(line);
            }
        };
        try (Tail tail = new Tail(file.toString())) {
            tail.add(first);
            tail.add(second);
            append(file, String.join("\n", lines)); // without the end of the last one
            for (String line : Arrays.copyOf(lines, lines.length - 1)) {
                Check.that(second.next().equals(line), "another line than " + line);
            }
            append(file, "\n");
            Check.that(second.next().equals("last"), "another last line");
            Files.write(file, new byte[] {'x', (byte) 0xFF, '\n'}, StandardOpenOption.APPEND);
            Check.that(second.next().equals("x\ufffd"), "what is no UTF-8");
        }
        for (int i = 0; i < order.size(); i += 2) {
            Check.that(order.get(i).startsWith("1 ")
                    && order.get(i + 1).equals("2" + order.get(i).substring(1)), "" + order);
        }
        Check.that(first.ofBlocks.subList(0, lines.length).equals(Arrays.asList(lines)),
                "blocks: " + first.ofBlocks);
        Check.that(first.ofBlocks.equals(second.ofBlocks), "blocks: " + second.ofBlocks);
    }

    /** More than one read, and lines that reach from one into the next. */
    private static void manyLines() throws Exception {
        int count = 20_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("line \u20ac").append(i).append('\n');
        }
        Recorder recorder = new Recorder();
        try (Tail tail = new Tail(file("").toString())) {
            tail.add(recorder);
        }
        Check.that(recorder.lines.isEmpty(), "lines of nothing");
        Path file = file("");
        try (Tail tail = new Tail(file.toString())) {
            tail.add(recorder);
            append(file, text.toString());
            for (int i = 0; i < count; i++) {
                Check.that(recorder.next().equals("line \u20ac" + i), "another line " + i);
            }
        }
        Check.that(recorder.ofBlocks.size() == count, "lines: " + recorder.ofBlocks.size());
    }

    private static WeakReference<TailListener> addOne(Tail tail, AtomicInteger calls) {
        TailListener listener = new TailListener() {
            @Override
            public void onLine(String line) {
                calls.incrementAndGet();
            }
        };
        tail.add(listener);
        return new WeakReference<>(listener);
    }

    private static void collected() throws Exception {
        Path file = file("");
        AtomicInteger calls = new AtomicInteger();
        Recorder kept = new Recorder();
        try (Tail tail = new Tail(file.toString())) {
            WeakReference<TailListener> dropped = addOne(tail, calls);
            tail.add(hold(kept));
            append(file, "one\n");
            kept.next();
            int heard = calls.get();
            Check.that(heard <= 1, "heard " + heard);
            collectUntil("the listener is collected", () -> dropped.get() == null);
            append(file, "two\nthree\n");
            kept.next();
            Check.that(kept.next().equals("three"), "another line");
            Check.that(calls.get() == heard, "a collected listener was called");
        }
    }

    private static void throwing() throws Exception {
        Path file = file("");
        AtomicInteger calls = new AtomicInteger();
        RuntimeException thrown = new IllegalStateException("of a listener");
        Error silent = new Error() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                throw new UnsupportedOperationException("of toString");
            }
        };
        TailListener one = line -> {
            calls.incrementAndGet();
            throw thrown;
        };
        TailListener two = line -> {
            calls.incrementAndGet();
            throw silent;
        };
        Recorder kept = new Recorder();
        try (Tail tail = new Tail(file.toString())) {
            tail.add(hold(one));
            tail.add(hold(two));
            tail.add(hold(kept));
            append(file, "a\nb\n");
            kept.next();
            Check.that(kept.next().equals("b"), "another line");
            Check.that(await(uncaught) == thrown, "another exception");
            Check.that(await(uncaught) == silent, "another error");
            Check.that(calls.get() == 2, "called again: " + calls);
            Check.that(!tail.remove(one) && tail.remove(kept), "still there, or not");
        }
    }

    /** Opens, and cannot be read: the thread ends with an exception. */
    private static void unreadable() throws Exception {
        try (Tail tail = new Tail(System.getProperty("java.io.tmpdir"))) {
            Throwable thrown = await(uncaught);
            Check.that(thrown instanceof IOException
                    && thrown.getMessage().contains("cannot read"), "" + thrown);
            Check.that(!tail.remove(line -> {}), "was never there");
        }
    }

    private static void removedInACallback() throws Exception {
        Path file = file("");
        Recorder last = new Recorder();
        Recorder never = new Recorder();
        Recorder late = new Recorder();
        try (Tail tail = new Tail(file.toString())) {
            TailListener[] itself = new TailListener[1];
            AtomicInteger calls = new AtomicInteger();
            itself[0] = line -> {
                calls.incrementAndGet();
                Check.that(tail.remove(itself[0]) && !tail.remove(itself[0]), "itself");
                Check.that(tail.remove(never), "the next");
                tail.add(late);
            };
            tail.add(hold(itself[0]));
            tail.add(never);
            tail.add(last);
            append(file, "a\nb\n");
            Check.that(last.next().equals("a") && last.next().equals("b"), "another line");
            Check.that(late.next().equals("b") && late.lines.isEmpty(), "the one that came late");
            Check.that(calls.get() == 1 && never.lines.isEmpty(), "removed and called");
        }
    }

    private static void closedByFourThreads() throws Exception {
        Path file = file("line\n".repeat(50_000));
        for (int round = 0; round < 20; round++) {
            CountDownLatch called = new CountDownLatch(1 + round);
            boolean[] closed = {false};
            AtomicInteger late = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            TailListener listener = line -> {
                inside.incrementAndGet();
                synchronized (closed) {
                    if (closed[0]) {
                        late.incrementAndGet();
                    }
                }
                called.countDown();
                Thread.yield();
                inside.decrementAndGet();
            };
            Tail tail = new Tail(file.toString());
            tail.add(hold(listener));
            List<FutureTask<Void>> crowd = new ArrayList<>();
            // Where the listener came too late for the first read, more has to come.
            append(file, "line\n".repeat(round + 1));
            for (int i = 0; i < 4; i++) {
                crowd.add(Check.onThread(() -> {
                    Check.that(called.await(60, TimeUnit.SECONDS), "no callback");
                    tail.close();
                    Check.that(inside.get() == 0, "close() has returned during a callback");
                    synchronized (closed) {
                        closed[0] = true;
                    }
                    return null;
                }));
            }
            for (FutureTask<Void> one : crowd) {
                one.get();
            }
            Check.that(late.get() == 0, late + " callbacks after close()");
            Check.that(Tail.live() == 0, "live: " + Tail.live());
        }
    }

    @SuppressWarnings("try") // close() is what it is about
    private static void closedInACallback() throws Exception {
        Path file = file("");
        Recorder never = new Recorder();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        try (Tail tail = new Tail(file.toString())) {
            TailListener closing = line -> {
                tail.close();
                tail.close();
                Check.refuses(IllegalStateException.class, "closed", () -> tail.add(never));
                answers.add(line);
            };
            tail.add(hold(closing));
            tail.add(hold(line -> answers.add("the second listener of the line")));
            tail.add(never);
            append(file, "a\nb\n");
            Check.that(await(answers).equals("a"), "another answer");
            Check.that(Tail.live() == 1, "released in its own callback");
        }
        Check.that(Tail.live() == 0, "not released by the second close()");
        Check.that(answers.isEmpty() && never.lines.isEmpty(), "called after close(): " + answers);
    }

    private static void buffersOutliveTheTail() throws Exception {
        held.clear(); // some hold buffers
        collectUntil("no buffer is left of the tests before", () -> Tail.liveBuffers() == 0);
        Recorder recorder = new Recorder();
        Path file = file("");
        try (Tail tail = new Tail(file.toString())) {
            tail.add(recorder);
            append(file, "of C++\n");
            recorder.next();
        }
        Check.that(Tail.live() == 0, "live: " + Tail.live());
        Check.that(Tail.liveBuffers() == 1, "buffers: " + Tail.liveBuffers());
        ByteBuffer part = recorder.blocks.get(0).duplicate().position(3).slice();
        recorder.blocks.clear();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(10);
        }
        byte[] bytes = new byte[4];
        part.get(bytes);
        Check.that(new String(bytes, StandardCharsets.UTF_8).equals("C++\n"), "other bytes");
        Check.that(Tail.liveBuffers() == 1, "freed under a view of it");
        part = null;
        collectUntil("the buffer is freed", () -> Tail.liveBuffers() == 0);
    }

    private static void abandoned() throws Exception {
        for (int i = 0; i < 20; i++) {
            new Tail(file("a\n").toString()).add(line -> {});
        }
        closeInACallbackOnly();
        collectUntil("the tails are released", () -> Tail.live() == 0);
    }

    private static void closeInACallbackOnly() throws Exception {
        Path file = file("");
        Tail[] tail = {new Tail(file.toString())};
        CountDownLatch done = new CountDownLatch(1);
        tail[0].add(hold(line -> {
            tail[0].close();
            tail[0] = null;
            done.countDown();
        }));
        append(file, "a\n");
        Check.that(done.await(60, TimeUnit.SECONDS), "no callback");
    }
}
