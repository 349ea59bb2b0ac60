//! How results come in pages, and what can be waited for: Smithy's waiters, and what descriptions of AWS say to
//! commands beyond Smithy's traits.

use indexmap::IndexMap;
use serde::Deserialize;

use super::Node;

/// What can be waited for with an operation, by name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Waitable(pub IndexMap<String, Waiter>);

/// Something to wait for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Waiter {
    /// What is waited for.
    pub documentation: Option<String>,
    /// What an answer means: the first that matches decides.
    pub acceptors: Vec<Acceptor>,
    /// The shortest delay between two attempts, in seconds.
    pub min_delay: Option<u32>,
    /// The longest.
    pub max_delay: Option<u32>,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Acceptor {
    /// The state that a match leads to.
    pub state: State,
    /// What matches.
    pub matcher: Matcher,
}

/// The state of a waiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// What was waited for is there.
    Success,
    /// It will never be there.
    Failure,
    /// Another attempt follows.
    Retry,
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// Part of the output.
    Output(PathMatcher),
    /// Part of `{"input": …, "output": …}`.
    InputOutput(PathMatcher),
    /// An error by name or id.
    ErrorType(String),
    /// Whether the call succeeds.
    Success(bool),
}

/// A comparison of part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct PathMatcher {
    /// The part, as a JMESPath expression.
    pub path: String,
    /// The text it is compared with.
    pub expected: String,
    /// How they are compared.
    pub comparator: Comparator,
}

/// How part of an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// How a command goes through the pages of a result, as descriptions of AWS have it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct Paginator {
    /// Members of the input for tokens.
    pub input_tokens: Vec<String>,
    /// An expression for the next value of each.
    pub output_tokens: Vec<String>,
    /// Paths to what pages consist of; the first is counted.
    pub items: Vec<String>,
    /// The member of the input for the size of a page.
    pub page_size: Option<String>,
    /// An expression that tells whether more pages follow.
    pub more_results: Option<String>,
    /// Paths to what all pages have in common.
    #[serde(default)]
    pub shared: Vec<String>,
}

/// What a command can wait for, by name, as descriptions of AWS have it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CommandWaiters(pub IndexMap<String, CommandWaiter>);

/// Something that a command can wait for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct CommandWaiter {
    /// What is waited for.
    pub documentation: Option<String>,
    /// Seconds between two attempts.
    pub delay: u32,
    /// How many attempts are made.
    pub max_attempts: u32,
    /// What an answer means: the first that matches decides.
    pub acceptors: Vec<CommandAcceptor>,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct CommandAcceptor {
    /// The state that a match leads to.
    pub state: State,
    /// What is compared: `path`, `pathAll`, `pathAny`, `status` or `error`.
    pub matcher: String,
    /// An expression for the part of an answer that is compared.
    pub argument: Option<String>,
    /// What it is compared with.
    pub expected: Node,
}
