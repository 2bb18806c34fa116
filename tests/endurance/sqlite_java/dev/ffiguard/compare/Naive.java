// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.compare;

/** Pointers as numbers, a native method for each function of SQLite, nothing checked. */
public final class Naive implements Work {
    static {
        System.loadLibrary("naive");
    }

    /** For each(). */
    interface Row {
        boolean row(long statement);
    }

    /** Of SQL. It asks for its arguments, as the rows are asked for their columns. */
    interface Function {
        void call(long context, long values);
    }

    private static final int ROW = 100;

    private long db;

    private static native long openDatabase(String path);

    private static native void closeDatabase(long db);

    private static native void exec(long db, String sql);

    private static native long prepare(long db, String sql);

    private static native void bind(long statement, int at, long value);

    private static native void bind(long statement, int at, String value);

    private static native int step(long statement);

    private static native void reset(long statement);

    private static native long integer(long statement, int column);

    private static native String text(long statement, int column);

    private static native void close(long statement);

    private static native void create(long db, String name, Function f);

    private static native long value(long values, int at);

    private static native void answer(long context, long value);

    private static native void each(long statement, Row f);

    @Override
    public void open(String path) {
        db = openDatabase(path);
        exec(db, TABLE);
        create(db, "twice", (context, values) -> answer(context, 2 * value(values, 0)));
    }

    @Override
    public void close() {
        closeDatabase(db);
    }

    @Override
    public String sqlite(String sql) {
        StringBuilder all = new StringBuilder();
        long rows = prepare(db, sql);
        while (step(rows) == ROW) {
            all.append(text(rows, 0)).append('\n');
        }
        close(rows);
        return all.toString();
    }

    @Override
    public void insert(int rows) {
        exec(db, "BEGIN");
        long insert = prepare(db, INSERT);
        for (long i = 0; i < rows; i++) {
            bind(insert, 1, i);
            bind(insert, 2, NAME);
            bind(insert, 3, i % 100);
            step(insert);
            reset(insert);
        }
        close(insert);
        exec(db, "COMMIT");
    }

    @Override
    public long select(int rows) {
        long sum = 0;
        long select = prepare(db, SELECT);
        for (long i = 0; i < rows; i++) {
            bind(select, 1, i);
            while (step(select) == ROW) {
                Work.that(text(select, 0).equals(NAME));
                sum += integer(select, 1);
            }
            reset(select);
        }
        close(select);
        return sum;
    }

    @Override
    public long scan() {
        long sum = 0;
        long scan = prepare(db, SCAN);
        while (step(scan) == ROW) {
            Work.that(text(scan, 0).length() == 8);
            sum += integer(scan, 1);
        }
        close(scan);
        return sum;
    }

    @Override
    public long function() {
        long call = prepare(db, CALLS);
        Work.that(step(call) == ROW);
        long sum = integer(call, 0) / 2;
        close(call);
        return sum;
    }

    @Override
    public long each() {
        long[] sum = {0};
        long scan = prepare(db, SCAN);
        each(scan, row -> {
            Work.that(text(row, 0).length() == 8);
            sum[0] += integer(row, 1);
            return true;
        });
        close(scan);
        return sum[0];
    }
}
