// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import dev.ffiguard.Handles;
import dev.ffiguard.example.Meter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** C++'s ledger and Java's lines side by side; argument "none": over a shim without a ledger. */
final class LedgerTest {
    public static void main(String[] args) throws InterruptedException {
        Ledger ledger = new Ledger(Ffiguard.load("meter"));
        if (args.length == 1) {
            withoutLedger(ledger);
        } else {
            withLedger(ledger);
        }
        abandoned(ledger);
    }

    private static void that(boolean holds, Object otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static void withoutLedger(Ledger ledger) {
        that(!ledger.setLevel(Handles.Level.RECORD), "a level without a ledger");
        try (Meter meter = new Meter()) {
            meter.add(1);
            that(ledger.types().isEmpty() && ledger.held().isEmpty() && ledger.report().isEmpty(), ledger.report());
            that(ledger.history(4711).isEmpty(), ledger.history(4711));
        }
    }

    /** The collector's word passes by the ledger, and the object is released all the same. */
    private static void abandoned(Ledger ledger) throws InterruptedException {
        Handles.useLedger(ledger);
        Handles.onAbandoned(null);
        new Meter();
        for (int i = 0; i < 1000 && Handles.types().get(0).abandoned() == 0; i++) {
            System.gc();
            Thread.sleep(5);
        }
        that(Handles.types().get(0).abandoned() == 1, Handles.types());
        for (int i = 0; i < 1000 && ledger.types().stream().anyMatch(type -> type.live() != 0); i++) {
            Thread.sleep(5);
        }
        that(ledger.types().stream().allMatch(type -> type.live() == 0), ledger.types());
        that(ledger.references().isEmpty() && Handles.references().isEmpty(), ledger.references());
    }

    private static void withLedger(Ledger ledger) {
        new Meter().close(); // counted, without a record
        that(ledger.held().isEmpty(), ledger.held());
        that(ledger.setLevel(Handles.Level.RECORD), "no ledger");
        List<Meter> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(new Meter());
        }
        Set<Long> tokens = ledger.held().stream().map(Ledger.Held::value).collect(Collectors.toSet());
        that(tokens.size() == 3, ledger.held());
        open.remove(0).close();

        List<Ledger.Held> held = ledger.held();
        that(held.size() == 2, held);
        for (Ledger.Held one : held) {
            that(one.type().contains("meter") && one.parent() == 0 && !one.isClosing(), one);
            // The compiler may have put the body of meter_new() elsewhere, which has no name here.
            that(one.openedBy().matches("(meter_new\\+0x[0-9a-f]+ \\()?libmeter\\.so\\+0x[0-9a-f]+\\)?"), one);
            that(one.openedAt().matches("dev.ffiguard.ffm.LedgerTest.withLedger\\(LedgerTest.java:\\d+\\)"), one);
        }
        String type = held.get(0).type();
        Ledger.Type meters = ledger.types().stream().filter(each -> each.type().equals(type)).findFirst().orElseThrow();
        that(meters.opened() == 4 && meters.released() == 2 && meters.live() == 2, meters);
        Handles.useLedger(ledger);
        String metrics = Handles.openMetrics();
        that(metrics.contains("\nffiguard_violations_total{side=\"cpp\"} 0\n# TYPE ffiguard_release_queue_length gauge\n"),
                metrics);
        that(metrics.endsWith("\n# EOF\n"), metrics);
        String report = ledger.report();
        that(report.contains(type + ": 2 open (4 opened, 2 released, 0 given away)"), report);
        that(report.contains("    2 opened by " + held.get(0).openedBy() + ", at " + held.get(0).openedAt() + ", the oldest "),
                report);
        System.out.print(report);
        held.forEach(one -> tokens.remove(one.value()));
        String closed = ledger.history(tokens.iterator().next());
        that(closed.startsWith("opened as ") && closed.contains(", closed at ") && closed.contains("libmeter.so+0x"), closed);

        open.forEach(Meter::close);
        that(ledger.held().isEmpty() && ledger.report().contains(type + ": 0 open (4 opened, 4 released"), ledger.report());
    }
}
