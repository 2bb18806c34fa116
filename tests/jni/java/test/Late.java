// SPDX-License-Identifier: BSL-1.0
package test;

/** Whose static initialiser throws what a missing method would. */
class Late {
    static {
        if (true) throw new NoSuchMethodError("of an old dependency");
    }

    static void run() {}
}
