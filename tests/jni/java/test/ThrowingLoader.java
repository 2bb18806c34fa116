// SPDX-License-Identifier: BSL-1.0
package test;

/** A class loader that has its own trouble with test.Sample. */
class ThrowingLoader extends ClassLoader {
    static Throwable trouble;

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals("test.Sample") || trouble == null) return super.loadClass(name, resolve);
        if (trouble instanceof Error) throw (Error) trouble;
        if (trouble instanceof RuntimeException) throw (RuntimeException) trouble;
        throw (ClassNotFoundException) trouble;
    }
}
