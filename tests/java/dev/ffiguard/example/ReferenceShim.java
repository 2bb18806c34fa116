// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** C++ that keeps Java objects, compiled with the ledger. */
final class ReferenceShim {
    private ReferenceShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("reference_shim");
    }

    /** By a global reference, until letGo(). */
    static native void hold(Object object);

    /** By a weak one. */
    static native void watch(Object object);

    static native void letGo();

    static native void holdForAMoment(Object object);

    static native long open();

    static native void release(long token);

    /** Has C++ record the Java lines that ask for something. */
    static native void recordLines();

    static native void stopLines();

    /** C++'s own. */
    static native String report();

    /** Whether a tracer listens to the probe abandoned. */
    static native boolean isTraced();
}
