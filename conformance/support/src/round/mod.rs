//! Round trips: a generated client calls a generated server in the same process, with values of the model. What is sent
//! is what arrives, and what is returned is what comes back.

mod desk;
mod player;
mod trip;

use std::sync::Arc;

use smithgen_runtime::{OperationSpec, Structure, http};

pub use self::desk::serve;
use self::player::Trips;
use self::trip::Trip;
use crate::outcome::Call;
use crate::served::Serve;

/// Makes a trip: what was different at its end is an error.
type Travel = Box<dyn Fn(&Journey, &Trip) -> Result<(), String>>;

/// What makes trips of an operation.
pub struct Operation {
    spec: &'static OperationSpec,
    travel: Travel,
    /// An output as its type begins.
    blank: fn() -> Box<dyn Structure>,
}

/// Where trips go.
struct Journey {
    player: Arc<Trips>,
    config: smithgen_client::Config,
}

/// An operation, with its call through the generated client.
pub fn operation<O>(call: Call<O>) -> Operation
where
    O: smithgen_client::Operation + 'static,
    O::Output: 'static,
{
    Operation {
        spec: O::SPEC,
        travel: Box::new(move |journey, trip| trip::travel::<O>(journey, trip, call)),
        blank: || Box::new(O::Output::default()),
    }
}

/// A service to call.
pub struct Served {
    /// The model's name, and its protocol's.
    pub name: &'static str,
    /// What serves it.
    pub serve: Serve,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// Which trips are made, from the arguments of a program: `--seed N`, `--operation NAME`.
struct Wanted {
    seed: u64,
    operation: Option<String>,
}

impl Wanted {
    fn of_arguments() -> Result<Self, String> {
        let mut wanted = Wanted {
            seed: 1,
            operation: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} has no value"))?;
            match name.as_str() {
                "--seed" => wanted.seed = value.parse().map_err(|e| format!("{value}: {e}"))?,
                "--operation" => wanted.operation = Some(value),
                _ => return Err(format!("unknown option {name}")),
            }
        }
        Ok(wanted)
    }
}

/// Makes all trips of a service, prints those that failed, and last how many passed and failed.
///
/// # Errors
/// Arguments that make no sense.
pub fn main(served: &Served) -> Result<(), String> {
    let wanted = Wanted::of_arguments()?;
    let (mut passed, mut failed) = (0, 0);
    let journey = Journey::new(served.serve);
    for operation in &served.operations {
        let name = operation.spec.name();
        if wanted.operation.as_ref().is_some_and(|it| it != name) {
            continue;
        }
        for trip in Trip::all(operation.spec, wanted.seed) {
            let result = match &trip {
                Ok(trip) => (operation.travel)(&journey, trip),
                Err(reason) => Err(reason.clone()),
            };
            match result {
                Ok(()) => passed += 1,
                Err(reason) => {
                    failed += 1;
                    let what = trip.as_ref().map(Trip::name).unwrap_or_default();
                    println!("FAILED {} {name} {what}: {reason}", served.name);
                }
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(())
}

impl Journey {
    fn new(serve: Serve) -> Self {
        let player = Arc::new(Trips::default());
        let server = serve(player.clone()).into_fn();
        Journey {
            player,
            config: config(Local(Arc::new(server))),
        }
    }
}

/// A transport to a server in this process, which streams both ways.
struct Local<F>(Arc<F>);

impl<F> smithgen_client::Transport for Local<F>
where
    F: Fn(http::Request<smithgen_runtime::Body>) -> smithgen_server::Answer + Send + Sync,
{
    fn send(
        &self,
        request: http::Request<smithgen_runtime::Body>,
    ) -> smithgen_client::transport::SendFuture<'_> {
        let answer = (self.0)(request);
        Box::pin(async move { Ok(answer.await) })
    }
}

/// Settings that leave messages as the model has them: no checksums that it does not demand, no buckets in hosts.
fn config(transport: impl smithgen_client::Transport + 'static) -> smithgen_client::Config {
    use smithgen_client::auth::{ApiKeyValue, BearerToken, Credentials, Login};
    smithgen_client::Config::new()
        .transport(transport)
        .without_waiting()
        .max_attempts(1)
        .region("us-east-1")
        .endpoint_url("https://example.com")
        .endpoint_parameter("ForcePathStyle", true)
        .request_checksums(smithgen_runtime::ChecksumMode::WhenRequired)
        .response_checksums(smithgen_runtime::ChecksumMode::WhenRequired)
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .bearer_token(BearerToken::new("token"))
        .login(Login::new("user", "password"))
        .api_key(ApiKeyValue::new("key"))
        // Bodies that are compressed are read as they are.
        .anonymous(true)
}

/// The error of a model that a value is, by its shape's id.
fn id(error: &dyn Structure) -> &'static str {
    error.schema().id()
}
