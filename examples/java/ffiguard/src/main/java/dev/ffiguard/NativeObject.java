// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/**
 * A Java object that stands for one of C++, which C++ knows by a token: released by {@link
 * #close()}, or by a {@link Cleaner} if you forget that; once in any case. If a close is refused,
 * the object stays open and owned.
 *
 * <p>Pass the token to native methods by {@link #call} only: so it is not used after close(), nor
 * while the garbage collector may already take the object.
 *
 * <p>Thread-safe. If another thread closes during a call, the call finishes first; the C++ side
 * ensures that.
 *
 * <p>{@link Handles} counts these objects, and reports those that were never closed.
 */
public abstract class NativeObject implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int IN_USE = 7; // FFIGUARD_IN_USE

    /** Gives the token. */
    @FunctionalInterface
    public interface Open<E extends Exception> {
        long open() throws E;
    }

    /** A native method of the token, and what else it takes. */
    @FunctionalInterface
    public interface Call<R, E extends Exception> {
        R call(long token) throws E;
    }

    // Numbers: a store of a reference runs code of the garbage collector as well.
    private static final int OPEN = 0;
    private static final int CLOSING = 1; // a thread is inside of release
    private static final int CLOSED = 2;

    /** All that the cleaner keeps alive: the token, and not the object. */
    private static final class Peer extends Handles.Watch implements Runnable {
        private static final VarHandle STATE;
        private static final VarHandle TOKEN;

        static {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                STATE = own.findVarHandle(Peer.class, "state", int.class);
                TOKEN = own.findVarHandle(Peer.class, "token", long.class);
            } catch (ReflectiveOperationException never) {
                throw new ExceptionInInitializerError(never);
            }
        }

        // By VarHandles: a volatile write waits for all writes before it, 10 to 20 ns each.
        private int state; // OPEN
        private long token; // 0: not open yet
        final LongConsumer release;
        private final boolean tellsBytes;
        private NativeMemory.Share share; // null: it has told no bytes; by one thread at a time, as all of the account
        private long bytesBefore; // the release

        Peer(LongConsumer release, boolean tellsBytes) {
            this.release = release;
            this.tellsBytes = tellsBytes;
        }

        int state() {
            return (int) STATE.getAcquire(this);
        }

        boolean become(int from, int to) {
            return STATE.compareAndSet(this, from, to);
        }

        void become(int now) {
            STATE.setRelease(this, now);
        }

        long token() {
            return (long) TOKEN.getAcquire(this);
        }

        void has(long opened) {
            TOKEN.setRelease(this, opened);
        }

        /** What C++ tells of it now. */
        synchronized void account(String type, long bytes) {
            if (state() == CLOSED) { // meanwhile
                return;
            }
            if (bytes > 0 && share == null) {
                share = new NativeMemory.Share(type);
            }
            if (share != null) {
                share.set(Math.max(0, bytes));
            }
        }

        synchronized void accountAgain() {
            if (share != null) {
                share.set(bytesBefore);
            }
        }

        private synchronized void closedWithItsBytes() {
            if (share != null) {
                bytesBefore = share.bytes();
                share.set(0);
            }
            become(CLOSED);
        }

        /**
         * Returns whether this call has closed it. If by throws, it stays open.
         *
         * @param cleanable null: called by the cleaner itself
         */
        boolean close(LongConsumer by, Cleaner.Cleanable cleanable) {
            long opened = token();
            if (opened == 0 || !become(OPEN, CLOSING)) {
                return false;
            }
            boolean isClosed = false;
            try {
                by.accept(opened);
                isClosed = true;
            } finally {
                if (!isClosed) {
                    become(OPEN);
                }
            }
            if (cleanable != null) {
                cleanable.clean(); // the cleaner forgets it, and what it runs meets CLOSING
            }
            released(opened);
            if (tellsBytes) {
                closedWithItsBytes();
            } else {
                become(CLOSED);
            }
            return true;
        }

        /** Called by the cleaner. If it is refused, it tries again after a later collection. */
        @Override
        public void run() {
            if (state() != OPEN) { // called by close(), or closed
                return;
            }
            boolean isFirst = abandoned();
            try {
                if (isFirst) {
                    fireAbandoned(token());
                }
                close(release, null);
            } catch (Throwable refused) {
                CLEANER.register(new Object(), this);
            }
            if (isFirst) {
                tellAbandoned(token());
            }
        }
    }

    private final Peer peer;
    private final LongUnaryOperator size; // null: it does not tell
    private Cleaner.Cleanable cleanable; // by CLEANABLE
    private static final VarHandle CLEANABLE;

    static {
        try {
            CLEANABLE = MethodHandles.lookup().findVarHandle(NativeObject.class, "cleanable", Cleaner.Cleanable.class);
        } catch (ReflectiveOperationException never) {
            throw new ExceptionInInitializerError(never);
        }
    }

    /**
     * @param release a static native method, or what calls one: on the thread that closes, or the
     *     cleaner's. If it throws, the object stays open and owned, and close() may be called
     *     again: for a token that is closed, as by jni::close_peer, it must succeed. Must not hold
     *     the object, which could never be collected then; the compiler sees to it that a lambda in
     *     a call of super() does not.
     */
    protected <E extends Exception> NativeObject(Open<E> open, LongConsumer release) throws E {
        this(open, release, null);
    }

    /**
     * The same for an object that tells how many bytes of native memory it has, for
     * {@link NativeMemory}.
     *
     * @param bytes the shim's x_bytes, a static native method, of an open token; it is called when the object is
     *     opened, and by resized(). null, or 0 returned: it does not count.
     * @throws OutOfMemoryError if the account is beyond its limit, and the collector has found too little: the
     *     object is released
     */
    @SuppressWarnings("this-escape") // to the cleaner, which only watches it
    protected <E extends Exception> NativeObject(Open<E> open, LongConsumer release, LongUnaryOperator bytes)
            throws E {
        Objects.requireNonNull(open, "open");
        peer = new Peer(Objects.requireNonNull(release, "release"), bytes != null);
        size = bytes;
        // Registered first: nothing can fail between opening and having an owner.
        CLEANABLE.setRelease(this, CLEANER.register(this, peer));
        long token = open.open();
        peer.has(token);
        peer.opened(getClass(), token);
        if (bytes != null) {
            accountFirst();
        }
        Reference.reachabilityFence(this);
    }

    private void accountFirst() {
        boolean fits = false;
        try {
            peer.account(getClass().getName(), size.applyAsLong(peer.token()));
            fits = NativeMemory.makeRoom();
            if (!fits) {
                throw new OutOfMemoryError("native memory: " + getClass().getName() + " goes beyond the limit of "
                        + NativeMemory.limit() + " bytes: " + NativeMemory.inWords());
            }
        } finally {
            if (!fits) {
                closeOnce(peer.release);
            }
        }
    }

    /**
     * For a class whose objects grow: asks C++ again how many bytes it has, and runs the garbage
     * collector if that goes beyond the limit. If there is still no room, the memory stays.
     */
    protected final void resized() {
        if (size != null) {
            call(token -> {
                peer.account(getClass().getName(), size.applyAsLong(token));
                return null;
            });
            NativeMemory.makeRoom();
        }
    }

    private IllegalStateException is(String how) {
        return new IllegalStateException(getClass().getSimpleName() + " is " + how);
    }

    /**
     * Calls into C++ with the token; body must not keep it.
     *
     * @throws IllegalStateException after close
     */
    protected final <R, E extends Exception> R call(Call<R, E> body) throws E {
        Objects.requireNonNull(body, "body");
        try {
            if (peer.state() == CLOSED) {
                throw is("closed");
            }
            return body.call(peer.token());
        } finally {
            // Without this, the cleaner may close the token while the last call is running.
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Called by each close() of an open object, before the release.
     *
     * @return whether it may be released now; if not, a later close() or the cleaner releases it
     */
    protected boolean stop(long token) {
        return true;
    }

    /**
     * Releases the C++ object. Later calls do nothing.
     *
     * <p>Throws what release throws. If that was a refusal (children are open), nothing is closed,
     * and you may call close() again.
     *
     * <p>If a call is inside, that call releases the object when it leaves. If that is refused,
     * close() cannot report it: C++ reports a violation (close refused), and the object is open
     * again; reopened() and close(limit, state) tell you.
     */
    @Override
    public void close() {
        closeBy(peer.release);
    }

    /**
     * close() by another function than the cleaner's: for a class that overrides close(), so that
     * an explicit close() reports what is still open.
     */
    protected final void closeBy(LongConsumer release) {
        Objects.requireNonNull(release, "release");
        try {
            if (peer.state() == OPEN && stop(peer.token())) {
                closeOnce(release);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void closeOnce(LongConsumer release) {
        peer.close(release, (Cleaner.Cleanable) CLEANABLE.getAcquire(this));
    }

    /**
     * Closes and waits until the object is released, even if another thread has closed it. For a
     * class with a state function; its close(Duration) is one line.
     *
     * <p>It polls at growing intervals and sleeps in between, so a virtual thread releases its
     * carrier. Do not call it in a callback of the object: it would wait for itself until the
     * limit.
     *
     * @param limit the longest time to wait; 0 or less only looks
     * @param state the shim's x_state, a static native method
     * @throws TimeoutException if the limit has passed. The object is closed all the same, and
     *     released by the last call that is inside.
     * @throws InterruptedException if the thread was interrupted while it waited; as above
     * @throws IllegalStateException if stop() says no, or the last call that was inside has released
     *     the object and that was refused: then it is open again. What release throws, too.
     */
    protected final void close(Duration limit, LongToIntFunction state)
            throws InterruptedException, TimeoutException {
        closeBy(peer.release, limit, state);
    }

    /** The same by another function than the cleaner's. */
    protected final void closeBy(LongConsumer release, Duration limit, LongToIntFunction state)
            throws InterruptedException, TimeoutException {
        Objects.requireNonNull(release, "release");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(state, "state");
        long start = System.nanoTime();
        long longest = Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
        try {
            long pause = 20_000;
            for (; !isReleased(release, state); pause = Math.min(2 * pause, 20_000_000)) {
                long left = longest - (System.nanoTime() - start);
                if (left <= 0) {
                    throw new TimeoutException(getClass().getSimpleName() + " is not released yet");
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Closes it if it is open. */
    private boolean isReleased(LongConsumer release, LongToIntFunction state) {
        if (peer.state() == OPEN) {
            if (!stop(peer.token())) {
                throw is("in use");
            }
            closeOnce(release);
        }
        if (peer.state() != CLOSED) { // another thread is inside of release
            return false;
        }
        int now = state.applyAsInt(peer.token());
        if (now == 0) {
            openAgain();
            throw is("in use: its release was refused");
        }
        return now != IN_USE;
    }

    /**
     * Returns whether a close() was refused later, when the last call left the object. Then it is
     * open, and you may call close() again.
     *
     * @param state the shim's x_state
     */
    protected final boolean reopened(LongToIntFunction state) {
        Objects.requireNonNull(state, "state");
        try {
            // the own state first: another thread may be about to close
            if (peer.state() != CLOSED || state.applyAsInt(peer.token()) != 0) {
                return false;
            }
            openAgain();
            return true;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Once, if two threads find it open. */
    private void openAgain() {
        if (!peer.become(CLOSED, CLOSING)) {
            return;
        }
        try {
            peer.reopened();
            peer.accountAgain();
            CLEANABLE.setRelease(this, CLEANER.register(this, peer));
        } finally {
            peer.become(OPEN);
        }
    }
}
