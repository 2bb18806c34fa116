// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/**
 * What the shim or SQLite says of a call that failed. If a function or hook of the program is the
 * reason, what that has thrown is the cause.
 */
public final class SqliteException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final int detail;

    SqliteException(int status, int detail, String message) {
        super(message);
        this.status = status;
        this.detail = detail;
    }

    void causedBy(Throwable cause) {
        if (cause != null && getCause() == null && cause != this) {
            initCause(cause);
        }
    }

    /**
     * An FFIGUARD_ number: 6 closed, 7 in use, 15 SQLite has refused, 17 an update hook has thrown,
     * and the change stands.
     */
    public int status() {
        return status;
    }

    /** SQLite's extended code if status() is 15; of a close that is in use, the open children. */
    public int detail() {
        return detail;
    }
}
