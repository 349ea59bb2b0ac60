//! Errors of queries, in the words of the reference's library.

use std::fmt;

/// An expression that does not compile. Displays the expression with a marker at the position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError(String);

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SyntaxError {}

/// A syntax error without its expression. Positions count characters.
#[derive(Debug)]
pub(super) enum Fault {
    Empty,
    /// A character that starts no token, or an unterminated token.
    Lexer {
        at: usize,
        message: String,
    },
    /// The expression is incomplete.
    Incomplete,
    /// An unexpected token.
    Token {
        at: usize,
        value: String,
        kind: &'static str,
        message: String,
    },
    /// The nesting limit is exceeded.
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

/// The kind of a run-time error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalErrorKind {
    /// A function that does not exist.
    UnknownFunction,
    /// Too many or too few arguments.
    Arity,
    /// An argument or operand of the wrong type.
    Type,
    /// A value that is invalid in its place, such as a slice step of zero.
    Value,
    /// The cost or size limit is exceeded.
    Limit,
}

/// A run-time error. Displays the reference's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// The kind of error.
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
