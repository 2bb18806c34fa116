// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/** For {@link Statement#each}. */
@FunctionalInterface
public interface RowFunction<E extends Exception> {
    /**
     * Called with each row, on the thread that is inside the database. It must not use that database.
     *
     * @return false to have no more rows
     * @throws E ends it, and is thrown by each()
     */
    boolean row(Values row) throws E;
}
