// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Reads a value that a C++ process writes into shared memory: a versioned_cell of
 * memory/versioned_cell.hpp. A reader never sees parts of two updates. Needs no native code.
 *
 * <p>Any thread may read, each into its own buffer.
 */
public final class VersionedCell {
    private static final int MAGIC = 0x31564346;
    private static final int MAGIC_AT = 8;
    private static final int SIZE_AT = 12;
    private static final int VALUE_AT = 16;
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final int offset;
    private final int words;

    private VersionedCell(ByteBuffer memory, int offset, int words) {
        this.memory = memory;
        this.offset = offset;
        this.words = words;
    }

    /**
     * @param memory a direct buffer: of FileChannel.map(), or lent by C++
     * @param offset of the cell, a multiple of 16
     * @param size of the C++ struct in bytes, as Java expects it
     * @throws IndexOutOfBoundsException if the cell does not fit
     * @throws IllegalArgumentException if it does not lie at a multiple of 16, or the value of the
     *     cell there has another size
     * @throws IllegalStateException if there is no cell (yet)
     */
    public static VersionedCell attach(ByteBuffer memory, int offset, int size) {
        Objects.requireNonNull(memory, "memory");
        int words = size / 8 + (size % 8 == 0 ? 0 : 1);
        if (offset < 0 || size < 0 || VALUE_AT + 8L * words > memory.capacity() - (long) offset) {
            throw new IndexOutOfBoundsException("versioned cell: it does not fit in the memory");
        }
        if (!memory.isDirect() || memory.alignmentOffset(offset, 16) != 0) {
            throw new IllegalArgumentException("versioned cell: not at a multiple of 16");
        }
        if ((int) INT.getAcquire(memory, offset + MAGIC_AT) != MAGIC) {
            throw new IllegalStateException("versioned cell: there is none (yet)");
        }
        int there = (int) INT.getAcquire(memory, offset + SIZE_AT);
        if (there != size) {
            throw new IllegalArgumentException(
                    "versioned cell: its value has " + there + " bytes, Java expects " + size);
        }
        return new VersionedCell(memory, offset, words);
    }

    /** A buffer for read(), in the byte order of the machine. */
    public ByteBuffer newValue() {
        return ByteBuffer.allocate(8 * words).order(ByteOrder.nativeOrder());
    }

    /**
     * Copies the value of one update.
     *
     * @return false if each of 10000 attempts met an update: the writer was interrupted, or has
     *     died, inside of one
     */
    public boolean read(ByteBuffer value) {
        for (int attempt = 0; attempt < 10000; attempt++) {
            long before = version();
            if (before % 2 != 0) {
                continue;
            }
            for (int i = 0; i < words; i++) { // acquire each: the last look must not come before them
                value.putLong(8 * i, (long) LONG.getAcquire(memory, offset + VALUE_AT + 8 * i));
            }
            if (version() == before) {
                return true;
            }
        }
        return false;
    }

    /** Goes up by 2 with every update; equal versions mean an equal value. */
    public long version() {
        return (long) LONG.getAcquire(memory, offset);
    }
}
