// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** As the example's, with a mistake: removeListener takes an int. */
final class Tail {
    private Tail() {}

    @SuppressWarnings("restricted") // what JDK 24 and later call load
    static void load(String library) {
        System.load(library);
    }

    private static void failed(Throwable thrown) {}

    private static native long open(String path);

    private static native void addListener(long tail, TailListener listener);

    private static native boolean removeListener(int tail, TailListener listener);

    private static native boolean stopAndWait(long tail);

    private static native void release(long tail);

    static native long live();

    static native long liveBuffers();
}
