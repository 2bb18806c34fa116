// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeObject;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

import javax.management.JMX;
import javax.management.ObjectName;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A program with planted leaks: every way of looking tells the same numbers and lines. */
final class HandlesTest {
    private static final String STREAM = ZpressOutputStream.class.getName() + "$Stream";
    private static final String COUNTED = Counted.class.getName();
    private static final List<Handles.Abandonment> told = new CopyOnWriteArrayList<>();

    public static void main(String[] args) throws Exception {
        Handles.onAbandoned(told::add);
        sampledByDefault();
        planted();
        refusedAndReopened();
        noLeaks();
        off();
        whatTheUserThrows();
        Check.everythingReleased();
    }

    private static ZpressOutputStream stream() throws IOException {
        return new ZpressOutputStream(OutputStream.nullOutputStream(), 1);
    }

    private static Handles.TypeStats of(String type) {
        return Handles.types().stream().filter(each -> each.type().equals(type)).findFirst()
                .orElse(new Handles.TypeStats(type, 0, 0, 0, 0));
    }

    /** A NativeObject without C++ behind it. */
    private static final class Counted extends NativeObject {
        Counted() {
            super(() -> 1, token -> { });
        }
    }

    private static long opensOf(int count) {
        List<Counted> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(new Counted());
        }
        Check.that(of(COUNTED).live() == count, of(COUNTED));
        long kept = Handles.places().stream().mapToLong(Handles.Place::live).sum();
        open.forEach(NativeObject::close);
        Check.that(of(COUNTED).live() == 0 && Handles.places().isEmpty(), of(COUNTED));
        return kept;
    }

    /** Without a level each is counted, and some have their place: more, once the class leaks. */
    private static void sampledByDefault() throws Exception {
        Check.that(Handles.level() == Handles.Level.COUNT, Handles.level());
        long kept = opensOf(50_000);
        Check.that(kept > 10 && kept < 120, kept + " places kept"); // 49
        dropCounted();
        awaitAbandoned(COUNTED, 1);
        kept = opensOf(50_000);
        Check.that(kept > 600 && kept < 1000, kept + " places kept"); // 781
        told.clear();
    }

    private static void dropCounted() {
        new Counted();
    }

    private static void abandon() throws IOException {
        stream().write(1);
    }

    private static void awaitAbandoned(String type, long count) throws InterruptedException {
        for (int i = 0; i < 1000 && of(type).abandoned() < count; i++) {
            System.gc();
            Thread.sleep(5);
        }
        Check.that(of(type).abandoned() == count, of(type));
    }

    private static void planted() throws Exception {
        Handles.setLevel(Handles.Level.RECORD);
        Handles.registerMXBean();
        Handles.registerMXBean();
        ObjectName bean = new ObjectName("dev.ffiguard:type=Handles");
        Path file = Files.createTempFile("handles", ".jfr");
        List<ZpressOutputStream> leaked = new ArrayList<>();
        try (Recording recording = new Recording()) {
            recording.enable("ffiguard.HandleOpen");
            recording.enable("ffiguard.HandleClose");
            recording.enable("ffiguard.LiveHandles").with("period", "everyChunk");
            recording.start();
            for (int i = 0; i < 3; i++) {
                leaked.add(stream());
            }
            for (int i = 0; i < 5; i++) {
                abandon();
            }
            for (int i = 0; i < 4; i++) {
                stream().close();
            }
            awaitAbandoned(STREAM, 5);
            recording.stop();
            recording.dump(file);
        }

        Check.that(of(STREAM).live() == 3, of(STREAM));
        Check.that(Handles.places().size() == 1, Handles.places());
        Handles.Place place = Handles.places().get(0);
        Check.that(place.live() == 3 && place.type().equals(STREAM), place);
        Check.that(place.openedAt().matches("dev.ffiguard.example.HandlesTest.stream\\(HandlesTest.java:\\d+\\)"), place);
        Check.that(told.size() == 1, told); // once a place
        Check.that(told.get(0).type().equals(STREAM) && told.get(0).openedAt().contains("HandlesTest.java:"), told);
        String report = Handles.report();
        Check.that(report.contains(STREAM + ": 3 open (12 opened, 4 released, 5 abandoned)"), report);
        Check.that(report.contains("    3 opened at " + place.openedAt() + ", the oldest "), report);

        String metrics = Handles.openMetrics();
        Check.that(metrics.contains("\nffiguard_handles_live{side=\"java\",type=\"" + STREAM + "\"} 3\n"), metrics);
        Check.that(metrics.contains("\nffiguard_handles_abandoned_total{side=\"java\",type=\"" + STREAM + "\"} 5\n"),
                metrics);
        Check.that(metrics.endsWith("\n# EOF\n"), metrics);

        var server = ManagementFactory.getPlatformMBeanServer();
        Handles.HandlesMXBean read = JMX.newMXBeanProxy(server, bean, Handles.HandlesMXBean.class);
        Check.that(read.getLiveByType().get(STREAM) == 3, read.getLiveByType());
        Check.that(read.getAbandonedByType().get(STREAM) == 5, read.getAbandonedByType());
        Check.that(read.report().contains(place.openedAt()), read.report());
        read.setLevel("count");
        Check.that(read.getLevel().equals("count"), read.getLevel());
        read.setLevel("record");

        int opened = 0;
        int closed = 0;
        int abandoned = 0;
        long live = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            switch (event.getEventType().getName()) {
                case "ffiguard.HandleOpen" -> {
                    opened++;
                    Check.that(event.getStackTrace().getFrames().stream()
                            .anyMatch(f -> f.getMethod().getName().equals("stream")), event);
                }
                case "ffiguard.HandleClose" -> closed++;
                case "ffiguard.HandleAbandoned" -> {
                    abandoned++;
                    Check.that(event.getString("openedAt").equals(told.get(0).openedAt()), event);
                }
                case "ffiguard.LiveHandles" -> live = event.getString("type").equals(STREAM) ? event.getLong("live") : live;
                default -> { }
            }
        }
        Files.delete(file);
        Check.that(opened == 12 && closed == 9 && abandoned == 5 && live == 3,
                opened + " " + closed + " " + abandoned + " " + live);
        for (ZpressOutputStream each : leaked) {
            each.close();
        }
        Check.that(of(STREAM).live() == 0 && Handles.places().isEmpty(), of(STREAM));
    }

    /** A NativeObject without C++ behind it, whose release may refuse. */
    private static final class Stubborn extends NativeObject {
        static int refusals;

        Stubborn(LongConsumer release) {
            super(() -> 1, release);
        }

        static void refuse(long token) {
            if (refusals-- > 0) {
                throw new IllegalStateException("in use");
            }
        }

        boolean reopened() {
            return reopened(token -> 0); // the call that was inside has been refused
        }
    }

    private static void refusedAndReopened() {
        Stubborn.refusals = 1;
        Stubborn object = new Stubborn(Stubborn::refuse);
        String type = Stubborn.class.getName();
        Check.refuses(IllegalStateException.class, "in use", object::close);
        Check.that(of(type).live() == 1, of(type));
        object.close();
        Check.that(of(type).live() == 0 && of(type).released() == 1, of(type));
        Check.that(object.reopened(), "not reopened");
        Check.that(of(type).live() == 1 && Handles.places().size() == 1, of(type));
        object.close();
        Check.that(of(type).live() == 0 && of(type).opened() == 1 && Handles.places().isEmpty(), of(type));
    }

    private static void noLeaks() throws Exception {
        Handles.setLevel(Handles.Level.COUNT);
        Handles.noLeaks(() -> stream().close());
        List<ZpressOutputStream> open = new ArrayList<>();
        try {
            Handles.noLeaks(() -> open.add(stream()));
            throw new IllegalStateException("a leak is not seen");
        } catch (AssertionError seen) {
            Check.that(seen.getMessage().startsWith("never closed: {" + STREAM + "=1}"), seen.getMessage());
            Check.that(seen.getMessage().contains("HandlesTest.java:"), seen.getMessage());
        }
        Check.that(Handles.level() == Handles.Level.COUNT, Handles.level());
        open.get(0).close();
    }

    private static void off() throws Exception {
        Handles.setLevel(Handles.Level.OFF);
        long opened = of(STREAM).opened();
        stream().close();
        Check.that(of(STREAM).opened() == opened, of(STREAM));
        Handles.setLevel(Handles.Level.RECORD);
    }

    /** It goes to the handler of the cleaner's thread, and the object is released all the same. */
    private static void whatTheUserThrows() throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        Handles.onAbandoned(abandonment -> {
            throw new IllegalArgumentException("of the user");
        });
        long before = of(STREAM).abandoned();
        abandonElsewhere();
        awaitAbandoned(STREAM, before + 1);
        Check.everythingReleased();
        Check.that(uncaught.size() == 1 && uncaught.get(0) instanceof IllegalArgumentException, uncaught);
    }

    private static void abandonElsewhere() throws IOException {
        new ZpressOutputStream(OutputStream.nullOutputStream(), 1).write(1);
    }
}
