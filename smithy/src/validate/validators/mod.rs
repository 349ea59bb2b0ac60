//! The table of validators. A group of them is a folder with a table of its own, which is listed here.

mod api_gateway;
mod aws;
mod behaviour;
mod cloudformation;
mod constraints;
mod contracts;
mod formats;
mod http;
mod iam;
mod metadata;
mod mqtt;
mod protocol_tests;
mod resources;
mod rules;
mod services;
mod shapes;
mod smoke_tests;
mod tagging;
mod traits;
mod waiters;

use super::context::Context;
use super::report::Report;

/// One validator.
pub(super) struct Validator {
    /// Its name, which is the id of its events, or the start of their ids.
    pub(super) name: &'static str,
    /// When it runs.
    pub(super) stage: Stage,
    /// Adds what it finds.
    pub(super) check: fn(&Context<'_>, &mut Report<'_>),
}

impl Validator {
    /// One that runs after all that is critical.
    const fn other(name: &'static str, check: fn(&Context<'_>, &mut Report<'_>)) -> Self {
        Self {
            name,
            stage: Stage::Other,
            check,
        }
    }
}

/// When a validator runs: an error in one stage ends the run before the next, for what the next would find follows
/// from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Whether everything can be read.
    Read,
    /// Whether all that is named is there, and does not lead back to itself.
    Correct,
    /// Whether traits, enums and defaults are valid, and bindings and names unique.
    Critical,
    /// Everything else.
    Other,
}

/// All validators, by groups.
pub(super) const TABLES: &[&[Validator]] = &[
    traits::TABLE,
    shapes::TABLE,
    services::TABLE,
    resources::TABLE,
    metadata::TABLE,
    constraints::TABLE,
    formats::TABLE,
    behaviour::TABLE,
    http::TABLE,
    aws::TABLE,
    tagging::TABLE,
    iam::TABLE,
    cloudformation::TABLE,
    api_gateway::TABLE,
    waiters::TABLE,
    contracts::TABLE,
    protocol_tests::TABLE,
    smoke_tests::TABLE,
    mqtt::TABLE,
    rules::TABLE,
];

/// So many names are listed in a message.
const NAMES: usize = 10;

/// Of so many members with a trait of which a shape may have one, each is told of.
const EXCLUSIVE: usize = 16;

/// Names in alphabetical order, each as code.
fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    let names = names.join("`, `");
    match more {
        0 => format!("`{names}`"),
        more => format!("`{names}` and {more} more"),
    }
}
