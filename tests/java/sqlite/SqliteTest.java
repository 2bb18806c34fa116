// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Runs each method without parameters of the classes of cases, by the shim that
 * -Ddev.ffiguard.sqlite names; nothing may live after one. An argument: only those with this name.
 */
final class SqliteTest {
    public static void main(String[] args) throws Exception {
        int run = 0;
        int failed = 0;
        for (Class<?> cases : new Class<?>[] {RowsCases.class, CloseCases.class, CallbackCases.class}) {
            for (Method each : cases.getDeclaredMethods()) {
                if (each.isSynthetic() || Modifier.isPrivate(each.getModifiers())
                        || each.getParameterCount() != 0
                        || (args.length != 0 && !each.getName().equals(args[0]))) {
                    continue;
                }
                run++;
                if (Boolean.getBoolean("names")) {
                    System.out.println(each.getName());
                }
                long begin = System.nanoTime();
                try {
                    each.invoke(null);
                    Checks.nothingLives();
                } catch (InvocationTargetException | AssertionError e) {
                    failed++;
                    System.out.println("FAILED: " + cases.getSimpleName() + "." + each.getName());
                    (e.getCause() != null ? e.getCause() : e).printStackTrace(System.out);
                }
                long took = (System.nanoTime() - begin) / 1_000_000;
                if (took > 1000) {
                    System.out.println(each.getName() + ": " + took + " ms");
                }
            }
        }
        System.out.println(run + " cases, " + failed + " failed");
        System.exit(failed == 0 && run != 0 ? 0 : 1);
    }
}
