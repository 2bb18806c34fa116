// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.NativeException;
import dev.ffiguard.NativeMemory;
import dev.ffiguard.Status;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Objects of C++ by FfmObject: failures as exceptions, arenas, bytes that change hands, the account. */
final class OwnerTest {
    private static final int BUSY = 5;
    private static final int BUSY_SNAPSHOT = BUSY | 2 << 8;
    private static final int FULL = 13;

    private static class LibraryException extends NativeException {
        private static final long serialVersionUID = 1;

        LibraryException(int status, int detail, String message) {
            super(status, detail, message);
        }
    }

    private static final class BusyException extends LibraryException {
        private static final long serialVersionUID = 1;

        BusyException(int status, int detail, String message) {
            super(status, detail, message);
        }
    }

    private static final class ClosedException extends LibraryException {
        private static final long serialVersionUID = 1;

        ClosedException(int status, int detail, String message) {
            super(status, detail, message);
        }
    }

    private static final ExceptionTable<LibraryException> FAILURES =
            ExceptionTable.<LibraryException>otherwise(LibraryException::new)
                    .foreign(BUSY, BusyException::new).foreignBits(0xff)
                    .status(Status.CLOSED, ClosedException::new).build();
    private static final Ffiguard SHIM = Ffiguard.load("owner_shim");
    private static final ExportedClass<LibraryException> IMAGES =
            new ExportedClass<>(new Calls<>(SHIM, FAILURES), "image");
    private static final MethodHandle NEW = IMAGES.constructor(JAVA_LONG);
    private static final MethodHandle GROW = IMAGES.method("grow", JAVA_LONG);
    private static final MethodHandle PIXELS = IMAGES.method("pixels", ADDRESS);
    private static final MethodHandle PIXEL_BUFFER = IMAGES.method("pixel_buffer", ADDRESS);
    private static final MethodHandle SHOW = IMAGES.method("show", ADDRESS);
    private static final MethodHandle REFUSE = IMAGES.method("refuse", JAVA_INT);
    private static final MethodHandle FAIL = IMAGES.method("fail", JAVA_INT);

    private static final class Image extends FfmObject<LibraryException> {
        Image(long size) {
            super(IMAGES, (made, error) -> (int) NEW.invokeExact(size, made, error));
        }

        void grow(long by) {
            run((token, error) -> (int) GROW.invokeExact(token, by, error));
            resized();
        }

