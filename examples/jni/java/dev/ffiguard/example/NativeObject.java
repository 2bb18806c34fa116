// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A Java object with one of C++ behind it, which C++ knows by a token: released by {@link
 * #close()}, or by a {@link Cleaner} where that was forgotten; in any case once.
 *
 * <p>The token goes to native methods through {@link #call} and nowhere else: not after close(),
 * and not while the collector may already take the object.
 *
 * <p>Any thread may call any method at any time. A call that is running while another thread closes
 * finishes first; that is the C++ side's promise.
 */
public abstract class NativeObject implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Gives the token. */
    @FunctionalInterface
    protected interface Open<E extends Exception> {
        long open() throws E;
    }

    /** A native method of the token, and what else it takes. */
    @FunctionalInterface
    protected interface Call<R, E extends Exception> {
        R call(long token) throws E;
    }

    /** All that the cleaner keeps alive: the token, and not the object. */
    private static final class Peer implements Runnable {
        final AtomicLong token = new AtomicLong(); // 0: not open yet, or closed
        private final LongConsumer release;

        Peer(LongConsumer release) {
            this.release = release;
        }

        @Override
        public void run() {
            long last = token.getAndSet(0);
            if (last != 0) {
                release.accept(last);
            }
        }
    }

    private final Peer peer;
    private final Cleaner.Cleanable cleanable;

    /**
     * @param release a static native method, or what calls one: on the thread that closes, or the
     *     cleaner's. Must not hold the object, which could never be collected then; the compiler
     *     sees to it that a lambda in a call of super() does not.
     */
    @SuppressWarnings("this-escape") // to the cleaner, which only watches it
    protected <E extends Exception> NativeObject(Open<E> open, LongConsumer release) throws E {
        peer = new Peer(release);
        // Registered first: nothing can fail between opening and having an owner.
        cleanable = CLEANER.register(this, peer);
        peer.token.set(open.open());
        Reference.reachabilityFence(this);
    }

    /**
     * Calls into C++ with the token, which body must not keep.
     *
     * @throws IllegalStateException after close
     */
    protected final <R, E extends Exception> R call(Call<R, E> body) throws E {
        try {
            long token = peer.token.get();
            if (token == 0) {
                throw new IllegalStateException(getClass().getSimpleName() + " is closed");
            }
            return body.call(token);
        } finally {
            // Without it the cleaner may close the token while the last call is running.
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Called by each close() of an open object, before the release.
     *
     * @return whether it may be released now; if not, by a later close(), or by the cleaner
     */
    protected boolean stop(long token) {
        return true;
    }

    /** Releases what is behind the object. Later calls do nothing. */
    @Override
    public final void close() {
        try {
            long token = peer.token.get();
            if (token != 0 && stop(token)) {
                cleanable.clean();
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
