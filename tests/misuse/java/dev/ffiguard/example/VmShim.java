// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.nio.ByteBuffer;

/** vm_shim.cpp by JNI: what C++ does with the VM itself. A {@code long} is a token. */
final class VmShim {
    private VmShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("vm_shim");
    }

    /** C++ makes it, and reads its field. */
    static final class Point {
        final int x;

        Point(int x) {
            this.x = x;
        }

        int doubled() {
            return 2 * x;
        }
    }

    /** The field of what should be a Point. */
    static native int fieldOf(Object point);

    /** By the method of what should be a Point. */
    static native int doubledOf(Object point);

    /** A Point that C++ has made in a local frame. */
    static native Object madeInFrame(int x);

    static native int utf8Size(String text);

    static native String ofBytes(byte[] utf8);

    /** Through memory of C. */
    static native String copied(String text);

    /** Read, written back, and read again. */
    static native int sumOf(int[] numbers);

    /** Doubles one after the other; throws behind the first count. */
    static native void doubleAndThrow(int[] numbers, int count);

    static native int[] newInts(int length);

    static native long openBlob(int size);

    static native ByteBuffer bufferOf(long blob);

    static native void closeBlob(long blob);

    /** Puts size bytes into memory outside of the heap. */
    static native void fill(ByteBuffer to, int size);

    /** Makes a string while it has the bytes. */
    static native String hex(byte[] bytes);

    /** Enters the monitor of lock, and leaves by return, or by an exception of C++. */
    static native void leaveEarly(Object lock, boolean byException);

    /** On a thread of C++: the class of that name that user knows. */
    static native Class<?> classOnThread(Object user, String name);

    /** Knows the class Elsewhere of the class loader of user. */
    static native void bind(Object user);

    /** Its answer; throws where the class has gone. */
    static native int askBound();

    /** On a thread of C++, which then ends. */
    static native void runOnThread(Runnable body);

    /** The same from a callback that is not told of the VM. */
    static native void runInCallback(Runnable body);

    /** Calls body from a thread of C++, again and again. */
    static native long startTicker(Runnable body);

    static native void stopTicker(long ticker);

    /** Makes many things, of which the nth call of the VM fails; false where there are fewer. */
    static native boolean failNth(int nth);

    static native long live();
}
