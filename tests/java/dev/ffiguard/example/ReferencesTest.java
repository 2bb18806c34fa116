// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.CppLedger;
import dev.ffiguard.Handles;
import dev.ffiguard.NativeLedger;
import dev.ffiguard.NativeObject;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import javax.management.JMX;
import javax.management.ObjectName;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What C++ holds by references is told by class: the same in every way of looking. */
final class ReferencesTest {
    private static final CppLedger ledger = new NativeLedger();

    private static final class Listener {}

    private static final class Widget extends NativeObject {
        Widget() {
            super(ReferenceShim::open, ReferenceShim::release);
        }
    }

    public static void main(String[] args) throws Exception {
        ReferenceShim.letGo(); // loads it
        withoutALedger();
        belowRecord();
        planted();
        lambdas();
        whileTheyComeAndGo();
        theLinesOfJava();
        recordedLines();
        onVirtualThreads();
        recordedAndStopped();
        ReferenceShim.letGo();
        Check.that(ledger.references().isEmpty(), ledger.references());
    }

    private static CppLedger.References of(String type, Class<?> referent) {
        return ledger.references().stream()
                .filter(one -> one.type().equals("jni::" + type) && one.referent().equals(referent.getName()))
                .findFirst().orElse(new CppLedger.References(type, referent.getName(), 0, Duration.ZERO));
    }

    private static void withoutALedger() {
        Handles.useLedger(null);
        ReferenceShim.hold(new Listener());
        Check.that(Handles.references().isEmpty(), Handles.references());
        Check.that(!Handles.openMetrics().contains("references"), Handles.openMetrics());
        ReferenceShim.letGo();
        Handles.useLedger(ledger);
    }

    private static void belowRecord() {
        Check.that(ledger.setLevel(Handles.Level.COUNT), "no ledger");
        ReferenceShim.hold(new Listener());
        Check.that(ledger.references().isEmpty(), ledger.references());
        CppLedger.Type globals = ledger.types().stream().filter(one -> one.type().equals("jni::global_ref"))
                .findFirst().orElseThrow();
        Check.that(globals.live() == 1, globals);
        ReferenceShim.letGo();
    }

    private static void planted() throws Exception {
        Check.that(ledger.setLevel(Handles.Level.RECORD), "no ledger");
        List<Listener> listeners = List.of(new Listener(), new Listener(), new Listener());
        ReferenceShim.hold("text");
        Thread.sleep(60); // so that it is the oldest
        listeners.forEach(ReferenceShim::hold);
        ReferenceShim.watch(listeners.get(0));
        ReferenceShim.holdForAMoment(new Listener());

        Check.that(of("global_ref", Listener.class).live() == 3, ledger.references());
        Check.that(of("weak_ref", Listener.class).live() == 1, ledger.references());
        Check.that(of("global_ref", String.class).live() == 1, ledger.references());
        CppLedger.References first = ledger.references().get(0);
        Check.that(first.referent().equals("java.lang.String") && first.lag().toMillis() >= 50, ledger.references());
        Check.that(ledger.references().get(1).lag().compareTo(first.lag()) <= 0, ledger.references());
        Check.that(Handles.references().size() == 3, Handles.references());

        String report = ledger.report();
        Check.that(report.contains("3 jni::global_ref of " + Listener.class.getName() + ", the oldest "), report);
        String metrics = Handles.openMetrics();
        Check.that(metrics.contains("\nffiguard_references_live{side=\"cpp\",type=\"jni::global_ref\",referent=\""
                + Listener.class.getName() + "\"} 3\n"), metrics);
        Check.that(Pattern.compile("\nffiguard_references_lag_seconds\\{side=\"cpp\",type=\"jni::global_ref\","
                + "referent=\"java.lang.String\"\\} [0-9]+\\.[0-9]").matcher(metrics).find() && metrics.endsWith("\n# EOF\n"), metrics);
        Handles.registerMXBean();
        Handles.HandlesMXBean read = JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("dev.ffiguard:type=Handles"), Handles.HandlesMXBean.class);
        Check.that(read.getReferencesByClass().get(Listener.class.getName()) == 4, read.getReferencesByClass());
        Check.that(read.getReferenceLagMillisByClass().get("java.lang.String") >= 50,
                read.getReferenceLagMillisByClass());
        inAFlightRecording();

