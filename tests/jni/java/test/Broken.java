// SPDX-License-Identifier: BSL-1.0
package test;

/** Whose static initialiser throws. */
class Broken {
    static int value = Integer.parseInt("no number");

    static void run() {}
}
