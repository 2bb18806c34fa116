// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.example.Meter;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/** The smallest class over a shim: used, closed twice, used after it, and left to the cleaner. */
final class MeterTest {
    public static void main(String[] args) throws Throwable {
        Meter meter = new Meter();
        meter.add(1);
        meter.add(3);
        require(meter.mean() == 2, "another mean");
        meter.close();
        meter.close();
        try {
            meter.mean();
            throw new AssertionError("used after close");
        } catch (IllegalStateException expected) {
            require(expected.getMessage().equals("Meter is closed"), expected.getMessage());
        }
        MethodHandle live = Linker.nativeLinker().downcallHandle(
                SymbolLookup.loaderLookup().find("meter_live_count").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG));
        require((long) live.invokeExact() == 0, "not released");

        Meter waited = new Meter();
        waited.close(Duration.ofSeconds(30));
        require((long) live.invokeExact() == 0, "back before the release");
        waited.close(Duration.ZERO);

        require(Ffiguard.released(0) == 0 && Ffiguard.released(6) == 0 && Ffiguard.released(3) == 0
                && Ffiguard.released(7) == 7, "another status");

        new Meter().add(1);
        for (int tries = 0; (long) live.invokeExact() != 0; ++tries) {
            require(tries < 1000, "an abandoned meter is not released");
            System.gc();
            Thread.sleep(10);
        }
    }

    private static void require(boolean asPromised, String otherwise) {
        if (!asPromised) {
            throw new AssertionError(otherwise);
        }
    }
}
