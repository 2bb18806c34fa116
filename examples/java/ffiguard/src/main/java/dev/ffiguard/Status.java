// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

/** The numbers of ffiguard.h: what a call into C++ has come to. They never change their meaning. */
public final class Status {
    public static final int OK = 0;
    public static final int NULL = 1;
    public static final int MALFORMED = 2;
    public static final int STALE = 3;
    public static final int WRONG_TABLE = 4;
    public static final int WRONG_TYPE = 5;
    public static final int CLOSED = 6;
    public static final int IN_USE = 7;
    public static final int WRONG_THREAD = 8;
    public static final int OVERFLOW = 9;
    public static final int OUT_OF_MEMORY = 10;
    public static final int INVALID_ARGUMENT = 11;
    public static final int NOT_FOUND = 12;
    public static final int UNSUPPORTED = 13;
    public static final int SYSTEM = 14;
    public static final int FOREIGN = 15;
    public static final int CXX_EXCEPTION = 16;
    public static final int JAVA_EXCEPTION = 17;

    private static final String[] NAMES = {"ok", "null", "malformed", "stale", "wrong table", "wrong type", "closed",
        "in use", "wrong thread", "overflow", "out of memory", "invalid argument", "not found", "unsupported",
        "system", "foreign", "C++ exception", "Java exception"};

    private Status() {}

    /** "closed", "wrong table", ...; "unknown status" for any other number. */
    public static String name(int status) {
        return status >= 0 && status < NAMES.length ? NAMES[status] : "unknown status";
    }

    /**
     * The result of an x_release, for a class whose close() you may call again: an already closed
     * token is no failure.
     */
    public static int released(int status) {
        return status == CLOSED || status == STALE ? OK : status;
    }
}
