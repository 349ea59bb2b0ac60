//! What a client can wait for.

use super::{Docs, Ident};

/// Something to wait for by an operation's answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Waiter {
    /// The client's method: `wait_until_table_exists`.
    pub method: Ident,
    /// The static of its table, in the operation's file.
    pub table: Ident,
    /// Name in the model.
    pub name: String,
    /// What is waited for.
    pub docs: Docs,
    /// The shortest delay, in seconds.
    pub min_delay: u32,
    /// The longest.
    pub max_delay: u32,
    /// What answers mean; the first that matches decides.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Acceptor {
    /// The variant of the runtime's states.
    pub state: &'static str,
    /// What matches.
    pub matcher: Matcher,
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matcher {
    /// Whether the call succeeds.
    Success(bool),
    /// An error by its code.
    Error(String),
    /// Part of the output.
    Output(Expression, Expected),
    /// Part of the input or output.
    InputOutput(Expression, Expected),
}

/// What a part of an answer is expected to be. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the runtime's own names")]
pub(crate) enum Expected {
    Text(String),
    Bool(bool),
    All(String),
    Any(String),
}

/// A JMESPath expression: a variant of the runtime's type, and its fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression {
    /// The variant.
    pub variant: &'static str,
    /// Its fields.
    pub fields: Vec<Operand>,
}

/// A field of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// Another expression.
    Of(Expression),
    /// A list of expressions.
    All(Vec<Expression>),
    /// Expressions by name.
    Named(Vec<(String, Expression)>),
    /// A text.
    Text(String),
    /// A number.
    Index(i64),
    /// A number, or none.
    Bound(Option<i64>),
    /// A variant of another type: `Comparison::Equal`.
    Word(&'static str, &'static str),
    /// A value.
    Literal(Literal),
}

/// A value in an expression. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "these are the runtime's own names")]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Array(Vec<Literal>),
    Object(Vec<(String, Literal)>),
}
