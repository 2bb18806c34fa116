// SPDX-License-Identifier: BSL-1.0
//! The plugin in Rust: rustc --crate-type cdylib plugin.rs

use std::sync::atomic::{AtomicU64, Ordering};

static MADE: AtomicU64 = AtomicU64::new(0);

#[no_mangle]
pub extern "C" fn fibonacci(n: i32) -> u64 {
    if n < 2 {
        return n.max(0) as u64;
    }
    fibonacci(n - 1) + fibonacci(n - 2)
}

#[no_mangle]
pub extern "C" fn counter_new() -> u64 {
    MADE.fetch_add(1, Ordering::Relaxed);
    Box::into_raw(Box::new(0i64)) as u64
}

/// # Safety
/// `counter` is from `counter_new` and not yet freed.
#[no_mangle]
pub unsafe extern "C" fn counter_add(counter: u64, amount: i64) -> i64 {
    let value = unsafe { &mut *(counter as *mut i64) };
    *value += amount;
    *value
}

/// # Safety
/// `counter` is from `counter_new` and not yet freed.
#[no_mangle]
pub unsafe extern "C" fn counter_free(counter: u64) {
    drop(unsafe { Box::from_raw(counter as *mut i64) });
}

#[no_mangle]
pub extern "C" fn counters_made() -> u64 {
    MADE.load(Ordering::Relaxed)
}
