// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Any thread, platform or virtual, may do anything at any time. */
final class ThreadsTest {
    private static final int THREADS = 8;

    public static void main(String[] args) throws Exception {
        for (int round = 0; round < 20; round++) {
            oneStreamEach();
            oneStreamForAll();
        }
        manyClose();
        manyCloseOneToken();
        for (int round = 0; round < 20; round++) {
            closedWhileWriting();
        }
        tokenClosedWhileWriting();
        virtualThreads();
        Check.everythingReleased();
    }

    /** Runs body on many threads that start together. */
    private static <T> List<T> together(Callable<T> body) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<FutureTask<T>> crowd = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            crowd.add(Check.onThread(() -> {
                start.await();
                return body.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (FutureTask<T> one : crowd) {
            answers.add(one.get());
        }
        return answers;
    }

    private static byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (ZpressOutputStream out = new ZpressOutputStream(sink, 1)) {
            for (int at = 0; at < bytes.length; at += 1000) {
                out.write(bytes, at, Math.min(1000, bytes.length - at));
            }
        }
        return sink.toByteArray();
    }

    private static void oneStreamEach() throws Exception {
        byte[] bytes = Check.noise(100_000);
        for (byte[] compressed : together(() -> compress(bytes))) {
            Check.that(Arrays.equals(bytes, Check.gunzip(compressed)), "differs");
        }
    }

    /** Records of different threads are never mixed. */
    private static void oneStreamForAll() throws Exception {
        int size = 1000;
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (ZpressOutputStream out = new ZpressOutputStream(sink, 1)) {
            together(() -> {
                byte[] record = new byte[size];
                Arrays.fill(record, (byte) Thread.currentThread().hashCode());
                for (int i = 0; i < 100; i++) {
                    out.write(record);
                }
                return null;
            });
        }
        byte[] restored = Check.gunzip(sink.toByteArray());
        Check.that(restored.length == THREADS * 100 * size, "length " + restored.length);
        for (int at = 0; at < restored.length; at++) {
            Check.that(restored[at] == restored[at - at % size], "records are mixed");
        }
    }

    private static void manyClose() throws Exception {
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            ZpressOutputStream out = new ZpressOutputStream(sink, 1);
            out.write(7);
            together(() -> {
                out.close();
                return null;
            });
            byte[] once = Check.gunzip(sink.toByteArray());
            Check.that(Arrays.equals(new byte[] {7}, once), "the end was written more than once");
        }
    }

    private static void manyCloseOneToken() throws Exception {
        for (int round = 0; round < 500; round++) {
            long token = Native.open(1);
            long first = together(() -> {
                try {
                    Native.close(token);
                    return true;
                } catch (IOException closed) {
                    return false;
                }
            }).stream().filter(ok -> ok).count();
            Check.that(first == 1, first + " threads closed one token");
        }
        Check.that(Native.live() == 0, "live: " + Native.live());
    }

    /** What was written before the close is in the sink, whole; what comes after is refused. */
    private static void closedWhileWriting() throws Exception {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        ZpressOutputStream out = new ZpressOutputStream(sink, 1);
        byte[] bytes = Check.noise(10_000);
        FutureTask<Long> writer = Check.onThread(() -> {
            for (long written = 0;; written += bytes.length) {
                try {
                    out.write(bytes);
                } catch (IOException refused) {
                    return written;
                }
            }
        });
        Thread.sleep(10);
        out.close();
        long written = writer.get();
        Check.that(written == Check.gunzip(sink.toByteArray()).length, "a write was cut");
    }

    /** The same with nothing in Java between the two threads. */
    private static void tokenClosedWhileWriting() throws Exception {
        byte[] bytes = Check.noise(1 << 20);
        int met = 0;
        for (int round = 0; round < 100 && met < 5; round++) {
            long token = Native.open(9);
            FutureTask<byte[]> writer = Check.onThread(() -> {
                try {
                    return Native.write(token, bytes, 0, bytes.length);
                } catch (IOException tooLate) {
                    return null;
                }
            });
            Thread.sleep(round % 10);
            Native.close(token);
            boolean inside = Native.live() == 1;
            Check.refuses(IOException.class, "closed", () -> Native.close(token));
            byte[] compressed = writer.get();
            Check.that(Native.live() == 0, "not released by its last user");
            if (inside) {
                met++;
                Check.that(compressed != null && compressed.length >= bytes.length / 2,
                        "the write that was running did not finish");
            }
        }
        Check.that(met > 0, "no close met a write");
    }

    private static void virtualThreads() throws Exception {
        ExecutorService executor = Check.virtualThreads();
        if (executor == null) {
            return;
        }
        byte[] bytes = Check.noise(20_000);
        List<Future<byte[]>> crowd = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            crowd.add(executor.submit(() -> {
                ByteArrayOutputStream memory = new ByteArrayOutputStream();
                // A sink that blocks: the next call into C++ is on another carrier.
                OutputStream sink = new OutputStream() {
                    @Override
                    public void write(int value) {
                        memory.write(value);
                    }

                    @Override
                    public void write(byte[] part, int offset, int length) throws IOException {
                        memory.write(part, offset, length);
                        try {
                            Thread.sleep(1);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                };
                try (ZpressOutputStream out = new ZpressOutputStream(sink, 1)) {
                    for (int at = 0; at < bytes.length; at += 5000) {
                        out.write(bytes, at, 5000);
                    }
                    Check.refuses(IndexOutOfBoundsException.class, "",
                            () -> out.write(bytes, 0, bytes.length + 1));
                }
                return memory.toByteArray();
            }));
        }
        for (Future<byte[]> one : crowd) {
            Check.that(Arrays.equals(bytes, Check.gunzip(one.get())), "differs");
        }
        executor.shutdown();
    }
}
