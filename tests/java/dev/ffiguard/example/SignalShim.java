// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.util.concurrent.atomic.AtomicInteger;

/** Signals that C++ handles and the VM lives by. The argument says what happens; see signals.sh. */
final class SignalShim {
    private SignalShim() {}

    static {
        load();
    }

    @SuppressWarnings("restricted") // what JDK 24 and later call loadLibrary
    private static void load() {
        System.loadLibrary("signal_shim");
    }

    /** A handler of SIGTERM that counts. */
    static native boolean takeTerm(boolean chains);

    static native int terms();

    static native boolean giveTermBack();

    static native void sendTerm();

    /** A crash_reporter that prints a line. */
    static native boolean reportCrashes();

    static native int reports();

    static native boolean reportNoCrashes();

    static native void crash();

    private int value;

    private static int valueOf(SignalShim shim) {
        return shim.value; // once it is compiled, the check for null is a fault
    }

    private static int quotient(int by) {
        return 1000 / by;
    }

    private static int deeper(int n) {
        return deeper(n + 1) + 1;
    }

    /** Everything for which the VM lets its own code fault. */
    private static void fault() throws InterruptedException {
        final SignalShim shim = new SignalShim();
        final AtomicInteger nulls = new AtomicInteger(), zeros = new AtomicInteger();
        final Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                int sum = 0;
                for (int i = 0; i < 200_000; i++) sum += valueOf(shim) + quotient(1 + i % 7);
                for (int i = 0; i < 2_000; i++) {
                    try {
                        sum += valueOf(i % 2 == 0 ? shim : null);
                    } catch (NullPointerException expected) {
                        nulls.incrementAndGet();
                    }
                    try {
                        sum += quotient(i % 2);
                    } catch (ArithmeticException expected) {
                        zeros.incrementAndGet();
                    }
                }
                for (int i = 0; i < 3; i++) {
                    try {
                        sum += deeper(0);
                    } catch (StackOverflowError expected) {
                        sum++;
                    }
                }
                if (sum == 42) System.out.println();
            });
            threads[t].start();
        }
        for (int i = 0; i < 20; i++) System.gc(); // stops the threads, in compiled code by a fault
        for (final Thread thread : threads) thread.join();
        Check.that(nulls.get() == 4000, nulls + " NullPointerExceptions");
        Check.that(zeros.get() == 4000, zeros + " ArithmeticExceptions");
        Check.that(reports() == 0, reports() + " faults of the VM reported as crashes");
    }

    private static void hook() {
        System.out.println("hook: " + terms());
    }

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "faults": {
                Check.that(reportCrashes(), "installed");
                fault();
                Check.that(reportNoCrashes(), "ended");
                fault();
                System.out.println("OK");
                break;
            }
            case "crash": {
                Check.that(reportCrashes(), "installed");
                fault();
                crash();
                break;
            }
            case "chained": {
                Runtime.getRuntime().addShutdownHook(new Thread(SignalShim::hook));
                Check.that(takeTerm(true), "taken");
                sendTerm();
                Thread.currentThread().join();
                break;
            }
            case "taken": {
                Runtime.getRuntime().addShutdownHook(new Thread(SignalShim::hook));
                Check.that(takeTerm(false), "taken");
                for (int i = 0; i < 3; i++) {
                    sendTerm(); // to this process, and this thread is one of those that take it
                    while (terms() == i) Thread.onSpinWait();
                }
                Check.that(giveTermBack(), "given back");
                System.out.println("lives: " + terms());
                sendTerm();
                Thread.currentThread().join();
                break;
            }
            default:
                throw new IllegalArgumentException(arguments[0]);
        }
    }
}
