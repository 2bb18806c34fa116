// SPDX-License-Identifier: BSL-1.0
//! A model of the slots of a table: slot_store (core/detail/slot_store.hpp), and how a slot goes
//! back while its table ends (slot_release.hpp, table_end.hpp). loom runs it in all orders that the
//! memory model allows.
//!
//! The properties: a slot is one thread's alone from reserve() to give_back(), and its next owner
//! sees what the last one did; whoever finds a slot finds it constructed; no slot is touched once
//! the end of the table has freed it.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicU32, AtomicUsize, Ordering::*};
use loom::sync::Arc;
use loom::thread;
use models::{run, threads, Mutant, Scenario};

const SLOTS: usize = 2;

struct Store {
    mutant: Mutant,
    free: AtomicU32,
    next_free: [AtomicU32; SLOTS],
    used: AtomicU32,
    /// The only chunk: 0, or 1 + which of the two allocations it is.
    chunk: AtomicUsize,
    /// What the constructors of an allocation write, and what its freeing ends.
    memory: [UnsafeCell<u32>; 2],
    objects: [UnsafeCell<u32>; SLOTS],
    // of slot 0
    table: AtomicU32,
    generation: AtomicU32,
    live: AtomicUsize,
}

fn link_of(head: u32) -> u32 {
    head & 0xff
}

impl Store {
    fn new(mutant: Mutant, free: &[usize]) -> Arc<Store> {
        let there = !free.is_empty();
        let store = Store {
            mutant,
            free: AtomicU32::new(0),
            next_free: std::array::from_fn(|_| AtomicU32::new(0)),
            used: AtomicU32::new(if there { SLOTS as u32 } else { 0 }),
            chunk: AtomicUsize::new(there as usize),
            memory: std::array::from_fn(|_| UnsafeCell::new(0)),
            objects: std::array::from_fn(|_| UnsafeCell::new(0)),
            table: AtomicU32::new(1),
            generation: AtomicU32::new(1),
            live: AtomicUsize::new(1),
        };
        free.iter().for_each(|i| store.give_back(*i));
        Arc::new(store)
    }
    fn head_after(&self, head: u32, link: u32) -> u32 {
        let count = if self.mutant.is("no_count") { 0 } else { (head >> 8) + 1 };
        count << 8 | link
    }

