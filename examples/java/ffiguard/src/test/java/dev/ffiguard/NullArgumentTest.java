// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongToIntFunction;
import java.util.stream.Stream;

/** A null argument is told by the name of the parameter. */
class NullArgumentTest {
    private static final class Thing extends NativeObject {
        Thing(Open<RuntimeException> open, LongConsumer release) {
            super(open, release);
        }

        Thing() {
            this(() -> 1, token -> {});
        }

        Object callNothing() {
            return call(null);
        }

        void closeBy(LongConsumer release, boolean waits) throws Exception {
            if (waits) {
                closeBy(release, Duration.ZERO, token -> 0);
            } else {
                closeBy(release);
            }
        }

        void await(Duration limit, LongToIntFunction state) throws Exception {
            close(limit, state);
        }

        boolean isReopened() {
            return reopened(null);
        }
    }

    private static final EventQueue.Source SOURCE = new EventQueue.Source() {
        @Override
        public int drain(ByteBuffer into, ByteBuffer counts) {
            return Status.CLOSED;
        }

        @Override
        public boolean await(int milliseconds) {
            return true;
        }

        @Override
        public void wake() {}

        @Override
        public long eventSize() {
            return 8;
        }
    };

    @TestFactory
    Stream<DynamicTest> isNamed() {
        Map<String, Executable> calls = Map.ofEntries(
                Map.entry("NativeObject: open", () -> new Thing(null, token -> {})),
                Map.entry("NativeObject: release", () -> new Thing(() -> 1, null)),
                Map.entry("call: body", () -> new Thing().callNothing()),
                Map.entry("closeBy: release", () -> new Thing().closeBy(null, false)),
                Map.entry("closeBy, waiting: release", () -> new Thing().closeBy(null, true)),
                Map.entry("close: limit", () -> new Thing().await(null, token -> 0)),
                Map.entry("close: state", () -> new Thing().await(Duration.ZERO, null)),
                Map.entry("reopened: state", () -> new Thing().isReopened()),
                Map.entry("ReleaseQueue: queued", () -> new ReleaseQueue(null, most -> 0)),
                Map.entry("ReleaseQueue: drain", () -> new ReleaseQueue(() -> 0, null)),
                Map.entry("after: release", () -> new ReleaseQueue(() -> 0, most -> 0).after(null)),
                Map.entry("await: limit", () -> new ReleaseQueue(() -> 0, most -> 0).await(null)),
                Map.entry("EventQueue: source", () -> new EventQueue(null)),
                Map.entry("listen: listener", () -> new EventQueue(SOURCE).listen(null)),
                Map.entry("publish: decoder", () -> new EventQueue(SOURCE).publish(null)),
                Map.entry("awaitEnd: limit", () -> new EventQueue(SOURCE).awaitEnd(null)),
                Map.entry("VersionedCell: memory", () -> VersionedCell.attach(null, 0, 8)),
                Map.entry("HostedCalls: source", () -> new HostedCalls<>(null, ExceptionTable.standard())),
                Map.entry("setLevel: level", () -> Handles.setLevel(null)),
                Map.entry("noLeaks: body", () -> Handles.noLeaks(null)),
                Map.entry("CppLedger: level", () -> new NativeLedger().setLevel(null)),
                Map.entry("require: library", () -> Version.require(null, 1)),
                Map.entry("otherwise: maker", () -> ExceptionTable.otherwise(null)),
                Map.entry("status: maker",
                        () -> ExceptionTable.<RuntimeException>otherwise(NativeException::new).status(1, null)),
                Map.entry("foreign: maker",
                        () -> ExceptionTable.<RuntimeException>otherwise(NativeException::new).foreign(1, null)),
                Map.entry("NativeLibrary: of", () -> NativeLibrary.load(null, "x", path -> {})),
                Map.entry("NativeLibrary: name", () -> NativeLibrary.load(Thing.class, null, path -> {})),
                Map.entry("NativeLibrary: load", () -> NativeLibrary.load(Thing.class, "x", null)),
                Map.entry("with: use", () -> NativeLibrary.with(Thing.class, "x", null)));
        return calls.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertEquals(
                each.getKey().substring(each.getKey().indexOf(": ") + 2),
                assertThrows(NullPointerException.class, each.getValue()).getMessage())));
    }
}
