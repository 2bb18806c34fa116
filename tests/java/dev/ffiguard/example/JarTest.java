// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import dev.ffiguard.NativeLibrary;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** A library is loaded out of the JAR of its class, by two class loaders in one VM. */
final class JarTest {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /** Arguments: a JAR with JarShim and its library, one with JarShim and a library of another system. */
    public static void main(String[] args) throws Exception {
        try (URLClassLoader one = loader(args[0]); URLClassLoader two = loader(args[0])) {
            IntSupplier first = shim(one);
            IntSupplier second = shim(two);
            Check.that(first.getAsInt() == 1 && first.getAsInt() == 2, "not loaded");
            Check.that(second.getAsInt() == 1, "the second class loader has the first one's copy");
        }
        Check.that(left().isEmpty(), left());

        try (URLClassLoader without = loader(args[1])) {
            shim(without);
            throw new AssertionError("loaded another system's library");
        } catch (UnsatisfiedLinkError refused) {
            String said = refused.getMessage();
            Check.that(said.equals("libjar_shim.so: no /META-INF/native/" + NativeLibrary.platform()
                    + "/libjar_shim.so beside dev.ffiguard.example.JarShim; there are those for macos-aarch64,"
                    + " windows-x86_64"), said);
        }

        try {
            NativeLibrary.with(JarTest.class, "nothing", path -> null);
            throw new AssertionError("found what is not there");
        } catch (UnsatisfiedLinkError refused) {
            Check.that(refused.getMessage().endsWith("; there is none for any system"), refused.getMessage());
        }
        Check.refuses(NullPointerException.class, "name", () -> NativeLibrary.with(JarTest.class, null, path -> 0));
    }

    private static URLClassLoader loader(String jar) throws IOException {
        return new URLClassLoader(new URL[] {Path.of(jar).toUri().toURL()}, JarTest.class.getClassLoader());
    }

    private static IntSupplier shim(ClassLoader by) throws Exception {
        try {
            return (IntSupplier) Class.forName("dev.ffiguard.example.JarShim", true, by).getConstructor().newInstance();
        } catch (ExceptionInInitializerError e) {
            throw e.getCause() instanceof UnsatisfiedLinkError refused ? refused : e;
        }
    }

    /** What was not deleted. */
    private static List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(TEMPORARY)) {
            return all.filter(one -> one.getFileName().toString().startsWith("ffiguard")).toList();
        }
    }
}
