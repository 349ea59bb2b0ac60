//! Regular expressions, compiled once.

use std::cell::RefCell;

use regex_lite::Regex;

use crate::maps::HashMap;

/// Patterns of a model as they were compiled, or that they cannot be.
#[derive(Default)]
pub(crate) struct Patterns(RefCell<HashMap<String, Option<Regex>>>);

impl Patterns {
    /// Whether a pattern matches a part of a text. Those that the engine cannot compile match everything: that they are
    /// odd is said elsewhere.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut compiled = self.0.borrow_mut();
        if let Some(known) = compiled.get(pattern) {
            return known.as_ref().is_none_or(|regex| regex.is_match(text));
        }
        let regex = Regex::new(pattern).ok();
        let matches = regex.as_ref().is_none_or(|regex| regex.is_match(text));
        compiled.insert(pattern.to_owned(), regex);
        matches
    }
}
