// SPDX-License-Identifier: BSL-1.0
//! A model of release_list (core/detail/release_list.hpp), the queue behind release_queue and
//! thread_home. loom runs it in all orders that the memory model allows.
//!
//! The properties: what is put in is finished once, by one that sees what was written before;
//! nothing is lost; a thread that sleeps is woken; the list may be gone once its last entry is.
//!
//! loom takes seq_cst accesses for acq_rel ones: those that the protocol needs have fences beside
//! them here.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{fence, AtomicUsize, Ordering::*};
use loom::sync::Arc;
use loom::thread;
use models::{run, threads, Mutant, Scenario};

const ENTRIES: usize = 3;
const SHUT: usize = 98;
const TAKEN: usize = 99;

struct List {
    mutant: Mutant,
    newest: AtomicUsize, // 1 + the number of an entry
    oldest: AtomicUsize,
    count: AtomicUsize,
    next: [UnsafeCell<usize>; ENTRIES],
    object: [UnsafeCell<u32>; ENTRIES],
    finished: [AtomicUsize; ENTRIES],
    memory: UnsafeCell<u32>,
    sleeps: AtomicUsize,
}

impl List {
    fn new(mutant: Mutant, there: &[usize]) -> Arc<List> {
        let list = List {
            mutant,
            newest: AtomicUsize::new(0),
            oldest: AtomicUsize::new(0),
            count: AtomicUsize::new(0),
            next: std::array::from_fn(|_| UnsafeCell::new(0)),
            object: std::array::from_fn(|_| UnsafeCell::new(0)),
            finished: std::array::from_fn(|_| AtomicUsize::new(0)),
            memory: UnsafeCell::new(0),
            sleeps: AtomicUsize::new(0),
        };
        there.iter().for_each(|i| assert!(list.put(*i)));
        Arc::new(list)
    }
    fn total_order(&self) {
        if !self.mutant.is("no_total_order") {
            fence(SeqCst);
        }
    }
    fn next_of(&self, entry: usize) -> usize {
        self.next[entry - 1].with(|p| unsafe { *p })
    }
    fn set_next(&self, entry: usize, to: usize) {
        self.next[entry - 1].with_mut(|p| unsafe { *p = to });
    }

    fn put(&self, index: usize) -> bool {
        self.object[index].with_mut(|_| ());
        if !self.mutant.is("counted_late") {
            self.count.fetch_add(1, Relaxed);
        }
        let order = self.mutant.order("put_relaxed", AcqRel, Relaxed);
        let mut seen = self.newest.load(Relaxed);
        loop {
            if seen == SHUT && !self.mutant.is("shut_ignored") {
                self.count.fetch_sub(1, Relaxed);
                return false;
            }
            self.set_next(index + 1, seen);
            match self.newest.compare_exchange(seen, index + 1, order, Relaxed) {
                Ok(_) => break,
                Err(now) => seen = now,
            }
        }
        if self.mutant.is("counted_late") {
            self.memory.with(|_| ());
            self.count.fetch_add(1, Relaxed);
        }
        true
    }
    fn is_empty(&self) -> bool {
        let seen = self.newest.load(Acquire);
        (seen == 0 || seen == SHUT)
            && (self.mutant.is("oldest_not_looked_at") || self.oldest.load(Relaxed) == 0)
    }
    fn take_newest(&self, leave: usize) -> usize {
        self.newest.swap(leave, self.mutant.order("take_relaxed", Acquire, Relaxed))
    }
    fn finish_all(&self) {
        if !self.is_empty() {
            self.finish(0);
        }
    }
    fn finish_oldest(&self, at_most: usize) {
        if self.is_empty() {
            return;
        }
        let mut oldest = 0;
        let has_oldest = self.take_oldest(&mut oldest);
        let mut rest = oldest;
        let mut last = 0;
        let mut has_newest = false;
        for _ in 0..at_most {
            if rest == 0 && !has_newest {
                has_newest = true;
                rest = self.reversed(self.take_newest(0));
            }
            if rest == 0 {
                break;
            }
            if last == 0 {
                oldest = rest;
            } else {
                self.set_next(last, rest);
            }
            last = rest;
            rest = self.next_of(rest);
        }
        if last != 0 {
            self.set_next(last, 0);
        }
        if has_oldest {
            let order = self.mutant.order("brought_back_relaxed", Release, Relaxed);
            // A store in the header. loom would let it come before an exchange that has seen the
            // mark, which no machine does.
            self.oldest.swap(rest, order);
        } else if rest != 0 {
            self.put_back(rest);
        }
        self.finish_each(if last == 0 { 0 } else { oldest });
    }
    fn finish(&self, leave: usize) {
        let mut oldest = 0;
        if self.oldest.load(Relaxed) != 0 && self.take_oldest(&mut oldest) {
            self.oldest.swap(0, Release);
        }
        let newest = self.take_newest(leave);
        self.finish_each(oldest);
        if newest != SHUT {
            self.finish_each(self.reversed(newest));
        }
    }
    fn finish_each(&self, mut next: usize) {
        while next != 0 {
            let entry = next;
            next = self.next_of(entry);
            self.count.fetch_sub(1, Relaxed);
            self.object[entry - 1].with_mut(|_| ());
            self.finished[entry - 1].fetch_add(1, Relaxed);
        }
    }
    fn take_oldest(&self, oldest: &mut usize) -> bool {
        let order = self.mutant.order("oldest_taken_relaxed", Acquire, Relaxed);
        for _ in 0..2 {
            if self.oldest.load(Relaxed) == TAKEN {
                thread::yield_now();
                continue;
            }
            let found = if self.mutant.is("oldest_not_claimed") {
                self.oldest.load(order)
            } else {
                self.oldest.swap(TAKEN, order)
            };
            if found != TAKEN {
                *oldest = found;
                return true;
            }
        }
        false
    }
    fn put_back(&self, oldest: usize) {
        let mut newest = self.reversed(oldest);
        if self.mutant.is("put_back_over_others") {
            self.newest.store(newest, Release);
            return;
        }
        let order = self.mutant.order("put_back_relaxed", AcqRel, Relaxed);
        while self.newest.compare_exchange(0, newest, order, Relaxed).is_err() {
            let came = self.newest.swap(0, Acquire);
            if came == 0 {
                continue;
            }
            let mut first = came;
            while self.next_of(first) != 0 {
                first = self.next_of(first);
            }
            self.set_next(first, newest);
            newest = came;
        }
    }
    fn reversed(&self, mut at: usize) -> usize {
        let mut before = 0;
        while at != 0 {
            let next = self.next_of(at);
            self.set_next(at, before);
            before = at;
            at = next;
        }
        before
    }

