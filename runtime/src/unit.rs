//! `smithy.api#Unit`: the input or output an operation does not have, and the value of a union's
//! member that carries none.

use crate::schema::{Schema, prelude};
use crate::view::{Ref, Slot, Structure, View};

/// Nothing. On the wire an empty structure where one is needed.
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

impl View for Unit {
    fn view(&self) -> Ref<'_> {
        Ref::Structure(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}
