// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.util.Objects;

/**
 * Compares the ffiguard of a native library with the one that the Java classes were written for,
 * when the library is loaded. (Native methods pass no struct of ffiguard.h. If you read structs
 * from Java, compare their layout, too: see dev.ffiguard.ffm.Ffiguard.)
 */
public final class Version {
    /** As FFIGUARD_HEADER_VERSION of ffiguard.h: 10000 * major + 100 * minor + patch. */
    public static final int EXPECTED = 100;

    private Version() {}

    /**
     * @param found the result of the library's ffiguard_version()
     * @throws UnsatisfiedLinkError if it differs in more than the patch level
     */
    public static void require(String library, int found) {
        Objects.requireNonNull(library, "library");
        if (found / 100 != EXPECTED / 100) {
            throw new UnsatisfiedLinkError(
                    library
                            + " was built with ffiguard "
                            + inWords(found)
                            + ", and these classes are for "
                            + inWords(EXPECTED));
        }
    }

    private static String inWords(int version) {
        return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
    }
}
