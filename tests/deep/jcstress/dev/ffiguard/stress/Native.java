// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.stress;

/** The C++ side. */
final class Native {
    static {
        System.load(System.getProperty("ffiguard.objects"));
    }

    static native long open();

    static native int use(long token);

    static native int release(long token);

    private Native() {}
}