    fn give_back(&self, index: usize) {
        let mut head = self.free.load(Relaxed);
        loop {
            self.next_free[index].store(link_of(head), Relaxed);
            let mine = self.head_after(head, index as u32 + 1);
            let order = self.mutant.order("give_back_relaxed", Release, Relaxed);
            match self.free.compare_exchange(head, mine, order, Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
    fn take_free(&self) -> Option<usize> {
        let again = self.mutant.order("take_again_relaxed", Acquire, Relaxed);
        let mut head = self.free.load(self.mutant.order("take_first_relaxed", Acquire, Relaxed));
        loop {
            if link_of(head) == 0 {
                return None;
            }
            let index = link_of(head) as usize - 1;
            let next = self.head_after(head, self.next_free[index].load(Relaxed));
            match self.free.compare_exchange(head, next, Acquire, again) {
                Ok(_) => return Some(index),
                Err(now) => head = now,
            }
        }
    }
    fn take_fresh(&self, me: usize) -> usize {
        let mut index = self.used.load(Relaxed);
        loop {
            if self.find().is_none() {
                self.add_chunk(me);
            }
            let order = self.mutant.order("used_relaxed", AcqRel, Relaxed);
            match self.used.compare_exchange(index, index + 1, order, Relaxed) {
                Ok(_) => return index as usize,
                Err(now) => index = now,
            }
        }
    }
    fn add_chunk(&self, me: usize) {
        self.memory[me].with_mut(|_| ());
        if self.mutant.is("chunk_stored") {
            self.chunk.store(me + 1, Release);
            return;
        }
        let order = self.mutant.order("chunk_published_relaxed", AcqRel, Relaxed);
        if self.chunk.compare_exchange(0, me + 1, order, Relaxed).is_err() {
            self.memory[me].with_mut(|_| ()); // delete[]
        }
    }
    /// The chunk, constructed.
    fn find(&self) -> Option<usize> {
        let order = self.mutant.order("chunk_found_relaxed", Acquire, Relaxed);
        let chunk = self.chunk.load(order);
        if chunk == 0 {
            return None;
        }
        self.memory[chunk - 1].with(|_| ());
        Some(chunk - 1)
    }

    fn own(&self, index: usize) {
        self.objects[index].with_mut(|_| ());
    }

    // slot_release::give_back() of slot 0
    fn release(&self) {
        self.own(0);
        let claimed = if self.mutant.is("not_claimed") {
            self.table.load(Acquire)
        } else {
            self.table.swap(0, AcqRel)
        };
        if self.mutant.is("counted_first") && claimed != 0 {
            self.live.fetch_sub(1, Release);
        }
        self.memory[0].with(|_| ());
        self.generation.store(2, self.mutant.order("shut_relaxed", Release, Relaxed));
        if claimed == 0 {
            return;
        }
        self.memory[0].with(|_| ());
        self.give_back(0);
        if !self.mutant.is("counted_first") {
            self.live.fetch_sub(1, self.mutant.order("counted_relaxed", Release, Relaxed));
        }
    }
    // table_end::run()
    fn end(&self) {
        let mut taken = 0;
        loop {
            taken += (self.table.swap(0, AcqRel) != 0) as usize;
            if self.live.load(Acquire) == taken {
                break;
            }
            thread::yield_now();
        }
        if self.mutant.is("end_does_not_look") || self.generation.load(Acquire) % 2 == 0 {
            self.memory[0].with_mut(|_| ()); // free_all()
        }
    }
}

/// Two threads take slots and give them back.
fn takes(mutant: Mutant) {
    let store = Store::new(mutant, &[1, 0]);
    let once = |s: &Store| {
        let index = s.take_free().expect("failed: free");
        s.own(index);
        s.give_back(index);
    };
    let _ = threads!(store, once, once);
    for _ in 0..SLOTS {
        store.own(store.take_free().expect("failed: lost"));
    }
}
/// One takes while the other takes both, and gives the first back.
fn aba(mutant: Mutant) {
    let store = Store::new(mutant, &[1, 0]);
    let _ = threads!(
        store,
        |s: &Store| {
            for _ in 0..2 {
                s.take_free().iter().for_each(|i| s.own(*i));
            }
        },
        |s: &Store| {
            if let Some(first) = s.take_free() {
                s.own(first);
                let second = s.take_free();
                s.give_back(first);
                second.iter().for_each(|i| s.own(*i));
            }
        }
    );
}
/// Two threads need the first chunk, and a third guesses an index.
fn fresh(mutant: Mutant) {
    let store = Store::new(mutant, &[]);
    let take = |me: usize| {
        move |s: &Store| {
            let index = s.take_fresh(me);
            let chunk = s.find();
            s.own(index);
            chunk
        }
    };
    let found = threads!(store, take(0), take(1), |s: &Store| s.find());
    assert_eq!(found[0], store.find(), "moved");
    assert_eq!(found[1], store.find(), "moved");
    assert_eq!(store.used.load(Relaxed), 2, "used");
}
/// One makes slots while another visits those below used().
fn each(mutant: Mutant) {
    let store = Store::new(mutant, &[]);
    let _ = threads!(
        store,
        |s: &Store| {
            s.take_fresh(1);
        },
        |s: &Store| {
            if s.used.load(s.mutant.order("used_read_relaxed", Acquire, Relaxed)) != 0 {
                s.find().expect("failed: chunk");
            }
        }
    );
}
/// A table ends while the last user of an object releases it.
fn end(mutant: Mutant) {
    let store = Store::new(mutant, &[1]);
    let _ = threads!(store, |s: &Store| s.release(), |s: &Store| s.end());
}

const SCENARIOS: [Scenario; 5] = [
    ("takes", takes, 4),
    ("aba", aba, 4),
    ("fresh", fresh, 3),
    ("each", each, 4),
    ("end", end, 4),
];
const MUTANTS: [(&str, &str); 14] = [
    ("no_count", "aba"),
    ("give_back_relaxed", "takes"),
    ("take_first_relaxed", "aba"),
    ("take_again_relaxed", "aba"),
    ("chunk_published_relaxed", "fresh"),
    ("chunk_found_relaxed", "fresh"),
    ("chunk_stored", "fresh"),
    ("used_relaxed", "each"),
    ("used_read_relaxed", "each"),
    ("not_claimed", "end"),
    ("counted_first", "end"),
    ("counted_relaxed", "end"),
    ("shut_relaxed", "end"),
    ("end_does_not_look", "end"),
];

fn main() {
    run(&SCENARIOS, &MUTANTS);
}
