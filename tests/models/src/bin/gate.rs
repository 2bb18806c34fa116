// SPDX-License-Identifier: BSL-1.0
//! A model of gate (core/gate.hpp), and of the turn of a family (core/detail/family.hpp), which
//! stands on it. loom runs it in all orders that the memory model allows.
//!
//! The properties: an object is released once, in the end always, when nobody is inside; whoever is
//! inside sees it as its maker left it; whoever releases it sees what every user did.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicU32, AtomicUsize, Ordering::*};
use loom::sync::Arc;
use loom::thread;
use models::{run, threads, Mutant, Scenario};

// The header's fields, narrower.
const CLOSED: u32 = 1 << 8;
const USERS: u32 = CLOSED - 1;
const ONE_HOLD: u32 = CLOSED << 1;
const LOW: u32 = (1 << 16) - 1;
const HOLDS: u32 = LOW & !(CLOSED | USERS);

#[derive(PartialEq, Debug)]
enum Admission {
    Inside,
    Closed,
    OtherGeneration,
    InUse,
}
#[derive(PartialEq, Debug)]
enum Duty {
    ReleaseNow,
    LastUser,
    AlreadyClosed,
    InUse,
    OtherGeneration,
}

fn word(generation: u32) -> u32 {
    generation << 16
}
fn generation_of(word: u32) -> u32 {
    word >> 16
}

struct Slot {
    mutant: Mutant,
    word: AtomicU32,
    object: UnsafeCell<u32>,
    released: AtomicUsize,
    /// What waits for the turn, and what has been released in turn.
    waiting: AtomicU32,
    in_turn: AtomicUsize,
}

impl Slot {
    /// Open, with so many users and holds.
    fn new(mutant: Mutant, users: u32, holds: u32) -> Arc<Slot> {
        Arc::new(Slot {
            mutant,
            word: AtomicU32::new(word(1) | users | holds * ONE_HOLD),
            object: UnsafeCell::new(1),
            released: AtomicUsize::new(0),
            waiting: AtomicU32::new(0),
            in_turn: AtomicUsize::new(0),
        })
    }

