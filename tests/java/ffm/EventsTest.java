// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.EventQueue;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Events of C++ by FFM: each one arrives, also where the reader slept; what is lost is counted. */
final class EventsTest {
    public static void main(String[] args) throws Throwable {
        Ffiguard shim = new Ffiguard(SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global()));
        MethodHandle push = shim.function("ticks_push", JAVA_LONG);
        for (long i = 0; i < 66; i++) {
            int status = (int) push.invokeExact(i);
            require(status == (i < 64 ? 0 : 9), "status " + status);
        }
        SynchronousQueue<String> batches = new SynchronousQueue<>();
        EventQueue events = new EventQueue(new EventSource(shim, "ticks"));
        events.listen((batch, count, lost) -> {
            long last = -1;
            for (int i = 0; i < count; i++) {
                last = batch.getLong();
                require(batch.getLong() == 2 * last, "torn");
            }
            try {
                batches.put(count + " " + last + " " + lost);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        require("64 63 2".equals(batches.poll(60, TimeUnit.SECONDS)), "another batch");
        for (long i = 100; i < 2100; i++) {
            require((int) push.invokeExact(i) == 0, "refused");
            require(("1 " + i + " 0").equals(batches.poll(60, TimeUnit.SECONDS)), "another event");
        }
        events.close();
        require(events.awaitEnd(Duration.ofSeconds(60)), "no end");
        try {
            new EventSource(shim, "tocks");
            throw new AssertionError("a queue that there is not");
        } catch (UnsatisfiedLinkError expected) {
            require(expected.getMessage().contains("tocks_drain"), expected.getMessage());
        }
    }

    private static void require(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new AssertionError(otherwise);
        }
    }
}