        MemorySegment show() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment view = arena.allocate(Ffiguard.VIEW);
                run((token, error) -> (int) SHOW.invokeExact(token, view, error));
                return lend(view).asReadOnly();
            }
        }

        MemorySegment pixels(Arena arena) {
            MemorySegment bytes = arena.allocate(Ffiguard.BYTES);
            run((token, error) -> (int) PIXELS.invokeExact(token, bytes, error));
            return SHIM.takeBytes(bytes, arena);
        }

        MemorySegment pixelBuffer(Arena arena) {
            MemorySegment buffer = arena.allocate(Ffiguard.BUFFER);
            run((token, error) -> (int) PIXEL_BUFFER.invokeExact(token, buffer, error));
            return SHIM.take(buffer, arena);
        }

        void refuse(int code) {
            run((token, error) -> (int) REFUSE.invokeExact(token, code, error));
        }

        void fail(int status) {
            run((token, error) -> (int) FAIL.invokeExact(token, status, error));
        }

        /** As a program does that has lost the token's state. */
        void useAfterRelease() {
            run((token, error) -> {
                IMAGES.release(token);
                return (int) GROW.invokeExact(token, 1L, error);
            });
        }
    }

    public static void main(String[] args) throws Throwable {
        statusesAreExceptions();
        arenasClose();
        theStructOfABufferLiesInTheArena();
        whatIsLentIsTakenBack();
        whatIsLentKeepsTheObject();
        librariesKeepApart();
        aStructThatIsGoneIsNamed();
        textCrossesWhole();
        heapBytesCross();
        errnoIsCaptured();
        bytesAreAccountedFor();
        theCollectorIsNudged();
        that(IMAGES.live() == 0, "images live: " + IMAGES.live());
    }

    static void that(boolean holds, Object otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    interface Attempt {
        void run() throws Throwable;
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> T thrown(Class<T> promised, Attempt attempt) {
        try {
            attempt.run();
        } catch (Throwable answer) {
            that(answer.getClass() == promised, "promised " + promised + ", came " + answer);
            return (T) answer;
        }
        throw new AssertionError("promised " + promised + ", came nothing");
    }

    private static void statusesAreExceptions() {
        try (Image image = new Image(0)) {
            BusyException busy = thrown(BusyException.class, () -> image.refuse(BUSY));
            that(busy.status() == Status.FOREIGN && busy.detail() == BUSY, busy.detail());
            that(busy.getMessage().equals("the library has answered"), busy.getMessage());
            that(thrown(BusyException.class, () -> image.refuse(BUSY_SNAPSHOT)).detail() == BUSY_SNAPSHOT, "");
            that(thrown(LibraryException.class, () -> image.refuse(FULL)).detail() == FULL, "");
            that(thrown(LibraryException.class, () -> image.fail(Status.NOT_FOUND)).status() == Status.NOT_FOUND, "");
            thrown(OutOfMemoryError.class, () -> image.fail(Status.OUT_OF_MEMORY));
            thrown(ClosedException.class, image::useAfterRelease);
        }
        thrown(IllegalStateException.class, () -> {
            Image closed = new Image(0);
            closed.close();
            closed.refuse(BUSY);
        });
    }

    private static void arenasClose() throws Throwable {
        Image one;
        try (Arena arena = Arena.ofConfined()) {
            one = new Image(0);
            one.closeWith(arena);
            Image early = new Image(0);
            early.closeWith(arena);
            early.close();
            that(IMAGES.live() == 1, IMAGES.live());
        }
        that(IMAGES.live() == 0, "the arena has not closed it");
        one.close(Duration.ZERO);
        Arena closed = Arena.ofConfined();
        closed.close();
        try (Image other = new Image(0)) {
            thrown(IllegalStateException.class, () -> other.closeWith(closed));
        }
    }

    /** The struct is gone when the arena releases the bytes. */
    private static void theStructOfABufferLiesInTheArena() throws Throwable {
        MethodHandle live = Linker.nativeLinker().downcallHandle(
                SymbolLookup.loaderLookup().find("bytes_live").orElseThrow(), FunctionDescriptor.of(JAVA_LONG));
        try (Image image = new Image(0)) {
            for (int i = 0; i < 20_000; i++) {
                MemorySegment bytes;
                try (Arena arena = i % 2 == 0 ? Arena.ofConfined() : Arena.ofShared()) {
                    bytes = i % 3 == 0 ? image.pixelBuffer(arena) : image.pixels(arena);
                    that(bytes.byteSize() == 4096 && bytes.get(JAVA_BYTE, 4095) == 'p', bytes);
                    that((long) live.invokeExact() == 1, "not alive");
                }
                that((long) live.invokeExact() == 0, "not released");
                MemorySegment gone = bytes;
                thrown(IllegalStateException.class, () -> gone.get(JAVA_BYTE, 0));
            }
            Arena closed = Arena.ofConfined();
            MemorySegment struct = Arena.ofAuto().allocate(Ffiguard.BYTES);
            image.run((token, error) -> (int) PIXELS.invokeExact(token, struct, error));
            closed.close();
            thrown(IllegalStateException.class, () -> SHIM.takeBytes(struct, closed));
            that((long) live.invokeExact() == 0, "lost");
        }
    }

    private static void whatIsLentIsTakenBack() throws Throwable {
        MethodHandle hold = SHIM.function("bytes_hold", ADDRESS);
        MethodHandle isHeld = SHIM.function("bytes_are_held", ADDRESS);
        MethodHandle letGo = SHIM.function("bytes_let_go");
        Image image = new Image(0);
        MemorySegment shown = image.show();
        that(shown.byteSize() == 4 && shown.get(JAVA_BYTE, 3) == 4 && shown.isReadOnly(), shown);
        Thread user = Thread.ofPlatform().start(() -> {
            try {
                int ignored = (int) hold.invokeExact(shown);
            } catch (Throwable never) {
                throw new AssertionError(never);
            }
        });
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment yes = arena.allocate(JAVA_INT);
            while (yes.get(JAVA_INT, 0) == 0) {
                int ignored = (int) isHeld.invokeExact(yes);
            }
        }
        thrown(IllegalStateException.class, image::close); // C++ reads it
        that(IMAGES.live() == 1 && shown.get(JAVA_BYTE, 0) == 1, "closed under its user");
        int ignored = (int) letGo.invokeExact();
        user.join();
        image.close();
        that(IMAGES.live() == 0, "not closed");
        thrown(IllegalStateException.class, () -> shown.get(JAVA_BYTE, 0));
    }

    private static void whatIsLentKeepsTheObject() throws Throwable {
        MemorySegment shown = new Image(0).show();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(10);
        }
        that(IMAGES.live() == 1 && shown.get(JAVA_BYTE, 0) == 1, "collected under its memory");
        shown = null;
        collected();
    }

    private static void collected() throws InterruptedException {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (IMAGES.live() != 0) {
            that(System.nanoTime() < limit, IMAGES.live() + " images are never released");
            System.gc();
            Thread.sleep(10);
        }
    }

    /** Of one class loader. Each has all the functions of ffiguard.h, and a table of its own behind them. */
    private static void librariesKeepApart() throws Throwable {
        Path here = Path.of(System.getProperty("java.library.path")).toAbsolutePath();
        for (String name : new String[] {"owner_shim_a", "owner_shim_b", "owner_shim_c"}) {
            Path copy = here.resolve(System.mapLibraryName(name));
            Files.copy(here.resolve(System.mapLibraryName("owner_shim")), copy, StandardCopyOption.REPLACE_EXISTING);
            Ffiguard shim = Ffiguard.load(name);
            ExportedClass<LibraryException> images = new ExportedClass<>(new Calls<>(shim, FAILURES), "image");
            MethodHandle open = images.constructor(JAVA_LONG);
            long one = images.calls().make((made, error) -> (int) open.invokeExact(0L, made, error), images::release);
            try (Arena arena = Arena.ofConfined()) {
                MethodHandle live = Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup(copy, arena)
                        .find("image_live_count").orElseThrow(), FunctionDescriptor.of(JAVA_LONG));
                that((long) live.invokeExact() == 1, name + ": its functions are another library's");
                images.release(one);
                that((long) live.invokeExact() == 0, name + ": not released");
            }
            Files.delete(copy);
        }
    }

    private static void aStructThatIsGoneIsNamed() {
        Arena closed = Arena.ofConfined();
        MemorySegment struct = closed.allocate(Ffiguard.BUFFER);
        closed.close();
        thrown(IllegalStateException.class, () -> SHIM.release(struct));
        that(thrown(NullPointerException.class, () -> SHIM.release(null)).getMessage().equals("buffer"), "unnamed");
    }

    private static void textCrossesWhole() throws Throwable {
        MethodHandle size = SHIM.function("text_size", Ffiguard.VIEW, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment told = arena.allocate(JAVA_LONG);
            int ok = (int) size.invokeExact(Ffiguard.view(arena, "a\0\u00e9\uD83D\uDE00"), told);
            that(ok == 0 && told.get(JAVA_LONG, 0) == 8, told.get(JAVA_LONG, 0));
            MemorySegment view = Ffiguard.view(arena, "a\0\u00e9\uD83D\uDE00");
            that(Ffiguard.copyText(view).equals("a\0\u00e9\uD83D\uDE00"), Ffiguard.copyText(view));
            that(Ffiguard.copyText(MemorySegment.ofAddress(view.address())).length() == 5, "through a pointer");
            for (String broken : new String[] {"a\uD83D", "\uDE00a", "\uD83D\uD83D\uDE00"}) {
                String said = thrown(IllegalArgumentException.class, () -> Ffiguard.view(arena, broken)).getMessage();
                that(said.startsWith("text: half of a surrogate pair at index "), said);
            }
            that(Ffiguard.shown(view).isReadOnly(), "C++ has lent it for reading");
        }
    }

    private static void heapBytesCross() throws Throwable {
        MethodHandle sum = SHIM.critical("bytes_sum", ADDRESS, JAVA_LONG, ADDRESS);
        byte[] bytes = {1, 2, 3};
        long[] told = new long[1];
        int ok = (int) sum.invokeExact(MemorySegment.ofArray(bytes), 3L, MemorySegment.ofArray(told));
        that(ok == 0 && told[0] == 6, told[0]);
    }

    private static void errnoIsCaptured() throws Throwable {
        Ffiguard withC = new Ffiguard(name -> SymbolLookup.loaderLookup().find(name)
                .or(() -> Linker.nativeLinker().defaultLookup().find(name)));
        MethodHandle close = withC.capturing("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Ffiguard.CALL_STATE);
            that((int) close.invokeExact(state, -1) == -1 && Ffiguard.errno(state) == 9, Ffiguard.errno(state));
        }
    }

    private static void bytesAreAccountedFor() {
        String type = Image.class.getName();
        long before = NativeMemory.total();
        Image one = new Image(1000);
        Image other = new Image(200);
        Image none = new Image(0);
        that(NativeMemory.total() == before + 1200, NativeMemory.total());
        that(NativeMemory.byType().get(type) == 1200, NativeMemory.byType());
        one.grow(24);
        that(NativeMemory.total() == before + 1224, NativeMemory.total());
        one.close();
        one.close();
        none.close();
        that(NativeMemory.byType().get(type) == 200, NativeMemory.byType());
        other.close();
        that(!NativeMemory.byType().containsKey(type) && NativeMemory.total() == before, NativeMemory.total());
    }

    /** 500 objects of 16 MB that nobody closes never are more than the limit of 64 MB together. */
    private static void theCollectorIsNudged() throws Throwable {
        long size = 16L << 20;
        NativeMemory.setLimit(4 * size);
        try {
            for (int i = 0; i < 200; i++) {
                new Image(size);
                that(NativeMemory.total() <= 4 * size, NativeMemory.total());
            }
            List<Image> held = new ArrayList<>();
            OutOfMemoryError full = thrown(OutOfMemoryError.class, () -> {
                for (;;) {
                    held.add(new Image(size));
                }
            });
            that(held.size() == 4, held.size());
            that(full.getMessage().contains("beyond the limit of " + 4 * size + " bytes")
                    && full.getMessage().contains(Image.class.getName() + " "), full.getMessage());
            that(NativeMemory.total() == 4 * size, "the refused one counts still");
            held.forEach(Image::close);
        } finally {
            NativeMemory.setLimit(0);
        }
        collected();
    }
}
