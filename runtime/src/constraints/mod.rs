//! Checks an input's constraints: required, length, range, pattern, enum, unique items.
//!
//! Source: Smithy 2.0, "Constraint traits". Wording and paths (JSON pointers) are those of Smithy's
//! `ValidationException`. Messages never contain the value.
//!
//! What is to be checked of a shape is put together once, as a [`Plan`]: what has no constraints, at any depth, is never
//! visited.

mod check;
mod ecma;
mod judge;
mod pattern;
mod plan;
mod repeats;
mod rule;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

pub use plan::{Plan, Unchecked};

use crate::schema::Schema;
use crate::view::Structure;

/// A violated constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer to the member: `/tags/2/key`. Source: RFC 6901. Keys are cut after some characters, and sensitive
    /// ones are not shown.
    pub path: String,
    /// `Value at '/x' failed to satisfy constraint: Member must …`.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// All violated constraints, in model order, up to [a limit](crate::limits::VIOLATIONS).
pub fn violations(input: &dyn Structure) -> Vec<Violation> {
    plan(input.schema(), true).violations(input)
}

/// What is to be checked of a shape, put together once. Whether it is there is part of it if `presence` is.
pub(crate) fn plan(schema: &'static Schema, presence: bool) -> &'static Plan {
    type Plans = HashMap<(usize, bool), &'static Plan>;
    static PLANS: OnceLock<Mutex<Plans>> = OnceLock::new();
    let mut plans = PLANS
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let key = (std::ptr::from_ref(schema).addr(), presence);
    // Schemas are static, so there is an end to them.
    plans
        .entry(key)
        .or_insert_with(|| Box::leak(Box::new(Plan::new(schema, presence))))
}
