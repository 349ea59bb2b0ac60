//! What there is in place of streams of events where the feature `event-streams` is off.

use std::marker::PhantomData;

use crate::view::{Ref, Slot, View};

/// Stands in for the streams of events that there are with the feature `event-streams`, so that the lack of it is
/// one error and not one for every place that names the type.
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
