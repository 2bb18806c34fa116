// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Close, use and clean of one object at once. The results: what a use sees, how often the object was released, and what
 * a use sees afterwards.
 */
public final class Races {
    private Races() {}

    /** What all of them have. */
    public abstract static class Object {
        final Thing thing = new Thing();

        final void judge(III_Result r) {
            r.r2 = thing.releases();
            r.r3 = thing.use();
        }
    }

    /** A call while another thread closes. */
    @JCStressTest
    @Outcome(id = "42, 1, -1", expect = Expect.ACCEPTABLE, desc = "used, then closed")
    @Outcome(id = "-1, 1, -1", expect = Expect.ACCEPTABLE, desc = "closed, then refused")
    @State
    public static class UseClose extends Object {
        @Actor
        public void user(III_Result r) {
            r.r1 = thing.use();
        }

        @Actor
        public void closer() {
            thing.close();
        }

        @Arbiter
        public void after(III_Result r) {
            judge(r);
        }
    }

    /** Two threads close. */
    @JCStressTest
    @Outcome(id = "0, 1, -1", expect = Expect.ACCEPTABLE, desc = "released once")
    @State
    public static class CloseClose extends Object {
        @Actor
        public void first() {
            thing.close();
        }

        @Actor
        public void second() {
            thing.close();
        }

        @Arbiter
        public void after(III_Result r) {
            judge(r);
        }
    }

    /** The cleaner comes while a thread closes. */
    @JCStressTest
    @Outcome(id = "0, 1, -1", expect = Expect.ACCEPTABLE, desc = "released once")
    @State
    public static class CloseClean extends Object {
        @Actor
        public void closer() {
            thing.close();
        }

        @Actor
        public void cleaner() {
            thing.clean();
        }

        @Arbiter
        public void after(III_Result r) {
            judge(r);
        }
    }

    /** The cleaner comes after a call, while another thread closes. */
    @JCStressTest
    @Outcome(id = "42, 1, -1", expect = Expect.ACCEPTABLE, desc = "used, then released")
    @Outcome(id = "-1, 1, -1", expect = Expect.ACCEPTABLE, desc = "released, then refused")
    @State
    public static class UseCleanClose extends Object {
        @Actor
        public void user(III_Result r) {
            r.r1 = thing.use();
            thing.clean();
        }

        @Actor
        public void closer() {
            thing.close();
        }

        @Arbiter
        public void after(III_Result r) {
            judge(r);
        }
    }

    /** All three at once; jcstress leaves it out on fewer than three CPUs. */
    @JCStressTest
    @Outcome(id = "42, 1, -1", expect = Expect.ACCEPTABLE, desc = "used, then released")
    @Outcome(id = "-1, 1, -1", expect = Expect.ACCEPTABLE, desc = "released, then refused")
    @State
    public static class UseCloseClean extends Object {
        @Actor
        public void user(III_Result r) {
            r.r1 = thing.use();
        }

        @Actor
        public void closer() {
            thing.close();
        }

        @Actor
        public void cleaner() {
            thing.clean();
        }

        @Arbiter
        public void after(III_Result r) {
            judge(r);
        }
    }
}
