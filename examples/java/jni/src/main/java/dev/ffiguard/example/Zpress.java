// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;

/**
 * Compresses a file, checks the outcome with the JDK's own gzip reader, then misuses the library in
 * every way it promises to refuse. The exit status is not 0 if anything is not as promised.
 *
 * <pre>Zpress [-table] FILE</pre>
 *
 * With -table the report is lines of key=value.
 */
public final class Zpress {
    private static final int LEVEL = 6;

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Map<String, String> answers = new LinkedHashMap<>();

    public static void main(String[] args) throws Exception {
        boolean table = args.length == 2 && args[0].equals("-table");
        if (args.length != (table ? 2 : 1)) {
            System.err.println("usage: Zpress [-table] FILE");
            System.exit(2);
        }
        Zpress zpress = new Zpress();
        try {
            zpress.compress(Path.of(args[args.length - 1]));
        } catch (IOException failure) {
            System.err.println("Zpress: " + failure);
            System.exit(1);
        }
        zpress.misuse();
        zpress.count();
        zpress.print(table);
    }

    private void compress(Path file) throws IOException {
        Path compressed = Files.createTempFile("zpress", ".gz");
        try {
            try (OutputStream sink = Files.newOutputStream(compressed);
                    OutputStream out = new ZpressOutputStream(sink, LEVEL)) {
                Files.copy(file, out);
            }
            facts.put("bytes in", Files.size(file));
            facts.put("bytes out", Files.size(compressed));
            try (InputStream original = new BufferedInputStream(Files.newInputStream(file));
                    InputStream restored = new GZIPInputStream(Files.newInputStream(compressed))) {
                require(same(original, restored), "the restored file differs from " + file);
            }
        } finally {
            Files.delete(compressed);
        }
    }

    private static boolean same(InputStream one, InputStream other) throws IOException {
        byte[] mine;
        do {
            mine = one.readNBytes(1 << 16);
            if (!Arrays.equals(mine, other.readNBytes(1 << 16))) {
                return false;
            }
        } while (mine.length != 0);
        return true;
    }

    private void misuse() throws Exception {
        long closed = Native.open(LEVEL);
        Native.close(closed);
        refused("second close", IOException.class, "closed", () -> Native.close(closed));

        ZpressOutputStream stream = new ZpressOutputStream(OutputStream.nullOutputStream(), LEVEL);
        stream.close();
        stream.close();
        answers.put("second close of the object", "nothing happens");
        byte[] bytes = new byte[16];
        refused("write after close", IOException.class, "closed", () -> stream.write(bytes));

        long open = Native.open(LEVEL);
        // The same slot as it will be when it is used next: never given out so far.
        long forged = open + (2L << 22);
        refused("forged token", IllegalStateException.class, "malformed",
                () -> Native.write(forged, bytes, 0, bytes.length));
        long checksum = Native.openChecksum();
        refused("token of another table", IllegalStateException.class, "wrong type",
                () -> Native.write(checksum, bytes, 0, bytes.length));
        Native.closeChecksum(checksum);
        refused("null token", NullPointerException.class, "null", () -> Native.close(0));
        refused("null array", NullPointerException.class, "bytes",
                () -> Native.write(open, null, 0, 1));
        refused("range out of bounds", IllegalArgumentException.class, "bytes",
                () -> Native.write(open, bytes, 10, 7));
        Native.close(open);
        // The file is there; the name that is asked for is another.
        refused("nul in a file name", IllegalArgumentException.class, "a NUL inside",
                () -> Native.fileChecksum("/etc/passwd\0.png"));

        answers.put("close during a write", closeDuringWrite());
        answers.put("abandoned stream", abandon());
    }

    /** Closes a token while another thread is inside a write; tries again until it really is. */
    private static String closeDuringWrite() throws Exception {
        byte[] noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        long before = Native.live();
        for (int attempt = 0; attempt < 50; attempt++) {
            long stream = Native.open(9);
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<byte[]> write = new FutureTask<>(() -> {
                started.countDown();
                return Native.write(stream, noise, 0, noise.length);
            });
            new Thread(write).start();
            started.await();
            Thread.sleep(attempt);
            Native.close(stream);
            boolean inside = Native.live() > before;
            try {
                int written = write.get().length;
                require(Native.live() == before, "the stream is still there after its last user");
                if (inside) {
                    return "the write finished (" + written + " bytes), then it was released";
                }
            } catch (ExecutionException tooEarly) {
                require(tooEarly.getCause() instanceof IOException, "" + tooEarly.getCause());
            }
        }
        throw new AssertionError("no close met a write");
    }

    private static String abandon() throws Exception {
        long before = Native.live();
        new ZpressOutputStream(OutputStream.nullOutputStream(), LEVEL).write(1);
        long limit = System.nanoTime() + 30_000_000_000L;
        while (Native.live() != before) {
            require(System.nanoTime() < limit, "an abandoned stream was not collected");
            System.gc();
            Thread.sleep(10);
        }
        return "released by the cleaner";
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void refused(String what, Class<? extends Exception> promised, String said,
            Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception answer) {
            require(promised.isInstance(answer) && answer.getMessage().contains(said),
                    what + " was answered by " + answer);
            answers.put(what, answer.getClass().getSimpleName() + ": " + answer.getMessage());
            return;
        }
        throw new AssertionError(what + " was not refused");
    }

    private void count() {
        facts.put("streams opened", Native.opened());
        facts.put("streams closed", Native.released());
        facts.put("tokens live", Native.live());
        require(Native.live() == 0, "tokens live: " + Native.live());
        require(Native.opened() == Native.released(), "closed as many as opened");
    }

    private void print(boolean table) {
        if (table) {
            facts.forEach((what, count) -> System.out.println(key(what) + "=" + count));
            answers.forEach((what, answer) -> System.out.println(key(what) + "=" + answer));
            return;
        }
        facts.forEach((what, count) -> System.out.printf("%-22s   %s%n", what, count));
        System.out.printf("%n%-22s | %s%n", "misuse", "answer");
        answers.forEach((what, answer) -> System.out.printf("%-22s | %s%n", what, answer));
    }

    private static String key(String what) {
        return what.replaceAll("[^a-z]+", "_").replaceAll("_$", "");
    }

    private static void require(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new AssertionError(otherwise);
        }
    }
}
