// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The classes of the example in a class loader of their own, which the class path does not know: a
 * native thread finds them by the loader that the library has captured.
 *
 * <pre>TailLoaderTest CLASSES TESTS WRONG_CLASSES LIBRARY</pre>
 */
final class TailLoaderTest {
    public static void main(String[] args) throws Exception {
        Check.refuses(ClassNotFoundException.class, "", () -> load("Tail", null));
        wrongDeclaration(args[2], args[0], Path.of(args[3]));
        WeakReference<ClassLoader> loader = runTests(args[0], args[1]);
        long limit = System.nanoTime() + 60_000_000_000L;
        while (loader.get() != null) {
            Check.that(System.nanoTime() < limit, "the library keeps its class loader");
            System.gc();
            Thread.sleep(10);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) throws Exception {
        return Class.forName("dev.ffiguard.example." + name, true, loader);
    }

    private static URLClassLoader loaderOf(String... folders) throws Exception {
        URL[] urls = new URL[folders.length];
        for (int i = 0; i < folders.length; i++) {
            urls[i] = Path.of(folders[i]).toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static void call(Class<?> type, String name, Class<?> parameter, Object argument)
            throws Exception {
        Method method = type.getDeclaredMethod(name, parameter);
        method.setAccessible(true);
        try {
            method.invoke(null, argument);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }

    private static WeakReference<ClassLoader> runTests(String... folders) throws Exception {
        try (URLClassLoader loader = loaderOf(folders)) {
            call(load("TailTest", loader), "main", String[].class, new String[0]);
            return new WeakReference<>(loader);
        }
    }

    /** One method that Java declares otherwise than C++: known when the library is loaded. */
    private static void wrongDeclaration(String wrong, String classes, Path library)
            throws Exception {
        Path copy = Files.createTempFile("wrong", ".so"); // a library belongs to one loader
        copy.toFile().deleteOnExit();
        Files.write(copy, Files.readAllBytes(library));
        try (URLClassLoader loader = loaderOf(wrong, classes)) {
            Check.refuses(UnsatisfiedLinkError.class, "dev/ffiguard/example/Tail: missing"
                    + " removeListener(JLdev/ffiguard/example/TailListener;)Z",
                    () -> call(load("Tail", loader), "load", String.class, copy.toString()));
        }
    }
}
