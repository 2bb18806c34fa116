// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A native thread of the example calls a listener, again and again, while the VM ends. */
final class ExitTail {
    private static final CountDownLatch called = new CountDownLatch(10);
    private static final TailListener listener = line -> called.countDown();
    private static Tail tail;

    /** Ends as the argument says; whoever runs it sees whether the process does. */
    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("tail", ".txt");
        try {
            tail = new Tail(file.toString());
            tail.add(listener);
            Files.writeString(file, "line\n".repeat(500_000));
            called.await();
        } finally {
            Files.delete(file); // the open file stays
        }
        if (args[0].equals("exit")) {
            System.exit(0);
        }
    }
}
