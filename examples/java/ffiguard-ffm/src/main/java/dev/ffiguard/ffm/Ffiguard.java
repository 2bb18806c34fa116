// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.Status;

import java.io.File;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The Java half of ffiguard.h for FFM (JDK 22 and later): the structs, their comparison with a
 * library's, errors, text, and memory whose owner changes.
 *
 * <p>Thread-safe.
 */
public final class Ffiguard {
    /** FFIGUARD_HEADER_VERSION of the header that this class was written for. */
    public static final int HEADER_VERSION = 100;

    /** For {@link #capturing}. */
    public static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO_AT = CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

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

    public static final StructLayout BYTES =
            MemoryLayout.structLayout(
                            ADDRESS.withName("data"),
                            JAVA_LONG.withName("size"),
                            JAVA_LONG.withName("owner"))
                    .withName("ffiguard_bytes");

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
    private final MethodHandle bytesKeep;
    private final MethodHandle bytesRelease;
    private final MethodHandle errorText;

    /**
     * Loads a shim as System.loadLibrary() does, for this copy of the class and its class loader.
     * If it is in java.library.path, symbols are looked up in this library only.
     * (SymbolLookup.loaderLookup() searches all libraries of the class loader: if several have a
     * function, such as ffiguard_bytes_release, it may find another's.)
     *
     * @throws UnsatisfiedLinkError if there is none, or as the constructor
     */
    public static Ffiguard load(String name) {
        System.loadLibrary(name);
        return new Ffiguard(ownLookup(System.mapLibraryName(name)));
    }

