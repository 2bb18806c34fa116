// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.CppLedger;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ledger of C++ by FFM. */
public final class Ledger extends CppLedger {
    static final StructLayout HELD = numbers("ffiguard_held", 72, "value", "parent", "place", "thread", "age_ms",
            "closing", "bytes");
    static final StructLayout TYPE_TOTALS = numbers("ffiguard_type_totals", 80, "opened", "released", "disowned",
            "refused", "live", "bytes");
    static final StructLayout REFERENCES = MemoryLayout.structLayout(JAVA_LONG.withName("live"),
            JAVA_LONG.withName("lag_ms"), Ffiguard.text(48).withName("type"), Ffiguard.text(192).withName("referent"))
            .withName("ffiguard_references");

    private static final int TEXT_ROOM = 512;

    private final MethodHandle held;
    private final MethodHandle types;
    private final MethodHandle level;
    private final MethodHandle place;
    private final MethodHandle history;
    private final MethodHandle references;
    private final MethodHandle abandoned;
    private final MethodHandle metrics;

    /**
     * Any shim of the process works: it reads the ledgers of all.
     *
     * @throws UnsatisfiedLinkError if it was made from another ffiguard.h
     */
    public Ledger(Ffiguard shim) {
        shim.compareStructs(HELD, TYPE_TOTALS, REFERENCES);
        FunctionDescriptor fill = FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG);
        FunctionDescriptor say = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG);
        held = shim.handle("ffiguard_observe_held", fill);
        types = shim.handle("ffiguard_observe_types", fill);
        level = shim.handle("ffiguard_observe_level", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        place = shim.handle("ffiguard_observe_place", say);
        history = shim.handle("ffiguard_observe_history", say);
        references = shim.handle("ffiguard_observe_references", fill);
        metrics = shim.handle("ffiguard_observe_metrics", fill);
        abandoned = shim.handle("ffiguard_observe_abandoned", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    }

    private static StructLayout numbers(String name, int typeSize, String... members) {
        List<MemoryLayout> all = new ArrayList<>();
        for (String member : members) {
            all.add(JAVA_LONG.withName(member));
        }
        all.add(Ffiguard.text(typeSize).withName("type"));
        return MemoryLayout.structLayout(all.toArray(MemoryLayout[]::new)).withName(name);
    }

    @Override
    protected boolean setCppLevel(int to) {
        try {
            return (int) level.invokeExact(to) == 0;
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    protected List<Type> readTypes() {
        try (Arena arena = Arena.ofConfined()) {
            return rows(arena, types, TYPE_TOTALS).stream()
                    .map(row -> new Type(row.getString(48), number(row, 0), number(row, 1), number(row, 2),
                            number(row, 3), number(row, 4), number(row, 5))).toList();
        }
    }

    @Override
    protected List<Held> readHeld(Map<Long, String> lines) {
        try (Arena arena = Arena.ofConfined()) {
            return rows(arena, held, HELD).stream()
                    .map(row -> new Held(row.getString(56), number(row, 0), number(row, 1),
                            say(place, number(row, 2)), lines.getOrDefault(number(row, 0), ""), number(row, 3),
                            Duration.ofMillis(number(row, 4)), number(row, 5) != 0, number(row, 6))).toList();
        }
    }

    @Override
    public List<References> references() {
        try (Arena arena = Arena.ofConfined()) {
            return rows(arena, references, REFERENCES).stream()
                    .map(row -> new References(row.getString(16), row.getString(64), number(row, 0),
                            Duration.ofMillis(number(row, 1)))).toList();
        }
    }

    @Override
    public String history(long value) {
        return say(history, value);
    }

    @Override
    protected String metrics() {
        try (Arena arena = Arena.ofConfined()) {
            for (long room = 8192;;) {
                MemorySegment text = arena.allocate(room);
                long there = (long) metrics.invokeExact(text, room);
                if (there <= room) {
                    return new String(text.asSlice(0, there).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
                }
                room = there + there / 2;
            }
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    protected void abandoned(String type, long token) {
        try (Arena arena = Arena.ofConfined()) {
            abandoned.invokeExact(arena.allocateFrom(type), token);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    protected String cut(String type) {
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