        ReferenceShim.letGo();
        Check.that(ledger.references().isEmpty(), ledger.references());
    }

    private static void inAFlightRecording() throws Exception {
        Path file = Files.createTempFile("references", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("ffiguard.JniReferences").with("period", "everyChunk");
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        long live = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("ffiguard.JniReferences")
                    && event.getString("referent").equals(Listener.class.getName())
                    && event.getString("type").equals("jni::global_ref")) {
                live = event.getLong("live");
            }
        }
        Files.delete(file);
        Check.that(live == 3, live);
    }

    /** All lambdas of a class are one kind: their own names are different in each run. */
    private static void lambdas() {
        for (int i = 0; i < 3; i++) {
            int captured = i;
            Runnable lambda = () -> Check.that(captured >= 0, captured);
            ReferenceShim.hold(lambda);
        }
        Check.that(ledger.references().size() == 1 && ledger.references().get(0).live() == 3
                && ledger.references().get(0).referent().startsWith(ReferencesTest.class.getName() + "$$Lambda")
                && !ledger.references().get(0).referent().contains("/"), ledger.references());
        ReferenceShim.letGo();
    }

    /** Nobody looks at a reference that is being deleted. */
    private static void whileTheyComeAndGo() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Void> reader = Check.onThread(() -> {
            while (!done.get()) {
                for (CppLedger.References one : ledger.references()) {
                    Check.that(one.referent().equals(Listener.class.getName()), one);
                }
            }
            return null;
        });
        for (int i = 0; i < 20_000; i++) {
            ReferenceShim.holdForAMoment(new Listener());
        }
        done.set(true);
        reader.get();
        Check.that(ledger.references().isEmpty(), ledger.references());
    }

    private static void heldHere() {
        ReferenceShim.hold(new Listener());
    }

    private static List<String> linesOf(String type) {
        return ledger.held().stream().filter(one -> one.type().equals(type)).map(CppLedger.Held::openedAt).toList();
    }

    /** Of what no Java object stands for: C++ asks the VM. */
    private static void recordedLines() {
        heldHere();
        Check.that(linesOf("jni::global_ref").equals(List.of("")), ledger.held());
        ReferenceShim.letGo();
        ReferenceShim.recordLines();
        ReferenceShim.recordLines();
        for (int i = 0; i < 3; i++) {
            heldHere();
        }
        List<String> lines = linesOf("jni::global_ref");
        String here = ReferencesTest.class.getName();
        Check.that(lines.size() == 3 && lines.stream().distinct().count() == 1, lines);
        Check.that(lines.get(0).matches(here + "\\.heldHere\\(ReferencesTest.java:\\d+\\), called by " + here
                + "\\.recordedLines\\(ReferencesTest.java:\\d+\\), called by " + here + "\\.main\\(.*"), lines);
        String report = ReferenceShim.report();
        Check.that(report.contains("3 jni::global_ref of " + Listener.class.getName() + " opened at ")
                && report.contains("\n    by " + lines.get(0) + "\n"), report);
        ReferenceShim.letGo();
    }

    private static void onVirtualThreads() throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException old) {
            return;
        }
        Thread started = (Thread) start.invoke(null, (Runnable) ReferencesTest::heldHere);
        started.join();
        Check.that(linesOf("jni::global_ref").get(0).startsWith(ReferencesTest.class.getName() + ".heldHere("),
                ledger.held());
        ReferenceShim.letGo();
    }

    /** While others record. */
    private static void recordedAndStopped() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Void> holder = Check.onThread(() -> {
            while (!done.get()) {
                ReferenceShim.holdForAMoment(new Listener());
            }
            return null;
        });
        for (int i = 0; i < 200; i++) {
            ReferenceShim.stopLines();
            ReferenceShim.recordLines();
        }
        done.set(true);
        holder.get();
        ReferenceShim.stopLines();
        ReferenceShim.stopLines();
        heldHere();
        Check.that(linesOf("jni::global_ref").equals(List.of("")), ledger.held());
        ReferenceShim.letGo();
    }

    /** A stripped JNI shim, and the Java line beside each token that C++ holds. */
    private static void theLinesOfJava() {
        Widget open = new Widget();
        List<CppLedger.Held> held = ledger.held();
        Check.that(held.size() == 1 && held.get(0).type().equals("thing"), held);
        Check.that(held.get(0).openedAt().startsWith(
                "dev.ffiguard.example.ReferencesTest.theLinesOfJava(ReferencesTest.java:"), held);
        Check.that(held.get(0).openedBy().contains("libreference_shim.so+0x"), held);
        Check.that(ledger.report().contains(", at " + held.get(0).openedAt() + ", the oldest "), ledger.report());
        open.close();
        Check.that(ledger.held().isEmpty(), ledger.held());
        String history = ledger.history(held.get(0).value());
        Check.that(history.startsWith("opened as thing at ") && history.contains(", closed at "), history);
        Check.that(ledger.history(4711).isEmpty(), ledger.history(4711));
    }
}
