// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.io.FileDescriptor;

/** C++ that keeps a descriptor of its own for a file of Java's. */
final class DescriptorShim {
    static {
        load();
    }

    private DescriptorShim() {}

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("descriptor_shim");
    }

    /** The file must stay open during the call. */
    static native long keep(FileDescriptor descriptor);

    static native void write(long log, int value);

    static native void release(long log);
}
