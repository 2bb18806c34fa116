// SPDX-License-Identifier: BSL-1.0
package app;

/** Thrown by C++ by its name. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble(String message) {
        super(message);
    }
}
