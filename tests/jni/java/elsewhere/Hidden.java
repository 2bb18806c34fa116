// SPDX-License-Identifier: BSL-1.0
package elsewhere;

/** On no class path: a class loader of its own defines it. */
public class Hidden {
    static int answer() {
        return 42;
    }
}
