// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/**
 * The rows of a query, and the values of the row that {@link #next()} went to:
 *
 * <pre>{@code
 * try (Rows rows = select.query(30)) {
 *     while (rows.next()) {
 *         System.out.println(rows.getText(0) + " " + rows.getLong(1));
 *     }
 * }
 * }</pre>
 *
 * <p>For the thread that asked for them. Several rows come in one call of C++: at first one, then up
 * to 32, so the query may be some rows ahead. Each statement has one query at a time: the next one
 * ends this one.
 */
public final class Rows extends FrameValues implements AutoCloseable {
    static final int MOST = 32; // in one call
    private static final int LARGE_ROW = 4 << 10; // bytes of texts: such rows come one by one

    private final Statement of;
    private final Statement owned; // closed with the rows
    private final Thread mine = Thread.currentThread();
    private Frame frame; // null: there are no more
    private byte[] texts;
    private int limit = 1;
    private int columns;
    private int fetched;
    private int given; // of them
    private int begin; // of the texts of the next row
    private boolean done;

    Rows(Statement of, Statement owned) {
        this.of = of;
        this.owned = owned;
    }

    /** Runs the statement to its first row. Without parameters those that were bound stay. */
    void begin(Object[] parameters) {
        frame = of.database().frame();
        boolean begun = false;
        try {
            of.fetch(parameters, limit, frame);
            fetched();
            begun = true;
        } finally {
            if (!begun) {
                end();
            }
        }
    }

    /**
     * Goes to the next row.
     *
     * @return false after the last one
     * @throws SqliteException if the query has failed; there are no more rows then
     */
    public boolean next() {
        if (Thread.currentThread() != mine) {
            throw new IllegalStateException("the rows are for another thread");
        }
        if (frame == null) {
            return false;
        }
        if (given == fetched) {
            takeBack();
            if (!more()) {
                return false;
            }
        }
        begin = show(frame, given++ * columns, columns, texts, begin);
        return true;
    }

    private boolean more() {
        if (!of.isRunning(this)) {
            end();
            throw new IllegalStateException("the statement has begun another query");
        }
        boolean found = false;
        try {
            if (!done) {
                of.step(limit, frame);
                fetched();
                found = fetched != 0;
            }
        } finally {
            if (!found) {
                end();
            }
        }
        if (!found) {
            of.database().turn().tell();
        }
        return found;
    }

    private void fetched() {
        if (frame.rows() == 0 && !frame.isDone()) { // the first row has found no room
            frame.growForRow();
            of.step(1, frame);
        }
        columns = frame.columns();
        fetched = frame.rows();
        done = frame.isDone();
        int size = (int) frame.size();
        limit = size < (long) LARGE_ROW * Math.max(1, fetched) ? Math.min(2 * limit, MOST) : 1;
        texts = frame.texts(size);
        given = 0;
        begin = 0;
    }

    private void end() {
        takeBack();
        of.database().giveBack(frame);
        frame = null;
        texts = null;
        of.ended(this);
    }

    /** Ends the query before its last row. Later calls do nothing. */
    @Override
    public void close() {
        if (Thread.currentThread() != mine) {
            throw new IllegalStateException("the rows are for another thread");
        }
        try {
            if (frame != null) {
                boolean resets = !done && of.isRunning(this);
                end();
                of.database().turn().forget(); // nobody is left to be told
                if (resets) {
                    of.resetQuietly();
                }
            }
        } finally {
            if (owned != null) {
                owned.close();
            }
        }
    }
}
