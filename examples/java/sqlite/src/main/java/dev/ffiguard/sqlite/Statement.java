// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import dev.ffiguard.NativeObject;

import java.util.Objects;

/** A prepared statement. It may be closed, or collected, before or after its database. */
public final class Statement extends NativeObject {
    private static final int NOT_FOUND = 12;

    private final Database in; // which is not collected before it
    private volatile Rows running;

    Statement(Database in, String sql) {
        super(() -> in.openStatement(sql), Shim.SHIM::closeStatement);
        this.in = in;
    }

    Database database() {
        return in;
    }

    /**
     * Gives a parameter its value, for {@link #query()} and {@link #exec()} without arguments.
     *
     * @param at from 1
     * @param value a Long, Integer, Short, Byte, Double, Float, Boolean, String, byte[], Zeros or
     *     null
     */
    public void bind(int at, Object value) {
        Frame frame = in.frame();
        try {
            int size = frame.putAll(value);
            call(token -> in.turn().call(() -> {
                Shim.SHIM.bind(token, at, frame, size);
                return null;
            }));
        } finally {
            in.giveBack(frame);
        }
    }

    /** The same for the parameter of this name (":id"). */
    public void bind(String name, Object value) {
        int at = call(token -> in.turn().call(() -> Shim.SHIM.parameterNamed(token, name)));
        if (at == 0) {
            throw new SqliteException(NOT_FOUND, 0, "no parameter " + name);
        }
        bind(at, value);
    }

    /** The names of the columns. */
    public String[] columns() {
        String[] names = new String[call(token -> in.turn().call(() -> Shim.SHIM.columnCount(token)))];
        for (int i = 0; i < names.length; i++) {
            int at = i;
            names[i] = call(token -> in.turn().call(() -> Shim.SHIM.columnName(token, at)));
        }
        return names;
    }

    /**
     * Gives the parameters their values, from the first on, the others NULL; runs, and gives the rows.
     * Without arguments the parameters keep the values that they had.
     */
    public Rows query(Object... parameters) {
        return query(null, parameters);
    }

    Rows query(Statement owned, Object... parameters) {
        Rows rows = new Rows(this, owned);
        begin(rows, parameters);
        rows.begin(parameters);
        return rows;
    }

    private void begin(Rows rows, Object[] parameters) {
        Rows before = running;
        running = rows;
        if (before != null) { // neither at its end nor closed
            in.turn().forget();
            if (parameters.length == 0) {
                resetQuietly();
            }
        }
    }

    /** query() to the end; the rows are dropped. */
    public void exec(Object... parameters) {
        begin(null, parameters);
        Frame frame = in.frame();
        try {
            fetch(parameters, 1, frame);
            while (!frame.isDone()) {
                step(Rows.MOST, frame);
                if (!frame.isDone() && frame.rows() == 0) {
                    frame.growForRow();
                }
            }
        } finally {
            in.giveBack(frame);
        }
        in.turn().tell();
    }

    /**
     * Calls f with each row, from within C++: what query() does, without its rows in advance.
     *
     * @throws E what f has thrown
     */
    public <E extends Exception> void each(RowFunction<E> f, Object... parameters) throws E {
        Callback row = Callback.withValues(in.turn(), Objects.requireNonNull(f));
        if (parameters.length != 0) {
            call(token -> in.turn().call(() -> {
                Shim.SHIM.reset(token);
                Shim.SHIM.clear(token);
                return null;
            }));
            for (int i = 0; i < parameters.length; i++) {
                bind(i + 1, parameters[i]);
            }
        }
        running = null;
        call(token -> in.turn().call(() -> {
            Shim.SHIM.each(token, row);
            return null;
        }));
        row.<E>rethrow();
    }

    // ---- for Rows

    /** Binds the parameters, if there are any, and fetches rows. */
    void fetch(Object[] parameters, int limit, Frame frame) {
        if (parameters.length == 0) {
            step(limit, frame);
        } else {
            run(parameters.length, frame.putAll(parameters), frame);
        }
    }

    private void run(int parameters, int size, Frame frame) {
        call(token -> in.turn().step(() -> {
            Shim.SHIM.run(token, parameters, size, frame);
            return null;
        }));
    }

    void step(int limit, Frame frame) {
        call(token -> in.turn().step(() -> {
            Shim.SHIM.step(token, limit, frame);
            return null;
        }));
    }

    boolean isRunning(Rows rows) {
        return running == rows;
    }

    void ended(Rows rows) {
        if (running == rows) {
            running = null;
        }
    }

    /** Back to the first row. A statement that is closed needs none. */
    void resetQuietly() {
        try {
            call(token -> in.turn().call(() -> {
                Shim.SHIM.reset(token);
                return null;
            }));
        } catch (SqliteException | IllegalStateException closed) {
            // Its next call says so.
        }
    }
}
