// SPDX-License-Identifier: BSL-1.0
//! A model of event_ring (thread/detail/event_ring.hpp), the ring of an event_queue. loom runs it in
//! all orders that the memory model allows.
//!
//! The properties: an event is taken once, whole, or counted as lost, or refused; no two threads
//! are in one cell; a reader that sleeps is woken; after a close nothing is put in.
//!
//! loom takes seq_cst accesses for acq_rel ones: those that the protocol needs have fences beside
//! them here.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{fence, AtomicUsize, Ordering::*};
use loom::sync::Arc;
use loom::thread;
use models::{run, threads, Mutant, Scenario};

const CLOSED: usize = 1 << 16;

struct Ring {
    mutant: Mutant,
    drops_oldest: bool,
    tail: AtomicUsize,
    head: AtomicUsize,
    turns: Vec<AtomicUsize>,
    events: Vec<UnsafeCell<usize>>,
    next: UnsafeCell<usize>, // the reader's
    sleeps: AtomicUsize,
}

#[derive(PartialEq)]
enum PutAs {
    Put,
    Full,
    Closed,
}

impl Ring {
    fn new(mutant: Mutant, size: usize, drops_oldest: bool) -> Arc<Ring> {
        Arc::new(Ring {
            mutant,
            drops_oldest,
            tail: AtomicUsize::new(0),
            head: AtomicUsize::new(0),
            turns: (0..size).map(|_| AtomicUsize::new(0)).collect(),
            events: (0..size).map(|_| UnsafeCell::new(0)).collect(),
            next: UnsafeCell::new(0),
            sleeps: AtomicUsize::new(0),
        })
    }
    fn total_order(&self) {
        if !self.mutant.is("no_total_order") {
            fence(SeqCst);
        }
    }
    fn size(&self) -> usize {
        self.turns.len()
    }
    fn free_for(&self, at: usize) -> usize {
        at / self.size() * 2
    }
    fn filled(&self, at: usize) -> usize {
        self.free_for(at) + 1
    }

    fn put(&self, event: usize) -> PutAs {
        let mut at = self.tail.load(Relaxed);
        loop {
            if at & CLOSED != 0 && !self.mutant.is("closed_ignored") {
                return PutAs::Closed;
            }
            let cell = (at & !CLOSED) % self.size();
            let order = self.mutant.order("turn_relaxed", Acquire, Relaxed);
            if self.turns[cell].load(order) == self.free_for(at & !CLOSED) {
                if self.mutant.is("number_not_taken") {
                    self.tail.store(at + 1, Release);
                } else if let Err(now) = self.tail.compare_exchange(at, at + 1, AcqRel, Relaxed) {
                    at = now;
                    continue;
                }
                self.write(cell, at & !CLOSED, event);
                return PutAs::Put;
            }
            let again = self.tail.load(Relaxed);
            if again == at && !self.make_room(at) {
                return PutAs::Full;
            }
            at = again;
            thread::yield_now();
        }
    }
    fn write(&self, cell: usize, at: usize, event: usize) {
        let order = self.mutant.order("filled_relaxed", Release, Relaxed);
        if self.mutant.is("filled_first") {
            self.turns[cell].store(self.filled(at), order);
        }
        self.events[cell].with_mut(|p| unsafe { *p = event });
        if !self.mutant.is("filled_first") {
            self.turns[cell].store(self.filled(at), order);
        }
    }
    fn is_filled(&self, at: usize) -> bool {
        let order = self.mutant.order("is_filled_relaxed", Acquire, Relaxed);
        self.turns[at % self.size()].load(order) == self.filled(at)
    }
    fn take(&self, into: &mut Vec<usize>) -> usize {
        let mut first = self.head.load(Relaxed);
        let mut count = 0;
        loop {
            while count < self.size() && self.is_filled(first + count) {
                count += 1;
            }
            let mut seen = first;
            if !self.drops_oldest || self.mutant.is("head_stored") {
                self.head.store(first + count, Relaxed);
            } else if count == 0 {
                seen = self.head.load(Acquire);
            } else if let Err(now) =
                self.head.compare_exchange(first, first + count, AcqRel, Acquire)
            {
                seen = now;
            }
            if seen == first {
                break;
            }
            let gone = seen - first;
            count = if gone < count { count - gone } else { 0 };
            first = seen;
        }
        for i in 0..count {
            let cell = (first + i) % self.size();
            let order = self.mutant.order("freed_relaxed", Release, Relaxed);
            if self.mutant.is("freed_first") {
                self.turns[cell].store(self.free_for(first + i + self.size()), order);
            }
            into.push(self.events[cell].with(|p| unsafe { *p }));
            if !self.mutant.is("freed_first") {
                self.turns[cell].store(self.free_for(first + i + self.size()), order);
            }
        }
        self.next.with_mut(|next| unsafe {
            let lost = first - *next;
            *next = first + count;
            lost
        })
    }
    fn has_more(&self) -> bool {
        self.tail.load(Acquire) & !CLOSED != self.head.load(Relaxed)
    }
    fn close(&self) {
        self.tail.fetch_or(CLOSED, AcqRel);
    }
    fn make_room(&self, at: usize) -> bool {
        if !self.drops_oldest {
            return false;
        }
        let cell = at % self.size();
        for _ in 0..2 {
            let order = self.mutant.order("room_relaxed", Acquire, Relaxed);
            let turn = self.turns[cell].load(order);
            let oldest = at - self.size();
            if turn != self.filled(oldest) {
                if turn == self.free_for(oldest) {
                    thread::yield_now();
                    continue;
                }
                return true;
            }
            if self.mutant.is("oldest_not_claimed")
                || self.head.compare_exchange(oldest, oldest + 1, AcqRel, Relaxed).is_ok()
            {
                let order = self.mutant.order("given_way_relaxed", Release, Relaxed);
                self.turns[cell].store(self.free_for(at), order);
                return true;
            }
        }
        false
    }
}

