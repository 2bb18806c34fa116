// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** Defined by class loaders of its own, too. */
final class Elsewhere {
    Elsewhere() {}

    static int answer() {
        return 42;
    }

    /** Defines Elsewhere itself, and nothing else. */
    static final class Loader extends ClassLoader {
        Loader() {
            super(Elsewhere.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Elsewhere.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (java.io.InputStream in = Elsewhere.class.getResourceAsStream("Elsewhere.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        /** An object of the Elsewhere of this loader. */
        Object make() throws ReflectiveOperationException {
            var constructor = Class.forName(Elsewhere.class.getName(), true, this).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        }
    }
}
