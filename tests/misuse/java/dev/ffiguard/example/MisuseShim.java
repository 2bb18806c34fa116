// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** misuse_shim.cpp by JNI. A {@code long} is a token. */
final class MisuseShim {
    private MisuseShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("misuse_shim");
    }

    static native long openTool();

    /** Uses the tool, runs inside (unless null), uses it again; returns how often it was used. */
    static native int useTool(long tool, Object inside);

    static native void releaseTool(long tool);

    static native int stateOfTool(long tool);

    /** One user at a time. */
    static native long openSolo();

    static native int useSolo(long solo, Object inside);

    static native void releaseSolo(long solo);

    /** Lives on a thread of C++. */
    static native long openPen();

    /** There; returns how many lines it has, or -1 if that was another thread. */
    static native int writePen(long pen);

    /** On the calling thread. */
    static native void writePenHere(long pen);

    static native void releasePen(long pen);

    static native void runBoth(Object first, Object second);

    /** The message of what thrower throws, null if it does not. */
    static native String caught(Object thrower);

    static native void throwCxx();

    static native void keep(Object object);

    static native Object kept();

    static native void drop();

    static native void watch(Object object);

    static native boolean isWatchedThere();

    static native long live();
}
