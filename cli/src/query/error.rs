//! What can be wrong with a query, in the words of the reference's library.

use std::fmt;

/// An expression that does not compile. Shows the expression and points at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError(String);

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SyntaxError {}

/// A fault that does not know its expression yet. Places count characters.
#[derive(Debug)]
pub(super) enum Fault {
    Empty,
    /// A character that begins no token, or a token without end.
    Lexer {
        at: usize,
        message: String,
    },
    /// The expression ends where more is needed.
    Incomplete,
    /// A token where it does not belong.
    Token {
        at: usize,
        value: String,
        kind: &'static str,
        message: String,
    },
    /// More nesting than anyone writes.
    Depth,
}

impl Fault {
    pub(super) fn in_expression(self, expression: &str) -> SyntaxError {
        let pointer = |columns: usize| " ".repeat(columns) + "^";
        SyntaxError(match self {
            Fault::Empty => "Invalid JMESPath expression: cannot be empty.".to_owned(),
            Fault::Lexer { at, message } => {
                format!(
                    "Bad jmespath expression: {message}:\n{expression}\n{}",
                    pointer(at)
                )
            }
            Fault::Incomplete => format!(
                "Invalid jmespath expression: Incomplete expression:\n\"{expression}\"\n{}",
                pointer(expression.chars().count() + 1)
            ),
            Fault::Token {
                at,
                value,
                kind,
                message,
            } => format!(
                "{message}: Parse error at column {at}, token \"{value}\" ({}), for expression:\n\"{expression}\"\n{}",
                kind.to_uppercase(),
                pointer(at + 1)
            ),
            Fault::Depth => "maximum recursion depth exceeded".to_owned(),
        })
    }
}

/// What kind of fault a query has when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalErrorKind {
    /// A function that does not exist.
    UnknownFunction,
    /// Too many or too few arguments.
    Arity,
    /// An argument or operand of the wrong type.
    Type,
    /// A value that makes no sense where it is, such as a slice's step of zero.
    Value,
    /// More steps or larger values than a query may take.
    Limit,
}

/// A query that fails when it runs. Shows the reference's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// What kind of fault this is.
    pub kind: EvalErrorKind,
    message: String,
}

impl EvalError {
    pub(super) fn new(kind: EvalErrorKind, message: impl Into<String>) -> EvalError {
        EvalError {
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}
