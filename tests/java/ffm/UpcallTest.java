// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static dev.ffiguard.ffm.OwnerTest.that;
import static dev.ffiguard.ffm.OwnerTest.thrown;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ffiguard.ExceptionTable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** C++ calls Java: exceptions come home, an unregister waits, and nothing is kept that was let go of. */
final class UpcallTest {
    @FunctionalInterface
    private interface Ringing {
        int heard(int number) throws Exception;
    }

    private static final ExportedClass<RuntimeException> BELLS =
            new ExportedClass<>(new Calls<>(Ffiguard.load("owner_shim"), ExceptionTable.standard()), "bell");
    private static final MethodHandle NEW = BELLS.constructor();
    private static final MethodHandle LISTEN = BELLS.method("listen", Ffiguard.CALLBACK, ADDRESS);
    private static final MethodHandle RING = BELLS.method("ring", JAVA_INT, ADDRESS);
    private static final MethodHandle RING_ELSEWHERE = BELLS.method("ring_elsewhere", JAVA_INT, ADDRESS);
    private static final MethodHandle UNREGISTER = BELLS.method("unregister");
    private static final Upcall<Ringing> HEARD = Upcall.of(MethodHandles.lookup(), Ringing.class, "heard",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

    private static int heard(Ringing to, int number) throws Exception {
        return to.heard(number);
    }

    private static final class Bell extends FfmObject<RuntimeException> {
        Bell() {
            super(BELLS, (made, error) -> (int) NEW.invokeExact(made, error));
        }

        void listen(Ringing to) {
            HEARD.give(to, callback -> run(
                    (token, error) -> (int) LISTEN.invokeExact(token, callback, Upcall.LET_GO, error)));
        }

        private int ring(MethodHandle by, int number) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(JAVA_INT);
                run((token, error) -> (int) by.invokeExact(token, number, answer, error));
                return answer.get(JAVA_INT, 0);
            }
        }

        int ring(int number) {
            return ring(RING, number);
        }

        int ringElsewhere(int number) {
            return ring(RING_ELSEWHERE, number);
        }

        void unregister() {
            run((token, error) -> (int) UNREGISTER.invokeExact(token, error));
        }
    }

    public static void main(String[] args) throws Exception {
        answers();
        exceptionsComeHome();
        exceptionsOfInnerCallsComeHomeThere();
        onAThreadOfCppTheHandlerIsTold();
        unregisterWaits();
        whatIsRefusedIsLetGoOf();
        thrown(IllegalArgumentException.class, () -> Upcall.of(MethodHandles.lookup(), Ringing.class, "nothing",
                FunctionDescriptor.ofVoid(), null));
        that(Upcall.lent() == 0, "lent: " + Upcall.lent());
        that(BELLS.live() == 0, "bells: " + BELLS.live());
    }

    private static void answers() {
        try (Bell bell = new Bell()) {
            AtomicInteger inside = new AtomicInteger();
            bell.listen(number -> {
                inside.addAndGet(Upcall.isInside() ? 1 : 0);
                return 2 * number;
            });
            that(bell.ring(21) == 42 && bell.ringElsewhere(4) == 8, "another answer");
            that(inside.get() == 2 && !Upcall.isInside(), "inside: " + inside);
            that(Upcall.lent() == 1, "lent: " + Upcall.lent());
        }
        that(Upcall.lent() == 0, "the closed bell keeps it");
    }

    private static void exceptionsComeHome() {
        try (Bell bell = new Bell()) {
            bell.listen(number -> {
                switch (number) {
                    case 1 -> throw new ArithmeticException("one");
                    case 2 -> throw new IOException("two");
                    case 3 -> throw new StackOverflowError("three");
                    default -> {
                        return number;
                    }
                }
            });
            that(thrown(ArithmeticException.class, () -> bell.ring(1)).getMessage().equals("one"), "");
            that(thrown(UpcallException.class, () -> bell.ring(2)).getCause().getMessage().equals("two"), "");
            thrown(StackOverflowError.class, () -> bell.ring(3));
            that(bell.ring(4) == 4, "the exception before came home twice");
            that(!Upcall.isInside(), "still inside");
        }
    }

    /** The function calls C++ again, which calls another function, which throws. */
    private static void exceptionsOfInnerCallsComeHomeThere() {
        try (Bell outer = new Bell(); Bell inner = new Bell()) {
            inner.listen(number -> {
                throw new IllegalStateException("inner");
            });
            AtomicReference<Throwable> caught = new AtomicReference<>();
            outer.listen(number -> {
                caught.set(thrown(IllegalStateException.class, () -> inner.ring(number)));
                return 7;
            });
            that(outer.ring(1) == 7 && caught.get().getMessage().equals("inner"), caught);
            outer.unregister();
            outer.listen(number -> inner.ring(number));
            that(thrown(IllegalStateException.class, () -> outer.ring(1)).getMessage().equals("inner"), "");
        }
    }

    private static void onAThreadOfCppTheHandlerIsTold() {
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.set(thrown));
        try (Bell bell = new Bell()) {
            bell.listen(number -> {
                throw new IOException("elsewhere");
            });
            that(bell.ringElsewhere(1) == -1, "another answer than the one for failures");
            that(told.get() instanceof IOException thrown && thrown.getMessage().equals("elsewhere"), told);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    private static void unregisterWaits() throws Exception {
        try (Bell bell = new Bell()) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            AtomicInteger done = new AtomicInteger();
            bell.listen(number -> {
                entered.countDown();
                leave.await();
                done.set(1);
                return 0;
            });
            FutureTask<Integer> ringing = new FutureTask<>(() -> bell.ring(1));
            new Thread(ringing).start();
            entered.await();
            FutureTask<Integer> unregistering = new FutureTask<>(() -> {
                bell.unregister();
                return done.get();
            });
            new Thread(unregistering).start();
            try {
                unregistering.get(50, TimeUnit.MILLISECONDS);
                throw new AssertionError("unregister() has not waited");
            } catch (java.util.concurrent.TimeoutException waits) {
                leave.countDown();
            }
            that(unregistering.get() == 1, "unregister() returned before the function");
            ringing.get();
            that(Upcall.lent() == 0, "unregistered, and kept");
            that(bell.ring(1) == -7, "called after unregister()");
        }
    }

    private static void whatIsRefusedIsLetGoOf() {
        Bell bell = new Bell();
        bell.close();
        thrown(IllegalStateException.class, () -> bell.listen(number -> 0));
        that(Upcall.lent() == 0, "refused, and kept");
    }
}
