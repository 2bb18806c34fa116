// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** C++ that holds every guard there is for the length of one native call. */
final class GuardShim {
    private GuardShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("guard_shim");
    }

    /** Counts and looks at threads from here on. */
    static native void begin();

    /** 0, or the line of what was not as it should be. */
    static native int threadGuards(Runnable yields);

    /** bytes: {0, ...}, four of them. text: one emoji. */
    static native int jniGuards(Object monitor, byte[] bytes, String text, Runnable yields,
            Runnable throwing);

    /** Leaves a reference and a blocked signal behind. */
    static native void careless(Object object);

    /** Threads of the system that a native call ran on. */
    static native int carriers();

    /** How often a native call found its thread changed. */
    static native int changedCarriers();

    /** New minus Delete of local, global and weak references. */
    static native int[] end();
}