    // gate
    fn enter(&self, seen: &mut u32) -> bool {
        let order = self.mutant.order("pin_relaxed", Acquire, Relaxed);
        match self.word.compare_exchange(*seen, *seen + 1, order, Relaxed) {
            Ok(_) => true,
            Err(now) => {
                *seen = now;
                false
            }
        }
    }
    fn pin(&self, generation: u32) -> Admission {
        let mut seen = word(generation);
        while !self.enter(&mut seen) {
            if generation_of(seen) != generation && !self.mutant.is("pin_any_generation") {
                return Admission::OtherGeneration;
            }
            if seen & CLOSED != 0 && !self.mutant.is("pin_closed") {
                return Admission::Closed;
            }
        }
        Admission::Inside
    }
    fn pin_alone(&self, generation: u32) -> Admission {
        let mut seen = word(generation);
        while !self.enter(&mut seen) {
            if generation_of(seen) != generation {
                return Admission::OtherGeneration;
            }
            if seen & CLOSED != 0 {
                return Admission::Closed;
            }
            if seen & USERS != 0 && !self.mutant.is("alone_beside_others") {
                return Admission::InUse;
            }
        }
        Admission::Inside
    }
    fn pin_holder_alone(&self, closed: bool) -> bool {
        let mut seen = self.word.load(Relaxed);
        loop {
            if (!closed && seen & CLOSED != 0) || seen & USERS != 0 {
                return false;
            }
            if self.enter(&mut seen) {
                return true;
            }
        }
    }
    fn show_to_users(&self) {
        if !self.mutant.is("nothing_shown") {
            self.word.fetch_add(0, self.mutant.order("shown_relaxed", AcqRel, Relaxed));
        }
    }
    fn leave(&self) -> u32 {
        let order = if self.mutant.is("unpin_release") {
            Release
        } else if self.mutant.is("unpin_acquire") {
            Acquire
        } else {
            AcqRel
        };
        self.word.fetch_sub(1, order)
    }
    fn unpin(&self) -> bool {
        let seen = self.leave();
        assert!(seen & USERS != 0, "failed: unbalanced");
        seen & (CLOSED | USERS) == (CLOSED | 1)
    }
    fn unpin_parent(&self) -> bool {
        let counted = if self.mutant.is("holds_forgotten") { CLOSED | USERS } else { LOW };
        self.leave() & counted == (CLOSED | 1)
    }
    fn hold(&self) {
        self.word.fetch_add(ONE_HOLD, Relaxed);
    }
    fn unpin_to_hold(&self) {
        let order = self.mutant.order("unpin_to_hold_relaxed", AcqRel, Relaxed);
        self.word.fetch_add(ONE_HOLD - 1, order);
    }
    fn hold_beside(&self, generation: u32) -> Admission {
        let mut seen = self.word.load(Relaxed);
        loop {
            if generation_of(seen) != generation {
                return Admission::OtherGeneration;
            }
            if seen & LOW == CLOSED && !self.mutant.is("hold_released") {
                return Admission::Closed;
            }
            let order = self.mutant.order("hold_beside_relaxed", Acquire, Relaxed);
            match self.word.compare_exchange(seen, seen + ONE_HOLD, order, Relaxed) {
                Ok(_) => return Admission::Inside,
                Err(now) => seen = now,
            }
        }
    }
    fn unhold(&self) -> bool {
        let order = if self.mutant.is("unhold_release") {
            Release
        } else if self.mutant.is("unhold_acquire") {
            Acquire
        } else {
            AcqRel
        };
        self.word.fetch_sub(ONE_HOLD, order) & LOW == (CLOSED | ONE_HOLD)
    }
    fn close_unless(&self, refused: u32, users: u32, generation: u32) -> Duty {
        let mut seen = self.word.load(Relaxed);
        loop {
            if generation_of(seen) != generation {
                return Duty::OtherGeneration;
            }
            if seen & CLOSED != 0 {
                return Duty::AlreadyClosed;
            }
            if seen & refused != 0 {
                return Duty::InUse;
            }
            let mut wanted = seen | CLOSED;
            if users != 0 && seen != word(generation) {
                wanted += users;
            }
            let order = if self.mutant.is("close_release") {
                Release
            } else if self.mutant.is("close_acquire") {
                Acquire
            } else {
                AcqRel
            };
            if self.mutant.is("close_in_two_steps") {
                self.word.store(wanted, Release);
                break;
            }
            match self.word.compare_exchange(seen, wanted, order, Relaxed) {
                Ok(_) => break,
                Err(now) => seen = now,
            }
        }
        if seen & LOW == 0 {
            Duty::ReleaseNow
        } else {
            Duty::LastUser
        }
    }
    fn try_close(&self, generation: u32) -> Duty {
        let seen = word(generation);
        let order = self.mutant.order("try_close_release", AcqRel, Release);
        match self.word.compare_exchange(seen, seen | CLOSED, order, Relaxed) {
            Ok(_) => Duty::ReleaseNow,
            Err(now) if generation_of(now) != generation => Duty::OtherGeneration,
            Err(now) if now & CLOSED != 0 => Duty::AlreadyClosed,
            Err(_) => Duty::InUse,
        }
    }
    fn close_alone(&self, generation: u32) -> bool {
        let order = self.mutant.order("close_alone_release", AcqRel, Release);
        let closed = word(generation) | CLOSED;
        self.word.compare_exchange(word(generation) + 1, closed, order, Relaxed).is_ok()
    }
    fn open_as(&self, generation: u32) {
        self.word.store(word(generation), self.mutant.order("open_relaxed", Release, Relaxed));
    }
    fn shut_as(&self, generation: u32) {
        let order = self.mutant.order("shut_relaxed", Release, Relaxed);
        self.word.store(word(generation) | CLOSED, order);
    }
    fn generation(&self) -> u32 {
        generation_of(self.word.load(self.mutant.order("generation_relaxed", Acquire, Relaxed)))
    }

    // slot_release
    fn release(&self, generation: u32) {
        if self.mutant.is("shut_before_end") {
            self.shut_as(generation + 1);
        }
        self.object.with_mut(|_| ());
        self.released.fetch_add(1, Relaxed);
        if !self.mutant.is("shut_before_end") {
            self.shut_as(generation + 1);
        }
    }
    fn touch(&self) {
        self.object.with(|_| ());
    }
    fn use_once(&self, generation: u32) {
        if self.pin(generation) == Admission::Inside {
            assert_eq!(generation_of(self.word.load(Relaxed)), generation, "generation");
            self.touch();
            self.leave_last(generation);
        }
    }
    fn leave_last(&self, generation: u32) {
        if self.unpin() {
            self.release(generation);
        }
    }
    fn close(&self, generation: u32) {
        if self.close_unless(0, 0, generation) == Duty::ReleaseNow {
            self.release(generation);
        }
    }
    fn leave_parent(&self) {
        if self.unpin_parent() {
            self.release(1);
        }
    }
    fn end_hold(&self) {
        if self.unhold() {
            self.release(1);
        }
    }
    fn assert_released(&self) {
        assert_eq!(self.released.load(Relaxed), 1, "released");
    }

