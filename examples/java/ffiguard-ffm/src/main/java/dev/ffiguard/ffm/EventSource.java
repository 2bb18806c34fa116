// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.EventQueue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** An event_queue of C++ for an {@link EventQueue}, by FFM. */
public final class EventSource implements EventQueue.Source {
    private final MethodHandle drain;
    private final MethodHandle await;
    private final MethodHandle wake;
    private final MethodHandle eventSize;

    /**
     * @param name the x of FFIGUARD_EXPORT_EVENTS(x, queue)
     * @throws UnsatisfiedLinkError if the library lacks its functions
     */
    public EventSource(Ffiguard shim, String name) {
        drain = shim.handle(name + "_drain",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
        await = shim.handle(name + "_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        wake = shim.handle(name + "_wake", FunctionDescriptor.ofVoid());
        eventSize = shim.handle(name + "_event_size", FunctionDescriptor.of(JAVA_LONG));
    }

    @Override
    public int drain(ByteBuffer into, ByteBuffer counts) {
        MemorySegment both = MemorySegment.ofBuffer(counts);
        try {
            return (int) drain.invokeExact(MemorySegment.ofBuffer(into), into.remaining() / eventSize(),
                    both, both.asSlice(8));
        } catch (Throwable never) { // a downcall throws nothing of its own
            throw new AssertionError(never);
        }
    }

    @Override
    public boolean await(int milliseconds) {
        try {
            return (int) await.invokeExact(milliseconds) != 0;
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    public void wake() {
        try {
            wake.invokeExact();
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    @Override
    public long eventSize() {
        try {
            return (long) eventSize.invokeExact();
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }
}
