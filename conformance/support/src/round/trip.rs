//! One trip: an input there, an output or an error back, each with its events.

use smithgen_client::{ErrorView, OperationError as _, Unread};
use smithgen_runtime::{OperationSpec, OperationTrait, Schema, Structure, http};

use super::{Journey, id};
use crate::generate::{Plan, Presence, Wire};
use crate::outcome::{Call, expect};
use crate::random::Random;
use crate::streams::{self, End, FillEvent};
use crate::{run, values};

/// How many trips with values that have some of their members.
const VARIED: usize = 4;

/// How many events a stream has at most.
const EVENTS: usize = 4;

/// What travels.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) plan: Plan,
    pub(crate) events: Vec<Plan>,
}

/// One trip.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    name: String,
    pub(crate) input: Message,
    pub(crate) answer: Message,
    /// The answer is this error, by its place among those of the operation.
    pub(crate) error: Option<(usize, &'static Schema)>,
}

impl Message {
    fn new(
        schema: &'static Schema,
        seed: u64,
        presence: Presence,
        wire: Wire,
    ) -> Result<Self, String> {
        let plan = Plan::new(schema, seed, presence, wire)?;
        let mut events = Vec::new();
        if let Some(union) = streams::events_in(schema) {
            let mut random = Random::new(seed);
            for _ in 0..random.below(EVENTS + 1) {
                events.push(Plan::new(union, random.number(), presence, wire)?);
            }
        }
        Ok(Message { plan, events })
    }

    /// Fills a value that is as its type begins.
    pub(crate) fn fill(&self, value: &mut dyn Structure) -> Result<(), String> {
        self.plan.fill(value)?;
        let fill = |plan: &Plan| -> FillEvent {
            let plan = *plan;
            Box::new(move |event: &mut dyn Structure| plan.fill(event))
        };
        streams::connect(value, self.events.iter().map(fill).collect());
        Ok(())
    }
}

impl Trip {
    /// The trips of an operation.
    pub(crate) fn all(operation: &'static OperationSpec, seed: u64) -> Vec<Result<Trip, String>> {
        Trip::with(operation, seed, &|wire, _| wire)
    }

    /// The trips of an operation, with values for a peer: what it reads, given whether that is requests.
    pub(crate) fn with(
        operation: &'static OperationSpec,
        seed: u64,
        wire: &dyn Fn(Wire, bool) -> Wire,
    ) -> Vec<Result<Trip, String>> {
        let protocol = operation.service().protocol();
        let mut random = Random::named(seed, operation.name());
        let there = wire(Wire::of(protocol, true), true);
        let back = wire(Wire::of(protocol, false), false);
        // A document that is one text is there even when the text is not.
        let is_unwrapped = operation
            .traits()
            .contains(&OperationTrait::UnwrappedXmlOutput);
        let mut trip = |name: String, presence, error: Option<(usize, &'static Schema)>| {
            let returned = error.map_or(operation.output(), |(_, schema)| schema);
            Ok(Trip {
                name,
                input: Message::new(operation.input(), random.number(), presence, there)?,
                answer: match is_unwrapped {
                    true => Message::new(returned, random.number(), Presence::All, back)?,
                    false => Message::new(returned, random.number(), presence, back)?,
                },
                error,
            })
        };
        let mut trips = vec![
            trip("required".to_owned(), Presence::Required, None),
            trip("all".to_owned(), Presence::All, None),
        ];
        for number in 1..=VARIED {
            trips.push(trip(format!("some {number}"), Presence::Some, None));
        }
        // Answers to HEAD have no body that could name an error.
        let is_head = protocol.uses_http_bindings()
            && operation.http().is_some_and(|http| http.method() == "HEAD");
        if !is_head {
            for (index, error) in operation.errors().iter().enumerate() {
                let name = format!("error {}", error.name());
                trips.push(trip(name, Presence::All, Some((index, error))));
            }
        }
        trips
    }

    /// What it is called in a report.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// Sends the input, and compares what arrives and what comes back.
pub(super) fn travel<O: smithgen_client::Operation>(
    journey: &Journey,
    trip: &Trip,
    call: Call<O>,
) -> Result<(), String> {
    journey.player.expect(O::SPEC, trip);
    let mut input = O::Input::default();
    trip.input.fill(&mut input)?;
    let result = run::block_on(call(journey.config.clone(), input))?;
    // What is wrong with the request explains what is wrong with the response.
    match (journey.player.outcome(), &result) {
        (Some(outcome), _) => outcome.map_err(|e| format!("input: {e}"))?,
        (None, Err(error)) => return Err(format!("the method was not called: {error:?}")),
        (None, Ok(_)) => return Err("the method was not called".to_owned()),
    }
    match (result, trip.error) {
        (Ok(output), None) => came_back::<O>(trip, output).map_err(|e| format!("output: {e}")),
        (Err(error), Some((index, schema))) => {
            failed::<O>(trip, &error, index, schema).map_err(|e| format!("error: {e}"))
        }
        (Ok(_), Some((_, schema))) => Err(format!("{} was taken for an output", schema.name())),
        (Err(error), None) => Err(format!("the output was taken for {error:?}")),
    }
}

fn came_back<O: smithgen_client::Operation>(
    trip: &Trip,
    mut output: O::Output,
) -> Result<(), String> {
    let mut expected = O::Output::default();
    trip.answer.fill(&mut expected)?;
    run::block_on(streams::settle(&mut output))??;
    values::same_output(&expected, &output, O::SPEC.service().protocol())?;
    match (streams::events(&expected), streams::events(&output)) {
        (Some(expected), Some(found)) => {
            match run::block_on(streams::same_events(expected, found))?? {
                End::Broken(reason) => Err(format!("events: {reason}")),
                _ => Ok(()),
            }
        }
        (Some(_), None) => Err("there is no stream of events".to_owned()),
        (None, _) => Ok(()),
    }
}

fn failed<O: smithgen_client::Operation>(
    trip: &Trip,
    error: &O::Error,
    index: usize,
    schema: &'static Schema,
) -> Result<(), String> {
    let ErrorView::Modeled(metadata, members) = error.view() else {
        return Err(format!("taken for no error of the model: {error:?}"));
    };
    expect("shape", schema.id(), id(members))?;
    if http::StatusCode::from_u16(metadata.status).is_err() {
        return Err(format!("the status is {}", metadata.status));
    }
    let mut compared = Err(format!("{} is not among the errors", schema.id()));
    let protocol = O::SPEC.service().protocol();
    let mut compare = |expected: &mut dyn Structure| {
        compared = trip
            .answer
            .fill(expected)
            .and_then(|()| values::same_output(expected, members, protocol));
    };
    let _ = O::Error::modeled(index, Unread::new(metadata.clone(), &mut compare));
    compared
}
