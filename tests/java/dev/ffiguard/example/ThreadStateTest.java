// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The thread goes back to the JVM as it came. */
final class ThreadStateTest {
    private static final int CROWD = 200;

    public static void main(String[] args) throws Exception {
        if (args.length != 0) {
            switch (args[0]) {
                case "vendor" -> vendor();
                case "naive vendor" -> ThreadShim.vendorInit(true);
                case "load", "naive load" -> load(args[0].startsWith("naive"));
                default -> ThreadShim.blockSignals(args[0].equals("naive") ? 1 : 0);
            }
            nullPointers();
            System.out.print("survived");
            return;
        }
        Check.that(survives("guarded"), "SIGSEGV does not reach the JVM");
        Check.that(!survives("naive"), "the naive code did no harm: this test proves nothing");
        Check.that(survives("vendor"), "a vendor's initialiser has left the thread changed");
        Check.that(!survives("naive vendor"), "it did no harm: this test proves nothing");
        Check.that(ThreadShim.attachWithGuards() == 0, "an attach leaves a changed mask");
        Check.that(survives("load"), "library::open flushes denormals");
        if (System.getProperty("os.arch").matches("amd64|aarch64")) { // which can flush
            Check.that(output("naive load").contains(FLUSHED), "dlopen did no harm");
        }
        worker();
        onThreads(Executors.newFixedThreadPool(8));
        ExecutorService virtual = Check.virtualThreads();
        if (virtual != null) {
            onThreads(virtual);
        }
    }

    /** In a JVM of its own, as the initialiser changes the process, too. */
    private static void vendor() {
        Check.that(ThreadShim.vendorInit(false) == 0, "refused");
        String left = ThreadShim.leftByVendor(false, false);
        Check.that(left.isEmpty(), left);
        left = ThreadShim.leftByVendor(false, true);
        Check.that(left.contains("signal dispositions: USR1 default -> ignored"), left);
        Check.that(halvesExist(), FLUSHED);
        Check.that(overflows(), "StackOverflowError");
    }

    private static volatile double least = Double.MIN_NORMAL;

    private static boolean halvesExist() {
        return least / 2 > 0;
    }

    private static final String FLUSHED = "Double.MIN_NORMAL / 2 is 0";

    /** A library that was linked with -ffast-math leaves Java's arithmetic as it was. */
    private static void load(boolean naive) {
        String path = System.getProperty("java.library.path") + "/changes_thread.so";
        Check.that(ThreadShim.load(path, naive) == 42, "not loaded");
        Check.that(halvesExist(), FLUSHED);
    }

    /** Whether a JVM whose main thread has called C++ so goes on, interpreted and compiled. */
    private static boolean survives(String mode) throws Exception {
        return output(mode).contains("survived, 0");
    }

    /** Without -Xcheck:jni, which looks at the modes of floating point and puts them back. */
    private static String output(String mode) throws Exception {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", "-XX:-CreateCoredumpOnCrash",
                "-Djava.library.path=" + System.getProperty("java.library.path"), "-cp",
                System.getProperty("java.class.path"), ThreadStateTest.class.getName(), mode)
                .redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes());
        return output + ", " + child.waitFor();
    }

    /** None of the 200 sees what another one's guard has blocked; of a naive call they see it. */
    private static void onThreads(ExecutorService executor) throws Exception {
        try {
            int clean = executor.submit(ThreadShim::blockedSignals).get();
            Check.that(changed(executor, clean, 0) == 0, "a guard has left a changed mask");
            Check.that(changed(executor, clean, 2) > 0,
                    "the naive code did no harm: this test proves nothing");
        } finally {
            executor.shutdown();
        }
    }

    private static int changed(ExecutorService executor, int clean, int naive) throws Exception {
        List<Future<Boolean>> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(executor.submit(() -> {
                boolean seen = ThreadShim.blockedSignals() != clean;
                Check.that(ThreadShim.blockSignals(naive) == 0, "refused");
                Thread.sleep(1);
                return seen;
            }));
        }
        int changed = 0;
        for (Future<Boolean> one : crowd) {
            changed += one.get() ? 1 : 0;
        }
        return changed;
    }

    /** Beside a worker thread the JVM's own use of SIGSEGV works, interpreted and compiled. */
    private static void worker() throws Exception {
        Check.that(ThreadShim.startWorker(false) == 0, "the worker does not start");
        Check.that(ThreadShim.signalsOnWorker() == 0, "a handler ran on the worker");
        nullPointers();
        for (int i = 0; i < 20; i++) {
            Check.that(overflows(), "StackOverflowError");
        }
        CountDownLatch done = new CountDownLatch(1);
        new Thread(done::countDown).start();
        done.await();
        Check.that(ThreadShim.stopWorker() == 0, "the worker does not stop");
        Check.that(ThreadShim.startWorker(true) == 0, "no thread");
        Check.that(ThreadShim.signalsOnWorker() > 0,
                "the naive code did no harm: this test proves nothing");
        ThreadShim.stopWorker();
    }

    /** Long enough to be compiled: then a null is found by a fault. */
    private static void nullPointers() {
        int thrown = 0;
        for (int i = 0; i < 200_000; i++) {
            thrown += lengthOf(i % 100 == 0 ? null : "x");
        }
        Check.that(thrown == 2_000, "NullPointerException: " + thrown);
    }

    private static int lengthOf(String text) {
        try {
            return text.length() - 1;
        } catch (NullPointerException e) {
            return 1;
        }
    }

    private static int depth(int n) {
        return depth(n + 1) + 1;
    }

    private static boolean overflows() {
        try {
            return depth(0) < 0;
        } catch (StackOverflowError e) {
            return true;
        }
    }
}
