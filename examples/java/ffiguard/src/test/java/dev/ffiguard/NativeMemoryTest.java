// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.management.JMX;
import javax.management.ObjectName;

class NativeMemoryTest {
    private static final AtomicInteger RELEASED = new AtomicInteger();

    private static final class Image extends NativeObject {
        private final AtomicLong bytes;

        Image(AtomicLong bytes) {
            super(() -> 1, token -> RELEASED.incrementAndGet(), token -> bytes.get());
            this.bytes = bytes;
        }

        Image(long bytes) {
            this(new AtomicLong(bytes));
        }

        void become(long size) {
            bytes.set(size);
            resized();
        }
    }

    private static final class Stubborn extends NativeObject {
        private static boolean refuses;

        Stubborn() {
            super(() -> 1, token -> {
                if (refuses) {
                    throw new IllegalStateException("in use");
                }
            }, token -> 64);
        }
    }

    @AfterEach
    void noLimit() {
        NativeMemory.setLimit(0);
        NativeMemory.warnAt(0);
    }

    @Test
    void countsFromTheOpeningToTheRelease() {
        long before = NativeMemory.total();
        try (Image image = new Image(100)) {
            assertEquals(before + 100, NativeMemory.total());
            image.become(150);
            assertEquals(150, NativeMemory.byType().get(Image.class.getName()));
        }
        assertEquals(before, NativeMemory.total());
    }

    @Test
    void countsStillWhereTheCloseWasRefused() {
        long before = NativeMemory.total();
        Stubborn one = new Stubborn();
        Stubborn.refuses = true;
        assertThrows(IllegalStateException.class, one::close);
        assertEquals(before + 64, NativeMemory.total());
        Stubborn.refuses = false;
        one.close();
        assertEquals(before, NativeMemory.total());
    }

    @Test
    void theCollectorMakesRoomForWhatIsOpened() throws Exception {
        long before = NativeMemory.total();
        NativeMemory.setLimit(before + 1000);
        for (int i = 0; i < 30; i++) {
            new Image(400); // which nobody closes
            assertTrue(NativeMemory.total() <= NativeMemory.limit());
        }
        collected(before);
    }

    private static void collected(long before) throws InterruptedException {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (NativeMemory.total() != before) {
            assertTrue(System.nanoTime() < limit, "never released");
            System.gc();
            Thread.sleep(1);
        }
    }

    /** As it does for allocateDirect(): an interrupt is no want of memory. */
    @Test
    void theCollectorMakesRoomForAThreadThatIsInterrupted() throws Exception {
        long before = NativeMemory.total();
        NativeMemory.setLimit(before + 1000);
        for (int i = 0; i < 30; i++) {
            Thread.currentThread().interrupt();
            try {
                new Image(400); // which nobody closes
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
        collected(before);
    }

    @Test
    void whatTwoThreadsTellFirstIsCountedOnce() throws Exception {
        long before = NativeMemory.total();
        int rounds = 2_000;
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            images.add(new Image(0));
        }
        AtomicInteger turns = new AtomicInteger();
        Runnable grow = () -> {
            for (int i = 0; i < rounds; i++) {
                turns.incrementAndGet();
                while (turns.get() < 2 * (i + 1)) {
                    Thread.onSpinWait();
                }
                images.get(i).become(8);
            }
        };
        Thread other = new Thread(grow);
        other.start();
        grow.run();
        other.join();
        images.forEach(Image::close);
        assertEquals(before, NativeMemory.total());
    }

    @Test
    void whatFindsNoRoomIsReleasedAndToldByType() {
        long before = NativeMemory.total();
        NativeMemory.setLimit(before + 1000);
        List<Image> held = new ArrayList<>();
        int released = RELEASED.get();
        OutOfMemoryError full = assertThrows(OutOfMemoryError.class, () -> {
            while (held.size() < 3) {
                held.add(new Image(400));
            }
        });
        assertEquals(2, held.size());
        assertTrue(full.getMessage().contains("beyond the limit of " + (before + 1000)), full.getMessage());
        assertTrue(full.getMessage().contains(Image.class.getName()), full.getMessage());
        assertEquals(before + 800, NativeMemory.total());
        assertTrue(RELEASED.get() > released);
        held.forEach(Image::close);
    }

    @Test
    void whatGrowsBeyondTheLimitStays() {
        try (Image image = new Image(100)) {
            NativeMemory.setLimit(NativeMemory.total() + 100);
            image.become(5000);
            assertTrue(NativeMemory.total() > NativeMemory.limit());
        }
    }

    @Test
    void warnsOnceWithTheLargestTypes() {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(new java.util.logging.SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.ffiguard");
        logger.addHandler(handler);
        try {
            NativeMemory.warnAt(NativeMemory.total() + 100);
            try (Image one = new Image(90); Image two = new Image(90); Image three = new Image(90)) {
                assertEquals(1, told.stream().filter(text -> text.contains("beyond")).count(), told.toString());
                assertTrue(told.toString().contains(Image.class.getName()), told.toString());
                assertFalse(one.equals(two) || two.equals(three));
            }
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void handlesTellTheBytesOfAClass() throws Exception {
        String type = Image.class.getName();
        Handles.registerMXBean();
        try (Image image = new Image(12345)) {
            assertTrue(image.toString() != null && Handles.report().contains(", 12345 bytes"), Handles.report());
            assertTrue(Handles.openMetrics().contains(
                    "ffiguard_handles_live_bytes{side=\"java\",type=\"" + type + "\"} 12345\n"), Handles.openMetrics());
            Handles.HandlesMXBean bean = JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(),
                    new ObjectName("dev.ffiguard:type=Handles"), Handles.HandlesMXBean.class);
            assertEquals(12345, bean.getBytesByType().get(type));
        }
    }

    @Test
    void aLimitIsNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.setLimit(-1));
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.warnAt(-1));
    }
}
