// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The values of a row, or the arguments of a function. What a method returns is a copy.
 *
 * <p>They are for the thread that they were given to, and good until the next row, or until the
 * function returns. After that, and on another thread, each method throws an IllegalStateException.
 */
public abstract class Values {
    /** The types of values, SQLite's numbers. */
    public static final int INTEGER = 1;
    public static final int FLOAT = 2;
    public static final int TEXT = 3;
    public static final int BLOB = 4;
    public static final int NULL = 5;

    private Thread reader; // null: nobody. A thread finds itself here only if it has put itself here
    private int size;

    Values() {}

    final void lend(int count) {
        size = count;
        reader = Thread.currentThread();
    }

    final void takeBack() {
        reader = null;
    }

    // Of a value that there is.
    abstract int typeOf(int at);

    abstract long integer(int at);

    abstract double real(int at);

    abstract String text(int at);

    abstract byte[] bytes(int at);

    private int checked(int at) {
        check();
        return Objects.checkIndex(at, size);
    }

    private void check() {
        if (Thread.currentThread() != reader) {
            throw new IllegalStateException("the values are for another thread, or not good any more");
        }
    }

    /** How many there are. */
    public final int size() {
        check();
        return size;
    }

    /** INTEGER, FLOAT, TEXT, BLOB or NULL. The first value is 0. */
    public final int type(int at) {
        return typeOf(checked(at));
    }

    public final boolean isNull(int at) {
        return type(at) == NULL;
    }

    /** The integer, the whole part of a float, otherwise 0. */
    public final long getLong(int at) {
        int type = type(at);
        return type == INTEGER ? integer(at) : type == FLOAT ? (long) real(at) : 0;
    }

    /** The number, otherwise 0. */
    public final double getDouble(int at) {
        int type = type(at);
        return type == FLOAT ? real(at) : type == INTEGER ? integer(at) : 0;
    }

    /** The text, a blob as UTF-8, a number in words, null for NULL. */
    public final String getText(int at) {
        switch (type(at)) {
            case TEXT:
                return text(at);
            case BLOB:
                return new String(bytes(at), StandardCharsets.UTF_8);
            case INTEGER:
                return Long.toString(integer(at));
            case FLOAT:
                return Double.toString(real(at));
            default:
                return null;
        }
    }

    /** The bytes of a blob or a text, otherwise null. */
    public final byte[] getBlob(int at) {
        int type = type(at);
        return type == BLOB || type == TEXT ? bytes(at) : null;
    }

    /** A Long, Double, String, byte[] or null. */
    public final Object get(int at) {
        switch (type(at)) {
            case INTEGER:
                return integer(at);
            case FLOAT:
                return real(at);
            case TEXT:
                return text(at);
            case BLOB:
                return bytes(at);
            default:
                return null;
        }
    }

    /** get() of each. */
    public final Object[] toArray() {
        Object[] all = new Object[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = get(i);
        }
        return all;
    }
}
