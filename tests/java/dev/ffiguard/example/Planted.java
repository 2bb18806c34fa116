// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeLedger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * For tests/java/planted.sh: leaves 3 streams open at one line, abandons 5 at another, closes 4, makes 4 mistakes,
 * and checks what Java's own tools say. It begins when a line comes in, and ends with its input: a tracer needs the process.
 */
final class Planted {
    private static final String STREAM = ZpressOutputStream.class.getName() + "$Stream";
    private static final List<ZpressOutputStream> kept = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        int leakLine = Integer.parseInt(args[0]);
        int abandonLine = Integer.parseInt(args[1]);
        Handles.setLevel(Handles.Level.RECORD);
        Handles.useLedger(new NativeLedger());
        List<Handles.Abandonment> told = new ArrayList<>();
        Handles.onAbandoned(one -> {
            synchronized (told) {
                told.add(one);
            }
        });
        new ZpressOutputStream(OutputStream.nullOutputStream(), 1).close(); // a tracer needs the library
        System.out.println("ready");
        System.in.read();

        Path file = Files.createTempFile("planted", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("ffiguard.HandleOpen");
            recording.start();
            for (int i = 0; i < 3; i++) {
                leak();
            }
            for (int i = 0; i < 5; i++) {
                abandon();
            }
            for (int i = 0; i < 4; i++) {
                new ZpressOutputStream(OutputStream.nullOutputStream(), 1).close();
                violate();
            }
            for (int i = 0; i < 1000 && of().abandoned() < 5; i++) {
                System.gc();
                Thread.sleep(5);
            }
            recording.stop();
            recording.dump(file);
        }
        Check.that(of().live() == 3 && of().opened() == 13 && of().abandoned() == 5, of());
        String leak = "dev.ffiguard.example.Planted.leak(Planted.java:" + leakLine + ")";
        Check.that(Handles.places().size() == 1, Handles.places());
        Check.that(Handles.report().contains("    3 opened at " + leak), Handles.report());
        synchronized (told) { // once a place
            Check.that(told.size() == 1 && told.get(0).openedAt().contains("Planted.java:" + abandonLine + ")"), told);
        }
        String metrics = Handles.openMetrics();
        Check.that(metrics.contains("\nffiguard_handles_live{side=\"java\",type=\"" + STREAM + "\"} 3\n")
                && metrics.contains("\nffiguard_violations_total{side=\"cpp\"} 4\n")
                && metrics.contains("\n# TYPE ffiguard_release_queue_length gauge\n"), metrics);
        Map<Integer, Integer> opened = new HashMap<>();
        Map<Integer, Integer> abandoned = new HashMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("ffiguard.HandleOpen")) {
                opened.merge(line(event).orElse(0), 1, Integer::sum);
            } else if (event.getEventType().getName().equals("ffiguard.HandleAbandoned")) {
                String at = event.getString("openedAt");
                abandoned.merge(Integer.parseInt(at.replaceAll(".*Planted.java:(\\d+)\\).*", "$1")), 1, Integer::sum);
            }
        }
        Files.delete(file);
        Check.that(opened.get(leakLine) == 3 && opened.get(abandonLine) == 5, opened);
        Check.that(abandoned.equals(Map.of(abandonLine, 5)), abandoned);
        System.out.println("planted");
        while (System.in.read() >= 0) { // until its end
        }
    }

    /** C++ opens an object, closes it, and reports it as released twice. */
    private static native void violate();

    private static Optional<Integer> line(RecordedEvent opened) {
        return opened.getStackTrace().getFrames().stream()
                .filter(frame -> frame.getMethod().getType().getName().equals(Planted.class.getName()))
                .map(RecordedFrame::getLineNumber).findFirst();
    }

    private static Handles.TypeStats of() {
        return Handles.types().stream().filter(each -> each.type().equals(STREAM)).findFirst()
                .orElse(new Handles.TypeStats(STREAM, 0, 0, 0, 0));
    }

    private static void leak() throws IOException {
        kept.add(new ZpressOutputStream(OutputStream.nullOutputStream(), 1)); // LEAK
    }

    private static void abandon() throws IOException {
        new ZpressOutputStream(OutputStream.nullOutputStream(), 1).write(1); // ABANDON
    }
}