    private static SymbolLookup ownLookup(String file) {
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            Path path = Path.of(folder, file).toAbsolutePath();
            if (Files.isRegularFile(path)) {
                return SymbolLookup.libraryLookup(path, Arena.ofAuto()); // as long as a handle of it is reachable
            }
        }
        return SymbolLookup.loaderLookup(); // the class loader has a findLibrary() of its own
    }

    /**
     * A function of the library that returns a status.
     *
     * @throws NoSuchElementException if the library lacks it
     */
    public MethodHandle function(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** The same of one that returns something else. */
    public MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(find(name), type);
    }

    /**
     * For a library whose C++ includes exports.hpp. Compares its version and its structs with those
     * above, before any other call.
     *
     * @throws UnsatisfiedLinkError if the version differs in more than the patch level, or a struct
     *     lies in memory in another way; the message names the first member that does
     */
    public Ffiguard(SymbolLookup library) {
        this(library, ERROR, BUFFER, BYTES, VIEW, CALLBACK, VERSIONED_CELL);
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
        bytesKeep = handle(library, "ffiguard_bytes_keep", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        bytesRelease = handle(library, "ffiguard_bytes_release", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
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

    /** An ffiguard_buffer in memory of its own, which the collector frees. One of any arena does as well. */
    public static MemorySegment newBuffer() {
        return Arena.ofAuto().allocate(BUFFER);
    }

    /**
     * Takes ownership of the bytes of a buffer that a function has filled: they are released once,
     * when the arena closes. The struct is not needed then, so it may be in the same arena.
     *
     * @param buffer an ffiguard_buffer; it owns nothing afterwards
     * @return the bytes, valid until the arena closes; none if the buffer owns nothing
     * @throws IllegalStateException if the arena is closed or of another thread; the bytes are
     *     released
     */
    public MemorySegment take(MemorySegment buffer, Arena arena) {
        Objects.requireNonNull(arena, "arena");
        try (Arena own = Arena.ofConfined()) {
            MemorySegment named = own.allocate(BYTES);
            int status = (int) bytesKeep.invokeExact(Objects.requireNonNull(buffer, "buffer"), named);
            if (status != Status.OK && status != Status.CLOSED) {
                throw ExceptionTable.standard().exception(status, 0, "ffiguard_buffer: " + Status.name(status));
            }
            return takeBytes(named, arena);
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable never) { // a downcall throws nothing of its own
            throw new AssertionError(never);
        }
    }

    /**
     * The same for a function that fills an ffiguard_bytes.
     *
     * @param bytes an ffiguard_bytes, in any arena; it owns nothing afterwards
     */
    public MemorySegment takeBytes(MemorySegment bytes, Arena arena) {
        long owner = bytes.get(JAVA_LONG, 16); // the number: when the arena closes, bytes may be gone
        MemorySegment data = bytes.get(ADDRESS, 0);
        long size = bytes.get(JAVA_LONG, 8);
        bytes.fill((byte) 0);
        if (owner == 0) {
            return data.reinterpret(0, arena, null);
        }
        try {
            return data.reinterpret(size, arena, ignored -> releaseBytes(owner));
        } catch (RuntimeException | Error closed) { // the arena takes nothing any more, or there is no memory
            releaseBytes(owner);
            throw closed;
        }
    }

    private void releaseBytes(long owner) {
        try {
            int ignored = (int) bytesRelease.invokeExact(owner);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /** Releases what a buffer owns. A second time nothing happens. */
    public void release(MemorySegment buffer) {
        try {
            bufferRelease.invokeExact(Objects.requireNonNull(buffer, "buffer"));
        } catch (RuntimeException | Error before) { // before the downcall: the struct itself is gone
            throw before;
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

    /** Status.released(). */
    public static int released(int status) {
        return Status.released(status);
    }

    /**
     * An ffiguard_view of a copy of the bytes, to pass by value. Not a C string: a NUL inside would
     * cut it.
     */
    public static MemorySegment view(Arena arena, byte[] bytes) {
        return view(arena, arena.allocateFrom(JAVA_BYTE, Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * The same of a text, as UTF-8.
     *
     * @throws IllegalArgumentException if half of a surrogate pair is missing, because that has no
     *     UTF-8
     */
    public static MemorySegment view(Arena arena, String text) {
        byte[] utf8 = Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new IllegalArgumentException("text: half of a surrogate pair at index " + i);
                }
                i++;
            }
        }
        return view(arena, utf8);
    }

    /** An ffiguard_view of native memory, which is not copied: bytes must stay open during the call. */
    public static MemorySegment view(Arena arena, MemorySegment bytes) {
        MemorySegment view = arena.allocate(VIEW);
        view.set(ADDRESS, 0, Objects.requireNonNull(bytes, "bytes"));
        view.set(JAVA_LONG, 8, bytes.byteSize());
        return view;
    }

    /** What an ffiguard_view shows, without a copy: for as long as C++ lends it, which often is one call. */
    public static MemorySegment shown(MemorySegment view) {
        MemorySegment struct = view.byteSize() < VIEW.byteSize() ? view.reinterpret(VIEW.byteSize()) : view;
        return struct.get(ADDRESS, 0).reinterpret(struct.get(JAVA_LONG, 8)).asReadOnly();
    }

    /** A copy of what an ffiguard_view shows. */
    public static byte[] copy(MemorySegment view) {
        return shown(view).toArray(JAVA_BYTE);
    }

    /** The same as text; what is no UTF-8 becomes U+FFFD. */
    public static String copyText(MemorySegment view) {
        return new String(copy(view), StandardCharsets.UTF_8);
    }

    /**
     * A function that returns a status, for short calls: you may pass a byte[] as
     * MemorySegment.ofArray(), without a copy, and for the VM the thread stays a Java thread. So
     * the garbage collector waits while it runs. The function must return within microseconds and
     * must not block. It must not call Java in any way: an upcall ends the VM. So do not use it for
     * a function of a class with drains_queue, nor for one that frees what may call back.
     *
     * @throws NoSuchElementException if the library lacks it
     */
    public MethodHandle critical(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(find(name), FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.critical(true));
    }

    /**
     * A C function that sets errno: its handle takes a segment of {@link #CALL_STATE} before the
     * arguments, which has errno afterwards. (The VM may change the thread's errno between two
     * calls.) Functions of a shim do not need this: their ffiguard_error has errno.
     *
     * @throws NoSuchElementException if the library lacks it
     */
    public MethodHandle capturing(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(find(name), type, Linker.Option.captureCallState("errno"));
    }

    /** What errno was after a call of a capturing() handle. */
    public static int errno(MemorySegment callState) {
        return callState.get(JAVA_INT, ERRNO_AT);
    }

    private MemorySegment find(String name) {
        return library.find(Objects.requireNonNull(name, "name"))
                .orElseThrow(() -> new NoSuchElementException("no function " + name)); // findOrThrow() is of JDK 23
    }

    boolean has(String name) {
        return library.find(name).isPresent();
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
