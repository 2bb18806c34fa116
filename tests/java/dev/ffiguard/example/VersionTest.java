// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Version;

/** A library of another version is refused when it is loaded, in words. */
final class VersionTest {
    public static void main(String[] args) throws Exception {
        Check.that(Native.version() == Version.EXPECTED, "the library's version: " + Native.version());
        Version.require("x", 199); // another patch level
        for (int other : new int[] {200, 0, 10100}) {
            Check.refuses(
                    UnsatisfiedLinkError.class,
                    "x was built with ffiguard " + other / 10000 + "." + other / 100 % 100,
                    () -> Version.require("x", other));
        }
    }
}
