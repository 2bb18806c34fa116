// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.stress;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeObject;
import java.lang.ref.Cleaner;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;

/** An object of C++ that is used, closed and cleaned. */
final class Thing extends NativeObject {
    private static final Field CLEANABLE;

    static {
        Handles.setLevel(Handles.Level.OFF); // it would report each that is cleaned before it is closed
        try {
            CLEANABLE = NativeObject.class.getDeclaredField("cleanable");
            CLEANABLE.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicInteger releases;

    Thing() {
        this(new AtomicInteger());
    }

    private Thing(AtomicInteger releases) {
        super(Native::open, token -> releases.addAndGet(Native.release(token)));
        this.releases = releases;
    }

    /** 42, or -1 if it is closed. */
    int use() {
        try {
            return call(Native::use);
        } catch (IllegalStateException closed) {
            return -1;
        }
    }

    /** What the collector does once nobody can reach the object; here while others still use it. */
    void clean() {
        try {
            ((Cleaner.Cleanable) CLEANABLE.get(this)).clean();
        } catch (IllegalAccessException never) {
            throw new AssertionError(never);
        }
    }

    int releases() {
        return releases.get();
    }
}
