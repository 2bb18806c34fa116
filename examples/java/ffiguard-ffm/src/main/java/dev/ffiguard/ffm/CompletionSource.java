// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.HostedCalls;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * A completion_queue of C++ for {@link HostedCalls}, by FFM. Its shim exports
 *
 * <pre>
 * uint64_t x_take(completed_call *into, uint64_t room);   // queue.take(into, room)
 * int32_t x_await(int32_t milliseconds);                   // below 0: queue.wait_for() has failed
 * </pre>
 */
public final class CompletionSource implements HostedCalls.Source {
    private static final int SIZE = 16; // sizeof(completed_call)

    private final MethodHandle take;
    private final MethodHandle await;

    /**
     * @param name the x
     * @throws UnsatisfiedLinkError if the library lacks its functions
     */
    public CompletionSource(Ffiguard shim, String name) {
        take = shim.handle(name + "_take", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        await = shim.handle(name + "_await", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    @Override
    public int take(ByteBuffer into) {
        try {
            return (int) (long) take.invokeExact(MemorySegment.ofBuffer(into), (long) (into.remaining() / SIZE));
        } catch (Throwable never) { // a downcall throws nothing of its own
            throw new AssertionError(never);
        }
    }

    @Override
    public int await(int milliseconds) {
        try {
            return (int) await.invokeExact(milliseconds);
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }
}
