// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** C++ objects that refuse to be closed, or that a call is inside of. */
final class CloseShim {
    private CloseShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("close_shim");
    }

    static native long openParent();

    static native long openChild(long parent);

    /** Refused while a child is open. */
    static native void releaseParent(long parent);

    static native void releaseChild(long child);

    static native long openJob();

    static native void releaseJob(long job);

    static native int stateOfJob(long job);

    /** Is inside of the job until letGo(true). */
    static native void hold(long job);

    static native void waitUntilInside();

    static native void letGo(boolean yes);

    /** The next so many releases of a job are refused, with SQLite's number for it. */
    static native void refuse(int times);

    static native long openFeed();

    /** Closes it, and leaves the release, which waits for letGo(true), to drain(). */
    static native void releaseFeed(long feed);

    static native long queued();

    static native long drain(long atMost);

    /**
     * Fails by the table of {@link Failures}, or by a class that there is not.
     *
     * @param code a status; if it is that of the library, detail is its answer
     */
    static native void fail(int code, int detail, String text, boolean isMissing);

    /** Objects that are not released yet. */
    static native long live();
}
