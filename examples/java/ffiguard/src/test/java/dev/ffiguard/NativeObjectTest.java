// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Without C++: what is behind the objects is a number. (With C++ tests/java has more.) */
class NativeObjectTest {
    private static final class Thing extends NativeObject {
        Thing(LongConsumer release) {
            super(() -> 7, release);
        }

        long token() {
            return call(token -> token);
        }
    }

    @Test
    void isReleasedOnceHoweverOftenItIsClosed() {
        List<Long> released = new ArrayList<>();
        Thing thing = new Thing(released::add);
        assertEquals(7, thing.token());
        thing.close();
        thing.close();
        assertEquals(List.of(7L), released);
    }

    @Test
    void saysThatItIsClosed() {
        Thing thing = new Thing(token -> {});
        thing.close();
        assertEquals("Thing is closed", assertThrows(IllegalStateException.class, thing::token).getMessage());
    }

    @Test
    void staysOpenWhereItsReleaseIsRefused() {
        List<Long> attempts = new ArrayList<>();
        Thing thing = new Thing(token -> {
            attempts.add(token);
            if (attempts.size() == 1) {
                throw new IllegalStateException("in use");
            }
        });
        assertThrows(IllegalStateException.class, thing::close);
        assertEquals(7, thing.token());
        thing.close();
        assertEquals(2, attempts.size());
    }
}
