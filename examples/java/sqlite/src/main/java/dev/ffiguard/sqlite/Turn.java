// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

import java.util.concurrent.locks.LockSupport;

/** What the calls of one database have in common: whose turn it is, and what callbacks have thrown. */
final class Turn {
    private static final int IN_USE = 7;
    private static final int JAVA_EXCEPTION = 17;
    private static final long LONGEST_PAUSE = 512_000_000; // nanoseconds: about a second in all

    @FunctionalInterface
    interface Call<R> {
        R run();
    }

    private record Thrown(Thread on, Throwable what, Thrown before) {}

    private Thread inside; // that SQLite has called. A thread finds itself here only if it is there
    private volatile Thrown thrown;

    /** Whether SQLite has called this thread. */
    boolean isInside() {
        return inside == Thread.currentThread();
    }

    void enter() {
        inside = Thread.currentThread();
    }

    void leave() {
        inside = null;
    }

    /** Keeps what a callback has thrown for the call that ran it, which is on the same thread. */
    synchronized void failed(Throwable what) {
        thrown = new Thrown(Thread.currentThread(), what, thrown);
    }

    /** The first that callbacks have thrown on this thread, the others as suppressed; and forgets them. */
    private synchronized Throwable take() {
        Throwable first = null;
        Thrown others = null;
        for (Thrown each = thrown; each != null; each = each.before) {
            if (each.on != Thread.currentThread()) {
                others = new Thrown(each.on, each.what, others);
            } else {
                if (first != null && first != each.what) {
                    each.what.addSuppressed(first);
                }
                first = each.what;
            }
        }
        thrown = others;
        return first;
    }

    /**
     * Calls into the database. While another thread has the turn it tries again for a while: the
     * cleaner releases a statement in its turn, too, and a program with one thread is not to hear of
     * that. What a callback has thrown meanwhile is the cause of what this throws.
     */
    <R> R call(Call<R> call) {
        R result = step(call);
        tell();
        return result;
    }

    /** The same for one of several calls: what a callback has thrown waits for tell() or forget(). */
    <R> R step(Call<R> call) {
        for (long pause = 10_000;; pause *= 2) {
            try {
                return call.run();
            } catch (SqliteException e) {
                if (e.status() != IN_USE || pause > LONGEST_PAUSE || isInside()) {
                    if (thrown != null) {
                        e.causedBy(take());
                    }
                    throw e;
                }
            }
            LockSupport.parkNanos(pause);
        }
    }

    /** Throws what an update hook has thrown: SQLite does not ask it how it went. */
    void tell() {
        Throwable first = thrown == null ? null : take();
        if (first != null) {
            SqliteException lost =
                    new SqliteException(JAVA_EXCEPTION, 0, Callback.describe(first));
            lost.causedBy(first);
            throw lost;
        }
    }

    /** For who cannot be told. */
    void forget() {
        if (thrown != null) {
            take();
        }
    }
}
