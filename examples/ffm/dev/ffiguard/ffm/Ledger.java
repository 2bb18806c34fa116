// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.example.Handles;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the C++ of this process holds, beside the Java lines that {@link Handles} knows. Of all shims
 * that are compiled with FFIGUARD_OBSERVE=1; where none is, the lists are empty.
 *
 * <p>Any thread may use an object of this class.
 */
public final class Ledger {
    /** The resources of one C++ type since the process began, see ffiguard_type_totals. */
    public record Type(String type, long opened, long released, long disowned, long refused, long live,
            long bytes) {}

    /**
     * A resource that is open and has a record, see ffiguard_held.
     *
     * @param value the token, or the raw handle
     * @param parent the token that it is a child of, else 0
     * @param openedBy the place in the shim: "function+0x3f (library.so+0x11f3)"
     * @param openedAt the Java line, "" where Handles has not kept it
     * @param thread a number of the shim's
     */
    public record Held(String type, long value, long parent, String openedBy, String openedAt, long thread,
            Duration age, boolean isClosing, long bytes) {}

    static final StructLayout HELD = numbers("ffiguard_held", 72, "value", "parent", "place", "thread", "age_ms",
            "closing", "bytes");
    static final StructLayout TYPE_TOTALS = numbers("ffiguard_type_totals", 80, "opened", "released", "disowned",
            "refused", "live", "bytes");

    private static final int TEXT_ROOM = 512;

    private final MethodHandle held;
    private final MethodHandle types;
    private final MethodHandle level;
    private final MethodHandle place;
    private final MethodHandle history;

    /**
     * Any shim of the process will do: it reads the ledgers of all.
     *
     * @throws UnsatisfiedLinkError if it was made from another ffiguard.h
     */
    public Ledger(Ffiguard shim) {
        shim.compareStructs(HELD, TYPE_TOTALS);
        FunctionDescriptor fill = FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG);
        FunctionDescriptor say = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG);
        held = shim.handle("ffiguard_observe_held", fill);
        types = shim.handle("ffiguard_observe_types", fill);
        level = shim.handle("ffiguard_observe_level", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        place = shim.handle("ffiguard_observe_place", say);
        history = shim.handle("ffiguard_observe_history", say);
    }

    private static StructLayout numbers(String name, int typeSize, String... members) {
        List<MemoryLayout> all = new ArrayList<>();
        for (String member : members) {
            all.add(JAVA_LONG.withName(member));
        }
        all.add(Ffiguard.text(typeSize).withName("type"));
        return MemoryLayout.structLayout(all.toArray(MemoryLayout[]::new)).withName(name);
    }

    /**
     * Sets the level of Handles and of these shims. What was opened before keeps what it has.
     *
     * @return false if no shim is compiled with FFIGUARD_OBSERVE=1: that of Handles is set all the same
     */
    public boolean setLevel(Handles.Level to) {
        Handles.setLevel(to);
        try {
            return (int) level.invokeExact(to.ordinal()) == 0; // in the order of FFIGUARD_OBSERVE_...
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /** By the name of the type. */
    public List<Type> types() {
        try (Arena arena = Arena.ofConfined()) {
            return rows(arena, types, TYPE_TOTALS).stream()
                    .map(row -> new Type(row.getString(48), number(row, 0), number(row, 1), number(row, 2),
                            number(row, 3), number(row, 4), number(row, 5)))
                    .sorted(Comparator.comparing(Type::type)).toList();
        }
    }

    /** The oldest first. At level record all, at sample one in 128, below it none. */
    public List<Held> held() {
        Map<Long, String> lines = Handles.openedAt();
        try (Arena arena = Arena.ofConfined()) {
            return rows(arena, held, HELD).stream()
                    .map(row -> new Held(row.getString(56), number(row, 0), number(row, 1),
                            say(place, number(row, 2)), lines.getOrDefault(number(row, 0), ""), number(row, 3),
                            Duration.ofMillis(number(row, 4)), number(row, 5) != 0, number(row, 6)))
                    .sorted(Comparator.comparing(Held::age).reversed()).toList();
        }
    }

    /**
     * Where C++ opened a token or raw handle and, if it was, closed it: "opened as meter at ... by
     * thread 4, closed at ... by thread 7"; "" where that is not known.
     */
    public String history(long value) {
        return say(history, value);
    }

    /**
     * In words: a line for each type of C++, and below it one for each place, with the Java line.
     *
     * <pre>
     * meter: 2 open (3 opened, 1 released, 0 given away)
     *     2 opened by meter_new+0x3f (libmeter.so+0x11f3), at Leak.main(Leak.java:12), the oldest 31.2 s ago
     * </pre>
     */
    public String report() {
        record Place(String openedBy, String openedAt) {}
        Map<String, List<Held>> open = held().stream().collect(Collectors.groupingBy(Held::type));
        StringBuilder text = new StringBuilder();
        for (Type type : types()) {
            text.append(String.format(Locale.ROOT, "%s: %d open (%d opened, %d released, %d given away)%n",
                    type.type(), type.live(), type.opened(), type.released(), type.disowned()));
            // What a longer name of types() begins with: ffiguard_held cuts it earlier.
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
        return text.toString();
    }

    private static String cut(String type) {
        return type.length() < 72 ? type : type.substring(0, 71);
    }

    private static long number(MemorySegment row, int index) {
        return row.get(JAVA_LONG, index * 8L);
    }

    /** What comes meanwhile may find no room: it is asked for again. */
    private static List<MemorySegment> rows(Arena arena, MethodHandle fill, StructLayout struct) {
        try {
            long room = (long) fill.invokeExact(MemorySegment.NULL, 0L) + 64;
            for (;;) {
                MemorySegment all = arena.allocate(struct, room);
                long there = (long) fill.invokeExact(all, room);
                if (there <= room) {
                    return all.asSlice(0, there * struct.byteSize()).elements(struct).toList();
                }
                room = there + there / 2;
            }
        } catch (Throwable never) { // a downcall throws nothing of its own
            throw new AssertionError(never);
        }
    }

    private static String say(MethodHandle write, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT_ROOM);
            int ignored = (int) write.invokeExact(value, text, (long) TEXT_ROOM); // "" then
            return text.getString(0);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }
}
