// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.compare;

/** What all do, each in a class loader of its own, so that they have no profile in common. */
public interface Work extends AutoCloseable {
    String TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, age INTEGER)";
    String INSERT = "INSERT INTO t VALUES (?, ?, ?)";
    String SELECT = "SELECT name, age FROM t WHERE id = ?";
    String SCAN = "SELECT name, age FROM t";
    String CALLS = "SELECT sum(twice(age)) FROM t";
    String NAME = "somebody";

    void open(String path) throws Exception;

    /** Of the SQLite that it has: one text for each row. */
    String sqlite(String sql) throws Exception;

    /** All rows in one transaction. */
    void insert(int rows) throws Exception;

    /** Each of the other methods returns the sum of the ages. */
    long select(int rows) throws Exception;

    long scan() throws Exception;

    long function() throws Exception;

    /** C calls Java with each row; -1 if it has no such thing. */
    long each() throws Exception;

    static void that(boolean right) {
        if (!right) {
            throw new AssertionError("another result");
        }
    }
}
