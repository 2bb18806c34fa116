// SPDX-License-Identifier: BSL-1.0
package app;

interface Listener {
    void onEvent(Event event);
}
