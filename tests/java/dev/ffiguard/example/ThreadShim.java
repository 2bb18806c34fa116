// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** C++ that changes its thread, with ffiguard and as it is written without (naive). */
final class ThreadShim {
    private ThreadShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("thread_shim");
    }

    /** naive: 0 with a guard, 1 blocks all signals and leaves them so, 2 SIGUSR1 alone. */
    static native int blockSignals(int naive);

    static native int blockedSignals();

    static native int startWorker(boolean naive);

    static native int signalsOnWorker();

    static native int stopWorker();

    static native int attachWithGuards();

    /** A vendor's initialiser, which changes whatever a thread has; naive: without a foreign_call. */
    static native int vendorInit(boolean naive);

    /** What it leaves behind, in words; process: it changes that, too. */
    static native String leftByVendor(boolean naive, boolean process);

    /** Loads a library whose constructor changes the thread: 42. */
    static native int load(String path, boolean naive);
}
