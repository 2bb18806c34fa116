// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.ffm;

import static dev.ffiguard.ffm.OwnerTest.that;
import static dev.ffiguard.ffm.OwnerTest.thrown;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ffiguard.ExceptionTable;
import dev.ffiguard.Status;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashSet;
import java.util.Set;
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
        nestedCallsHaveAnErrorEach();
        onAThreadOfCppTheHandlerIsTold();
        unregisterWaits();
        whatIsRefusedIsLetGoOf();
        whatWasTakenIsKeptAlthoughItThrew();
        whatWasMadeIsReleasedIfAnUpcallThrew();
        bothFailuresOfACallAreThere();
        noAnswerEndsTheVm();
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

    /** What an inner call has written is not what the outer one throws, at any depth. */
    private static void nestedCallsHaveAnErrorEach() {
        Calls<RuntimeException> calls = new Calls<>(Ffiguard.load("owner_shim"), ExceptionTable.standard());
        Set<Long> errors = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            that(thrown(IllegalArgumentException.class, () -> nest(calls, errors, 0)).getMessage()
                    .contains("call 0"), "the text of another call");
        }
        that(errors.size() == 9, "errors: " + errors.size());
    }

    private static void nest(Calls<RuntimeException> calls, Set<Long> errors, int depth) {
        calls.run(error -> {
            errors.add(error.address());
            error.set(JAVA_INT, 0, Status.INVALID_ARGUMENT);
            error.setString(8, "call " + depth);
            if (depth < 8) {
                String inner = thrown(IllegalArgumentException.class, () -> nest(calls, errors, depth + 1))
                        .getMessage();
                that(inner.contains("call " + (depth + 1)), inner);
            }
            return Status.INVALID_ARGUMENT;
        });
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

    /** C++ calls the function while it takes it: to C++ that call is OK. */
    private static void whatWasTakenIsKeptAlthoughItThrew() {
        try (Bell bell = new Bell(); Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            Ringing once = number -> {
                if (number == 1) {
                    throw new ArithmeticException("at once");
                }
                return number;
            };
            thrown(ArithmeticException.class, () -> HEARD.give(once, callback -> bell.run((token, error) -> {
                int taken = (int) LISTEN.invokeExact(token, callback, Upcall.LET_GO, error);
                int rung = (int) RING.invokeExact(token, 1, answer, error);
                return taken + rung;
            })));
            that(Upcall.lent() == 1 && bell.ring(2) == 2, "C++ has it, and Java does not");
        }
        that(Upcall.lent() == 0, "the closed bell keeps it");
    }

    private static final class RungBell extends FfmObject<RuntimeException> {
        RungBell(Bell other, MemorySegment answer) {
            super(BELLS, (made, error) -> {
                int status = (int) NEW.invokeExact(made, error);
                other.run((token, inner) -> (int) RING.invokeExact(token, 1, answer, error));
                return status;
            });
        }
    }

    private static void whatWasMadeIsReleasedIfAnUpcallThrew() {
        try (Bell bell = new Bell(); Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            bell.listen(number -> {
                throw new IOException("while it is made");
            });
            thrown(UpcallException.class, () -> new RungBell(bell, answer));
            that(BELLS.live() == 1, "made, and nobody's: " + BELLS.live());
            thrown(UpcallException.class, () -> BELLS.calls().make((made, error) -> {
                int status = (int) NEW.invokeExact(made, error);
                bell.run((token, inner) -> (int) RING.invokeExact(token, 1, answer, error));
                return status;
            }, BELLS::release));
            that(BELLS.live() == 1, "made, and not undone: " + BELLS.live());
        }
    }

    private static void bothFailuresOfACallAreThere() {
        try (Bell bell = new Bell(); Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            bell.listen(number -> {
                throw new IOException("below");
            });
            IllegalStateException above = thrown(IllegalStateException.class, () -> bell.run((token, error) -> {
                int status = (int) RING.invokeExact(token, 1, answer, error);
                throw new IllegalStateException("above " + status);
            }));
            that(above.getSuppressed().length == 1 && above.getSuppressed()[0] instanceof IOException,
                    "what the function threw is lost");
        }
    }

    @FunctionalInterface
    private interface Giving {
        MemorySegment given(int how);
    }

    private static MemorySegment given(Giving to, int how) {
        return to.given(how);
    }

    /** The linker throws where nothing catches it. */
    private static void noAnswerEndsTheVm() throws Exception {
        MethodHandles.Lookup here = MethodHandles.lookup();
        Upcall<Giving> pointers = Upcall.of(here, Giving.class, "given", FunctionDescriptor.of(ADDRESS, JAVA_INT), null);
        Upcall<Giving> structs =
                Upcall.of(here, Giving.class, "given", FunctionDescriptor.of(Ffiguard.VIEW, JAVA_INT), null);
        Giving broken = how -> switch (how) {
            case 0 -> null;
            case 1 -> MemorySegment.ofArray(new byte[4]);
            case 2 -> {
                Arena closed = Arena.ofConfined();
                MemorySegment gone = closed.allocate(Ffiguard.VIEW);
                closed.close();
                yield gone;
            }
            default -> throw new IllegalStateException("as asked");
        };
        AtomicInteger told = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.incrementAndGet());
        long key = pointers.lend(broken);
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle pointer = Linker.nativeLinker().downcallHandle(pointers.stub(),
                    FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_INT));
            MethodHandle struct = Linker.nativeLinker().downcallHandle(structs.stub(),
                    FunctionDescriptor.of(Ffiguard.VIEW, JAVA_LONG, JAVA_INT));
            for (int how = 0; how < 4; how++) {
                MemorySegment got = (MemorySegment) pointer.invoke(key, how);
                that(how == 2 || got.equals(MemorySegment.NULL), how + ": " + got);
                MemorySegment all = (MemorySegment) struct.invoke((SegmentAllocator) arena, key, how);
                that(Ffiguard.shown(all).byteSize() == 0, how + ": " + all);
            }
            that(told.get() == 7, "told: " + told);
        } catch (Throwable never) {
            throw new AssertionError(never);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
            Upcall.letGo(key);
        }
        thrown(IllegalArgumentException.class, () -> Upcall.of(here, Giving.class, "given",
                FunctionDescriptor.of(ADDRESS, JAVA_INT), MemorySegment.ofArray(new byte[4])));
    }
}
