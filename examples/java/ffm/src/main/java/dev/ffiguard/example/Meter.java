// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.ffm.Calls;
import dev.ffiguard.ffm.ExportedClass;
import dev.ffiguard.ffm.Ffiguard;
import dev.ffiguard.ffm.FfmObject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Takes numbers and gives their mean: the smallest Java class over a C++ shim, examples/meter, by FFM.
 * Any thread may call any method; while another is inside, a call fails.
 */
public final class Meter extends FfmObject<RuntimeException> {
    private static final ExportedClass<RuntimeException> METER =
            new ExportedClass<>(new Calls<>(Ffiguard.load("meter"), ExceptionTable.standard()), "meter");
    private static final MethodHandle NEW = METER.constructor();
    private static final MethodHandle ADD = METER.method("add", JAVA_DOUBLE);
    private static final MethodHandle MEAN = METER.method("mean", ADDRESS);

    public Meter() {
        super(METER, (made, error) -> (int) NEW.invokeExact(made, error));
    }

    public void add(double value) {
        run((token, error) -> (int) ADD.invokeExact(token, value, error));
    }

    /** Of the numbers so far, 0 for none. */
    public double mean() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mean = arena.allocate(JAVA_DOUBLE);
            run((token, error) -> (int) MEAN.invokeExact(token, mean, error));
            return mean.get(JAVA_DOUBLE, 0);
        }
    }
}
