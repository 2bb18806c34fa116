// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;

/**
 * The Java half of ffiguard.h for FFM (JDK 22 and later), to be copied: the structs, their
 * comparison with those of a library, errors, and memory that changes hands.
 *
 * <p>Any thread may use an object of this class.
 */
public final class Ffiguard {
    /** FFIGUARD_HEADER_VERSION of the header that this class was written for. */
    public static final int HEADER_VERSION = 100;

    private static final int STALE = 3; // closed, and another object has its slot
    private static final int CLOSED = 6;

    public static final StructLayout ERROR =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("status"),
                            JAVA_INT.withName("detail"),
                            MemoryLayout.sequenceLayout(248, JAVA_BYTE).withName("message"))
                    .withName("ffiguard_error");

    public static final StructLayout BUFFER =
            MemoryLayout.structLayout(
                            ADDRESS.withName("data"),
                            JAVA_LONG.withName("size"),
                            ADDRESS.withName("release"),
                            ADDRESS.withName("context"))
                    .withName("ffiguard_buffer");

    public static final StructLayout VIEW =
            MemoryLayout.structLayout(ADDRESS.withName("data"), JAVA_LONG.withName("size"))
                    .withName("ffiguard_view");

    /** A function pointer, and a number that it is given back: a key of the program's, no address. */
    public static final StructLayout CALLBACK =
            MemoryLayout.structLayout(ADDRESS.withName("call"), JAVA_LONG.withName("user"))
                    .withName("ffiguard_callback");

    public static final StructLayout VERSIONED_CELL =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("version"),
                            JAVA_INT.withName("magic"),
                            JAVA_INT.withName("size"))
                    .withName("ffiguard_versioned_cell");

    private final SymbolLookup library;
    private final MethodHandle bufferRelease;
    private final MethodHandle errorText;

    /**
     * Loads a shim as System.loadLibrary() does, for this copy of the class and its class loader.
     *
     * @throws UnsatisfiedLinkError if there is none, or as the constructor
     */
    public static Ffiguard load(String name) {
        System.loadLibrary(name);
        return new Ffiguard(SymbolLookup.loaderLookup());
    }

    /**
     * A function of the library that returns a status.
     *
     * @throws java.util.NoSuchElementException if the library does not have it
     */
    public MethodHandle function(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** The same of one that returns something else. */
    public MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }

    /**
     * For a library whose C++ includes exports.hpp. Compares its version and its structs with those
     * above, before anything else is called.
     *
     * @throws UnsatisfiedLinkError if the version differs in more than the patch level, or a struct
     *     lies in memory in another way; the message names the first member that does
     */
    public Ffiguard(SymbolLookup library) {
        this(library, ERROR, BUFFER, VIEW, CALLBACK, VERSIONED_CELL);
    }

    /** The same with the structs that the program reads or fills, also such as jextract wrote. */
    public Ffiguard(SymbolLookup library, StructLayout... structs) {
        this.library = library;
        int version =
                (int) call(handle(library, "ffiguard_version", FunctionDescriptor.of(JAVA_INT)));
        if (version / 100 != HEADER_VERSION / 100) {
            throw new UnsatisfiedLinkError(
                    "the library was built with ffiguard " + version + ", Ffiguard.java is for "
                            + HEADER_VERSION + " (10000 * major + 100 * minor + patch)");
        }
        compareStructs(structs);
        bufferRelease =
                handle(library, "ffiguard_buffer_release", FunctionDescriptor.ofVoid(ADDRESS));
        errorText =
                handle(
                        library,
                        "ffiguard_error_text",
                        FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    }

    void compareStructs(StructLayout... structs) {
        MemorySegment text = (MemorySegment) call(handle("ffiguard_layout", FunctionDescriptor.of(ADDRESS)));
        compare(text.reinterpret(Long.MAX_VALUE).getString(0), structs);
    }

    MethodHandle handle(String name, FunctionDescriptor type) {
        return handle(library, name, type);
    }

    static SequenceLayout text(int size) {
        return MemoryLayout.sequenceLayout(size, JAVA_BYTE);
    }

    static void compare(String layout, StructLayout... structs) {
        Map<String, String> there = new HashMap<>();
        for (String line : layout.split("\n")) {
            String[] parts = line.split(" ", 2);
            there.put(parts[0], parts[1]);
        }
        for (StructLayout struct : structs) {
            String name = struct.name().orElseThrow();
            long offset = 0;
            for (MemoryLayout member : struct.memberLayouts()) {
                if (member.name().isPresent()) { // padding has none
                    same(there, name + "." + member.name().get(), offset + " " + member.byteSize());
                }
                offset += member.byteSize();
            }
            same(there, name, "" + struct.byteSize());
        }
    }

    private static void same(Map<String, String> there, String name, String here) {
        if (!here.equals(there.get(name))) {
            throw new UnsatisfiedLinkError(
                    name + ": (offset and) size " + here + " in Java, " + there.get(name)
                            + " in the library: they were made from different copies of ffiguard.h");
        }
    }

    /**
     * A struct for a function that fills an ffiguard_buffer. It lies in memory of its own, which the
     * garbage collector frees: <b>never</b> in the arena that its bytes are then tied to, since an
     * arena frees what it has in no order that can be relied on, and so maybe the struct before the
     * cleanup reads it.
     */
    public static MemorySegment newBuffer() {
        return Arena.ofAuto().allocate(BUFFER);
    }

    /**
     * Takes over the bytes of a buffer that a function has filled: they are released, once, when the
     * arena closes.
     *
     * @param buffer of newBuffer(); it owns nothing afterwards
     * @return the bytes; valid until the arena closes
     */
    public MemorySegment take(MemorySegment buffer, Arena arena) {
        MemorySegment mine = newBuffer().copyFrom(buffer);
        buffer.fill((byte) 0);
        try {
            return mine.get(ADDRESS, 0)
                    .reinterpret(mine.get(JAVA_LONG, 8), arena, bytes -> release(mine));
        } catch (RuntimeException closed) { // the arena takes nothing any more
            release(mine);
            throw closed;
        }
    }

    /** Releases what a buffer owns. A second time nothing happens. */
    public void release(MemorySegment buffer) {
        try {
            bufferRelease.invokeExact(buffer);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
        Reference.reachabilityFence(buffer);
    }

    /** The text that a call has put into an ffiguard_error: of a longer one the beginning. */
    public static String message(MemorySegment error) {
        return error.getString(8);
    }

    /** The whole text of an ffiguard_error that a function of this library has filled. */
    public String text(MemorySegment error) {
        String cut = message(error);
        if (cut.length() < 50) { // of 4 bytes a character
            return cut;
        }
        try (Arena arena = Arena.ofConfined()) {
            long size = (long) errorText.invokeExact(error, MemorySegment.NULL, 0L);
            if (size == 0) {
                return cut;
            }
            MemorySegment whole = arena.allocate(size + 1); // ends with NUL
            return (long) errorText.invokeExact(error, whole, size) == size ? whole.getString(0) : cut;
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /**
     * What an x_release has returned, for a class whose close() may be called again: a token that is
     * closed already is no failure.
     */
    public static int released(int status) {
        return status == CLOSED || status == STALE ? 0 : status;
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment function =
                library.find(name)
                        .orElseThrow(
                                () ->
                                        new UnsatisfiedLinkError(
                                                name + ": the library does not have it; include "
                                                        + "ffiguard/exports.hpp in one of its files"));
        return Linker.nativeLinker().downcallHandle(function, type);
    }

    private static Object call(MethodHandle function) {
        try {
            return function.invoke();
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }
}
