// SPDX-License-Identifier: BSL-1.0

import dev.ffiguard.example.ZpressOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses SIZE bytes of text in all, by one thread or several, with Java's own gzip or with zpress,
 * for SECONDS at least: ZpressBench gzip|zpress SIZE THREADS SECONDS. It prints ns a run and the peak
 * of the process in kB.
 */
final class ZpressBench {
    private static byte[] text() {
        StringBuilder b = new StringBuilder();
        for (int i = 0; b.length() < 1 << 20; i++) {
            b.append("line ").append(i).append(": a token is ").append(Integer.toHexString((int) (i * i * 2654435761L))).append('\n');
        }
        return Arrays.copyOf(b.toString().getBytes(StandardCharsets.US_ASCII), 1 << 20);
    }

    private static OutputStream open(String side) throws IOException {
        OutputStream to = OutputStream.nullOutputStream();
        return side.equals("gzip") ? new GZIPOutputStream(to, 8192) : new ZpressOutputStream(to, 6);
    }

    private static void compress(String side, byte[] block, long size) {
        try (OutputStream z = open(side)) {
            for (long left = size; left > 0; left -= block.length) {
                z.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void all(String side, byte[] block, long size, int threads) throws InterruptedException {
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(() -> compress(side, block, size / threads));
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    public static void main(String[] args) throws Exception {
        String side = args[0];
        long size = Long.parseLong(args[1]);
        int threads = Integer.parseInt(args[2]);
        double seconds = Double.parseDouble(args[3]);
        byte[] block = text();
        for (long warm = System.nanoTime(); System.nanoTime() - warm < 300_000_000L;) {
            all(side, block, Math.min(size, 1 << 20), threads);
        }
        long begin = System.nanoTime();
        int runs = 0;
        do {
            all(side, block, size, threads);
            runs++;
        } while (System.nanoTime() - begin < seconds * 1e9);
        long took = System.nanoTime() - begin;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .findFirst().orElseThrow().replaceAll("\\D", "");
        System.out.println(took / runs + " " + peak);
    }
}
