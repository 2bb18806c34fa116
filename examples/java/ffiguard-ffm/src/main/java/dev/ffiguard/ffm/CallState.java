// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The state of a thread's calls into C++: an ffiguard_error for each nested call, and what upcalls
 * have thrown meanwhile.
 */
final class CallState {
    private static final ThreadLocal<CallState> HERE = ThreadLocal.withInitial(CallState::new);

    private MemorySegment[] errors = {newError()};
    private Throwable[] thrown = {null};
    private int calls; // that are running
    private int upcalls;
    private Throwable succeeded; // thrown by the last call, which was OK to C++

    private CallState() {}

    static CallState here() {
        return HERE.get();
    }

    private static MemorySegment newError() {
        return Arena.ofAuto().allocate(Ffiguard.ERROR);
    }

    /** The error of the call that begins. leave() must follow. */
    MemorySegment enter() {
        succeeded = null;
        if (calls == errors.length) { // in an upcall
            MemorySegment[] more = new MemorySegment[2 * calls];
            Throwable[] slots = new Throwable[2 * calls];
            System.arraycopy(errors, 0, more, 0, calls);
            System.arraycopy(thrown, 0, slots, 0, calls);
            for (int i = calls; i < more.length; i++) {
                more[i] = newError();
            }
            errors = more;
            thrown = slots;
        }
        return errors[calls++];
    }

    /** What upcalls have thrown during the call that ends; null for nothing. */
    Throwable leave() {
        Throwable first = thrown[--calls];
        if (first != null) {
            thrown[calls] = null;
        }
        return first;
    }

    /** A call that C++ has done throws what an upcall has thrown. */
    void hasSucceeded(Throwable thrown) {
        succeeded = thrown;
    }

    /** Whether it comes of such a call, the last one. */
    boolean takeSucceeded(Throwable thrown) {
        boolean is = succeeded == thrown;
        succeeded = null;
        return is;
    }

    boolean isInUpcall() {
        return upcalls != 0;
    }

    // Bound by Upcall. These throw only if memory runs out.

    static void beginUpcall() {
        here().upcalls++;
    }

    static void endUpcall() {
        here().upcalls--;
    }

    /** For the caller of the call that is running; on a thread of C++ for the handler of the thread. */
    static void keep(Throwable one) {
        try {
            CallState here = here();
            if (here.calls == 0) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, one);
            } else if (here.thrown[here.calls - 1] == null) {
                here.thrown[here.calls - 1] = one;
            } else if (here.thrown[here.calls - 1] != one) {
                here.thrown[here.calls - 1].addSuppressed(one);
            }
        } catch (Throwable lost) {
            // An exception that leaves an upcall ends the process.
        }
    }
}
