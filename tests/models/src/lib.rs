// SPDX-License-Identifier: BSL-1.0
//! What the models share: which steps a mutant changes, and the command line.

use loom::sync::atomic::Ordering;

/// A model as it is ("none"), or with one step left out, swapped or with a weaker order.
#[derive(Clone, Copy, PartialEq)]
pub struct Mutant(pub &'static str);

impl Mutant {
    pub fn is(self, name: &str) -> bool {
        self.0 == name
    }
    /// The order that the header has, or that of the mutant with this name.
    pub fn order(self, name: &str, usual: Ordering, weaker: Ordering) -> Ordering {
        if self.is(name) {
            weaker
        } else {
            usual
        }
    }
}

/// Runs each on a thread of its own, none on the first thread: loom remembers only the last access
/// to a word, and then missed orders in which the first thread is late.
#[macro_export]
macro_rules! threads {
    ($it:expr, $($what:expr),+) => {{
        let all = [$({
            let it = $it.clone();
            loom::thread::spawn(move || {
                let what: Box<dyn FnOnce(&_) -> _> = Box::new($what);
                what(&*it)
            })
        }),+];
        let done = all.map(|one| one.join().unwrap());
        done
    }};
}

/// Its name, the function, and how many times a thread may be interrupted in it.
pub type Scenario = (&'static str, fn(Mutant), usize);

/// `MODEL` lists what run.sh runs: scenario, mutant, and whether its properties must hold.
/// `MODEL SCENARIO MUTANT` ends with 0 if no order breaks a property.
pub fn run(scenarios: &'static [Scenario], mutants: &'static [(&'static str, &'static str)]) {
    let args: Vec<String> = std::env::args().collect();
    if args.len() < 3 {
        scenarios.iter().for_each(|s| println!("{} none holds", s.0));
        mutants.iter().for_each(|(m, s)| println!("{s} {m} broken"));
        return;
    }
    let scenario = scenarios.iter().find(|s| s.0 == args[1]).expect("a scenario");
    let named = mutants.iter().map(|m| m.0).find(|m| *m == args[2]);
    let mutant = Mutant(named.unwrap_or("none"));
    assert!(args[2] == mutant.0, "a mutant");
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(scenario.2);
    builder.max_branches = 20_000;
    builder.check(move || (scenario.1)(mutant));
}
