//! The server's side of a trip: compares what it gets, and returns what it is told to.

use std::sync::{Mutex, MutexGuard, PoisonError};

use smithgen_runtime::{OperationSpec, Structure};

use super::trip::{Message, Trip};
use crate::served::{Answer, Player, Playing};
use crate::streams::{self, End};
use crate::values;

/// The trip that is being made.
#[derive(Default)]
pub(crate) struct Trips(Mutex<State>);

#[derive(Default)]
struct State {
    expected: Option<(&'static OperationSpec, Trip)>,
    outcome: Option<Result<(), String>>,
}

impl Trips {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next call is this.
    pub(crate) fn expect(&self, operation: &'static OperationSpec, trip: &Trip) {
        *self.state() = State {
            expected: Some((operation, trip.clone())),
            outcome: None,
        };
    }

    /// What became of the input, if it arrived.
    pub(crate) fn outcome(&self) -> Option<Result<(), String>> {
        self.state().outcome.take()
    }
}

impl Player for Trips {
    fn called<'a>(
        &'a self,
        operation: &'static OperationSpec,
        input: &'a mut (dyn Structure + Send),
        blank: &'a mut (dyn Structure + Send),
    ) -> Playing<'a> {
        Box::pin(async move {
            let expected = self.state().expected.take();
            let Some((spec, trip)) = expected else {
                return Err("a call that nobody makes".to_owned());
            };
            let outcome = match std::ptr::eq(spec, operation) {
                true => arrived(operation, &trip.input, input, blank).await,
                false => Err(format!("taken for {}", operation.name())),
            };
            self.state().outcome = Some(outcome);
            let message = trip.answer;
            let fill = Box::new(move |value: &mut dyn Structure| message.fill(value));
            Ok(match trip.error {
                Some((_, schema)) => Answer::Error(schema.id(), fill),
                None => Answer::Output(fill),
            })
        })
    }
}

/// Compares an input, and its events, with what was sent.
async fn arrived(
    operation: &'static OperationSpec,
    sent: &Message,
    input: &mut (dyn Structure + Send),
    expected: &mut (dyn Structure + Send),
) -> Result<(), String> {
    sent.fill(expected)?;
    streams::settle(input).await?;
    values::same_input(expected, input, operation.service().protocol())?;
    match (streams::events(expected), streams::events(input)) {
        (Some(expected), Some(found)) => match streams::same_events(expected, found).await? {
            End::Broken(reason) => Err(format!("events: {reason}")),
            _ => Ok(()),
        },
        (Some(_), None) => Err("there is no stream of events".to_owned()),
        (None, _) => Ok(()),
    }
}