/// Each at most once: the events are 1, 2, 4. Returns how many.
fn count_once(taken: &[usize]) -> usize {
    for one in [1, 2, 4] {
        assert!(taken.iter().filter(|e| **e == one).count() <= 1, "failed: twice");
    }
    assert!(taken.iter().all(|e| [1, 2, 4].contains(e)), "failed: torn");
    taken.len()
}
/// What a thread has put in, or what it has taken and counted as lost.
type Done = (usize, Vec<usize>, usize);
fn puts(ring: &Ring, events: &[usize]) -> Done {
    let put = events.iter().filter(|e| ring.put(**e) == PutAs::Put).count();
    (put, Vec::new(), 0)
}
fn takes(ring: &Ring, times: usize) -> Done {
    let mut taken = Vec::new();
    let lost = (0..times).map(|_| ring.take(&mut taken)).sum();
    (0, taken, lost)
}
/// In the end all that was put in has been taken, or counted as lost.
fn assert_all(ring: &Ring, done: &[Done]) {
    let mut all = takes(ring, 1);
    for one in done {
        all.0 += one.0;
        all.1.extend(&one.1);
        all.2 += one.2;
    }
    assert_eq!(count_once(&all.1) + all.2, all.0, "lost");
}

/// Two write, one reads.
fn writers(mutant: Mutant) {
    let ring = Ring::new(mutant, 2, false);
    let done = threads!(ring, |r: &Ring| puts(r, &[1]), |r: &Ring| puts(r, &[2]), |r: &Ring| {
        takes(r, 1)
    });
    assert_all(&ring, &done);
}
/// One writes more than there is room for, and waits for it.
fn rounds(mutant: Mutant) {
    let ring = Ring::new(mutant, 1, false);
    let done = threads!(
        ring,
        |r: &Ring| {
            for event in [1, 2] {
                while r.put(event) == PutAs::Full {
                    thread::yield_now();
                }
            }
            (2, Vec::new(), 0)
        },
        |r: &Ring| {
            let mut taken = Vec::new();
            while taken.len() < 2 {
                thread::yield_now();
                r.take(&mut taken);
            }
            (0, taken, 0)
        }
    );
    assert_all(&ring, &done);
}
/// The oldest gives way, or the reader has it.
fn drops(mutant: Mutant) {
    let ring = Ring::new(mutant, 1, true);
    let done = threads!(ring, |r: &Ring| puts(r, &[1, 2]), |r: &Ring| takes(r, 1));
    assert_all(&ring, &done);
}
/// One writer lets the event of another give way.
fn two_drop(mutant: Mutant) {
    let ring = Ring::new(mutant, 1, true);
    let done = threads!(ring, |r: &Ring| puts(r, &[1]), |r: &Ring| puts(r, &[2]));
    assert_all(&ring, &done);
}
/// A third one takes the room that was made.
fn three_drop(mutant: Mutant) {
    let ring = Ring::new(mutant, 1, true);
    let done =
        threads!(ring, |r: &Ring| puts(r, &[1]), |r: &Ring| puts(r, &[2]), |r: &Ring| puts(r, &[4]));
    assert_all(&ring, &done);
}
/// After the close the reader takes what is there, and nothing comes.
fn closes(mutant: Mutant) {
    let ring = Ring::new(mutant, 2, false);
    let done = threads!(ring, |r: &Ring| puts(r, &[1]), |r: &Ring| {
        r.close();
        (r.tail.load(Acquire) & !CLOSED, Vec::new(), 0)
    });
    let taken = takes(&ring, 1).1.len();
    assert_eq!(taken, done[0].0, "lost");
    assert_eq!(taken, done[1].0, "late");
}
/// The reader says that it sleeps and then finds the ring empty; the writer puts in and then finds
/// a sleeper, or none.
fn sleeps(mutant: Mutant) {
    let ring = Ring::new(mutant, 2, false);
    let found = threads!(
        ring,
        |r: &Ring| {
            puts(r, &[1]);
            r.total_order();
            r.sleeps.load(Relaxed) == 1
        },
        |r: &Ring| {
            r.sleeps.store(1, Relaxed);
            r.total_order();
            r.has_more()
        }
    );
    assert!(found[0] || found[1], "failed: asleep");
}

const SCENARIOS: [Scenario; 7] = [
    ("writers", writers, 3),
    ("rounds", rounds, 4),
    ("drops", drops, 4),
    ("two_drop", two_drop, 4),
    ("three_drop", three_drop, 1),
    ("closes", closes, 4),
    ("sleeps", sleeps, 4),
];
const MUTANTS: [(&str, &str); 13] = [
    ("turn_relaxed", "rounds"),
    ("number_not_taken", "writers"),
    ("filled_relaxed", "writers"),
    ("filled_first", "writers"),
    ("is_filled_relaxed", "writers"),
    ("head_stored", "drops"),
    ("freed_relaxed", "rounds"),
    ("freed_first", "rounds"),
    ("oldest_not_claimed", "drops"),
    ("given_way_relaxed", "three_drop"),
    ("room_relaxed", "two_drop"),
    ("closed_ignored", "closes"),
    ("no_total_order", "sleeps"),
];

fn main() {
    run(&SCENARIOS, &MUTANTS);
}
