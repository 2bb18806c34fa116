// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sink that fails, and a heap that is full: the stream and every buffer are released once. */
final class SinkTest {
    /** Takes some calls, whichever they are, then fails every one. */
    private static final class Failing extends OutputStream {
        private final Throwable failure;
        private int callsLeft;
        int closed;

        Failing(int callsLeft, Throwable failure) {
            this.callsLeft = callsLeft;
            this.failure = failure;
        }

        @Override
        public void write(int value) throws IOException {
            failNow();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            failNow();
        }

        @Override
        public void flush() throws IOException {
            failNow();
        }

        @Override
        public void close() throws IOException {
            closed++;
            if (callsLeft-- <= 0) {
                throw new IOException("cannot close");
            }
        }

        private void failNow() throws IOException {
            if (callsLeft-- > 0) {
                return;
            }
            if (failure instanceof IOException) {
                throw (IOException) failure;
            }
            if (failure instanceof RuntimeException) {
                throw (RuntimeException) failure;
            }
            throw (Error) failure;
        }
    }

    public static void main(String[] args) throws Exception {
        Throwable[] failures = {new IOException("disk full"), new IllegalStateException("no"),
            new OutOfMemoryError("none"), new StackOverflowError("deep")};
        for (Throwable failure : failures) {
            for (int calls = 0; calls < 6; calls++) {
                fail(calls, failure);
            }
        }
        fullHeap();
        Check.everythingReleased();
    }

    /** The sink's calls: two of write, flush, the end of the data in close, close. */
    private static void fail(int calls, Throwable failure) throws IOException {
        Failing sink = new Failing(calls, failure);
        ZpressOutputStream stream = new ZpressOutputStream(sink, 1);
        byte[] bytes = Check.noise(300_000);
        Class<? extends Throwable> thrown = failure.getClass();
        String said = failure.getMessage();
        expect(calls < 1, thrown, said, () -> stream.write(bytes));
        if (calls < 1) {
            Check.refuses(IOException.class, "incomplete", () -> stream.write(bytes));
        } else {
            expect(calls < 2, thrown, said, () -> stream.write(bytes));
        }
        if (calls < 2) {
            Check.refuses(IOException.class, "incomplete", stream::close);
        } else {
            expect(calls < 3, thrown, said, stream::flush);
            if (calls < 4) {
                Check.refuses(thrown, said, stream::close);
            } else {
                expect(calls < 5, IOException.class, "cannot close", stream::close);
            }
        }
        Check.that(sink.closed == 1, "the sink was closed " + sink.closed + " times");
        Check.that(Native.live() == 0, "close() failed and released nothing");
        stream.close();
        Check.that(sink.closed == 1, "the sink was closed again");
    }

    private static void expect(boolean refusal, Class<? extends Throwable> promised, String said,
            Check.Attempt attempt) throws IOException {
        if (refusal) {
            Check.refuses(promised, said, attempt);
            return;
        }
        try {
            attempt.run();
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** The compressed bytes are there, and Java has no room for them. */
    private static void fullHeap() throws IOException {
        byte[] bytes = Check.noise(4 << 20);
        long token = Native.open(1);
        List<byte[]> ballast = new ArrayList<>(1 << 16);
        byte[][] reserve = {new byte[2 << 20]}; // for all but the output
        for (int size = 1 << 20; size >= 1 << 14; size >>= 2) { // the smaller ones into the gaps
            try {
                while (true) {
                    ballast.add(new byte[size]);
                }
            } catch (OutOfMemoryError full) {
                continue;
            }
        }
        reserve[0] = null;
        long before = 0;
        for (int round = 0; round < 12; round++) {
            if (round == 2) {
                before = residentBytes();
            }
            Check.refuses(OutOfMemoryError.class, "Java heap space",
                    () -> Native.write(token, bytes, 0, bytes.length));
        }
        long grown = residentBytes() - before;
        Check.that(!ballast.isEmpty() && grown < 20 << 20,
                "10 writes of 4 MB that failed left " + grown + " bytes behind");
        Native.close(token);
    }

    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            System.out.println("skipped: resident memory: no " + status);
            return 0;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst().orElse(0);
    }
}
