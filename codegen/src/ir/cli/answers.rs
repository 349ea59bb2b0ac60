//! How commands go through pages, and wait.

use super::CommandName;

/// How a command goes through the pages of a result; numbers are those of members of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pages {
    /// Members for tokens, each with an expression for its next value.
    pub tokens: Vec<(usize, String)>,
    /// Paths to what pages consist of; the first is counted.
    pub items: Vec<String>,
    /// The member for the size of a page.
    pub page_size: Option<usize>,
    /// An expression that tells whether more pages follow.
    pub more: Option<String>,
    /// Paths to what all pages have in common.
    pub shared: Vec<String>,
    /// Further members for tokens, which only those use who go through pages themselves.
    pub manual: Vec<usize>,
    /// The size of a page where none is given, nor any member but these.
    pub default_size: Option<(u32, Vec<usize>)>,
}

/// Something that `wait` waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiter {
    /// Name on the command line: `table-exists`.
    pub name: CommandName,
    /// Name in the model: `TableExists`.
    pub title: String,
    /// What is waited for, as a terminal shows it.
    pub doc: String,
    /// The command that is repeated, by its place.
    pub command: usize,
    /// Seconds between two attempts.
    pub delay: u32,
    /// How many attempts are made.
    pub attempts: u32,
    /// What an answer means: the first that matches decides.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acceptor {
    /// The state that a match leads to.
    pub state: State,
    /// What matches.
    pub matcher: Matcher,
}

/// The state of a waiter. The variants are those of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub(crate) enum State {
    Success,
    Failure,
    Retry,
}

/// What an answer is compared with. The variants are those of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Matcher {
    /// What an expression selects from the output is this JSON.
    Output(String, String),
    /// The expression selects from `{"input": …, "output": …}`.
    InputOutput(String, String),
    /// Every element of what it selects from the output is this JSON, and there are elements.
    AllOf(String, String),
    /// The same with the input.
    InputOutputAllOf(String, String),
    /// An element of it is this JSON.
    AnyOf(String, String),
    /// The same with the input.
    InputOutputAnyOf(String, String),
    /// The status of the response.
    Status(u16),
    /// An error by its code.
    Error(String),
    /// Any error.
    Failed,
    /// No error.
    Succeeded,
}
