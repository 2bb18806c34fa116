// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values that C++ has put into a frame. */
class FrameValues extends Values {
    private Frame frame;
    private int first; // of the values of the frame
    private byte[] texts;
    private int[] begin = new int[2]; // of the bytes of each

    /**
     * Shows count values of the frame.
     *
     * @param all the bytes of texts and blobs, or null: what the frame has
     * @param at where theirs begin
     * @return where theirs end
     */
    final int show(Frame of, int from, int count, byte[] all, int at) {
        if (begin.length < count) {
            begin = new int[count];
        }
        int end = at;
        for (int i = 0; i < count; i++) {
            begin[i] = end;
            end += of.size(from + i);
        }
        if (frame != of) { // a reference that stays is not written: the collector takes note of each
            frame = of;
        }
        first = from;
        byte[] bytes = all == null ? of.texts(end) : all;
        if (texts != bytes) {
            texts = bytes;
        }
        lend(count);
        return end;
    }

    @Override
    final int typeOf(int at) {
        return frame.type(first + at);
    }

    @Override
    final long integer(int at) {
        return frame.integer(first + at);
    }

    @Override
    final double real(int at) {
        return frame.real(first + at);
    }

    @Override
    final String text(int at) {
        return new String(texts, begin[at], frame.size(first + at), StandardCharsets.UTF_8);
    }

    @Override
    final byte[] bytes(int at) {
        return Arrays.copyOfRange(texts, begin[at], begin[at] + frame.size(first + at));
    }
}
