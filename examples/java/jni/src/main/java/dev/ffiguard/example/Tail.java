// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;

import java.io.IOException;

/**
 * Follows a file that grows, from its beginning on; in C++.
 *
 * <p>Any thread may call any method, a listener also those of its own Tail. Listeners are held
 * weakly: one that nobody else holds is not called any more when it has been collected.
 *
 * <p>{@link #close()} waits for the callback that is running, and when it has returned there is
 * none any more: so do not hold a lock then that a listener wants, and let no two listeners close
 * each other's Tail. Inside of a listener it cannot wait: it returns at once, and no other callback
 * begins. What is native is then released by another close() (of a try-with-resources, say) or by
 * the cleaner.
 */
public final class Tail extends NativeObject {
    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("tail_jni");
    }

    /** @throws IOException where there is no such file to read */
    public Tail(String path) throws IOException {
        super(() -> open(path), Tail::release);
    }

    /** @throws IllegalStateException after close */
    public void add(TailListener listener) {
        call(token -> {
            addListener(token, listener);
            return null;
        });
    }

    /**
     * Inside of a listener: it is not called any more. Elsewhere a call that has just begun may
     * still be running.
     *
     * @return whether it was there
     * @throws IllegalStateException after close
     */
    public boolean remove(TailListener listener) {
        return call(token -> removeListener(token, listener));
    }

    @Override
    protected boolean stop(long token) {
        return stopAndWait(token);
    }

    /** Called by C++ with what a listener threw. */
    private static void failed(Throwable thrown) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }

    private static native long open(String path) throws IOException;

    private static native void addListener(long tail, TailListener listener);

    private static native boolean removeListener(long tail, TailListener listener);

    private static native boolean stopAndWait(long tail);

    private static native void release(long tail);

    /** Those that are not released yet. */
    static native long live();

    /** Blocks that are not released yet. */
    static native long liveBuffers();
}
