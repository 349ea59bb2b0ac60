//! Validators of waiters.

mod acceptor;
mod names;
mod waiter;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("UniqueWaiterNames", names::check),
    Validator::other("WaitableTrait", waiter::check),
];

const WAITABLE: &str = "smithy.waiters#waitable";
