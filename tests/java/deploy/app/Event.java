// SPDX-License-Identifier: BSL-1.0
package app;

/** Made by C++, on a thread of its own. */
final class Event {
    final int number;

    Event(int number) {
        this.number = number;
    }
}
