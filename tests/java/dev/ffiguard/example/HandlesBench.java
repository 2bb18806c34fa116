// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeObject;

import java.util.Arrays;
import java.util.Locale;

/** What it costs an open and a close, of a small object of C++, to be counted: printed, not judged. */
final class HandlesBench {
    private static final class Small extends NativeObject {
        Small() {
            super(CloseShim::openParent, CloseShim::releaseParent);
        }
    }

    private static double round(Handles.Level level) {
        Handles.setLevel(level);
        long start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            new Small().close();
        }
        return (System.nanoTime() - start) / 1e5;
    }

    public static void main(String[] args) {
        Handles.Level[] levels = {Handles.Level.OFF, Handles.Level.COUNT, Handles.Level.RECORD};
        double[][] rounds = new double[levels.length][41];
        for (int i = 0; i < 41; i++) {
            for (int l = 0; l < levels.length; l++) {
                rounds[l][i] = round(levels[l]);
            }
        }
        double[] medians = new double[levels.length];
        for (int l = 0; l < levels.length; l++) {
            Arrays.sort(rounds[l], 10, 41); // the first are interpreted
            medians[l] = rounds[l][25];
        }
        for (int l = 1; l < levels.length; l++) {
            System.out.printf(Locale.ROOT, "open and close at %-6s %7.1f ns  off %7.1f ns  ratio %.2f%n",
                    levels[l].name().toLowerCase(Locale.ROOT), medians[l], medians[0], medians[l] / medians[0]);
        }
    }
}
