// SPDX-License-Identifier: BSL-1.0
//! A model of detail::user_seats (core/detail/user_seats.hpp), statement by statement, that loom
//! runs in all orders the memory model allows.
//!
//! The properties: an object is released once, with nobody inside, always in the end, and its slot
//! is not touched once the end of the table has freed it.
//!
//! membarrier() is weaker here than it is: between a thread's store and its load there is a
//! read-modify-write of a word that only that thread and the closer know, and the closer makes one
//! in each thread's word. So either the closer sees the store, or the thread sees what the closer
//! wrote, and nothing else follows. loom takes seq_cst accesses for acq_rel ones: those that the
//! protocol needs have fences beside them here, and the two loads of the fast path have none.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{fence, AtomicU32, AtomicUsize, Ordering::*};
use loom::sync::Arc;
use loom::thread;
use models::{run, Mutant, Scenario};

const OPEN: u32 = 0;
const RELEASED: u32 = 1;
const CLOSED: u32 = 2;
const CLOSING: u32 = 3;
const TRYING: u32 = 4;
const COUNTING: u32 = 5;

const ONE_USER: u32 = 256;
const LEAVING: u32 = 1;

const SEATS: usize = 4;

struct Slot {
    mutant: Mutant,
    door: AtomicU32,
    users: [AtomicU32; SEATS],
    barrier: [AtomicU32; SEATS],
    object: UnsafeCell<u32>,
    /// Read by whoever touches the slot on its way out, written by whoever frees it.
    memory: UnsafeCell<u32>,
    released: AtomicUsize,
    refusals: AtomicUsize,
}

#[derive(PartialEq)]
enum Duty {
    LastUser,
    ReleaseNow,
    AlreadyClosed,
    InUse,
}

impl Slot {
    fn new(mutant: Mutant, refusals: usize) -> Arc<Slot> {
        Arc::new(Slot {
            mutant,
            door: AtomicU32::new(OPEN),
            users: std::array::from_fn(|_| AtomicU32::new(0)),
            barrier: std::array::from_fn(|_| AtomicU32::new(0)),
            object: UnsafeCell::new(0),
            memory: UnsafeCell::new(0),
            released: AtomicUsize::new(0),
            refusals: AtomicUsize::new(refusals),
        })
    }

    // gate
    fn cas(&self, from: u32, to: u32) -> bool {
        fence(SeqCst);
        let done = self.door.compare_exchange(from, to, AcqRel, Acquire).is_ok();
        fence(SeqCst);
        done
    }
    fn set_phase(&self, to: u32) {
        fence(SeqCst);
        self.door.store(to, Release);
        fence(SeqCst);
    }
    fn look(&self) -> u32 {
        self.memory.with(|_| ());
        self.door.load(Acquire)
    }

    // user_seats
    fn set_own(&self, me: usize, to: u32) {
        let order = if self.mutant.is("relaxed_leave") { Relaxed } else { Release };
        self.users[me].store(to, order);
        self.barrier[me].fetch_add(0, AcqRel);
    }
    fn count(&self, me: usize, change: u32) {
        self.set_own(me, self.users[me].load(Relaxed).wrapping_add(change));
    }
    fn enter(&self, me: usize) -> bool {
        self.count(me, ONE_USER);
        self.door.load(Acquire) == OPEN
    }
    fn leave(&self, me: usize) -> bool {
        let mark = if self.mutant.is("no_leaving_mark") { 0 } else { LEAVING };
        let left = self.users[me].load(Relaxed).wrapping_sub(ONE_USER);
        self.set_own(me, left.wrapping_add(mark));
        let last = self.look() != OPEN && self.is_last(me);
        if mark != 0 {
            let order = if self.mutant.is("relaxed_goodbye") { Relaxed } else { Release };
            self.users[me].store(left, order);
        }
        last
    }
    fn is_last(&self, me: usize) -> bool {
        if !self.mutant.is("no_publish_own") {
            fence(SeqCst);
            self.users[me].fetch_add(0, AcqRel);
            fence(SeqCst);
        }
        while self.look() == CLOSED && self.sum() == 0 {
            if !self.cas(CLOSED, COUNTING) {
                continue;
            }
            if self.mutant.is("no_second_sum") || self.sum() == 0 {
                self.set_phase(RELEASED);
                return true;
            }
            self.set_phase(CLOSED);
            if self.mutant.is("no_look_again") {
                return false;
            }
        }
        false
    }
    fn sum(&self) -> u32 {
        let mut all: u32 = 0;
        for each in &self.users {
            all = all.wrapping_add(each.load(Acquire) & !(ONE_USER - 1));
        }
        all
    }
    fn make_barrier(&self, me: usize) {
        fence(SeqCst);
        for (i, each) in self.barrier.iter().enumerate() {
            if i != me {
                each.fetch_add(1, AcqRel);
            }
        }
        fence(SeqCst);
    }
    fn shut(&self, phase: u32) -> Duty {
        loop {
            if self.cas(OPEN, phase) {
                return Duty::LastUser;
            }
            loop {
                match self.door.load(Acquire) {
                    OPEN => break,
                    TRYING => thread::yield_now(),
                    _ => return Duty::AlreadyClosed,
                }
            }
        }
    }
    fn close(&self, me: usize) -> Duty {
        let duty = self.shut(CLOSING);
        if duty != Duty::LastUser {
            return duty;
        }
        if self.mutant.is("closed_before_barrier") {
            self.set_phase(CLOSED);
        }
        if !self.mutant.is("no_barrier") {
            self.make_barrier(me);
        }
        if !self.mutant.is("closed_before_barrier") {
            self.set_phase(CLOSED);
        }
        duty
    }
    fn try_close(&self, me: usize) -> Duty {
        let duty = self.shut(TRYING);
        if duty != Duty::LastUser {
            return duty;
        }
        if !self.mutant.is("try_without_barrier") {
            self.make_barrier(me);
        }
        if self.sum() == 0 {
            self.set_phase(RELEASED);
            return Duty::ReleaseNow;
        }
        self.door.store(OPEN, Release);
        Duty::InUse
    }

