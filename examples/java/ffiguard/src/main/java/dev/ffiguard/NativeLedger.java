// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The ledger of C++, read by JNI. A shim registers the native methods in its JNI_OnLoad, by
 * jni::register_ledger; one shim of the process is enough.
 */
public final class NativeLedger extends CppLedger {
    @Override
    protected boolean setCppLevel(int level) {
        return setLevelOfAll(level);
    }

    @Override
    protected List<Type> readTypes() {
        return rows(typeLines(), row -> new Type(row[0], number(row[1]), number(row[2]), number(row[3]),
                number(row[4]), number(row[5]), number(row[6])));
    }

    @Override
    protected List<Held> readHeld(Map<Long, String> lines) {
        return rows(heldLines(), row -> new Held(row[0], number(row[1]), number(row[2]), row[3],
                lines.getOrDefault(number(row[1]), row[8]), number(row[4]), Duration.ofMillis(number(row[5])),
                number(row[6]) != 0, number(row[7])));
    }

    @Override
    public List<References> references() {
        return rows(referenceLines(), row -> new References(row[0], row[1], number(row[2]),
                Duration.ofMillis(number(row[3]))));
    }

    @Override
    public String history(long value) {
        return historyOf(value);
    }

    @Override
    protected String metrics() {
        return metricLines();
    }

    @Override
    protected void abandoned(String type, long token) {
        tellAbandoned(type, token);
    }

    private static <R> List<R> rows(String lines, Function<String[], R> make) {
        return lines.lines().map(line -> make.apply(line.split("\t", -1))).toList();
    }

    private static long number(String column) {
        return Long.parseUnsignedLong(column);
    }

    // A line for each row, with a tab between the columns.
    private static native String typeLines();

    private static native String heldLines();

    private static native String referenceLines();

    private static native String metricLines();

    private static native String historyOf(long value);

    private static native boolean setLevelOfAll(int level);

    private static native void tellAbandoned(String type, long token);
}
