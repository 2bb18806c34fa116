// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.compare;

import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The same work by each: one after the other in each round, so that what disturbs one disturbs its
 * neighbours. Prints medians, bytes of Java's heap for each row, and ratios, and judges nothing.
 */
final class Compare {
    private static final String[] STEPS = {"insert", "select by key", "scan", "function", "row callback"};
    private static int rows = 100_000;
    private static int scanned = 1_000_000;
    private static int rounds = 10;
    private static int warmUps = 3;
    private static String only = "";
    private static String who = "";
    private static boolean ofProcessor; // its time instead of the clock's

    private static final class Contender {
        final String name;
        final Work work;
        final double[][] times = new double[STEPS.length][];
        final double[] bytes = new double[STEPS.length];

        Contender(String name, Work work) {
            this.name = name;
            this.work = work;
            for (int i = 0; i < STEPS.length; i++) {
                times[i] = new double[rounds];
            }
        }
    }

    /** A copy of its classes, and of those that it uses. */
    private static Contender load(String name, String type, String shim) throws Exception {
        List<URL> path = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(each).toUri().toURL());
        }
        ClassLoader own = new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String of) throws ClassNotFoundException {
                return of.equals(Work.class.getName()) ? Work.class : super.findClass(of);
            }
        };
        System.setProperty("dev.ffiguard.sqlite", shim); // read when its classes are initialised
        Work work = (Work) Class.forName("dev.ffiguard.compare." + type, true, own)
                .getDeclaredConstructor().newInstance();
        work.open(":memory:");
        work.close();
        return new Contender(name, work);
    }

    private static void option(String name, String value) {
        switch (name) {
            case "-rows":
                rows = Integer.parseInt(value);
                break;
            case "-scan":
                scanned = Integer.parseInt(value);
                break;
            case "-rounds":
                rounds = Integer.parseInt(value);
                break;
            case "-warm":
                warmUps = Integer.parseInt(value);
                break;
            case "-clock":
                ofProcessor = value.equals("cpu");
                break;
            case "-who":
                who = value;
                break;
            case "-only":
                only = value;
                break;
            default:
                throw new IllegalArgumentException(name);
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i + 1 < args.length; i += 2) {
            option(args[i], args[i + 1]);
        }
        List<Contender> all = new ArrayList<>();
        all.add(load("JNI", "Ours", "jni"));
        if (Runtime.version().feature() >= 22) {
            all.add(load("FFM", "Ours", "ffm"));
        }
        all.add(load("naive", "Naive", ""));
        all.add(load("jdbc", "Theirs", ""));
        Path directory = Files.createTempDirectory("sqlite");
        versions(all, directory);
        for (int round = -warmUps; round < rounds; round++) {
            // Another one is the first in each round.
            for (int i = 0; i < all.size(); i++) {
                Contender each = all.get(Math.floorMod(i + round, all.size()));
                each.work.open(directory.resolve(each.name).toString());
            }
            for (int step = 0; step < STEPS.length; step++) {
                for (int i = 0; i < all.size(); i++) {
                    run(all.get(Math.floorMod(i + round, all.size())), step, round);
                }
            }
            for (Contender each : all) {
                each.work.close();
                Files.delete(directory.resolve(each.name));
            }
        }
        Files.delete(directory);
        print(all);
        writeRuns(all);
    }

    /** For tests/bench/run.sh: a line a round, in the form of Go's benchmarks. */
    private static void writeRuns(List<Contender> all) throws IOException {
        String file = System.getProperty("runs", "");
        if (file.isEmpty()) {
            return;
        }
        try (PrintWriter to = new PrintWriter(new FileWriter(file, true))) {
            for (Contender own : all) {
                for (Contender side : all) {
                    boolean ours = side.work.getClass().getSimpleName().equals("Ours");
                    if (!own.work.getClass().getSimpleName().equals("Ours") || ours && side != own) {
                        continue;
                    }
                    for (int step = 0; step < STEPS.length; step++) {
                        for (int round = 0; round < rounds && side.times[step][round] > 0; round++) {
                            to.printf(Locale.ROOT, "Benchmark%s,_%s,_JDK_%d/shim=%s 1 %.2f ns/op%n", STEPS[step].replace(' ', '_'), own.name,
                                    Runtime.version().feature(), ours ? "ffiguard" : side.name, side.times[step][round]);
                        }
                    }
                }
            }
        }
    }

    private static void versions(List<Contender> all, Path directory) throws Exception {
        System.out.println("java " + Runtime.version());
        Map<String, TreeSet<String>> options = new LinkedHashMap<>();
        for (Contender each : all) {
            each.work.open(":memory:");
            System.out.print(each.name + ": SQLite "
                    + each.work.sqlite("SELECT sqlite_version() || ' ' || sqlite_source_id()"));
            options.put(each.name, new TreeSet<>(Arrays.asList(
                    each.work.sqlite("PRAGMA compile_options").split("\n"))));
            each.work.close();
        }
        TreeSet<String> common = new TreeSet<>(options.values().iterator().next());
        options.values().forEach(common::retainAll);
        options.forEach((name, own) -> {
            own.removeAll(common);
            System.out.println(name + ": compiled " + (own.isEmpty() ? "as the others" : "with " + own));
        });
    }

    private static void run(Contender of, int step, int round) throws Exception {
        if (!only.isEmpty() && step != 0 && !STEPS[step].equals(only)
                || !who.isEmpty() && !who.equals(of.name)) {
            return;
        }
        com.sun.management.ThreadMXBean heap = (com.sun.management.ThreadMXBean)
                java.lang.management.ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += i % 100;
        }
        long bytes = heap.getThreadAllocatedBytes(Thread.currentThread().getId());
        long begin = ofProcessor ? heap.getCurrentThreadCpuTime() : System.nanoTime();
        int done = 0;
        do {
            long got = sum;
            switch (step) {
                case 0:
                    of.work.insert(rows);
                    break;
                case 1:
                    got = of.work.select(rows);
                    break;
                case 2:
                    got = of.work.scan();
                    break;
                case 3:
                    got = of.work.function();
                    break;
                default:
                    got = of.work.each();
                    if (got == -1) {
                        return;
                    }
            }
            Work.that(got == sum);
            done += rows;
        } while (step > 1 && done < scanned);
        double took = (ofProcessor ? heap.getCurrentThreadCpuTime() : System.nanoTime()) - begin;
        bytes = heap.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
        if (round >= 0) {
            of.times[step][round] = took / done;
            of.bytes[step] = (double) bytes / done;
        }
    }

    private static double median(double[] of) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static void print(List<Contender> all) {
        System.out.printf("%-14s", "ns, bytes");
        for (Contender each : all) {
            System.out.printf(" | %12s", each.name);
        }
        System.out.print(" | ");
        for (Contender each : all) {
            if (each.work.getClass().getSimpleName().equals("Ours")) {
                System.out.printf(" %s/naive %s/jdbc", each.name, each.name);
            }
        }
        System.out.println();
        for (int step = 0; step < STEPS.length; step++) {
            System.out.printf("%-14s", STEPS[step]);
            double[] medians = new double[all.size()];
            for (int i = 0; i < medians.length; i++) {
                medians[i] = median(all.get(i).times[step]);
                System.out.printf(" | %6.0f %5.0f", medians[i], all.get(i).bytes[step]);
            }
            System.out.print(" | ");
            for (int i = 0; i < medians.length - 2; i++) {
                System.out.printf(" %9.2f %8.2f", medians[i] / medians[medians.length - 2],
                        medians[i] / medians[medians.length - 1]);
            }
            System.out.println();
        }
    }
}
