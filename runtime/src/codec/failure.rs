//! How codecs say what is wrong and where: the path is put together while the error travels up, so
//! that a document without errors pays nothing for it.

use std::borrow::Cow;

use crate::error::{DecodeError, InputError};
use crate::limits::KEY_SHOWN;

/// What is wrong; boxed, so that results stay small.
pub(crate) type Result<T> = std::result::Result<T, Box<Failure>>;

/// A reason, and the way to it.
#[derive(Debug)]
pub(crate) struct Failure {
    reason: Cow<'static, str>,
    offset: Option<usize>,
    /// Innermost step first.
    path: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Member(&'static str),
    Key(String),
    Index(usize),
}

impl Failure {
    /// A failure at this byte. Cold: kept out of the paths that run for every value.
    #[cold]
    #[inline(never)]
    pub(crate) fn at(offset: usize, reason: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Failure {
            reason: reason.into(),
            offset: Some(offset),
            path: Vec::new(),
        })
    }

    /// A failure without a place in any text.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Failure {
            reason: reason.into(),
            offset: None,
            path: Vec::new(),
        })
    }

    /// The same failure, at this byte unless it has a place already.
    #[cfg(feature = "xml")]
    #[cold]
    #[inline(never)]
    pub(crate) fn or_at(mut self: Box<Self>, offset: usize) -> Box<Self> {
        self.offset.get_or_insert(offset);
        self
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn in_member(mut self: Box<Self>, name: &'static str) -> Box<Self> {
        self.path.push(Step::Member(name));
        self
    }

    /// Inside the value of this key of a map; `None` for a key that must not be shown.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_entry(mut self: Box<Self>, key: Option<&str>) -> Box<Self> {
        let mut shown: String = key.unwrap_or("…").chars().take(KEY_SHOWN).collect();
        if key.is_some_and(|key| key.len() > shown.len()) {
            shown.push('…');
        }
        self.path.push(Step::Key(shown));
        self
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn in_item(mut self: Box<Self>, index: usize) -> Box<Self> {
        self.path.push(Step::Index(index));
        self
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Member(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Key(key) => path.push_str(&format!("[{key}]")),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }
}

impl From<Box<Failure>> for DecodeError {
    fn from(failure: Box<Failure>) -> Self {
        let path = failure.path();
        DecodeError {
            path,
            offset: failure.offset,
            ..DecodeError::new(failure.reason)
        }
    }
}

impl From<Box<Failure>> for InputError {
    fn from(failure: Box<Failure>) -> Self {
        InputError::Invalid {
            path: failure.path(),
            reason: failure.reason.into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shown_as_long_as_is_allowed() {
        let path = |length: usize| Failure::new("").in_entry(Some(&"é".repeat(length))).path();
        let whole = "é".repeat(KEY_SHOWN);
        assert_eq!(path(KEY_SHOWN), format!("[{whole}]"));
        assert_eq!(path(KEY_SHOWN + 1), format!("[{whole}…]"));
    }
}
