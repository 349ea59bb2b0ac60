//! `smithy.api#Unit`: the input or output of operations without one, and the value of union members without data.

use crate::schema::{Schema, prelude};
use crate::view::{Ref, Slot, Structure};

/// Nothing. Serialized as an empty structure where one is required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Unit;

impl Structure for Unit {
    fn schema(&self) -> &'static Schema {
        &prelude::UNIT
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Unset
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
}
