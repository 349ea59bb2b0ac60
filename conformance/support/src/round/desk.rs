//! Generated servers on sockets, for a peer that is another program: it asks over standard input what to send and what
//! will come back, and what became of what it sent.
//!
//! Each line is an object. `{"service", "operation", "trip"}` names a trip, answered with its input and output as
//! [`crate::plain`] has them; the next call of the service is that. `{"service"}` alone is answered with its outcome.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use smithgen_client::auth::Credentials;
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{Auth, OperationSpec, Schema, Structure};
use smithgen_server::auth::{SigV4Layer, Verifier};
use smithgen_server::{Fault, Identity};
use tower_layer::Layer as _;

use super::player::Trips;
use super::trip::{Message, Trip};
use super::{Operation, Served};
use crate::generate::{Plan, Wire};
use crate::plain;
use crate::streams;

/// A service on a socket.
struct Open {
    operations: Vec<Operation>,
    player: Arc<Trips>,
    /// Trips that were asked for, by what was asked.
    trips: BTreeMap<String, Vec<Result<Trip, String>>>,
}

/// Serves services, each on a port of its own, until standard input ends.
///
/// # Errors
/// What the network refuses, or a line that makes no sense.
pub fn serve(services: Vec<Served>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("tokio: {e}"))?;
    let (mut open, mut ports) = (BTreeMap::new(), Map::new());
    for served in services {
        let player = Arc::new(Trips::default());
        let service = signed(&served).layer((served.serve)(player.clone()).into_service());
        let listener = std::net::TcpListener::bind("127.0.0.1:0");
        let listener = listener.map_err(|e| format!("a socket: {e}"))?;
        let address = listener
            .local_addr()
            .map_err(|e| format!("a socket: {e}"))?;
        listener
            .set_nonblocking(true)
            .map_err(|e| format!("a socket: {e}"))?;
        let _inside = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener);
        let listener = listener.map_err(|e| format!("a socket: {e}"))?;
        runtime.spawn(smithgen_server::listen(listener, service));
        let operations = served.operations.iter().map(|it| {
            let query = it.spec.http().map_or(&[][..], |http| http.query());
            let described = json!({
                "is_signed": it.spec.auth().contains(&Auth::SigV4),
                "query": query,
            });
            (it.spec.name().to_owned(), described)
        });
        let described = json!({
            "port": address.port(),
            // Whether they are signed, and what their paths have in the query.
            "operations": operations.collect::<Map<_, _>>(),
        });
        ports.insert(served.name.to_owned(), described);
        let operations = served.operations;
        let trips = BTreeMap::new();
        open.insert(
            served.name,
            Open {
                operations,
                player,
                trips,
            },
        );
    }
    // Requests are answered here, questions there.
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    println!("{}", Value::Object(ports));
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| format!("standard input: {e}"))?;
        let question: Value = serde_json::from_str(&line).map_err(|e| format!("{line}: {e}"))?;
        println!("{}", answer(&mut open, &question)?);
    }
    Ok(())
}

/// Admits requests that are signed with the peer's key, to operations that want signatures.
fn signed(served: &Served) -> SigV4Layer<impl Fn(String) -> Known + Send + Sync + 'static + use<>> {
    let names = served
        .operations
        .iter()
        .map(|it| it.spec.service().signing_name());
    let name = names.into_iter().find(|name| !name.is_empty());
    let verifier = Verifier::new(name.unwrap_or_default())
        .with_region(REGION)
        .allow_unsigned_payload();
    SigV4Layer::new(verifier, |id| {
        let known = (id == KEY_ID).then(|| (Credentials::new(KEY_ID, KEY), Identity::new("peer")));
        std::future::ready(Ok(known))
    })
}

/// Who has a key.
type Known = std::future::Ready<Result<Option<(Credentials, Identity)>, Fault>>;

/// The key with which the peer signs.
const KEY_ID: &str = "AKIDEXAMPLE";
const KEY: &str = "secret";
const REGION: &str = "us-east-1";

fn answer(open: &mut BTreeMap<&str, Open>, question: &Value) -> Result<Value, String> {
    let text = |name: &str| question[name].as_str().unwrap_or_default();
    let service = open
        .get_mut(text("service"))
        .ok_or_else(|| format!("there is no service {question}"))?;
    if question["operation"].is_null() {
        let outcome = service.player.outcome();
        return Ok(match outcome {
            None => json!({ "outcome": "the method was not called" }),
            Some(Ok(())) => json!({ "outcome": null }),
            Some(Err(reason)) => json!({ "outcome": reason }),
        });
    }
    let operations = &service.operations;
    let operation = operations
        .iter()
        .find(|it| it.spec.name() == text("operation"))
        .ok_or_else(|| format!("there is no operation {question}"))?;
    let seed = question["seed"].as_u64().unwrap_or(1);
    let without = question["without"].as_array().into_iter().flatten();
    let without: Vec<String> = without
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let number = question["trip"]
        .as_u64()
        .and_then(|it| usize::try_from(it).ok());
    let asked = format!("{} {seed} {without:?}", operation.spec.name());
    let trips = service.trips.entry(asked);
    let trips = trips.or_insert_with(|| trips_of(operation.spec, seed, without));
    let count = trips.len();
    match trips.get(number.unwrap_or(usize::MAX)) {
        None => Ok(json!({ "count": count })),
        Some(Err(reason)) => Ok(json!({ "count": count, "impossible": reason })),
        Some(Ok(trip)) => {
            service.player.expect(operation.spec, trip);
            described(operation, trip, count)
        }
    }
}

/// The trips, with values that any peer reads as they are.
fn trips_of(
    operation: &'static OperationSpec,
    seed: u64,
    without: Vec<String>,
) -> Vec<Result<Trip, String>> {
    let without: &'static [String] = without.leak();
    Trip::with(operation, seed, &|wire, is_request| Wire {
        is_modest: true,
        // botocore cuts instants that it sends to seconds.
        has_seconds: is_request,
        without,
        ..wire
    })
}

fn described(operation: &Operation, trip: &Trip, count: usize) -> Result<Value, String> {
    let input = values(&trip.input, operation.spec.input())?;
    let (answer, events) = match trip.error {
        Some((_, schema)) => values(&trip.answer, schema)?,
        None => {
            let mut output = (operation.blank)();
            trip.answer.plan.fill(&mut *output)?;
            let (_, events) = values(&trip.answer, operation.spec.output())?;
            (plain::json(&*output), events)
        }
    };
    let output = operation.spec.output().members().iter();
    let members: Vec<&str> = output.map(smithgen_runtime::Member::name).collect();
    Ok(json!({
        "count": count,
        // Those of outputs, set or not.
        "members": members,
        "name": trip.name(),
        "input": input.0,
        "sends_events": streams::events_in(operation.spec.input()).is_some(),
        "error": trip.error.map(|(_, schema)| schema.name()),
        "answer": answer,
        "events": events,
    }))
}

/// A message, and its events.
fn values(message: &Message, schema: &'static Schema) -> Result<(Value, Vec<Value>), String> {
    let filled = |schema, plan: &Plan| {
        let mut value = DynamicStructure::new(schema, Typing::Typed);
        plan.fill(&mut value)?;
        Ok::<_, String>(plain::json(&value as &dyn Structure))
    };
    let union = streams::events_in(schema);
    let events = message.events.iter();
    let events = events.map(|plan| filled(union.unwrap_or(schema), plan));
    Ok((
        filled(schema, &message.plan)?,
        events.collect::<Result<_, _>>()?,
    ))
}
