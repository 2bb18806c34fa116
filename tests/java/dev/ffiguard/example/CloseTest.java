// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.example;

/** Closing what refuses, and what somebody is inside of; with C++ behind the objects. */
final class CloseTest {
    private static final class Parent extends NativeObject {
        Parent() {
            super(CloseShim::openParent, CloseShim::releaseParent);
        }
    }

    private static final class Child extends NativeObject {
        Child(Parent in) {
            super(() -> in.call(CloseShim::openChild), CloseShim::releaseChild);
        }
    }

    private static final class Job extends NativeObject {
        Job() {
            super(CloseShim::openJob, CloseShim::releaseJob);
        }

        void hold() {
            call(token -> {
                CloseShim.hold(token);
                return null;
            });
        }
    }

    public static void main(String[] args) throws Exception {
        aParentWithAChildStaysOpen();
        abandonedInAnyOrder();
        aLibraryThatIsBusy();
        live(0);
    }

    private static void live(long expected) {
        Check.that(CloseShim.live() == expected, "live: " + CloseShim.live());
    }

    private static void aParentWithAChildStaysOpen() {
        Parent parent = new Parent();
        Child child = new Child(parent);
        for (int i = 0; i < 2; i++) {
            Check.refuses(IllegalStateException.class, "1 child is open", parent::close);
            live(2);
        }
        Child second = new Child(parent); // it is open: nothing has changed
        second.close();
        child.close();
        parent.close();
        parent.close();
        live(0);
    }

    /** The collector knows no order of parents and children. */
    private static void abandonedInAnyOrder() throws Exception {
        Child kept = abandonedParent();
        for (int i = 0; i < 5; i++) { // its cleaner is refused
            System.gc();
            Thread.sleep(10);
        }
        live(2);
        kept.close();
        long limit = System.nanoTime() + 30_000_000_000L;
        while (CloseShim.live() != 0) {
            Check.that(System.nanoTime() < limit, "lost: " + CloseShim.live());
            System.gc();
            Thread.sleep(10);
        }
    }

    private static Child abandonedParent() {
        return new Child(new Parent());
    }

    private static void aLibraryThatIsBusy() {
        Job job = new Job();
        CloseShim.refuse(1);
        Check.refuses(RuntimeException.class, "5", job::close);
        live(1);
        job.close();
        live(0);
    }
}
