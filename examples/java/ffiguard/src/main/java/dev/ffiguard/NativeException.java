// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

/**
 * The failure of a call into C++: the text, and both numbers of ffiguard_error. A library with its
 * own codes extends this class and lists its classes in an {@link ExceptionTable}.
 */
public class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final int detail;

    public NativeException(int status, int detail, String message) {
        super(message);
        this.status = status;
        this.detail = detail;
    }

    /** A number of {@link Status}. */
    public final int status() {
        return status;
    }

    /** What the library has answered, if status() is FOREIGN; errno, if it is SYSTEM. */
    public final int detail() {
        return detail;
    }
}
