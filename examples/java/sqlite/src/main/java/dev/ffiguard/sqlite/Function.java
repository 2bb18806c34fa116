// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/** A function of SQL. */
@FunctionalInterface
public interface Function {
    /**
     * Called on the thread that is inside the database.
     *
     * @param arguments a Long, Double, String, byte[] or null each: copies
     * @return a Long, Integer, Double, Float, Boolean, String, byte[] or null
     * @throws Exception becomes the error of the statement, with its text
     */
    Object call(Object[] arguments) throws Exception;
}
