//! What is wrong with a selector, and where in it.

use std::fmt;

/// Why a selector cannot be read or evaluated, or what in it is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectorError {
    /// One sentence in lower case, without full stop, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The line of the selector, from one.
    pub line: usize,
    /// The character in the line, from one.
    pub column: usize,
}

impl SelectorError {
    pub(super) fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        Self {
            message: message.into(),
            help: None,
            line: before.matches('\n').count() + 1,
            column,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for SelectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            message,
            line,
            column,
            ..
        } = self;
        match line {
            1 => write!(f, "{message} (at column {column})"),
            _ => write!(f, "{message} (at line {line}, column {column})"),
        }
    }
}

impl std::error::Error for SelectorError {}
