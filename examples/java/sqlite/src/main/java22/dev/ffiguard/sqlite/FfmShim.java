// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ffm.Ffiguard;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * By FFM: lite.h itself, in liblite. Pointers into a frame go as numbers, since it knows its address.
 */
final class FfmShim extends Shim {
    private static final Ffiguard C = Ffiguard.load("lite");
    private static final ValueLayout POINTER = JAVA_LONG;
    private static final MemoryLayout VIEW = Ffiguard.VIEW;

    private static final MethodHandle OPEN = C.function("lite_open", VIEW, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle CLOSE = C.function("lite_close", JAVA_LONG, JAVA_INT, ADDRESS);
    private static final MethodHandle STATE = C.function("lite_state", JAVA_LONG);
    private static final MethodHandle INTERRUPT = onObject("lite_interrupt");
    private static final MethodHandle EXEC = C.function("lite_exec", JAVA_LONG, VIEW, ADDRESS);
    private static final MethodHandle CHANGES = ofObject("lite_changes");
    private static final MethodHandle LAST_ID = ofObject("lite_last_id");
    private static final MethodHandle AUTOCOMMIT = ofObject("lite_autocommit");
    private static final MethodHandle BUSY_TIMEOUT =
            C.function("lite_busy_timeout", JAVA_LONG, JAVA_INT, ADDRESS);
    private static final MethodHandle PREPARE =
            C.function("lite_prepare", JAVA_LONG, VIEW, ADDRESS, ADDRESS);
    private static final MethodHandle FINALIZE = onObject("lite_finalize");
    private static final MethodHandle BIND = C.function("lite_bind",
            JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_DOUBLE, VIEW, POINTER);
    private static final MethodHandle PARAMETER_NAMED =
            C.function("lite_parameter_named", JAVA_LONG, VIEW, ADDRESS, ADDRESS);
    private static final MethodHandle COLUMNS = ofObject("lite_columns");
    private static final MethodHandle COLUMN_NAME = C.function("lite_column_name",
            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle RUN = C.function("lite_run", JAVA_LONG, POINTER, JAVA_LONG,
            VIEW, POINTER, JAVA_LONG, POINTER, JAVA_LONG, POINTER, POINTER);
    private static final MethodHandle STEP = C.function("lite_step", JAVA_LONG, JAVA_INT, POINTER,
            JAVA_LONG, POINTER, JAVA_LONG, POINTER, POINTER);
    private static final MethodHandle EACH =
            C.function("lite_each", JAVA_LONG, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    private static final MethodHandle RESET = onObject("lite_reset");
    private static final MethodHandle CLEAR = onObject("lite_clear");
    private static final MethodHandle BLOB_OPEN = C.function("lite_blob_open", JAVA_LONG, VIEW, VIEW,
            VIEW, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle BLOB_CLOSE = onObject("lite_blob_close");
    private static final MethodHandle BLOB_SIZE = ofObject("lite_blob_size");
    private static final MethodHandle BLOB_READ =
            C.function("lite_blob_read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle BLOB_WRITE =
            C.function("lite_blob_write", JAVA_LONG, JAVA_INT, VIEW, ADDRESS);
    private static final MethodHandle BLOB_MOVE =
            C.function("lite_blob_move", JAVA_LONG, JAVA_LONG, ADDRESS);
    private static final MethodHandle BACKUP_OPEN =
            C.function("lite_backup_open", JAVA_LONG, VIEW, ADDRESS, ADDRESS);
    private static final MethodHandle BACKUP_CLOSE = onObject("lite_backup_close");
    private static final MethodHandle BACKUP_STEP =
            C.function("lite_backup_step", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle CREATE_FUNCTION = C.function("lite_create_function", JAVA_LONG,
            VIEW, JAVA_INT, JAVA_INT, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    private static final MethodHandle ON_UPDATE =
            C.function("lite_on_update", JAVA_LONG, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    private static final MethodHandle ON_COMMIT =
            C.function("lite_on_commit", JAVA_LONG, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    private static final MethodHandle ON_PROGRESS = C.function(
            "lite_on_progress", JAVA_LONG, JAVA_INT, Ffiguard.CALLBACK, ADDRESS, ADDRESS);
    private static final MethodHandle COPY = C.function("lite_copy", VIEW, ADDRESS, ADDRESS);
    private static final MethodHandle LIVE =
            C.function("lite_live", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle VERSION =
            C.function("lite_library_version", FunctionDescriptor.of(JAVA_INT));

    private static MethodHandle onObject(String name) {
        return C.function(name, JAVA_LONG, ADDRESS);
    }

    private static MethodHandle ofObject(String name) {
        return C.function(name, JAVA_LONG, ADDRESS, ADDRESS);
    }

    // ---- one call

    /** A function of the shim, which fills the error and returns its status. */
    @FunctionalInterface
    private interface Body {
        int run(Arena arena, MemorySegment error) throws Throwable;
    }

    /** The same with memory for what it answers. */
    @FunctionalInterface
    private interface Asking {
        int run(Arena arena, MemorySegment answer, MemorySegment error) throws Throwable;
    }

    @FunctionalInterface
    private interface Plain<R> {
        R run() throws Throwable;
    }

    /** A downcall throws nothing of its own. */
    private static <R> R plain(Plain<R> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error ofJava) { // of what stands beside it: a null, no memory
            throw ofJava;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void check(int status, MemorySegment error) {
        if (status != 0) {
            throw new SqliteException(status, error.get(JAVA_INT, 4), C.text(error));
        }
    }

    private static void call(Body body) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            check(plain(() -> body.run(arena, error)), error);
        }
    }

    private static long ask(Asking body) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_LONG);
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            check(plain(() -> body.run(arena, answer, error)), error);
            return answer.get(JAVA_LONG, 0);
        }
    }

    private static void release(Body body) {
        call((arena, error) -> Ffiguard.released(body.run(arena, error)));
    }

    // ---- databases

    @Override
    long open(String path, int flags) {
        return ask((arena, made, error) ->
                (int) OPEN.invokeExact(Ffiguard.view(arena, path), flags, made, error));
    }

    @Override
    void close(long database, int children) {
        release((arena, error) -> (int) CLOSE.invokeExact(database, children, error));
    }

    @Override
    int state(long database) {
        return plain(() -> (int) STATE.invokeExact(database));
    }

    @Override
    void interrupt(long database) {
        call((arena, error) -> (int) INTERRUPT.invokeExact(database, error));
    }

    @Override
    void exec(long database, String sql) {
        call((arena, error) -> (int) EXEC.invokeExact(database, Ffiguard.view(arena, sql), error));
    }

    @Override
    long changes(long database) {
        return ask((arena, rows, error) -> (int) CHANGES.invokeExact(database, rows, error));
    }

    @Override
    long lastId(long database) {
        return ask((arena, id, error) -> (int) LAST_ID.invokeExact(database, id, error));
    }

    @Override
    int autocommit(long database) {
        return (int) ask((arena, yes, error) -> (int) AUTOCOMMIT.invokeExact(database, yes, error));
    }

    @Override
    void busyTimeout(long database, int milliseconds) {
        call((arena, error) -> (int) BUSY_TIMEOUT.invokeExact(database, milliseconds, error));
    }

    // ---- statements

    @Override
    long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }

    /** A frame as C sees it. */
    private record Memory(MemorySegment all, MemorySegment view) {}

    private static Memory of(Frame frame) {
        if (frame.ofShim == null) {
            MemorySegment all = MemorySegment.ofBuffer(frame.memory);
            frame.ofShim = new Memory(all, all.asSlice(Frame.VIEW, VIEW));
        }
        return (Memory) frame.ofShim;
    }

    private static void check(int status, Memory memory) {
        if (status != 0) {
            check(status, memory.all.asSlice(Frame.ERROR, Ffiguard.ERROR));
        }
    }

    @Override
    long prepare(long database, String sql) {
        return ask((arena, made, error) ->
                (int) PREPARE.invokeExact(database, Ffiguard.view(arena, sql), made, error));
    }

    @Override
    void closeStatement(long statement) {
        release((arena, error) -> (int) FINALIZE.invokeExact(statement, error));
    }

    @Override
    void bind(long statement, int at, Frame value, int size) {
        Memory memory = of(value);
        memory.view.set(JAVA_LONG, 0, value.address + value.bytesAt());
        memory.view.set(JAVA_LONG, 8, size);
        try {
            check(plain(() -> (int) BIND.invokeExact(statement, at, value.type(0), value.integer(0),
                    value.real(0), memory.view, value.address + Frame.ERROR)), memory);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    @Override
    int parameterNamed(long statement, String name) {
        return (int) ask((arena, at, error) ->
                (int) PARAMETER_NAMED.invokeExact(statement, Ffiguard.view(arena, name), at, error));
    }

    @Override
    int columnCount(long statement) {
        return (int) ask((arena, count, error) ->
                (int) COLUMNS.invokeExact(statement, count, error));
    }

    @Override
    String columnName(long statement, int at) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            MemorySegment size = arena.allocate(JAVA_LONG);
            for (long room = 64;; room = size.get(JAVA_LONG, 0)) {
                MemorySegment name = arena.allocate(room);
                long given = room;
                int status = plain(() -> (int) COLUMN_NAME.invokeExact(
                        statement, at, name, given, size, error));
                if (status == 9 && size.get(JAVA_LONG, 0) > room) { // overflow
                    continue;
                }
                check(status, error);
                return new String(name.asSlice(0, size.get(JAVA_LONG, 0)).toArray(JAVA_BYTE),
                        StandardCharsets.UTF_8);
            }
        }
    }

    @Override
    void run(long statement, int parameters, int size, Frame frame) {
        Memory memory = of(frame);
        long values = frame.address + Frame.VALUES;
        long bytes = frame.address + frame.bytesAt();
        memory.view.set(JAVA_LONG, 0, bytes);
        memory.view.set(JAVA_LONG, 8, size);
        int status;
        try {
            status = (int) RUN.invokeExact(statement, values, (long) parameters, memory.view, values,
                    (long) frame.room, bytes, (long) frame.bytesRoom(), frame.address,
                    frame.address + Frame.ERROR);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        } finally {
            Reference.reachabilityFence(frame);
        }
        check(status, memory);
    }

    @Override
    void step(long statement, int limit, Frame frame) {
        Memory memory = of(frame);
        int status;
        try {
            status = (int) STEP.invokeExact(statement, limit, frame.address + Frame.VALUES,
                    (long) frame.room, frame.address + frame.bytesAt(), (long) frame.bytesRoom(),
                    frame.address, frame.address + Frame.ERROR);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        } finally {
            Reference.reachabilityFence(frame);
        }
        check(status, memory);
    }

    @Override
    void each(long statement, Callback row) {
        lend(ROW, row, (arena, callback, error) ->
                (int) EACH.invokeExact(statement, callback, LET_GO, error));
    }

    @Override
    void reset(long statement) {
        call((arena, error) -> (int) RESET.invokeExact(statement, error));
    }

    @Override
    void clear(long statement) {
        call((arena, error) -> (int) CLEAR.invokeExact(statement, error));
    }

    // ---- blobs

    @Override
    long openBlob(long database, String schema, String table, String column, long row, int writable) {
        return ask((arena, made, error) -> (int) BLOB_OPEN.invokeExact(database, Ffiguard.view(arena, schema),
                Ffiguard.view(arena, table), Ffiguard.view(arena, column), row, writable, made, error));
    }

    @Override
    void closeBlob(long blob) {
        release((arena, error) -> (int) BLOB_CLOSE.invokeExact(blob, error));
    }

    @Override
    int blobSize(long blob) {
        return (int) ask((arena, size, error) -> (int) BLOB_SIZE.invokeExact(blob, size, error));
    }

    @Override
    void readBlob(long blob, int offset, byte[] to, int count) {
        call((arena, error) -> {
            MemorySegment bytes = arena.allocate(Math.max(1, count));
            int status = (int) BLOB_READ.invokeExact(blob, offset, bytes, (long) count, error);
            if (status == 0) {
                MemorySegment.copy(bytes, JAVA_BYTE, 0, to, 0, count);
            }
            return status;
        });
    }

    @Override
    void writeBlob(long blob, int offset, byte[] from) {
        call((arena, error) ->
                (int) BLOB_WRITE.invokeExact(blob, offset, Ffiguard.view(arena, from), error));
    }

    @Override
    void moveBlob(long blob, long row) {
        call((arena, error) -> (int) BLOB_MOVE.invokeExact(blob, row, error));
    }

    // ---- backups

    @Override
    long openBackup(long database, String path) {
        return ask((arena, made, error) ->
                (int) BACKUP_OPEN.invokeExact(database, Ffiguard.view(arena, path), made, error));
    }

    @Override
    void closeBackup(long backup) {
        release((arena, error) -> (int) BACKUP_CLOSE.invokeExact(backup, error));
    }

    @Override
    int[] stepBackup(long backup, int pages) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment now = arena.allocate(JAVA_INT, 3); // lite_progress
            call((unused, error) -> (int) BACKUP_STEP.invokeExact(backup, pages, now, error));
            return now.toArray(JAVA_INT);
        }
    }

    // ---- callbacks: one function for all of a kind; which of Java's it is for, C++ knows by a number

    private static final Map<Long, Callback> LENT = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();
    /** All memory: what a callback is given is as long as C says. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final MemorySegment CALL = stub("call", FunctionDescriptor.ofVoid(
            JAVA_LONG, JAVA_INT, POINTER, POINTER, JAVA_INT, POINTER));
    private static final MemorySegment ROW =
            stub("row", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, POINTER, JAVA_INT));
    private static final MemorySegment CHANGED =
            stub("changed", FunctionDescriptor.ofVoid(JAVA_LONG, POINTER));
    private static final MemorySegment ASKED =
            stub("asked", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MemorySegment LET_GO = stub("letGo", FunctionDescriptor.ofVoid(JAVA_LONG));

    private static MemorySegment stub(String name, FunctionDescriptor type) {
        try {
            return Linker.nativeLinker().upcallStub(
                    MethodHandles.lookup().findStatic(FfmShim.class, name, type.toMethodType()),
                    type, Arena.global());
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Values that SQLite lends, read where they are. */
    private static final class Lent extends Values {
        private long first;

        Lent show(long values, int count) {
            first = values;
            lend(count);
            return this;
        }

        @Override
        int typeOf(int at) {
            return ALL.get(JAVA_INT, first + (long) at * Frame.VALUE);
        }

        @Override
        long integer(int at) {
            return ALL.get(JAVA_LONG, first + (long) at * Frame.VALUE + 8);
        }

        @Override
        double real(int at) {
            return ALL.get(JAVA_DOUBLE, first + (long) at * Frame.VALUE + 16);
        }

        @Override
        String text(int at) {
            return new String(bytes(at), StandardCharsets.UTF_8);
        }

        @Override
        byte[] bytes(int at) {
            return bytesOf(first + (long) at * Frame.VALUE + 24);
        }
    }

    /** What an ffiguard_view shows. */
    private static byte[] bytesOf(long view) {
        byte[] copy = new byte[Math.toIntExact(ALL.get(JAVA_LONG, view + 8))];
        MemorySegment.copy(ALL, JAVA_BYTE, ALL.get(JAVA_LONG, view), copy, 0, copy.length);
        return copy;
    }

    @Override
    Frame frameOfCallback() {
        return null;
    }

    @Override
    Values valuesOfCallback() {
        return new Lent();
    }

    private static void call(long user, int phase, long group, long values, int count, long result) {
        try {
            Callback callback = LENT.get(user);
            try {
                long key = group == 0 ? 0 : ALL.get(JAVA_LONG, group);
                long own = phase == 0 ? 0 : callback.group(key);
                if (own != key) {
                    ALL.set(JAVA_LONG, group, own);
                }
                Lent arguments = ((Lent) callback.values).show(values, count);
                put(result, callback.answer(phase, own, arguments));
            } catch (Throwable thrown) {
                bytes(result, -1, callback.failed(thrown).getBytes(StandardCharsets.UTF_8));
            }
        } catch (Throwable again) { // out of memory: SQLite is told of an error without a text
            ALL.set(JAVA_INT, result, -1);
        }
    }

    private static void put(long result, Object value) {
        switch (value) {
            case null -> { }
            case Long n -> integer(result, n);
            case Integer n -> integer(result, n);
            case Short n -> integer(result, n);
            case Byte n -> integer(result, n);
            case Boolean yes -> integer(result, yes ? 1 : 0);
            case Double n -> real(result, n);
            case Float n -> real(result, n);
            case String text -> bytes(result, Values.TEXT, text.getBytes(StandardCharsets.UTF_8));
            case byte[] blob -> bytes(result, Values.BLOB, blob);
            default -> throw new IllegalArgumentException(
                    "no value of SQLite's: " + value.getClass().getName());
        }
    }

    private static void integer(long result, long value) {
        ALL.set(JAVA_INT, result, Values.INTEGER);
        ALL.set(JAVA_LONG, result + 8, value);
    }

    private static void real(long result, double value) {
        ALL.set(JAVA_INT, result, Values.FLOAT);
        ALL.set(JAVA_DOUBLE, result + 16, value);
    }

    /** SQLite's side takes over a copy. */
    private static void bytes(long result, int type, byte[] from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = ALL.asSlice(result + 24, Ffiguard.BUFFER);
            int copied = plain(() ->
                    (int) COPY.invokeExact(Ffiguard.view(arena, from), buffer, MemorySegment.NULL));
            ALL.set(JAVA_INT, result, copied == 0 ? type : -1);
        }
    }

    private static int row(long user, long values, int count) {
        try {
            Callback callback = LENT.get(user);
            return callback.row(((Lent) callback.values).show(values, count)) ? 0 : 1;
        } catch (Throwable no) {
            return 1;
        }
    }

    private static void changed(long user, long change) {
        try {
            LENT.get(user).changed(ALL.get(JAVA_INT, change),
                    new String(bytesOf(change + 16), StandardCharsets.UTF_8),
                    new String(bytesOf(change + 32), StandardCharsets.UTF_8),
                    ALL.get(JAVA_LONG, change + 8));
        } catch (Throwable lost) {
            // SQLite has no way to be told.
        }
    }

    private static int asked(long user) {
        try {
            return LENT.get(user).asked() ? 0 : 1;
        } catch (Throwable no) {
            return 1;
        }
    }

    /** Called by C++, too: on any thread, once for each user value. */
    private static void letGo(long key) {
        LENT.remove(key);
    }

    /** Lends f to C++ until C++ lets go of it. */
    private static void lend(MemorySegment by, Callback f, Asking to) {
        long key = f == null ? 0 : LAST.incrementAndGet();
        boolean given = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment callback = arena.allocate(Ffiguard.CALLBACK);
            if (f != null) {
                LENT.put(key, f);
                callback.set(ADDRESS, 0, by);
                callback.set(JAVA_LONG, 8, key);
            }
            MemorySegment error = arena.allocate(Ffiguard.ERROR);
            check(plain(() -> to.run(arena, callback, error)), error);
            given = true;
        } finally {
            if (!given) {
                letGo(key); // whether C++ has let go of it or never had it
            }
        }
    }

    @Override
    void createFunction(long database, String name, int arguments, int kind, Callback f) {
        lend(CALL, f, (arena, callback, error) -> (int) CREATE_FUNCTION.invokeExact(
                database, Ffiguard.view(arena, name), arguments, kind, callback, LET_GO, error));
    }

    @Override
    void onUpdate(long database, Callback f) {
        lend(CHANGED, f, (arena, callback, error) ->
                (int) ON_UPDATE.invokeExact(database, callback, LET_GO, error));
    }

    @Override
    void onCommit(long database, Callback f) {
        lend(ASKED, f, (arena, callback, error) ->
                (int) ON_COMMIT.invokeExact(database, callback, LET_GO, error));
    }

    @Override
    void onProgress(long database, int instructions, Callback f) {
        lend(ASKED, f, (arena, callback, error) -> (int) ON_PROGRESS.invokeExact(
                database, instructions, callback, LET_GO, error));
    }

    // ---- for tests

    @Override
    long lent() {
        return LENT.size();
    }

    @Override
    long live() {
        return plain(() -> (long) LIVE.invokeExact());
    }

    @Override
    int version() {
        return plain(() -> (int) VERSION.invokeExact());
    }
}
