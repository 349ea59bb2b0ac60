//! Prints the client, with a method per operation.

use super::{Block, Member, Piece, paths};
use crate::ir::waiter::Waiter;
use crate::ir::{Operation, ServiceClient};

/// `client.rs`, in pieces.
pub(super) fn client(service: &ServiceClient, put: &mut dyn FnMut(Piece)) {
    let operations = match service.operations.is_empty() {
        true => "",
        false => "use super::operations;\n",
    };
    let docs = paths::comment(&format!(
        "{}{}",
        service.client_docs,
        features(&service.runtime_features)
    ));
    let deprecated = paths::deprecated(service.deprecated.as_deref());
    put(Piece::Lines(format!(
        "{}{operations}{docs}{deprecated}#[derive(Clone, Debug)]\npub struct Client(client::Client);\n",
        paths::CLIENT
    )));
    let own = constructors(service).into_iter();
    let own = own.chain([WITH_CONFIG, AS_RUNTIME].map(str::to_owned));
    let methods = service.operations.iter().map(method);
    let waiters = service.operations.iter().flat_map(waits);
    let members = own.chain(methods).chain(waiters).map(Member::Lines);
    put(Piece::Block(Block::new(
        "impl Client".to_owned(),
        members.collect(),
    )));
}

/// What a crate that includes the client has to ask of the runtime; a package does by itself.
fn features(features: &[&str]) -> String {
    let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "\n\nNeeds these features of `smithgen-client`: {}.",
            names.join(", ")
        ),
    }
}

const WITH_CONFIG: &str = "\
/// This client with some settings changed. Both share connections, the retry quota, and corrections of the
/// clock.
#[must_use]
pub fn with_config(&self, change: impl FnOnce(client::Config) -> client::Config) -> Self {
    Client(self.0.with_config(change))
}
";

const AS_RUNTIME: &str = "\
/// The client without the service's operations.
pub fn as_runtime(&self) -> &client::Client {
    &self.0
}
";

/// The method that makes a client of settings, and the one that makes it of the environment.
fn constructors(service: &ServiceClient) -> [String; 2] {
    let aws = paths::AWS;
    let (config, sources, from_env) = match service.is_of_aws {
        true => (
            format!("{aws}::for_aws(config)"),
            "the environment and of the AWS configuration file",
            format!("{aws}::from_env()"),
        ),
        false => (
            "config".to_owned(),
            "the environment",
            "client::Config::from_env(&super::service::SERVICE)".to_owned(),
        ),
    };
    [
        format!(
            "/// A client with these settings.\n\
             pub fn new(config: client::Config) -> Self {{\n    \
                 Client(client::Client::new({config}))\n\
             }}\n"
        ),
        format!(
            "/// A client with the settings of {sources}.\n\
             ///\n\
             /// # Errors\n\
             /// Settings that cannot be read.\n\
             pub fn from_env() -> Result<Self, client::ConfigError> {{\n    \
                 {from_env}.map(Self::new)\n\
             }}\n"
        ),
    ]
}

fn method(operation: &Operation) -> String {
    let Operation {
        method,
        module,
        call,
        ..
    } = operation;
    let path = format!("operations::{module}::{call}");
    let docs = paths::comment(&operation.method_docs);
    let deprecated = paths::deprecated(operation.deprecated.as_deref());
    format!(
        "{docs}{deprecated}pub fn {method}(&self) -> {path} {{\n    \
             {path}::new(self.0.clone())\n\
         }}\n"
    )
}

/// The methods that wait by an operation's answers.
fn waits(operation: &Operation) -> impl Iterator<Item = String> {
    let Operation {
        module, wait, call, ..
    } = operation;
    operation.waiters.iter().map(move |waiter| {
        let Waiter {
            method,
            table,
            name,
            docs,
            ..
        } = waiter;
        let link = format!("Repeats [`{call}`](operations::{module}::{call}) until `{name}`.");
        let docs = paths::comment(&match docs.is_empty() {
            true => link,
            false => format!("{link}\n\n{docs}"),
        });
        let path = format!("operations::{module}::{wait}");
        format!(
            "{docs}pub fn {method}(&self) -> {path} {{\n    \
                 {path}::new(self.0.clone(), &operations::{module}::{table})\n\
             }}\n"
        )
    })
}
