// SPDX-License-Identifier: BSL-1.0
package test;

/** What the tests of typed calls and native methods use; fake/fake_sample.cpp is its twin. */
public class Sample {
    boolean z;
    byte b;
    char c;
    short s;
    int i;
    long j;
    float f;
    double d;
    String text;
    int[] numbers;
    Sample other;
    static int count;
    static Sample last;

    Sample() {}

    Sample(int i, String text) {
        this.i = i;
        this.text = text;
    }

    boolean not(boolean value) {
        return !value;
    }

    byte sameByte(byte value) {
        return value;
    }

    char sameChar(char value) {
        return value;
    }

    short sameShort(short value) {
        return value;
    }

    int sameInt(int value) {
        return value;
    }

    long sameLong(long value) {
        return value;
    }

    float sameFloat(float value) {
        return value;
    }

    double sameDouble(double value) {
        return value;
    }

    Sample self() {
        return this;
    }

    Object nothing() {
        return null;
    }

    Sample[] twice(Sample one) {
        return new Sample[] {one, one};
    }

    void keep(boolean z, byte b, char c, short s, int i, long j, float f, double d, String text) {
        this.z = z;
        this.b = b;
        this.c = c;
        this.s = s;
        this.i = i;
        this.j = j;
        this.f = f;
        this.d = d;
        this.text = text;
    }

    int fail(String message) {
        throw new IllegalStateException(message);
    }

    static int increment(int by) {
        count += by;
        return count;
    }

    static void failStatically() {
        throw new IllegalStateException("static");
    }

    native int add(int a, int b);

    static native long open(boolean ok, String name);

    native Object echo(Object other);

    static native void subscribe(Sample listener);

    int callAdd(int a, int b) {
        return add(a, b);
    }

    static long callOpen(boolean ok, String name) {
        return open(ok, name);
    }

    Object callEcho(Object other) {
        return echo(other);
    }

    static void callSubscribe(Sample listener) {
        subscribe(listener);
    }
}
