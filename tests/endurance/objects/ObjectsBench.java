// SPDX-License-Identifier: BSL-1.0

import dev.ffiguard.NativeObject;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** What an object with a token, and a buffer with an owner, cost beside those made by hand. */
final class ObjectsBench {
    static native long naiveOpen();

    static native void naiveRelease(long one);

    static native long naiveAdd(long one);

    static native long open();

    static native void release(long one);

    static native long add(long one);

    static native ByteBuffer buffer(int size);

    private static final Cleaner CLEANER = Cleaner.create();

    /** As one writes it by hand: no token, no count, no word about whether it is closed. */
    private static final class Naive implements AutoCloseable {
        private record Release(long address) implements Runnable {
            @Override
            public void run() {
                naiveRelease(address);
            }
        }

        private final long address = naiveOpen();
        private final Cleaner.Cleanable cleanable = CLEANER.register(this, new Release(address));

        long add() {
            return naiveAdd(address);
        }

        @Override
        public void close() {
            cleanable.clean();
        }
    }

    private static final class Owned extends NativeObject {
        Owned() {
            super(ObjectsBench::open, ObjectsBench::release);
        }

        long add() {
            return call(ObjectsBench::add);
        }
    }

    private static long sink;

    private interface Work {
        void times(int count);
    }

    private static void openAndCloseNaive(int count) {
        for (int i = 0; i < count; i++) {
            new Naive().close();
        }
    }

    private static void openAndClose(int count) {
        for (int i = 0; i < count; i++) {
            new Owned().close();
        }
    }

    private static final Naive NAIVE = load();
    private static final Owned OWNED = new Owned();

    private static Naive load() {
        System.load(System.getProperty("objects"));
        return new Naive();
    }

    private static void callNaive(int count) {
        for (int i = 0; i < count; i++) {
            sink += NAIVE.add();
        }
    }

    private static void call(int count) {
        for (int i = 0; i < count; i++) {
            sink += OWNED.add();
        }
    }

    private static long token;

    private static void callToken(int count) {
        for (int i = 0; i < count; i++) {
            sink += add(token);
        }
    }

    private static void openToken(int count) {
        for (int i = 0; i < count; i++) {
            release(open());
        }
    }

    private static void openNaiveToken(int count) {
        for (int i = 0; i < count; i++) {
            naiveRelease(naiveOpen());
        }
    }

    private static void allocate(int count) {
        for (int i = 0; i < count; i++) {
            sink += ByteBuffer.allocateDirect(256).capacity();
        }
    }

    private static void owned(int count) {
        for (int i = 0; i < count; i++) {
            sink += buffer(256).capacity();
        }
    }

    /** For tests/bench/run.sh: a line a round, in the form of Go's benchmarks. */
    private static void writeRuns(String name, double[][] times, int warm) {
        String file = System.getProperty("runs", "");
        if (file.isEmpty()) {
            return;
        }
        String claim = name.replace(' ', '_') + ",_JDK_" + Runtime.version().feature();
        try (PrintWriter to = new PrintWriter(new FileWriter(file, true))) {
            for (int i = warm; i < times[0].length; i++) {
                for (int side = 0; side < 2; side++) {
                    to.printf(Locale.ROOT, "Benchmark%s/shim=%s 1 %.2f ns/op%n", claim, side == 0 ? "ffiguard" : "by_hand",
                            times[side][i]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(String name, Work ffiguard, Work other, int count) {
        int rounds = Integer.getInteger("rounds", 41);
        int warm = rounds / 4;
        double[][] times = new double[2][rounds];
        for (int i = 0; i < rounds; i++) {
            for (int side = 0; side < 2; side++) {
                System.gc(); // each pays for its own garbage
                long start = System.nanoTime();
                (side == 0 ? ffiguard : other).times(count);
                times[side][i] = (double) (System.nanoTime() - start) / count;
            }
        }
        writeRuns(name, times, warm);
        for (double[] of : times) {
            Arrays.sort(of, warm, rounds);
        }
        double own = times[0][(warm + rounds) / 2];
        double by = times[1][(warm + rounds) / 2];
        System.out.printf(Locale.ROOT, "%-28s %8.1f ns  by hand %8.1f ns  ratio %.2f%n", name, own, by, own / by);
    }

    public static void main(String[] args) {
        compare("open and close", ObjectsBench::openAndClose, ObjectsBench::openAndCloseNaive, 100_000);
        compare("open and close by the token", ObjectsBench::openToken, ObjectsBench::openNaiveToken, 100_000);
        token = open();
        compare("call by the token", ObjectsBench::callToken, ObjectsBench::callNaive, 1_000_000);
        compare("call", ObjectsBench::call, ObjectsBench::callNaive, 1_000_000);
        compare("direct buffer of 256 bytes", ObjectsBench::owned, ObjectsBench::allocate, 50_000);
    }
}
