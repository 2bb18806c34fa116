// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Eight threads open, write, close, close again, abandon, and close each other's tokens. */
final class Stress {
    private static final int THREADS = 8;
    private static final byte[] BYTES = Check.noise(1 << 16);
    private static final AtomicLong LAST_TOKEN = new AtomicLong();

    public static void main(String[] args) throws Exception {
        LAST_TOKEN.set(Native.open(1));
        Native.close(LAST_TOKEN.get());
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        List<FutureTask<Void>> crowd = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            crowd.add(Check.onThread(() -> {
                while (System.nanoTime() < end) {
                    step(ThreadLocalRandom.current().nextInt(5));
                }
                return null;
            }));
        }
        for (FutureTask<Void> one : crowd) {
            one.get();
        }
        Check.everythingReleased();
        System.out.println("opened=" + Native.opened() + " released=" + Native.released()
                + " live=" + Native.live());
    }

    private static void step(int what) throws IOException {
        int length = ThreadLocalRandom.current().nextInt(BYTES.length);
        switch (what) {
            case 0 -> roundTrip(length);
            case 1 -> new ZpressOutputStream(OutputStream.nullOutputStream(), 1)
                    .write(BYTES, 0, length);
            case 2 -> twice(length);
            case 3 -> exposed(length);
            default -> ioException(() -> Native.close(LAST_TOKEN.get()));
        }
    }

    private static void roundTrip(int length) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (ZpressOutputStream stream = new ZpressOutputStream(sink, 1)) {
            stream.write(BYTES, 0, length);
        }
        byte[] restored = Check.gunzip(sink.toByteArray());
        Check.that(Arrays.equals(Arrays.copyOf(BYTES, length), restored), "differs");
    }

    private static void twice(int length) throws IOException {
        long token = Native.open(1);
        Native.write(token, BYTES, 0, length);
        Native.close(token);
        Check.refuses(IOException.class, "", () -> Native.close(token));
    }

    /** Its token is there for the other threads to close, while this one writes. */
    private static void exposed(int length) throws IOException {
        long token = Native.open(1);
        LAST_TOKEN.set(token);
        for (int i = 0; i < 10; i++) {
            ioException(() -> Native.write(token, BYTES, 0, length));
        }
        ioException(() -> Native.finish(token));
        ioException(() -> Native.close(token));
    }

    /** Done, or too late: another thread has closed the token. Anything else ends the test. */
    private static void ioException(Check.Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (IOException closed) {
            Check.that(closed.getMessage() != null, "no message");
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
