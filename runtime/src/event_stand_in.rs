//! Stand-in for event streams if the feature `event-streams` is disabled.

use std::marker::PhantomData;

use crate::view::{Ref, Slot, View};

/// Stands in for event streams if their feature is disabled, so that there is a single error instead of one for
/// every use of the type.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStream<T>(PhantomData<fn() -> T>);

impl<T> Default for EventStream<T> {
    fn default() -> Self {
        EventStream(PhantomData)
    }
}

impl<T: Send + 'static> View for EventStream<T> {
    fn view(&self) -> Ref<'_> {
        Ref::Unset
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Skip
    }
}
