// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.EventQueue;

import java.nio.ByteBuffer;

/** Three queues of C++: 0 refuses what finds no room, in 1 the oldest gives way, 2 is for its end. */
final class EventShim implements EventQueue.Source {
    private final int which;

    EventShim(int which) {
        this.which = which;
    }

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("event_shim");
    }

    private static native int drainOf(int which, ByteBuffer into, ByteBuffer counts);

    private static native boolean awaitOf(int which, int milliseconds);

    private static native void wakeOf(int which);

    private static native void endOf(int which);

    private static native long pushOf(int which, int threads, long each);

    private static native long size();

    @Override
    public long eventSize() {
        return size();
    }

    @Override
    public int drain(ByteBuffer into, ByteBuffer counts) {
        return drainOf(which, into, counts);
    }

    @Override
    public boolean await(int milliseconds) {
        return awaitOf(which, milliseconds);
    }

    @Override
    public void wake() {
        wakeOf(which);
    }

    void end() {
        endOf(which);
    }

    /** So many threads push so many events each, and have ended. How many were refused. */
    long push(int threads, long each) {
        return pushOf(which, threads, each);
    }
}
