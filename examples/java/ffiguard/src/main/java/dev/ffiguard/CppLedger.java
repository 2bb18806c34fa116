// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the C++ of this process holds, with the Java lines that {@link Handles} knows. Covers all
 * shims that are compiled with FFIGUARD_OBSERVE=1; if there are none, the lists are empty.
 * {@link NativeLedger} reads it by JNI, dev.ffiguard.ffm.Ledger by FFM.
 *
 * <p>Thread-safe.
 */
public abstract class CppLedger {
    /** The resources of one C++ type since the process began, see ffiguard_type_totals. */
    public record Type(String type, long opened, long released, long disowned, long refused, long live,
            long bytes) {}

    /**
     * A resource that is open and has a record, see ffiguard_held.
     *
     * @param value the token, or the raw handle
     * @param parent the token of its parent, else 0
     * @param openedBy the place in the shim: "function+0x3f (library.so+0x11f3)"
     * @param openedAt the Java line, "" if neither Handles nor jni::record_java_lines() recorded it
     * @param thread the shim's number of the thread
     */
    public record Held(String type, long value, long parent, String openedBy, String openedAt, long thread,
            Duration age, boolean isClosing, long bytes) {}

    /**
     * JNI references that C++ holds to objects of one class, see ffiguard_references.
     *
     * @param type "jni::global_ref" or "jni::weak_ref"
     * @param referent the class of the Java objects, "?" if unknown
     * @param lag since the oldest of them was made
     */
    public record References(String type, String referent, long live, Duration lag) {}

    /**
     * Sets the level of Handles and of all shims, for objects that are opened from now on.
     *
     * @return false if no shim is compiled with FFIGUARD_OBSERVE=1; the level of Handles is still
     *     set
     */
    public final boolean setLevel(Handles.Level to) {
        Handles.setLevel(to);
        return setCppLevel(to.ordinal()); // in the order of FFIGUARD_OBSERVE_...
    }

    protected abstract boolean setCppLevel(int level);

    /** By the name of the type. */
    public final List<Type> types() {
        return readTypes().stream().sorted(Comparator.comparing(Type::type)).toList();
    }

    protected abstract List<Type> readTypes();

    /** The oldest first. At level record all, at sample one in 128, below it none. */
    public final List<Held> held() {
        return readHeld(Handles.openedAt()).stream().sorted(Comparator.comparing(Held::age).reversed())
                .toList();
    }

    /** @param lines the Java line of each token that has one */
    protected abstract List<Held> readHeld(Map<Long, String> lines);

    /** Those with the oldest first. At level record all, at sample one in 128, below it none. */
    public abstract List<References> references();

    /**
     * Where C++ opened a token or raw handle and, if it was, closed it: "opened as meter at ... by
     * thread 4, closed at ... by thread 7"; "" if unknown.
     */
    public abstract String history(long value);

    /**
     * The families of OpenMetrics text that only C++ has: violations, lengths of release queues, JNI
     * references, call times. See ffiguard_observe_metrics; without "# EOF".
     */
    protected abstract String metrics();

    /** Fires the probe "abandoned", see ffiguard_observe_abandoned. */
    protected abstract void abandoned(String type, long token);

    /**
     * A report: a line for each type of C++, and below it one for each place, with the Java line;
     * then the references by class.
     *
     * <pre>
     * meter: 2 open (3 opened, 1 released, 0 given away)
     *     2 opened by meter_new+0x3f (libmeter.so+0x11f3), at Leak.main(Leak.java:12), the oldest 31.2 s ago
     * 5 jni::global_ref of org.example.Listener, the oldest 120.4 s ago
     * </pre>
     */
    public final String report() {
        record Place(String openedBy, String openedAt) {}
        Map<String, List<Held>> open = held().stream().collect(Collectors.groupingBy(Held::type));
        StringBuilder text = new StringBuilder();
        for (Type type : types()) {
            text.append(String.format(Locale.ROOT, "%s: %d open (%d opened, %d released, %d given away)%n",
                    type.type(), type.live(), type.opened(), type.released(), type.disowned()));
            // The beginning of a longer name in types(): ffiguard_held has less room for it.
            List<Held> all = open.getOrDefault(cut(type.type()), List.of());
            Map<Place, List<Held>> places = all.stream()
                    .collect(Collectors.groupingBy(one -> new Place(one.openedBy(), one.openedAt())));
            places.entrySet().stream()
                    .sorted(Comparator.comparing(group -> -group.getValue().size()))
                    .forEach(group -> text.append(String.format(Locale.ROOT,
                            "    %d opened by %s%s, the oldest %.1f s ago%n", group.getValue().size(),
                            group.getKey().openedBy(),
                            group.getKey().openedAt().isEmpty() ? "" : ", at " + group.getKey().openedAt(),
                            group.getValue().get(0).age().toMillis() / 1e3)));
        }
        for (References one : references()) {
            text.append(String.format(Locale.ROOT, "%d %s of %s, the oldest %.1f s ago%n", one.live(), one.type(),
                    one.referent(), one.lag().toMillis() / 1e3));
        }
        return text.toString();
    }

    /** The longest name of a type that held() knows. */
    protected String cut(String type) {
        return type;
    }
}