    // family_turn: what waits is a number here
    fn wait_for_turn(&self) {
        self.hold();
        self.waiting.fetch_add(1, AcqRel);
        self.show_to_users();
        self.pass_on();
        self.end_hold();
    }
    fn pass_on(&self) {
        while self.waiting.load(Acquire) != 0 && self.pin_holder_alone(true) {
            let all = self.waiting.swap(0, AcqRel);
            self.object.with_mut(|_| ()); // it calls the library: nobody else may
            self.in_turn.fetch_add(all as usize, Relaxed);
            assert!(!self.unpin_parent(), "failed: released");
        }
    }
}

/// Two users that come and go, and the closer.
fn users(mutant: Mutant) {
    let slot = Slot::new(mutant, 0, 0);
    let _ = threads!(slot, |s: &Slot| s.use_once(1), |s: &Slot| s.use_once(1), |s: &Slot| s.close(1));
    slot.assert_released();
}
/// Two that are inside leave; the closer has used the object, as the last owner may.
fn last_users(mutant: Mutant) {
    let slot = Slot::new(mutant, 2, 0);
    let leaves = |s: &Slot| {
        s.touch();
        s.leave_last(1)
    };
    let _ = threads!(slot, leaves, leaves, |s: &Slot| {
        s.touch();
        s.close(1)
    });
    slot.assert_released();
}
fn two_close(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(slot, |s: &Slot| s.close(1), |s: &Slot| s.close(1), |s: &Slot| {
        s.touch();
        s.leave_last(1)
    });
    slot.assert_released();
}
/// One tries beside a user, and closes later.
fn tries(mutant: Mutant) {
    let slot = Slot::new(mutant, 0, 0);
    let _ = threads!(slot, |s: &Slot| s.use_once(1), |s: &Slot| match s.try_close(1) {
        Duty::ReleaseNow => s.release(1),
        Duty::InUse => s.close(1),
        _ => panic!("failed: closed"),
    });
    slot.assert_released();
}
/// One that is inside tries to close beside another user, and closes later.
fn alone(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(slot, |s: &Slot| s.use_once(1), |s: &Slot| {
        s.touch();
        if s.close_alone(1) {
            s.release(1);
        } else {
            s.close(1);
            s.leave_last(1);
        }
    });
    slot.assert_released();
}
/// One user at a time writes.
fn one_user(mutant: Mutant) {
    let slot = Slot::new(mutant, 0, 0);
    let write = |s: &Slot| {
        if s.pin_alone(1) == Admission::Inside {
            s.object.with_mut(|_| ());
            s.leave_last(1);
        }
    };
    let _ = threads!(slot, write, write, |s: &Slot| s.close(1));
    slot.assert_released();
}
/// The closer wakes those inside while the object certainly exists.
fn wakes(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.leave_last(1)
        },
        |s: &Slot| {
            let entered = if s.mutant.is("wakes_outside") { 0 } else { 1 };
            match s.close_unless(0, entered, 1) {
                Duty::ReleaseNow => s.release(1),
                Duty::LastUser => {
                    s.touch(); // closing()
                    if entered != 0 {
                        s.leave_last(1);
                    }
                }
                _ => panic!("failed: closed"),
            }
        }
    );
    slot.assert_released();
}
/// A child is released while a user leaves the parent and another thread closes it.
fn children(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 1);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch(); // the child uses it until its end
            s.end_hold()
        },
        |s: &Slot| {
            s.touch();
            s.leave_parent()
        },
        |s: &Slot| s.close(1)
    );
    slot.assert_released();
}
/// A close that refuses with children: it is tried again once they have left.
fn refuses(mutant: Mutant) {
    let slot = Slot::new(mutant, 0, 1);
    let refused = if mutant.is("children_not_counted") { 0 } else { HOLDS };
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.end_hold()
        },
        move |s: &Slot| match s.close_unless(refused, 0, 1) {
            Duty::ReleaseNow => s.release(1),
            Duty::InUse => (),
            _ => panic!("failed: closed"),
        }
    );
    if slot.released.load(Relaxed) == 0 {
        assert!(slot.close_unless(refused, 0, 1) == Duty::ReleaseNow, "failed: refused");
        slot.release(1);
    }
    slot.assert_released();
}
/// A user becomes a hold; another thread ends another hold.
fn to_hold(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 1);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.unpin_to_hold();
            s.end_hold()
        },
        |s: &Slot| {
            s.touch();
            s.end_hold()
        },
        |s: &Slot| s.close(1)
    );
    slot.assert_released();
}
/// One thread makes the user a hold, another one ends it, and perhaps the third releases.
fn given_hold(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.unpin_to_hold()
        },
        |s: &Slot| {
            while s.word.load(Relaxed) & HOLDS == 0 {
                thread::yield_now();
            }
            s.end_hold()
        },
        |s: &Slot| s.close(1)
    );
    slot.assert_released();
}
/// Somebody looks at an object from outside while its last user leaves.
fn beside(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.leave_parent()
        },
        |s: &Slot| {
            if s.hold_beside(1) == Admission::Inside {
                s.touch();
                s.end_hold();
            }
        },
        |s: &Slot| s.close(1)
    );
    slot.assert_released();
}
/// A slot is released, and guards the next object. Users have the tokens of both.
fn reuse(mutant: Mutant) {
    let slot = Slot::new(mutant, 0, 0);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.use_once(1);
            s.use_once(3);
        },
        |s: &Slot| {
            if s.hold_beside(3) == Admission::Inside {
                s.touch();
                let _ = s.unhold();
            }
        },
        |s: &Slot| {
            s.close(1);
            // No free list here: whoever sees the number of a free slot may make an object.
            if s.generation() == 2 {
                s.object.with_mut(|_| ());
                s.open_as(3);
            }
        }
    );
}
/// Whoever sees that a token has ended may free what its object used.
fn waits(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(
        slot,
        |s: &Slot| {
            s.touch();
            s.leave_last(1)
        },
        |s: &Slot| {
            s.close(1);
            while s.generation() == 1 {
                thread::yield_now();
            }
            s.object.with_mut(|_| ());
        }
    );
    slot.assert_released();
}
/// What must be released in turn comes while the one that has the turn leaves.
fn turn(mutant: Mutant) {
    let slot = Slot::new(mutant, 1, 0);
    let _ = threads!(slot, |s: &Slot| s.wait_for_turn(), |s: &Slot| {
        s.object.with_mut(|_| ());
        s.unpin_to_hold();
        if !s.mutant.is("nothing_passed_on") {
            s.pass_on();
        }
        s.end_hold()
    });
    assert_eq!(slot.in_turn.load(Relaxed), 1, "turn");
}

