// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What SQLite calls, lent to C++ until C++ lets go of it: a function, an aggregate, a hook, or what
 * takes rows. It keeps no database. Nothing is thrown out of here but the VM's own errors.
 *
 * <p>C++ has one of these run at a time, as a database has one user.
 */
final class Callback {
    private static final int CALL = 0;
    private static final int GROUP_STEP = 1;

    private final Turn turn;
    private final Object what;
    private final Frame frame; // of the JNI shim, where values come in
    final Values values; // null if none come
    private final Map<Long, Aggregate> groups = new HashMap<>();
    private long lastGroup;
    private Throwable thrown; // by a RowFunction

    private Callback(Turn turn, Object what, boolean takesValues) {
        this.turn = turn;
        this.what = what;
        frame = takesValues ? Shim.SHIM.frameOfCallback() : null;
        values = takesValues ? Shim.SHIM.valuesOfCallback() : null;
    }

    /** A Function, what makes an Aggregate, or a RowFunction. */
    static Callback withValues(Turn turn, Object what) {
        return new Callback(turn, what, true);
    }

    /** A hook; null for null. */
    static Callback hook(Turn turn, Object what) {
        return what == null ? null : new Callback(turn, what, false);
    }

    static String describe(Throwable thrown) {
        String text = thrown.getMessage();
        return text == null ? thrown.toString() : text;
    }

    /**
     * Calls a function.
     *
     * @param group what group() has given; 0 of a function
     * @throws Throwable what the function does
     */
    Object answer(int phase, long group, Values arguments) throws Throwable {
        turn.enter();
        try {
            if (what instanceof Function) {
                return ((Function) what).call(arguments);
            }
            Aggregate aggregate = groups.get(group);
            if (phase == GROUP_STEP) {
                aggregate.step(arguments);
                return null;
            }
            groups.remove(group);
            return aggregate.end();
        } finally {
            arguments.takeBack();
            turn.leave();
        }
    }

    /** The key of a group of an aggregate: a new one for 0. */
    long group(long key) throws Throwable {
        if (key != 0) {
            return key;
        }
        turn.enter();
        try {
            Aggregate made = (Aggregate) ((Supplier<?>) what).get();
            if (made == null) {
                throw new IllegalStateException("an aggregate without a group");
            }
            groups.put(++lastGroup, made);
            return lastGroup;
        } finally {
            turn.leave();
        }
    }

    /** Keeps the failure for the call that is running, and returns its text for SQLite. */
    String failed(Throwable why) {
        turn.failed(why);
        return describe(why);
    }

    // ---- called by the JNI shim

    /**
     * Calls a function with the values in the frame. The answer is the first value of the frame.
     *
     * @return whether the frame has another address now
     */
    private boolean call() {
        try {
            int phase = frame.memory.getInt(Frame.PHASE);
            long group = 0;
            if (phase != CALL) {
                group = group(frame.memory.getLong(Frame.GROUP));
                frame.memory.putLong(Frame.GROUP, group);
            }
            show();
            return frame.putAnswer(answer(phase, group, values));
        } catch (Throwable why) {
            return frame.putFailure(failed(why));
        }
    }

    private boolean row() {
        show();
        return row(values);
    }

    private void show() {
        ((FrameValues) values).show(frame, 0, frame.memory.getInt(Frame.COUNT), null, 0);
    }

    // ---- called by both shims

    /** Whether there may be more. */
    boolean row(Values of) {
        turn.enter();
        try {
            return ((RowFunction<?>) what).row(of);
        } catch (Throwable why) {
            thrown = why;
            return false;
        } finally {
            of.takeBack();
            turn.leave();
        }
    }

    @SuppressWarnings("unchecked")
    void changed(int kind, String schema, String table, long row) {
        turn.enter();
        try {
            ((Consumer<Change>) what).accept(new Change(kind, schema, table, row));
        } catch (Throwable why) {
            turn.failed(why);
        } finally {
            turn.leave();
        }
    }

    boolean asked() {
        turn.enter();
        try {
            return ((BooleanSupplier) what).getAsBoolean();
        } catch (Throwable why) {
            turn.failed(why);
            return false;
        } finally {
            turn.leave();
        }
    }

    /** Throws what the RowFunction has thrown, which declares E. */
    @SuppressWarnings("unchecked")
    <E extends Throwable> void rethrow() throws E {
        if (thrown != null) {
            throw (E) thrown;
        }
    }
}
