// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Memory that C++ and Java both see, so that rows and arguments cross in one call: a head (a
 * lite_rows, an ffiguard_error, an ffiguard_view, its own size), then room for values (lite_value), then their
 * texts and blobs, one behind the other. For one thread at a time.
 */
final class Frame {
    // lite_rows
    private static final int COLUMNS = 0;
    private static final int ROWS = 4;
    private static final int SIZE = 8;
    private static final int DONE = 16;
    // Of a callback, in their place:
    static final int GROUP = 0; // of an aggregate
    static final int PHASE = 8;
    static final int COUNT = 12;

    static final int ERROR = 24; // ffiguard_error
    static final int VIEW = 280; // ffiguard_view
    private static final int CAPACITY = 296;
    private static final int ROOM = 300;
    static final int VALUES = 304;
    static final int VALUE = 40; // sizeof(lite_value)
    // within a value
    private static final int INTEGER = 8;
    private static final int REAL = 16;
    private static final int BYTES = 32;

    private static final int FIRST_ROOM = 128; // more than the 127 arguments that a function may have
    private static final int FIRST_BYTES = 3 << 10;
    private static final int MOST_KEPT = 256 << 10;
    private static final int ERROR_TYPE = -1;
    private static final int ZEROS = 6;

    ByteBuffer memory;
    int room; // for values
    long address; // of memory; C++ reads it here
    Object ofShim; // what else the shim knows of memory
    private byte[] texts = new byte[256];

    Frame() {
        allocate(FIRST_ROOM, FIRST_BYTES);
    }

    private void allocate(int values, int bytes) {
        memory = ByteBuffer.allocateDirect(Math.addExact(bytesAt(values), bytes))
                .order(ByteOrder.nativeOrder());
        room = values;
        memory.putInt(CAPACITY, memory.capacity());
        memory.putInt(ROOM, room);
        address = Shim.SHIM.address(memory);
        ofShim = null;
    }

    private static int bytesAt(int values) {
        return Math.addExact(VALUES, Math.multiplyExact(values, VALUE));
    }

    int bytesAt() {
        return VALUES + room * VALUE;
    }

    int bytesRoom() {
        return memory.capacity() - bytesAt();
    }

    /** Whether it may wait for the next statement. */
    boolean isSmall() {
        return memory.capacity() <= MOST_KEPT && texts.length <= MOST_KEPT;
    }

    int columns() {
        return memory.getInt(COLUMNS);
    }

    int rows() {
        return memory.getInt(ROWS);
    }

    long size() {
        return memory.getLong(SIZE);
    }

    boolean isDone() {
        return memory.getInt(DONE) != 0;
    }

    /** Makes room for the row that has found none. */
    void growForRow() {
        grow(columns(), size());
    }

    /** Makes room, and forgets what there was. */
    private void grow(int values, long bytes) {
        long wanted = bytes < MOST_KEPT ? 2 * bytes : bytes;
        allocate(Math.max(values, room), Math.max(Math.toIntExact(wanted), bytesRoom()));
    }

    /** Called by C++ before it puts so much, also if there is far too much room. */
    private void fit(int values, long bytes) {
        texts = new byte[256];
        allocate(Math.max(values, FIRST_ROOM), Math.max(Math.toIntExact(bytes), FIRST_BYTES));
    }

    int type(int value) {
        return memory.getInt(VALUES + value * VALUE);
    }

    long integer(int value) {
        return memory.getLong(VALUES + value * VALUE + INTEGER);
    }

    double real(int value) {
        return memory.getDouble(VALUES + value * VALUE + REAL);
    }

    int size(int value) {
        return (int) memory.getLong(VALUES + value * VALUE + BYTES);
    }

    /** A copy of so many bytes of texts and blobs, good until the next one. */
    byte[] texts(int size) {
        if (size > texts.length) {
            texts = new byte[size];
        }
        if (size != 0) {
            memory.get(bytesAt(), texts, 0, size);
        }
        return texts;
    }

    private void putInteger(int value, int type, long integer) {
        int at = VALUES + value * VALUE;
        memory.putInt(at, type);
        memory.putLong(at + INTEGER, integer);
    }

    private byte[] putBytes(int value, int type, byte[] bytes) {
        int at = VALUES + value * VALUE;
        memory.putInt(at, type);
        memory.putLong(at + BYTES, bytes.length);
        return bytes;
    }

    /** Puts what is no text and no blob; of those it returns the bytes, and puts the size. */
    private byte[] put(int at, Object value) {
        if (value instanceof Long) {
            putInteger(at, Values.INTEGER, (Long) value);
        } else if (value instanceof String) {
            return putBytes(at, Values.TEXT, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            putInteger(at, Values.INTEGER, ((Number) value).longValue());
        } else if (value == null) {
            memory.putInt(VALUES + at * VALUE, Values.NULL);
        } else if (value instanceof Double || value instanceof Float) {
            memory.putInt(VALUES + at * VALUE, Values.FLOAT);
            memory.putDouble(VALUES + at * VALUE + REAL, ((Number) value).doubleValue());
        } else if (value instanceof byte[]) {
            return putBytes(at, Values.BLOB, (byte[]) value);
        } else if (value instanceof Boolean) {
            putInteger(at, Values.INTEGER, (Boolean) value ? 1 : 0);
        } else if (value instanceof Zeros) {
            putInteger(at, ZEROS, ((Zeros) value).size());
        } else {
            throw new IllegalArgumentException(
                    "no value of SQLite's: " + value.getClass().getName());
        }
        return null;
    }

    /**
     * Puts parameters.
     *
     * @return the size of their texts and blobs
     */
    int putAll(Object... values) {
        if (values.length > room) {
            grow(values.length, 0);
        }
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = put(i, values[i]);
            if (bytes != null && bytes.length != 0) {
                if (bytes.length > bytesRoom() - size) {
                    ByteBuffer before = memory;
                    int end = bytesAt() + size;
                    grow(room, Math.addExact(size, (long) bytes.length));
                    memory.put(VALUES, before, VALUES, end - VALUES);
                }
                memory.put(bytesAt() + size, bytes);
                size = Math.addExact(size, bytes.length);
            }
        }
        return size;
    }

    /**
     * Puts what a function has returned.
     *
     * @return whether the frame has another address now
     */
    boolean putAnswer(Object value) {
        if (value instanceof Zeros) {
            throw new IllegalArgumentException("a function returns no Zeros");
        }
        byte[] bytes = put(0, value);
        return bytes != null && putBytesOfOne(bytes);
    }

    /** The same of its failure. */
    boolean putFailure(String text) {
        return putBytesOfOne(putBytes(0, ERROR_TYPE, text.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean putBytesOfOne(byte[] bytes) {
        boolean moves = bytes.length > bytesRoom();
        if (moves) {
            ByteBuffer before = memory;
            allocate(room, bytes.length);
            memory.put(GROUP, before, GROUP, Long.BYTES);
            memory.put(VALUES, before, VALUES, VALUE);
        }
        memory.put(bytesAt(), bytes);
        return moves;
    }
}
