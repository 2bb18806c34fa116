// SPDX-License-Identifier: BSL-1.0
package container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * A container that deploys an application with a JNI library, uses it and drops it, again and again
 * in one process. Each time its class loader must be collected and its library unloaded, and at the
 * end the VM has the references and classes that it had before.
 *
 * <pre>DeployTest CLASSES LIBRARY unloaded|stays</pre>
 */
public final class DeployTest {
    private static final int WARM_UP = 5;
    private static final int CYCLES = 50;
    private static final long LIMIT_NS = 30_000_000_000L;
    private static final Pattern COUNTS = Pattern.compile("JNI global refs: (\\d+), weak refs: (\\d+)");

    private DeployTest() {}

    public static void main(String[] args) throws Exception {
        Path classes = Path.of(args[0]);
        Path library = Path.of(args[1]);
        boolean stays = args[2].equals("stays");
        List<Path> files = new ArrayList<>();
        Path copies = Files.createTempDirectory("deploy");
        try {
            Counts before = Counts.now(); // loads what it needs
            for (int i = -WARM_UP; i < CYCLES; i++) {
                if (i == 0) {
                    before = Counts.now();
                }
                // A library belongs to one class loader, until that has gone. Every fifth
                // application leaves a thread of C++ behind, which its library outlives.
                boolean lingers = i % 5 == 0;
                Path copy = i % 8 == 7 ? library : Files.copy(library, copies.resolve("app" + (i + WARM_UP) + ".so"));
                if (copy != library) {
                    files.add(copy);
                }
                cycle(classes, copy, lingers ? "lingers" : "stops", stays || lingers);
            }
            // glibc unmaps what a thread has kept at the next dlclose() after its end.
            long limit = System.nanoTime() + LIMIT_NS;
            while (!stays && areMapped(files)) {
                check(System.nanoTime() < limit, "a library is mapped whose thread has ended");
                cycle(classes, library, "stops", true);
            }
            Counts after = Counts.now();
            System.out.println("before: " + before + "\nafter:  " + after);
            check(after.isBackAt(before), "after " + CYCLES + " deployments: " + after + ", before: " + before);

            // That the counts can count: C++ keeps a listener.
            Path copy = Files.copy(library, copies.resolve("keeps.so"));
            files.add(copy);
            WeakReference<ClassLoader> kept = deploy(classes, copy, "keeps");
            Counts leaked = Counts.now();
            check(kept.get() != null, "a class loader that C++ keeps has gone");
            check(leaked.globals == after.globals + 1 && leaked.loaders == after.loaders + 1
                    && leaked.classes > after.classes, "one is kept: " + leaked + ", before: " + after);
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(copies);
        }
        System.out.println(CYCLES + " deployments collected, their libraries "
                + (stays ? "stay (-z nodelete)" : "unloaded"));
    }

    /** What the VM has, when it is quiet. */
    private static final class Counts {
        final long globals;
        final long weaks;
        final long loaders;
        final long classes;

        private Counts(long globals, long weaks, long loaders, long classes) {
            this.globals = globals;
            this.weaks = weaks;
            this.loaders = loaders;
            this.classes = classes;
        }

        static Counts now() throws Exception {
            System.gc();
            String threads = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
                    new Object[] {null}, new String[] {String[].class.getName()});
            Matcher found = COUNTS.matcher(threads);
            check(found.find(), "no counts of references in: " + threads);
            String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[0]}, new String[] {String[].class.getName()});
            long loaders = 0;
            for (String line : histogram.split("\n")) {
                if (line.contains("java.net.URLClassLoader ") || line.endsWith("java.net.URLClassLoader")) {
                    loaders += Long.parseLong(line.trim().split(" +")[1]);
                }
            }
            return new Counts(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)), loaders,
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        }

        /** But for a few classes of the JDK itself that something may use late. */
        boolean isBackAt(Counts before) {
            return globals == before.globals && weaks == before.weaks && loaders == before.loaders
                    && classes < before.classes + CYCLES / 2;
        }

        @Override
        public String toString() {
            return globals + " global and " + weaks + " weak references, " + loaders + " class loaders, " + classes + " classes";
        }
    }

    private static void cycle(Path classes, Path library, String last, boolean mayStay) throws Exception {
        WeakReference<ClassLoader> loader = deploy(classes, library, last);
        long limit = System.nanoTime() + LIMIT_NS;
        while (loader.get() != null || !mayStay && isMapped(library)) {
            check(System.nanoTime() < limit, loader.get() != null ? "the class loader is kept: " + Counts.now()
                    : "the library is still mapped: " + library);
            System.gc();
            Thread.sleep(1);
        }
    }

    private static boolean areMapped(List<Path> libraries) {
        for (Path library : libraries) {
            if (isMapped(library)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMapped(Path library) {
        try {
            return Files.readString(Path.of("/proc/self/maps")).contains(library.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WeakReference<ClassLoader> deploy(Path classes, Path library, String last) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
            Object app = Class.forName("app.App", true, loader).getConstructor(String.class, String.class)
                    .newInstance(library.toString(), last);
            Object wrong = ((Callable<?>) app).call();
            check(wrong == null, "" + wrong);
            return new WeakReference<>(loader);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
