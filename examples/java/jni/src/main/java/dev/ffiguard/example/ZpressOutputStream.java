// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compresses to gzip, in C++.
 *
 * <p>Any thread may call any method at any time. A write is passed on as a whole, and {@link
 * #close()} waits for the one that is running. What goes wrong on the C++ side arrives as an
 * exception: an {@link IOException} for a write after close.
 *
 * <p>A stream that is dropped without close() is released by a {@link java.lang.ref.Cleaner} at
 * some time after it became unreachable; its data stays incomplete and its sink open. That is a
 * safety net against leaks, not a way to end a stream.
 */
public final class ZpressOutputStream extends OutputStream {
    private static final class Stream extends NativeObject {
        Stream(int level) throws IOException {
            super(() -> Native.open(level), Stream::release);
        }

        byte[] write(byte[] bytes, int offset, int length) throws IOException {
            return call(token -> Native.write(token, bytes, offset, length));
        }

        byte[] finish() throws IOException {
            return call(Native::finish);
        }

        private static void release(long token) {
            try {
                Native.close(token);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final OutputStream sink;
    private final Stream stream;
    // Not synchronized: a virtual thread would hold on to its carrier while the sink blocks.
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private boolean incomplete; // compressed data was lost on its way to the sink

    /**
     * @param sink gets the gzip data; closed by close()
     * @param level 1 (fast) to 9 (small)
     * @throws IllegalArgumentException for another level
     * @throws IOException where the system has no zlib
     */
    public ZpressOutputStream(OutputStream sink, int level) throws IOException {
        this.sink = Objects.requireNonNull(sink, "sink");
        stream = new Stream(level);
    }

    /** One call into C++ per byte: put a BufferedOutputStream in front where there are many. */
    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /**
     * @throws IndexOutOfBoundsException where the range is not within bytes
     * @throws NullPointerException where bytes is null
     * @throws IOException after close, and what the sink throws: then data is missing in it, and
     *     every later call says so
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
        lock.lock();
        try {
            requireComplete();
            if (closed) {
                throw new IOException("the stream is closed");
            }
            incomplete = true; // and stays so where the next line throws
            passOn(stream.write(bytes, offset, length));
            incomplete = false;
        } finally {
            lock.unlock();
        }
    }

    /** Flushes the sink. What the compressor holds back comes with the next writes or close(). */
    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            sink.flush();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the gzip data, releases the C++ stream, closes the sink; the last two also where the
     * first fails. Later calls do nothing.
     */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (sink; stream) {
                requireComplete();
                passOn(stream.finish());
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireComplete() throws IOException {
        if (incomplete) {
            throw new IOException("the gzip data is incomplete: an earlier write failed");
        }
    }

    private void passOn(byte[] compressed) throws IOException {
        if (compressed != null) {
            sink.write(compressed);
        }
    }
}
