// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What {@link Handles} knows, as events of Java Flight Recorder. Nothing without that. */
final class HandleEvents {
    /** A runtime image may be without the module. */
    private static final boolean HAS_JFR = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    static {
        // JFR keeps what it calls, and so its class loader. A loader that may be dropped registers
        // no event.
        if (HAS_JFR && HandleEvents.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
            Periodic.begin();
        }
    }

    private HandleEvents() {}

    /** The periodic events begin with the first call of anything here. */
    static void begin() {}

    static void opened(String type, long token) {
        if (HAS_JFR) {
            HandleOpen event = new HandleOpen();
            if (event.shouldCommit()) {
                event.type = type;
                event.token = token;
                event.commit();
            }
        }
    }

    static void closed(String type, long token, Handles.Opening opening) {
        if (HAS_JFR) {
            HandleClose event = new HandleClose();
            if (event.shouldCommit()) {
                event.type = type;
                event.token = token;
                event.age = opening == null ? 0 : opening.age().toNanos();
                event.commit();
            }
        }
    }

    static void abandoned(Handles.Abandonment told, long token) {
        if (HAS_JFR) {
            HandleAbandoned event = new HandleAbandoned();
            if (event.shouldCommit()) {
                event.type = told.type();
                event.token = token;
                event.openedAt = told.openedAt();
                event.age = told.age().toNanos();
                event.commit();
            }
        }
    }

    @Name("ffiguard.HandleOpen")
    @Label("Handle Open")
    @Category("ffiguard")
    @Description("An object with one of C++ behind it was opened")
    @Enabled(false)
    static final class HandleOpen extends Event {
        @Label("Type")
        String type;

        @Label("Token")
        long token;
    }

    @Name("ffiguard.HandleClose")
    @Label("Handle Close")
    @Category("ffiguard")
    @Description("It was closed, or released by the collector")
    @Enabled(false)
    static final class HandleClose extends Event {
        @Label("Type")
        String type;

        @Label("Token")
        long token;

        @Label("Age")
        @Description("0 where the place of its opening was not kept")
        @Timespan
        long age;
    }

    @Name("ffiguard.HandleAbandoned")
    @Label("Handle Abandoned")
    @Category("ffiguard")
    @Description("Nobody has closed it: the collector releases it")
    @StackTrace(false)
    static final class HandleAbandoned extends Event {
        @Label("Type")
        String type;

        @Label("Token")
        long token;

        @Label("Opened At")
        String openedAt;

        @Label("Age")
        @Timespan
        long age;
    }

    @Name("ffiguard.LiveHandles")
    @Label("Live Handles")
    @Category("ffiguard")
    @Description("What is open, by class")
    @Period("10 s")
    @StackTrace(false)
    static final class LiveHandles extends Event {
        @Label("Type")
        String type;

        @Label("Live")
        long live;

        @Label("Opened")
        long opened;

        @Label("Released")
        long released;

        @Label("Abandoned")
        long abandoned;

        @Label("Bytes")
        @Description("Of native memory, where the class tells them")
        @DataAmount
        long bytes;
    }

    @Name("ffiguard.JniReferences")
    @Label("JNI References")
    @Category("ffiguard")
    @Description("References to Java objects that C++ holds, by class; needs a ledger, see Handles.useLedger")
    @Period("10 s")
    @StackTrace(false)
    static final class JniReferences extends Event {
        @Label("Type")
        String type;

        @Label("Referent")
        @Description("The class of the Java objects")
        String referent;

        @Label("Live")
        long live;

        @Label("Lag")
        @Description("Since the oldest of them was made")
        @Timespan(Timespan.MILLISECONDS)
        long lag;
    }

    private static final class Periodic {
        static void begin() {
            FlightRecorder.addPeriodicEvent(LiveHandles.class, Periodic::tell);
            FlightRecorder.addPeriodicEvent(JniReferences.class, Periodic::tellReferences);
        }

        private static void tellReferences() {
            for (CppLedger.References one : Handles.references()) {
                JniReferences event = new JniReferences();
                event.type = one.type();
                event.referent = one.referent();
                event.live = one.live();
                event.lag = one.lag().toMillis();
                event.commit();
            }
        }

        private static void tell() {
            for (Handles.TypeStats type : Handles.types()) {
                LiveHandles event = new LiveHandles();
                event.type = type.type();
                event.live = type.live();
                event.opened = type.opened();
                event.released = type.released();
                event.abandoned = type.abandoned();
                event.bytes = NativeMemory.of(type.type());
                event.commit();
            }
        }
    }
}
