// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeObject;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The settings file as it is used on a process that runs already: by jcmd. Argument: the file. */
final class JfrSettingsTest {
    private static final class Counted extends NativeObject {
        Counted() {
            super(() -> 1, token -> { });
        }
    }

    private static String jcmd(String... arguments) throws Exception {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(ProcessHandle.current().pid()));
        command.command().addAll(List.of(arguments));
        Process started = command.redirectErrorStream(true).start();
        String said = new String(started.getInputStream().readAllBytes());
        Check.that(started.waitFor() == 0, said);
        return said;
    }

    private static Map<String, Integer> eventsOf(String settings) throws Exception {
        Path file = Files.createTempFile("settings", ".jfr");
        String said = jcmd("JFR.start", "name=handles", "settings=default", "settings=" + settings);
        Check.that(said.contains("Started recording"), said);
        for (int i = 0; i < 7; i++) {
            openAndClose();
        }
        said = jcmd("JFR.stop", "name=handles", "filename=" + file);
        Check.that(said.contains("Stopped recording"), said);
        Map<String, Integer> events = new HashMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String name = event.getEventType().getName();
            events.merge(name, 1, Integer::sum);
            if (name.equals("ffiguard.HandleOpen") || name.equals("ffiguard.HandleClose")) {
                Check.that(event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getName().equals("openAndClose")), event);
            }
        }
        Files.delete(file);
        return events;
    }

    private static void openAndClose() {
        new Counted().close();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> events = eventsOf("default");
        Check.that(!events.containsKey("ffiguard.HandleOpen"), events);
        events = eventsOf(args[0]);
        Check.that(events.getOrDefault("ffiguard.HandleOpen", 0) == 7
                && events.getOrDefault("ffiguard.HandleClose", 0) == 7, events);
        Check.that(events.containsKey("jdk.CPULoad") || events.containsKey("jdk.JVMInformation"), events); // the JDK's, too
    }
}
