// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeLibrary;

import java.util.function.IntSupplier;

/** Has its library in its JAR. */
public final class JarShim implements IntSupplier {
    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call System.load
    private static void load() {
        NativeLibrary.load(JarShim.class, "jar_shim", System::load);
    }

    /** How often it was called, in this copy of the library. */
    private static native int calls();

    @Override
    public int getAsInt() {
        return calls();
    }
}
