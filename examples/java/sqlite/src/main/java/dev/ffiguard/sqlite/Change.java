// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/**
 * What an update hook is told.
 *
 * @param what INSERT, UPDATE or DELETE, SQLite's numbers
 */
public record Change(int what, String schema, String table, long row) {
    public static final int INSERT = 18;
    public static final int UPDATE = 23;
    public static final int DELETE = 9;
}