const SCENARIOS: [Scenario; 15] = [
    ("users", users, 3),
    ("last_users", last_users, 3),
    ("two_close", two_close, 3),
    ("tries", tries, 4),
    ("alone", alone, 4),
    ("one_user", one_user, 4),
    ("wakes", wakes, 4),
    ("children", children, 3),
    ("refuses", refuses, 4),
    ("to_hold", to_hold, 3),
    ("given_hold", given_hold, 3),
    ("beside", beside, 3),
    ("reuse", reuse, 3),
    ("waits", waits, 4),
    ("turn", turn, 4),
];
const MUTANTS: [(&str, &str); 25] = [
    ("pin_relaxed", "reuse"),
    ("pin_any_generation", "reuse"),
    ("pin_closed", "users"),
    ("alone_beside_others", "one_user"),
    ("unpin_release", "last_users"),
    ("unpin_acquire", "last_users"),
    ("holds_forgotten", "children"),
    ("unhold_release", "children"),
    ("unhold_acquire", "children"),
    ("unpin_to_hold_relaxed", "given_hold"),
    ("hold_released", "beside"),
    ("hold_beside_relaxed", "reuse"),
    ("close_release", "users"),
    ("close_acquire", "last_users"),
    ("close_in_two_steps", "users"),
    ("children_not_counted", "refuses"),
    ("try_close_release", "tries"),
    ("close_alone_release", "alone"),
    ("open_relaxed", "reuse"),
    ("shut_relaxed", "waits"),
    ("generation_relaxed", "waits"),
    ("shut_before_end", "waits"),
    ("wakes_outside", "wakes"),
    ("nothing_shown", "turn"),
    ("nothing_passed_on", "turn"),
];

fn main() {
    run(&SCENARIOS, &MUTANTS);
}
