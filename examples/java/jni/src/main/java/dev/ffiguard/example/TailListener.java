// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.nio.ByteBuffer;

/**
 * Hears what a {@link Tail} reads, on a thread of C++. What it throws goes to the handler of
 * uncaught exceptions, and it is not called again; the other listeners are.
 */
@FunctionalInterface
public interface TailListener {
    /** A line of UTF-8 text, without its end. */
    void onLine(String line);

    /**
     * Called before the lines of a block: its bytes, where C++ has them, and the index of each
     * line's end. The buffer is good for as long as it is held, also after the Tail is closed.
     */
    default void onBlock(ByteBuffer bytes, int[] lineEnds) {}
}