    fn assert_finished(&self, count: usize) {
        for entry in &self.finished[..count] {
            assert_eq!(entry.load(Relaxed), 1, "finished");
        }
        assert_eq!(self.count.load(Relaxed), 0, "count");
    }
}

/// Two put in, one takes out.
fn puts(mutant: Mutant) {
    let list = List::new(mutant, &[]);
    let _ = threads!(
        list,
        |l: &List| assert!(l.put(0)),
        |l: &List| assert!(l.put(1)),
        |l: &List| l.finish_all()
    );
    list.finish_all();
    list.assert_finished(2);
}
/// One puts in, one takes out the oldest, two times.
fn bounded(mutant: Mutant) {
    let list = List::new(mutant, &[0, 1]);
    let _ = threads!(list, |l: &List| assert!(l.put(2)), |l: &List| {
        l.finish_oldest(1);
        l.finish_oldest(1);
    });
    list.finish_all();
    list.assert_finished(3);
}
/// Two take out with a bound.
fn two_take(mutant: Mutant) {
    let list = List::new(mutant, &[0, 1, 2]);
    let _ = threads!(list, |l: &List| l.finish_oldest(1), |l: &List| l.finish_oldest(1));
    list.finish_all();
    list.assert_finished(3);
}
/// The same where some are in order already, and one takes all.
fn two_rest(mutant: Mutant) {
    let list = List::new(mutant, &[0, 1, 2]);
    list.finish_oldest(1);
    let _ = threads!(list, |l: &List| l.finish_oldest(1), |l: &List| l.finish_all());
    list.finish_all();
    list.assert_finished(3);
}
/// A thread that is gone has the oldest, as after a fork(): what is not needed goes back to the
/// newest, while one puts in and another takes out.
fn brings_back(mutant: Mutant) {
    let list = List::new(mutant, &[0, 1]);
    list.oldest.store(TAKEN, Relaxed);
    let _ = threads!(
        list,
        |l: &List| assert!(l.put(2)),
        |l: &List| l.finish_oldest(1),
        |l: &List| l.finish_all()
    );
    list.oldest.store(0, Relaxed);
    list.finish_all();
    list.assert_finished(3);
}
/// The list ends while one puts in.
fn shuts(mutant: Mutant) {
    let list = List::new(mutant, &[0]);
    let _ = threads!(
        list,
        |l: &List| {
            if !l.put(1) {
                l.finished[1].fetch_add(1, Relaxed);
            }
        },
        |l: &List| l.finish(SHUT)
    );
    list.assert_finished(2);
}
/// The one that takes the last entry out frees the list.
fn last(mutant: Mutant) {
    let list = List::new(mutant, &[]);
    let _ = threads!(
        list,
        |l: &List| {
            l.memory.with(|_| ());
            l.put(0);
        },
        |l: &List| {
            while l.is_empty() {
                thread::yield_now();
            }
            l.finish_all();
            l.memory.with_mut(|_| ());
        }
    );
}
/// One says that it sleeps and then finds the list empty; the other puts in and then finds a
/// sleeper, or none.
fn sleeps(mutant: Mutant) {
    let list = List::new(mutant, &[]);
    let found = threads!(
        list,
        |l: &List| {
            l.put(0);
            l.total_order();
            l.sleeps.load(Relaxed) == 1
        },
        |l: &List| {
            l.sleeps.store(1, Relaxed);
            l.total_order();
            !l.is_empty()
        }
    );
    assert!(found[0] || found[1], "failed: asleep");
}

const SCENARIOS: [Scenario; 8] = [
    ("puts", puts, 3),
    ("bounded", bounded, 3),
    ("two_take", two_take, 3),
    ("two_rest", two_rest, 3),
    ("brings_back", brings_back, 3),
    ("shuts", shuts, 4),
    ("last", last, 3),
    ("sleeps", sleeps, 4),
];
const MUTANTS: [(&str, &str); 11] = [
    ("put_relaxed", "puts"),
    ("take_relaxed", "puts"),
    ("counted_late", "last"),
    ("oldest_not_looked_at", "two_rest"),
    ("brought_back_relaxed", "two_take"),
    ("oldest_taken_relaxed", "two_take"),
    ("oldest_not_claimed", "two_rest"),
    ("put_back_over_others", "brings_back"),
    ("put_back_relaxed", "brings_back"),
    ("shut_ignored", "shuts"),
    ("no_total_order", "sleeps"),
];

fn main() {
    run(&SCENARIOS, &MUTANTS);
}
