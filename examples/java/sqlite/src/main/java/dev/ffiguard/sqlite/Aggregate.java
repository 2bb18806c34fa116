// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/** What one group of an aggregate function has. Values and exceptions as of a {@link Function}. */
public interface Aggregate {
    /** Called for each row. */
    void step(Values arguments) throws Exception;

    /** Called once, also if the statement was interrupted, or the group has no rows. */
    Object end() throws Exception;
}
