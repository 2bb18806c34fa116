// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads a shared library from the JAR of its Java classes. The JAR has it as
 * META-INF/native/linux-x86_64/libshim.so, one for each system and processor.
 *
 * <pre>{@code
 * final class Shim {
 *     static {
 *         NativeLibrary.load(Shim.class, "shim", System::load);
 *     }
 * }
 * }</pre>
 *
 * <p>It is copied into a new directory that no other user may enter, loaded, and deleted (on
 * Windows when the VM ends, because a file in use cannot be deleted). Each class loader gets its
 * own copy: the VM refuses to load one file twice. The directory is made in java.io.tmpdir, which
 * must not be mounted noexec.
 */
public final class NativeLibrary {
    /** Systems and processors, as the folders are called. */
    private static final List<String> SYSTEMS = List.of("linux", "macos", "windows");
    private static final List<String> PROCESSORS =
            List.of("x86_64", "aarch64", "x86", "arm", "riscv64", "ppc64le", "s390x");

    private NativeLibrary() {}

    /** The folder for this VM: "linux-x86_64". */
    public static String platform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String platform(String os, String processor) {
        String name = os.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
        String one = processor.toLowerCase(Locale.ROOT);
        return system + "-" + switch (one) {
            case "amd64", "x86_64" -> "x86_64";
            case "arm64", "aarch64" -> "aarch64";
            case "i386", "i486", "i586", "i686", "x86" -> "x86";
            default -> one;
        };
    }

    /**
     * Loads a library for the native methods of a class.
     *
     * @param of a class of the JAR
     * @param load System::load, written in a class of the class loader that is to have the library: it is the
     *     caller's class loader that gets it
     * @throws UnsatisfiedLinkError if the JAR has none for this system, with those that it has; if it cannot be
     *     copied or loaded
     */
    public static void load(Class<?> of, String name, Consumer<String> load) {
        Objects.requireNonNull(load, "load");
        with(of, name, path -> {
            load.accept(path.toString());
            return null;
        });
    }

    /**
     * The same if you load it in another way, such as SymbolLookup.libraryLookup().
     *
     * @param use gets the path of the copy, which is deleted afterwards
     */
    public static <R> R with(Class<?> of, String name, Function<Path, R> use) {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(use, "use");
        String file = System.mapLibraryName(name);
        Path directory = null;
        Path copy = null;
        try (InputStream in = of.getResourceAsStream(resource(platform(), file))) {
            if (in == null) {
                throw new UnsatisfiedLinkError(file + ": no " + resource(platform(), file) + " beside " + of.getName()
                        + "; there " + there(of, name));
            }
            directory = Files.createTempDirectory("ffiguard"); // the owner's alone
            copy = directory.resolve(file);
            Files.copy(in, copy);
            return loaded(copy, use);
        } catch (IOException e) {
            UnsatisfiedLinkError refused = new UnsatisfiedLinkError(file + ": cannot be copied out of the JAR: " + e);
            refused.initCause(e);
            throw refused;
        } finally {
            delete(copy);
            delete(directory);
        }
    }

    private static <R> R loaded(Path copy, Function<Path, R> use) {
        try {
            return use.apply(copy);
        } catch (UnsatisfiedLinkError e) {
            UnsatisfiedLinkError why = new UnsatisfiedLinkError(e.getMessage() + " (a copy out of the JAR; if "
                    + copy.getParent().getParent() + " is mounted noexec, name another by -Djava.io.tmpdir)");
            why.initCause(e);
            throw why;
        }
    }

    private static String resource(String platform, String file) {
        return "/META-INF/native/" + platform + "/" + file;
    }

    private static String there(Class<?> of, String name) {
        String found = SYSTEMS.stream().flatMap(system -> PROCESSORS.stream().map(one -> system + "-" + one))
                .filter(platform -> Stream.of("lib" + name + ".so", "lib" + name + ".dylib", name + ".dll")
                        .anyMatch(file -> of.getResource(resource(platform, file)) != null))
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "is none for any system" : "are those for " + found;
    }

    private static void delete(Path one) {
        try {
            if (one != null) {
                Files.deleteIfExists(one);
            }
        } catch (IOException inUse) { // Windows
            one.toFile().deleteOnExit();
        }
    }
}