    // slot_life
    fn unpin(&self, me: usize) {
        if self.leave(me) {
            self.release();
        }
    }
    fn release(&self) {
        self.object.with_mut(|_| ());
        if self.refusals.load(Relaxed) != 0 {
            self.refusals.fetch_sub(1, Relaxed);
            self.door.store(OPEN, Release); // reopen()
            return;
        }
        self.released.fetch_add(1, Relaxed);
    }
    fn pin(&self, me: usize) -> bool {
        while !self.enter(me) {
            if self.mutant.is("silent_transient") {
                self.count(me, 0u32.wrapping_sub(ONE_USER));
            } else {
                self.unpin(me);
            }
            loop {
                match self.door.load(Acquire) {
                    OPEN => break,
                    TRYING => thread::yield_now(),
                    _ => return false,
                }
            }
        }
        true
    }
    fn touch(&self) {
        self.object.with(|_| ());
    }
    fn use_once(&self, me: usize) {
        if self.pin(me) {
            self.touch();
            self.unpin(me);
        }
    }
    fn close_object(&self, me: usize) {
        self.count(me, ONE_USER); // enter_anyway()
        if self.close(me) == Duty::LastUser {
            self.touch(); // closing()
        }
        self.unpin(me);
    }
    fn try_close_object(&self, me: usize) -> bool {
        let duty = self.try_close(me);
        if duty == Duty::ReleaseNow {
            self.release();
        }
        duty == Duty::ReleaseNow
    }
    /// table_end, of one slot. Left where somebody is inside.
    fn end(&self, me: usize) {
        if !self.try_close_object(me) {
            return;
        }
        while self.users.iter().any(|each| each.load(Acquire) % ONE_USER != 0) {
            thread::yield_now();
        }
        self.memory.with_mut(|_| ());
    }
    fn assert_released(&self) {
        assert_eq!(self.released.load(Relaxed), 1, "released");
    }
}

fn spawn(slot: &Arc<Slot>, what: impl FnOnce(&Slot) + 'static) -> thread::JoinHandle<()> {
    let slot = slot.clone();
    thread::spawn(move || what(&slot))
}

