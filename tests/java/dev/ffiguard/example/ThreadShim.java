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
}
