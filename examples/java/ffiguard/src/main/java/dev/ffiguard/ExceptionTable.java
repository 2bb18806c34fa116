// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Maps the statuses of C++, and the codes of the library behind it, to exceptions.
 *
 * <pre>{@code
 * private static final ExceptionTable<SqliteException> FAILURES =
 *         ExceptionTable.<SqliteException>otherwise(SqliteException::new)
 *                 .foreign(SQLITE_BUSY, BusyException::new)
 *                 .foreignBits(0xff)   // SQLITE_BUSY_SNAPSHOT is a BusyException, too
 *                 .status(Status.CLOSED, ClosedException::new)
 *                 .build();
 * }</pre>
 *
 * <p>Any thread may use one.
 *
 * @param <E> the common superclass of the exceptions
 */
public final class ExceptionTable<E extends Exception> {
    /** A constructor. */
    @FunctionalInterface
    public interface Maker<E extends Exception> {
        /**
         * @param status a number of {@link Status}
         * @param detail the library's result, if status is FOREIGN; errno, if it is SYSTEM
         */
        E make(int status, int detail, String message);
    }

    private static final ExceptionTable<RuntimeException> STANDARD =
            ExceptionTable.<RuntimeException>otherwise(NativeException::new)
                    .status(Status.NULL, (status, detail, text) -> new NullPointerException(text))
                    .status(Status.INVALID_ARGUMENT, ExceptionTable::argument)
                    .status(Status.OVERFLOW, ExceptionTable::argument)
                    // A token; but text with a NUL inside, where detail is its place.
                    .status(Status.MALFORMED, (status, detail, text) -> detail == 0
                            ? state(status, detail, text) : argument(status, detail, text))
                    .status(Status.STALE, ExceptionTable::state)
                    .status(Status.WRONG_TABLE, ExceptionTable::state)
                    .status(Status.WRONG_TYPE, ExceptionTable::state)
                    .status(Status.CLOSED, ExceptionTable::state)
                    .status(Status.IN_USE, ExceptionTable::state)
                    .status(Status.WRONG_THREAD, ExceptionTable::state)
                    .status(Status.UNSUPPORTED,
                            (status, detail, text) -> new UnsupportedOperationException(text))
                    .status(Status.NOT_FOUND, ExceptionTable::io)
                    .status(Status.SYSTEM, ExceptionTable::io)
                    .build();

    private final Maker<? extends E> otherwise;
    private final Map<Integer, Maker<? extends E>> statuses;
    private final Map<Integer, Maker<? extends E>> codes;
    private final int bits;

    private ExceptionTable(Builder<E> from) {
        otherwise = from.otherwise;
        statuses = Map.copyOf(from.statuses);
        codes = Map.copyOf(from.codes);
        bits = from.bits;
    }

    /**
     * The classes of the JDK that jni::boundary throws: IllegalStateException for a token that is
     * closed or of another table, IllegalArgumentException, NullPointerException,
     * UnsupportedOperationException, UncheckedIOException; a {@link NativeException} with the
     * numbers for the rest. A status of OUT_OF_MEMORY is an OutOfMemoryError in every table.
     */
    public static ExceptionTable<RuntimeException> standard() {
        return STANDARD;
    }

    /** Begins a table; maker is for what it does not name. */
    public static <E extends Exception> Builder<E> otherwise(Maker<? extends E> maker) {
        return new Builder<>(Objects.requireNonNull(maker, "maker"));
    }

    /**
     * The exception, to be thrown.
     *
     * @throws OutOfMemoryError for OUT_OF_MEMORY; it is not an Exception
     */
    public E exception(int status, int detail, String message) {
        if (status == Status.OUT_OF_MEMORY) {
            throw new OutOfMemoryError(message);
        }
        return maker(status, detail).make(status, detail, message);
    }

    private Maker<? extends E> maker(int status, int detail) {
        if (status == Status.FOREIGN) {
            Maker<? extends E> whole = codes.get(detail);
            Maker<? extends E> known = whole != null ? whole : codes.get(detail & bits);
            if (known != null) {
                return known;
            }
        }
        return statuses.getOrDefault(status, otherwise);
    }

    private static RuntimeException state(int status, int detail, String text) {
        return new IllegalStateException(text);
    }

    private static RuntimeException argument(int status, int detail, String text) {
        return new IllegalArgumentException(text);
    }

    private static RuntimeException io(int status, int detail, String text) {
        return new UncheckedIOException(new IOException(
                status == Status.SYSTEM ? text + " (errno " + detail + ")" : text));
    }

    /** One thread at a time. */
    public static final class Builder<E extends Exception> {
        private final Maker<? extends E> otherwise;
        private final Map<Integer, Maker<? extends E>> statuses = new HashMap<>();
        private final Map<Integer, Maker<? extends E>> codes = new HashMap<>();
        private int bits = -1;

        private Builder(Maker<? extends E> otherwise) {
            this.otherwise = otherwise;
        }

        /** For a number of {@link Status}; of FOREIGN those codes that foreign() does not name. */
        public Builder<E> status(int status, Maker<? extends E> maker) {
            statuses.put(status, Objects.requireNonNull(maker, "maker"));
            return this;
        }

        /** For a code of the library: the detail of FOREIGN. */
        public Builder<E> foreign(int code, Maker<? extends E> maker) {
            codes.put(code, Objects.requireNonNull(maker, "maker"));
            return this;
        }

        /** A code that is not named itself is looked up once more by these bits of it alone. */
        public Builder<E> foreignBits(int bits) {
            this.bits = bits;
            return this;
        }

        public ExceptionTable<E> build() {
            return new ExceptionTable<>(this);
        }
    }
}
