// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

/** Carries the checked exception of a Java function that C++ has called to the caller of C++: its cause. */
public final class UpcallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UpcallException(Throwable cause) {
        super(cause);
    }
}