/// Two users that come and go, and the closer.
fn users(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let a = spawn(&slot, |s| s.use_once(0));
    let b = spawn(&slot, |s| s.use_once(1));
    slot.close_object(2);
    a.join().unwrap();
    b.join().unwrap();
    slot.assert_released();
}
/// One that comes twice.
fn again(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let a = spawn(&slot, |s| {
        s.use_once(0);
        s.use_once(0)
    });
    slot.close_object(2);
    a.join().unwrap();
    slot.assert_released();
}
/// Two that are inside leave a closed object.
fn last_users(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    assert!(slot.pin(0) && slot.pin(1));
    slot.close_object(2);
    let a = spawn(&slot, |s| {
        s.touch();
        s.unpin(0)
    });
    slot.touch();
    slot.unpin(1);
    a.join().unwrap();
    slot.assert_released();
}
/// One closes and one tries, beside a user.
fn closers(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let a = spawn(&slot, |s| s.use_once(0));
    let b = spawn(&slot, |s| {
        s.try_close_object(1);
    });
    slot.close_object(2);
    a.join().unwrap();
    b.join().unwrap();
    slot.assert_released();
}
/// Two close.
fn two_close(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let b = spawn(&slot, |s| s.close_object(1));
    slot.close_object(2);
    b.join().unwrap();
    slot.assert_released();
}
/// One tries beside a user, and closes later.
fn tries(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let a = spawn(&slot, |s| s.use_once(0));
    if !slot.try_close_object(2) {
        slot.close_object(2);
    }
    a.join().unwrap();
    slot.assert_released();
}
/// A pin that one thread has made and another ends, beside the closer.
fn carried(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    let taker = slot.clone();
    let a = spawn(&slot, move |s| {
        if !s.pin(0) {
            return;
        }
        s.touch();
        thread::spawn(move || {
            taker.touch();
            taker.unpin(1)
        })
        .join()
        .unwrap();
    });
    slot.close_object(2);
    a.join().unwrap();
    slot.assert_released();
}
/// Two such pins, one after the other (what one thread hands to another happens in order, as if it
/// were one thread with two seats), beside a user that leaves and the closer.
fn carried_twice(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    assert!(slot.pin(3));
    let a = spawn(&slot, |s| {
        for _ in 0..2 {
            if s.pin(0) {
                s.touch();
                s.unpin(1);
            }
        }
    });
    let b = spawn(&slot, |s| {
        s.touch();
        s.unpin(3)
    });
    slot.close_object(2);
    a.join().unwrap();
    b.join().unwrap();
    slot.assert_released();
}
/// Both leave a closed object, whose closer refuses once; it is pinned and closed again.
fn refused(mutant: Mutant) {
    let slot = Slot::new(mutant, 1);
    assert!(slot.pin(0) && slot.pin(1));
    slot.close_object(2);
    let a = spawn(&slot, |s| {
        s.touch();
        s.unpin(0)
    });
    slot.unpin(1);
    if slot.pin(1) {
        slot.close_object(2);
        slot.touch();
        slot.unpin(1);
        a.join().unwrap();
        slot.assert_released();
    } else {
        a.join().unwrap();
        assert_eq!(slot.released.load(Relaxed), 0, "refused");
        slot.close_object(2);
        slot.assert_released();
    }
}
/// A table ends beside a user that leaves.
fn table_end(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    assert!(slot.pin(0));
    let a = spawn(&slot, |s| {
        s.touch();
        s.unpin(0)
    });
    slot.end(2);
    a.join().unwrap();
}
/// The same of a closed object that two users leave.
fn table_end_closed(mutant: Mutant) {
    let slot = Slot::new(mutant, 0);
    assert!(slot.pin(0) && slot.pin(1));
    slot.close_object(2);
    let a = spawn(&slot, |s| {
        s.touch();
        s.unpin(0)
    });
    slot.touch();
    if slot.leave(1) {
        slot.release();
        while slot.users.iter().any(|each| each.load(Acquire) % ONE_USER != 0) {
            thread::yield_now();
        }
        slot.memory.with_mut(|_| ());
    }
    a.join().unwrap();
    slot.assert_released();
}

const SCENARIOS: [Scenario; 11] = [
    ("users", users, 2),
    ("again", again, 3),
    ("last_users", last_users, 4),
    ("closers", closers, 2),
    ("two_close", two_close, 3),
    ("tries", tries, 3),
    ("carried", carried, 2),
    ("carried_twice", carried_twice, 2),
    ("refused", refused, 3),
    ("table_end", table_end, 4),
    ("table_end_closed", table_end_closed, 3),
];

const MUTANTS: [(&str, &str); 10] = [
    ("no_barrier", "carried"),
    ("try_without_barrier", "tries"),
    ("closed_before_barrier", "carried_twice"),
    ("no_publish_own", "last_users"),
    ("no_second_sum", "refused"),
    ("no_look_again", "two_close"),
    ("silent_transient", "carried"),
    ("relaxed_leave", "last_users"),
    ("no_leaving_mark", "table_end"),
    ("relaxed_goodbye", "table_end"),
];

fn main() {
    run(&SCENARIOS, &MUTANTS);
}
