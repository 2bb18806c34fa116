// SPDX-License-Identifier: BSL-1.0
package jmh;

import dev.ffiguard.NativeObject;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** The rows of ObjectsBench by JMH, which tells how far a figure can be trusted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObjectsJmh {
    static {
        System.load(System.getProperty("objects"));
    }

    static native long naiveOpen();

    static native void naiveRelease(long one);

    static native long naiveAdd(long one);

    static native long open();

    static native void release(long one);

    static native long add(long one);

    static native ByteBuffer buffer(int size);

    private static final Cleaner CLEANER = Cleaner.create();

    private static final class Naive implements AutoCloseable {
        private record Release(long address) implements Runnable {
            @Override
            public void run() {
                naiveRelease(address);
            }
        }

        final long address = naiveOpen();
        private final Cleaner.Cleanable cleanable = CLEANER.register(this, new Release(address));

        @Override
        public void close() {
            cleanable.clean();
        }
    }

    private static final class Owned extends NativeObject {
        Owned() {
            super(ObjectsJmh::open, ObjectsJmh::release);
        }

        long add() {
            return call(ObjectsJmh::add);
        }
    }

    private final Naive naive = new Naive();
    private final Owned owned = new Owned();

    @Benchmark
    public void openAndCloseByHand() {
        new Naive().close();
    }

    @Benchmark
    public void openAndClose() {
        new Owned().close();
    }

    @Benchmark
    public long callByHand() {
        return naiveAdd(naive.address);
    }

    @Benchmark
    public long call() {
        return owned.add();
    }

    @Benchmark
    public ByteBuffer allocateDirect() {
        return ByteBuffer.allocateDirect(256);
    }

    @Benchmark
    public ByteBuffer byteBuffer() {
        return buffer(256);
    }
}
