// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** Static owners in C++, and native threads that go on while the VM ends. */
final class ExitShim {
    private ExitShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("exit_shim");
    }

    static native void keep(Object object);

    static native void startThreads();

    /** Ends as the argument says; whoever runs it sees whether the process does. */
    public static void main(String[] args) {
        keep(new Object());
        if (args[0].contains("threads")) {
            startThreads();
        }
        if (args[0].startsWith("exit")) {
            System.exit(0);
        }
    }
}
