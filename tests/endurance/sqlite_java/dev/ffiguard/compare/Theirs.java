// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.compare;

import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** sqlite-jdbc. */
public final class Theirs implements Work {
    private Connection db;

    @Override
    public void open(String path) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // as ours
        db = config.createConnection("jdbc:sqlite:" + path);
        exec(TABLE);
        Function.create(db, "twice", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(2 * value_long(0));
            }
        }, 1, Function.FLAG_DETERMINISTIC);
    }

    private void exec(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        db.close();
    }

    @Override
    public String sqlite(String sql) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Statement statement = db.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        }
        return all.toString();
    }

    @Override
    public void insert(int rows) throws Exception {
        db.setAutoCommit(false);
        try (PreparedStatement insert = db.prepareStatement(INSERT)) {
            for (long i = 0; i < rows; i++) {
                insert.setLong(1, i);
                insert.setString(2, NAME);
                insert.setLong(3, i % 100);
                insert.executeUpdate();
            }
        }
        db.commit();
        db.setAutoCommit(true);
    }

    @Override
    public long select(int rows) throws Exception {
        long sum = 0;
        try (PreparedStatement select = db.prepareStatement(SELECT)) {
            for (long i = 0; i < rows; i++) {
                select.setLong(1, i);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        Work.that(found.getString(1).equals(NAME));
                        sum += found.getLong(2);
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public long scan() throws Exception {
        long sum = 0;
        try (Statement scan = db.createStatement(); ResultSet rows = scan.executeQuery(SCAN)) {
            while (rows.next()) {
                Work.that(rows.getString(1).length() == 8);
                sum += rows.getLong(2);
            }
        }
        return sum;
    }

    @Override
    public long function() throws Exception {
        try (Statement call = db.createStatement(); ResultSet rows = call.executeQuery(CALLS)) {
            Work.that(rows.next());
            return rows.getLong(1) / 2;
        }
    }

    @Override
    public long each() {
        return -1;
    }
}
