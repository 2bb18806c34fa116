// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static dev.ffiguard.ffm.OwnerTest.that;
import static dev.ffiguard.ffm.OwnerTest.thrown;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.example.Gzip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** zpress by FFM: what it compresses the JDK restores, and its failures are IOExceptions. */
final class GzipTest {
    public static void main(String[] args) throws Throwable {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Gzip gzip = new Gzip(6);
        for (int at = 0; at < noise.length; at += 1 << 16) {
            compressed.write(gzip.write(Arrays.copyOfRange(noise, at, at + (1 << 16))));
        }
        compressed.write(gzip.write(new byte[0]));
        compressed.write(gzip.finish());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
            that(Arrays.equals(in.readAllBytes(), noise), "restored otherwise");
        }
        thrown(IOException.class, () -> gzip.write(noise)); // finished
        gzip.close();
        gzip.close();
        thrown(IllegalStateException.class, gzip::finish);
        thrown(IOException.class, () -> new Gzip(10));
        that(thrown(NullPointerException.class, () -> new Gzip(1).write(null)).getMessage().equals("bytes"), "");
        MethodHandle live = Linker.nativeLinker().downcallHandle(
                SymbolLookup.loaderLookup().find("zpress_live").orElseThrow(), FunctionDescriptor.of(JAVA_LONG));
        long limit = System.nanoTime() + 30_000_000_000L;
        while ((long) live.invokeExact() != 0) { // the one that nobody has closed
            that(System.nanoTime() < limit, "never released");
            System.gc();
            Thread.sleep(10);
        }
    }
}
