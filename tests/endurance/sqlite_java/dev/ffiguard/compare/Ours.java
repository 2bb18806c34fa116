// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.compare;

import dev.ffiguard.sqlite.Database;
import dev.ffiguard.sqlite.Rows;
import dev.ffiguard.sqlite.Statement;

/** examples/java/sqlite, by JNI or FFM. */
public final class Ours implements Work {
    private Database db;

    @Override
    public void open(String path) {
        db = new Database(path);
        db.exec(TABLE);
        db.createFunction("twice", 1, true, arguments -> 2 * arguments.getLong(0));
    }

    @Override
    public void close() {
        db.closeAll();
    }

    @Override
    public String sqlite(String sql) {
        StringBuilder all = new StringBuilder();
        try (Rows rows = db.query(sql)) {
            while (rows.next()) {
                all.append(rows.getText(0)).append('\n');
            }
        }
        return all.toString();
    }

    @Override
    public void insert(int rows) {
        db.exec("BEGIN");
        try (Statement insert = db.prepare(INSERT)) {
            for (long i = 0; i < rows; i++) {
                insert.exec(i, NAME, i % 100);
            }
        }
        db.exec("COMMIT");
    }

    @Override
    public long select(int rows) {
        long sum = 0;
        try (Statement select = db.prepare(SELECT)) {
            for (long i = 0; i < rows; i++) {
                try (Rows found = select.query(i)) {
                    while (found.next()) {
                        Work.that(found.getText(0).equals(NAME));
                        sum += found.getLong(1);
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public long scan() {
        long sum = 0;
        try (Rows rows = db.query(SCAN)) {
            while (rows.next()) {
                Work.that(rows.getText(0).length() == 8);
                sum += rows.getLong(1);
            }
        }
        return sum;
    }

    @Override
    public long function() {
        try (Rows rows = db.query(CALLS)) {
            Work.that(rows.next());
            return rows.getLong(0) / 2;
        }
    }

    @Override
    public long each() {
        long[] sum = {0};
        try (Statement scan = db.prepare(SCAN)) {
            scan.each(row -> {
                Work.that(row.getText(0).length() == 8);
                sum[0] += row.getLong(1);
                return true;
            });
        }
        return sum[0];
    }
}
