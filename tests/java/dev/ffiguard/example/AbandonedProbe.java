// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.Handles;
import dev.ffiguard.NativeLedger;
import dev.ffiguard.NativeObject;

/** For tests/java/probes.sh: abandons objects as soon as a tracer listens. */
final class AbandonedProbe {
    private static final class Dropped extends NativeObject {
        Dropped() {
            super(ReferenceShim::open, ReferenceShim::release);
        }
    }

    public static void main(String[] args) throws Exception {
        ReferenceShim.letGo(); // loads it
        Handles.useLedger(new NativeLedger());
        Handles.onAbandoned(null);
        System.out.println("ready");
        while (!ReferenceShim.isTraced()) {
            Thread.sleep(5);
        }
        new Dropped().close();
        drop();
        while (abandoned() < 5) {
            System.gc();
            Thread.sleep(5);
        }
        // Of the last one the release may not have begun: it has when there is none.
        while (new NativeLedger().types().stream().anyMatch(one -> one.type().equals("thing") && one.live() != 0)) {
            Thread.sleep(5);
        }
        System.out.println("done");
        while (System.in.read() >= 0) { // the tracer needs the process
        }
    }

    private static void drop() {
        for (int i = 0; i < 5; i++) {
            new Dropped();
        }
    }

    private static long abandoned() {
        return Handles.types().stream().mapToLong(Handles.TypeStats::abandoned).sum();
    }
}
