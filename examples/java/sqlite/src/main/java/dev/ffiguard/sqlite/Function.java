// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/** A function of SQL. */
@FunctionalInterface
public interface Function {
    /**
     * Called on the thread that is inside the database.
     *
     * @param arguments good until it returns
     * @return a Long, Integer, Short, Byte, Double, Float, Boolean, String, byte[] or null
     * @throws Exception becomes the error of the statement, with its text and as its cause
     */
    Object call(Values arguments) throws Exception;
}
