// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Which {@link NativeObject}s are open, where they were opened, and which were never closed.
 *
 * <p>An object that the garbage collector releases was never closed: this is certain, not a guess.
 * The first of each place is reported, see {@link #onAbandoned}. The numbers of a type are exact at
 * every level but OFF. Thread-safe.
 */
public final class Handles {
    /** How much is kept. What was opened at a lower level keeps what it has. */
    public enum Level {
        /** nothing */
        OFF,
        /**
         * numbers by type; the stack of one opening in 1,024, and of one in 64 once objects of the
         * class were abandoned
         */
        COUNT,
        /** the same */
        SAMPLE,
        /** the stack of every opening: some microseconds each */
        RECORD
    }

    /** The objects of one class. */
    public record TypeStats(String type, long live, long opened, long released, long abandoned) {}

    /**
     * An object that was never closed.
     *
     * @param openedAt the line that opened it, and its callers up to the first of another class;
     *     "" where the stack was not kept
     * @param age zero if the stack was not kept
     */
    public record Abandonment(String type, String openedAt, Duration age) {}

    /** Where objects were opened that are open now; at levels below RECORD a sample. */
    public record Place(String type, String openedAt, long live, Duration oldest) {}

    /** For JConsole and its like, see {@link #registerMXBean}. */
    public interface HandlesMXBean {
        Map<String, Long> getLiveByType();

        Map<String, Long> getAbandonedByType();

        /** Of native memory, see {@link NativeMemory}. */
        Map<String, Long> getBytesByType();

        /** JNI references that C++ holds, by the class of the Java objects, see {@link #useLedger}. */
        Map<String, Long> getReferencesByClass();

        /** Since the oldest of them was made. */
        Map<String, Long> getReferenceLagMillisByClass();

        String getLevel();

        void setLevel(String level);

        String report();
    }

    /** The stacks that are kept. What finds no room is counted, in dropped(). */
    private static final int ROOM = 1 << 18;

    private static final int TOLD_ROOM = 1 << 10;

    private static final Map<String, Kind> KINDS = new ConcurrentHashMap<>();
    private static final ClassValue<Kind> KIND_OF = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            return KINDS.computeIfAbsent(type.getName(), Kind::new);
        }
    };
    private static final Set<Opening> OPENINGS = ConcurrentHashMap.newKeySet();
    private static final AtomicLong RECORDED = new AtomicLong();
    private static final LongAdder DROPPED = new LongAdder();
    private static volatile Level level = levelOfStart();
    private static volatile Consumer<Abandonment> onAbandoned = Handles::log;
    private static volatile CppLedger ledger; // null: none

    private Handles() {}

    private static Level levelOfStart() {
        String said = System.getProperty("dev.ffiguard.level");
        return levelNamed(said != null ? said : System.getenv("FFIGUARD_OBSERVE_LEVEL"));
    }

    /** As C++ and Go read it: what is unknown is COUNT. */
    private static Level levelNamed(String name) {
        for (Level each : Level.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        return Level.COUNT;
    }

    /**
     * The level. Until you set it, that of the system property dev.ffiguard.level, or of
     * FFIGUARD_OBSERVE_LEVEL in the environment (off, count, sample, record), or COUNT.
     */
    public static Level level() {
        return level;
    }

    /** From now on, for what Java opens. */
    public static void setLevel(Level to) {
        level = Objects.requireNonNull(to, "level");
    }

    /**
     * Calls tell for the first abandoned object of each place, on the cleaner's thread; if the
     * stack was not kept, for the first of its class. tell must not block; null: no calls. Until
     * you call this, the System.Logger "dev.ffiguard" gets a warning.
     */
    public static void onAbandoned(Consumer<Abandonment> tell) {
        onAbandoned = tell != null ? tell : ignored -> {};
    }

    /**
     * Connects a ledger: references() reads it, and it learns of each abandoned object, for the
     * probe of bpftrace. null (the default): none.
     */
    public static void useLedger(CppLedger ledger) {
        Handles.ledger = ledger;
        HandleEvents.begin();
    }

    /**
     * JNI references that C++ holds, by the class of the Java objects, the oldest first; none
     * without a ledger.
     */
    public static List<CppLedger.References> references() {
        CppLedger from = ledger;
        return from == null ? List.of() : from.references();
    }

    private static void log(Abandonment a) {
        System.getLogger("dev.ffiguard").log(System.Logger.Level.WARNING,
                "ffiguard: never closed, released by the collector: {0}, opened at {1}", a.type(),
                a.openedAt().isEmpty() ? "a place that was not kept: -Ddev.ffiguard.level=record keeps all"
                        : a.openedAt());
    }

    /** By the name of the class. */
    public static List<TypeStats> types() {
        return KINDS.values().stream().map(Kind::stats)
                .sorted(Comparator.comparing(TypeStats::type)).toList();
    }

    /** The most first. */
    public static List<Place> places() {
        record Key(String type, String openedAt) {}
        Map<Key, List<Opening>> groups = OPENINGS.stream()
                .collect(Collectors.groupingBy(each -> new Key(each.kind.name, each.place())));
        List<Place> all = new ArrayList<>();
        groups.forEach((key, group) -> all.add(new Place(key.type(), key.openedAt(), group.size(),
                group.stream().map(Opening::age).max(Comparator.naturalOrder()).orElseThrow())));
        all.sort(Comparator.comparingLong(Place::live).reversed().thenComparing(Place::openedAt));
        return all;
    }

    /** Where each open object was opened whose stack was kept, by its token: to join with C++'s ledger. */
    public static Map<Long, String> openedAt() {
        return OPENINGS.stream()
                .collect(Collectors.toMap(each -> each.token, Opening::place, (one, other) -> one));
    }

    /** Stacks that found no room: 262,144 are kept. */
    public static long dropped() {
        return DROPPED.sum();
    }

    /**
     * A report: a line for each class, and below it one for each place.
     *
     * <pre>
     * dev.ffiguard.example.ZpressOutputStream: 3 open (12 opened, 4 released, 5 abandoned)
     *     3 opened at Leak.main(Leak.java:12), the oldest 31.2 s ago
     * </pre>
     */
    public static String report() {
        StringBuilder text = new StringBuilder();
        List<Place> places = places();
        for (TypeStats type : types()) {
            long bytes = NativeMemory.of(type.type());
            text.append(String.format(Locale.ROOT, "%s: %d open (%d opened, %d released, %d abandoned)%s%n",
                    type.type(), type.live(), type.opened(), type.released(), type.abandoned(),
                    bytes == 0 ? "" : ", " + bytes + " bytes"));
            for (Place place : places) {
                if (place.type().equals(type.type())) {
                    text.append(String.format(Locale.ROOT, "    %d opened at %s, the oldest %.1f s ago%n",
                            place.live(), place.openedAt(), place.oldest().toMillis() / 1e3));
                }
            }
        }
        if (dropped() != 0) {
            text.append(String.format(Locale.ROOT, "%d stacks found no room%n", dropped()));
        }
        return text.toString();
    }

    /** The numbers as OpenMetrics 1.0 text, which Prometheus and its like read; side="java". */
    public static String openMetrics() {
        StringBuilder text = new StringBuilder();
        List<TypeStats> all = types();
        family(text, all, "ffiguard_handles_live", "gauge", "Resources that are open.", TypeStats::live);
        family(text, all, "ffiguard_handles_opened", "counter", "Resources that were opened.",
                TypeStats::opened);
        family(text, all, "ffiguard_handles_released", "counter", "Resources that were released.",
                TypeStats::released);
        family(text, all, "ffiguard_handles_abandoned", "counter",
                "Resources that nobody has closed: the collector found them.", TypeStats::abandoned);
        family(text, all, "ffiguard_handles_live_bytes", "gauge", "Their bytes, where the type tells them.",
                type -> NativeMemory.of(type.type()));
        head(text, "ffiguard_records_dropped", "counter", "Stacks that found no room.");
        text.append("ffiguard_records_dropped_total{side=\"java\"} ").append(dropped()).append('\n');
        CppLedger from = ledger;
        return text.append(from == null ? "" : from.metrics()).append("# EOF\n").toString();
    }

    private static void head(StringBuilder text, String name, String kind, String help) {
        text.append("# TYPE ").append(name).append(' ').append(kind).append("\n# HELP ").append(name)
                .append(' ').append(help).append('\n');
    }

    private static void family(StringBuilder text, List<TypeStats> all, String name, String kind,
            String help, ToLongFunction<TypeStats> value) {
        head(text, name, kind, help);
        String suffix = kind.equals("counter") ? "_total" : "";
        for (TypeStats type : all) { // the name of a class needs no escape
            text.append(name).append(suffix).append("{side=\"java\",type=\"").append(type.type())
                    .append("\"} ").append(value.applyAsLong(type)).append('\n');
        }
    }

    /**
     * Registers dev.ffiguard:type=Handles with the platform's MBean server, and starts it if
     * needed. Later calls do nothing.
     */
    public static void registerMXBean() throws JMException {
        ObjectName name = new ObjectName("dev.ffiguard:type=Handles");
        synchronized (Handles.class) {
            if (!ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(), name);
            }
        }
    }

    private static final class Bean implements HandlesMXBean {
        @Override
        public Map<String, Long> getLiveByType() {
            return types().stream().collect(Collectors.toMap(TypeStats::type, TypeStats::live));
        }

        @Override
        public Map<String, Long> getAbandonedByType() {
            return types().stream().collect(Collectors.toMap(TypeStats::type, TypeStats::abandoned));
        }

        @Override
        public Map<String, Long> getBytesByType() {
            return NativeMemory.byType();
        }

        @Override
        public Map<String, Long> getReferencesByClass() {
            return references().stream().collect(
                    Collectors.toMap(CppLedger.References::referent, CppLedger.References::live, Long::sum));
        }

        @Override
        public Map<String, Long> getReferenceLagMillisByClass() {
            return references().stream().collect(
                    Collectors.toMap(CppLedger.References::referent, one -> one.lag().toMillis(), Math::max));
        }

        @Override
        public String getLevel() {
            return level().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public void setLevel(String to) {
            Handles.setLevel(Level.valueOf(to.toUpperCase(Locale.ROOT)));
        }

        @Override
        public String report() {
            return Handles.report();
        }
    }

    /**
     * Runs body and fails if it leaves more objects open than before, or leaves any to the garbage
     * collector. For tests in which no other thread opens or closes objects. The message names the
     * places. (For JUnit there is the annotation NoLeaks, in examples/java/ffiguard-junit.)
     *
     * @throws AssertionError if it does
     */
    public static <E extends Exception> void noLeaks(Body<E> body) throws E {
        Objects.requireNonNull(body, "body");
        LeakCheck check = new LeakCheck();
        boolean returned = false;
        try {
            body.run();
            returned = true;
        } finally {
            check.end(returned);
        }
    }

    /** noLeaks() in two halves, for what calls a test's parts. Sets the level to RECORD until its end. */
    public static final class LeakCheck {
        private final Level before = level;
        private final Map<String, Long> had;
        private final Set<Opening> known;

        public LeakCheck() {
            setLevel(Level.RECORD);
            had = leaks();
            known = Set.copyOf(OPENINGS);
        }

        /**
         * @param fails whether it throws; if not, only the level is restored
         * @throws AssertionError if more is open than at the beginning, or was left to the garbage
         *     collector
         */
        public void end(boolean fails) {
            setLevel(before);
            Map<String, Long> more = new HashMap<>(leaks());
            had.forEach((type, count) -> more.merge(type, -count, Long::sum));
            more.values().removeIf(count -> count <= 0);
            if (fails && !more.isEmpty()) {
                String where = OPENINGS.stream().filter(each -> !known.contains(each))
                        .map(each -> each.kind.name + " opened at " + each.place()).distinct()
                        .collect(Collectors.joining("; "));
                throw new AssertionError("never closed: " + more + ": " + where);
            }
        }
    }

    /** What noLeaks() runs. */
    @FunctionalInterface
    public interface Body<E extends Exception> {
        void run() throws E;
    }

    private static Map<String, Long> leaks() {
        return types().stream().collect(Collectors.toMap(TypeStats::type, t -> t.live() + t.abandoned()));
    }

    /** The objects of one class. By its name, so that no class loader is kept. */
    static final class Kind {
        final String name;
        final LongAdder opened = new LongAdder();
        final LongAdder released = new LongAdder();
        final LongAdder abandoned = new LongAdder();
        final Set<String> told = ConcurrentHashMap.newKeySet();
        volatile boolean isLeaking;

        private Kind(String name) {
            this.name = name;
        }

        TypeStats stats() {
            long gone = released.sum(); // first: what comes and goes meanwhile must not seem closed early
            long collected = abandoned.sum();
            long all = opened.sum();
            return new TypeStats(name, Math.max(0, all - gone - collected), all, gone, collected);
        }
    }

    /** Where an object was opened that is open. It does not know the object. */
    static final class Opening {
        private final Kind kind;
        private final long token;
        private final Throwable stack = new Throwable();
        private final long since = System.nanoTime();

        private Opening(Kind kind, long token) {
            this.kind = kind;
            this.token = token;
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - since);
        }

        /** Behind the constructors, up to the first frame of another class. */
        String place() {
            StringBuilder text = new StringBuilder();
            for (StackTraceElement frame : stack.getStackTrace()) {
                if (text.isEmpty() && isOurs(frame)) {
                    continue;
                }
                text.append(text.isEmpty() ? "" : ", called by ").append(frame);
                if (!outermost(frame.getClassName()).equals(outermost(kind.name))) {
                    break;
                }
            }
            return text.toString();
        }

        private static String outermost(String type) {
            int nested = type.indexOf('$');
            return nested < 0 ? type : type.substring(0, nested);
        }

        private static boolean isOurs(StackTraceElement frame) {
            return frame.getMethodName().equals("<init>")
                    || frame.getClassName().startsWith(Handles.class.getName() + "$");
        }
    }

    /**
     * The record of one object. It is also the cleaner's action, so it must not refer to the
     * object; a separate action object would cost most of what the level COUNT costs.
     */
    abstract static class Watch {
        private static final VarHandle KIND;

        static {
            try {
                KIND = MethodHandles.lookup().findVarHandle(Watch.class, "kind", Kind.class);
            } catch (ReflectiveOperationException never) {
                throw new ExceptionInInitializerError(never);
            }
        }

        private volatile Kind kind; // null: not watched
        private volatile boolean isAbandoned; // written by the cleaner's thread alone
        private volatile Opening opening;

        /** Called when C++ has opened it, by the constructor. */
        final void opened(Class<?> type, long token) {
            Level now = level;
            if (now == Level.OFF) {
                return;
            }
            Kind of = KIND_OF.get(type);
            KIND.setRelease(this, of); // a volatile write would wait for all that were before it
            of.opened.increment();
            if (now == Level.RECORD || ThreadLocalRandom.current().nextInt(of.isLeaking ? 64 : 1024) == 0) {
                record(of, token);
            }
            HandleEvents.opened(of.name, token);
        }

        private void record(Kind of, long token) {
            if (RECORDED.incrementAndGet() > ROOM) {
                RECORDED.decrementAndGet();
                DROPPED.increment();
                return;
            }
            Opening made = new Opening(of, token);
            opening = made;
            OPENINGS.add(made);
        }

        private void forget() {
            Opening known = opening;
            if (known != null && OPENINGS.remove(known)) {
                RECORDED.decrementAndGet();
            }
        }

        final void released(long token) {
            Kind of = kind;
            if (of == null) {
                return;
            }
            if (!isAbandoned) { // those are counted as that
                of.released.increment();
            }
            forget();
            HandleEvents.closed(of.name, token, opening);
        }

        /** Its release was refused after all. */
        final void reopened() {
            if (kind == null) {
                return;
            }
            kind.released.decrement();
            if (opening != null && OPENINGS.add(opening)) {
                RECORDED.incrementAndGet();
            }
        }

        /** Returns whether this is the first attempt of the cleaner for an object that is watched. */
        final boolean abandoned() {
            if (kind == null || isAbandoned) {
                return false;
            }
            isAbandoned = true;
            kind.isLeaking = true;
            kind.abandoned.increment();
            return true;
        }

        /** Before the release. */
        final void fireAbandoned(long token) {
            CppLedger to = ledger;
            if (to != null) {
                to.abandoned(kind.name, token);
            }
        }

        final void tellAbandoned(long token) {
            try {
                Opening known = opening;
                Abandonment told = new Abandonment(kind.name, known == null ? "" : known.place(),
                        known == null ? Duration.ZERO : known.age());
                HandleEvents.abandoned(told, token);
                if (kind.told.size() < TOLD_ROOM && kind.told.add(told.openedAt())) {
                    onAbandoned.accept(told);
                }
            } catch (Throwable ofTheUser) { // the cleaner has others to release
                Thread here = Thread.currentThread();
                here.getUncaughtExceptionHandler().uncaughtException(here, ofTheUser);
            }
        }
    }
}
