// SPDX-License-Identifier: BSL-1.0
package elsewhere;

/** An exception of the application, which only its own class loader finds. */
public class Trouble extends Exception {
    public Trouble(String message) {
        super(message);
    }
}
