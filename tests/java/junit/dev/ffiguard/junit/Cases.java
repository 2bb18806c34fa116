// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.junit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;

import dev.ffiguard.NativeObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tests that NoLeaks must pass or fail; their names say which. Run by tests/java/junit.sh. */
class Cases {
    /** A NativeObject without C++ behind it. */
    static final class Counted extends NativeObject {
        Counted() {
            super(() -> 1, token -> { });
        }
    }

    static final List<Counted> KEPT = new ArrayList<>();

    @Nested
    @NoLeaks
    class OfAClass {
        private Counted fixture;

        @BeforeEach
        void open() {
            fixture = new Counted();
        }

        @AfterEach
        void close() {
            fixture.close();
        }

        @Test
        void passesBecauseItCloses() {
            new Counted().close();
        }

        @Test
        void failsBecauseItLeaks() {
            KEPT.add(new Counted());
        }

        @Test
        @NoLeaks
        void failsOnceForTwoAnnotations() {
            KEPT.add(new Counted());
        }

        @Test
        void failsBecauseItLeavesOneToTheCollector() {
            new Counted();
        }

        @Test
        void failsByItself() {
            KEPT.add(new Counted());
            fail("of its own");
        }
    }

    @Nested
    class OfAMethod {
        @Test
        void passesBecauseNobodyLooks() {
            KEPT.add(new Counted());
        }

        @Test
        @NoLeaks
        void failsBecauseItIsAnnotated() {
            KEPT.add(new Counted());
        }
    }
}
