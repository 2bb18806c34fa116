// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class HostedCallsTest {
    private static final int BUSY = 5;

    private record Ended(long cookie, int status, int detail) {}

    /** A completion_queue without C++. */
    private static final class Queue implements HostedCalls.Source {
        final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        volatile boolean isBroken;

        @Override
        public int take(ByteBuffer into) {
            int count = 0;
            for (Ended one = ended.poll(); one != null; one = ended.poll()) {
                into.putLong(16 * count, one.cookie()).putInt(16 * count + 8, one.status())
                        .putInt(16 * count + 12, one.detail());
                count++;
            }
            return count;
        }

        @Override
        public int await(int milliseconds) {
            try {
                Ended one = ended.poll(1, TimeUnit.MILLISECONDS);
                return isBroken ? -1 : one == null || ended.add(one) ? 1 : 0;
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        }

        int end(long cookie, int status, int detail) {
            ended.add(new Ended(cookie, status, detail));
            return Status.OK;
        }
    }

    private final Queue queue = new Queue();
    private final HostedCalls<RuntimeException> calls = new HostedCalls<>(queue, ExceptionTable.standard());

    @Test
    void returnsWhenTheCallHasEnded() throws Exception {
        List<Long> posted = new ArrayList<>();
        FutureTask<Void> caller = new FutureTask<>(() -> calls.call(cookie -> {
            synchronized (posted) {
                posted.add(cookie);
                posted.notify();
            }
            return Status.OK;
        }), null);
        new Thread(caller).start();
        synchronized (posted) {
            while (posted.isEmpty()) {
                posted.wait();
            }
        }
        assertEquals(1, calls.waiting());
        assertTrue(!caller.isDone());
        queue.end(posted.get(0), Status.OK, 0);
        caller.get();
        assertEquals(0, calls.waiting());
    }

    @Test
    void manyCallsOneAfterTheOther() {
        for (int i = 0; i < 1000; i++) { // the thread ends and begins meanwhile
            calls.call(cookie -> queue.end(cookie, Status.OK, 0));
        }
        assertEquals(0, calls.waiting());
    }

    @Test
    void aFailureHasItsNumbers() {
        NativeException busy = assertThrows(NativeException.class,
                () -> calls.call(cookie -> queue.end(cookie, Status.FOREIGN, BUSY)));
        assertEquals(Status.FOREIGN, busy.status());
        assertEquals(BUSY, busy.detail());
        assertEquals(-1, assertThrows(NativeException.class,
                () -> calls.call(cookie -> queue.end(cookie, Status.FOREIGN, -1))).detail());
    }

    @Test
    void whatCannotBePostedIsNotWaitedFor() {
        assertThrows(IllegalStateException.class, () -> calls.call(cookie -> Status.CLOSED));
        assertThrows(ArithmeticException.class, () -> calls.call(cookie -> {
            throw new ArithmeticException();
        }));
        assertEquals(0, calls.waiting());
    }

    @RepeatedTest(50)
    void aBrokenQueueLetsNobodyWait() {
        queue.isBroken = true;
        assertTrue(assertThrows(IllegalStateException.class, () -> calls.call(cookie -> Status.OK)).getMessage()
                .contains("not heard of any more"));
        queue.isBroken = false;
        calls.call(cookie -> queue.end(cookie, Status.OK, 0));
    }
}
