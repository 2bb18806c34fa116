// SPDX-License-Identifier: BSL-1.0
package test;

/** What the tests of native methods of objects use; fake/fake_peer.cpp is its twin. */
public class Peer {
    static native long open(int start);

    static native void add(long peer, int n);

    static native long sum(long peer);

    static native String name(long peer);

    static native void rename(long peer, String name);

    static native void label(long peer, String label);

    static native String note(long peer, boolean loud);

    static native int addBytes(long peer, byte[] bytes);

    static native int addRange(long peer, byte[] bytes, int offset, int length);

    static native byte[] bytes(long peer);

    native Peer same(long peer, Peer other);

    static native void fail(long peer, int how);

    static native void close(long peer);

    static native void interrupt(long peer);

    static native long openChild(long parent, String name);

    static native String childName(long child);

    static native void closeChild(long child);

    static native String greet(String name, boolean loud);

    static long callOpen(int start) {
        return open(start);
    }

    static void callAdd(long peer, int n) {
        add(peer, n);
    }

    static long callSum(long peer) {
        return sum(peer);
    }

    static String callName(long peer) {
        return name(peer);
    }

    static void callRename(long peer, String name) {
        rename(peer, name);
    }

    static void callLabel(long peer, String label) {
        label(peer, label);
    }

    static String callNote(long peer, boolean loud) {
        return note(peer, loud);
    }

    static int callAddBytes(long peer, byte[] bytes) {
        return addBytes(peer, bytes);
    }

    static int callAddRange(long peer, byte[] bytes, int offset, int length) {
        return addRange(peer, bytes, offset, length);
    }

    static byte[] callBytes(long peer) {
        return bytes(peer);
    }

    Peer callSame(long peer, Peer other) {
        return same(peer, other);
    }

    static void callFail(long peer, int how) {
        fail(peer, how);
    }

    static void callClose(long peer) {
        close(peer);
    }

    static void callInterrupt(long peer) {
        interrupt(peer);
    }

    static long callOpenChild(long parent, String name) {
        return openChild(parent, name);
    }

    static String callChildName(long child) {
        return childName(child);
    }

    static void callCloseChild(long child) {
        closeChild(child);
    }

    static String callGreet(String name, boolean loud) {
        return greet(name, loud);
    }
}
