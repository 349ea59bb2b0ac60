//! `@pattern`: regular expressions of ECMA 262, compiled once each.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use fancy_regex::{Regex, RegexBuilder};

use super::ecma;
use super::steps::{Steps, Table};
use crate::limits::{PATTERN_BYTES, PATTERN_STEPS};

/// A pattern that a text must match somewhere.
pub(super) struct Pattern {
    /// As in the model.
    pub(super) text: &'static str,
    way: Way,
}

/// How it is matched.
enum Way {
    Steps(Steps),
    Engine(Regex),
}

impl Pattern {
    fn new(text: &'static str) -> Result<Self, String> {
        let regex = ecma::rewrite(text)?;
        let way = match Steps::of(&regex) {
            Some(steps) => Way::Steps(steps),
            None => Way::Engine(compile(&regex)?),
        };
        Ok(Pattern { text, way })
    }

    /// What most texts that match can be told by.
    pub(super) fn table(&self) -> Option<&Table> {
        match &self.way {
            Way::Steps(steps) => steps.table(),
            Way::Engine(_) => None,
        }
    }

    /// Whether it matches. A text that takes too many steps back does not.
    pub(super) fn matches(&self, text: &str) -> bool {
        match &self.way {
            Way::Steps(steps) => steps.matches(text),
            Way::Engine(regex) => regex.is_match(text).unwrap_or(false),
        }
    }
}

fn compile(regex: &str) -> Result<Regex, String> {
    RegexBuilder::new(regex)
        .backtrack_limit(PATTERN_STEPS)
        .delegate_size_limit(PATTERN_BYTES)
        .delegate_dfa_size_limit(PATTERN_BYTES)
        .build()
        .map_err(|error| error.to_string())
}

/// The pattern compiled, or why it cannot be.
pub(super) fn compiled(text: &'static str) -> &'static Result<Pattern, String> {
    static PATTERNS: OnceLock<Mutex<HashMap<&'static str, &'static Result<Pattern, String>>>> =
        OnceLock::new();
    let mut patterns = PATTERNS
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    // Patterns are those of models, so there is an end to them.
    patterns
        .entry(text)
        .or_insert_with(|| Box::leak(Box::new(Pattern::new(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &'static str, text: &str) -> bool {
        match compiled(pattern) {
            Ok(pattern) => pattern.matches(text),
            Err(reason) => panic!("{pattern}: {reason}"),
        }
    }

    #[test]
    fn patterns_mean_what_they_mean_in_ecma_262() {
        for (pattern, yes, no) in [
            (r"^\d+$", "12", "١٢"),
            (r"^\w+$", "a_1", "é"),
            (r"^[\w.-]+$", "a.b-c", "a b"),
            (r"^[^\d]$", "x", "7"),
            (r"^[\D]$", "x", "7"),
            (r"^\S+$", "abc", "a\u{feff}"),
            (r"^.$", "a", "\u{2028}"),
            (r"^[^]$", "\n", ""),
            (r"^a\/b$", "a/b", "a\\/b"),
            (r"^A\x42\cI$", "AB\t", "ABI"),
            (r"^[\b]$", "\u{8}", "b"),
            (r"^\u{1F600}$", "😀", "u"),
            (r"^\uD83D\uDE00$", "😀", "D"),
            (
                r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$",
                "a😀\n",
                "\u{1}",
            ),
            (r"^[a&&b]+$", "&&", "c"),
            (r"^[[a]+$", "[a", "]"),
            (r"^[a-z--]+$", "a-z", "A"),
            (r"^[\w-.]+$", "a-.", "+"),
            (r"^a{,2}$", "a{,2}", "aa"),
            (r"^{}$", "{}", ""),
            (r"^(?<word>a+)-\k<word>$", "aa-aa", "aa-a"),
            (r"^(a|b)\1$", "bb", "ab"),
            (r"^(?=.*x)[a-z]+$", "axb", "ab"),
            (r"^(?!xn--)[a-z-]+$", "abc", "xn--a"),
            (r"^\p{L}+$", "é", "1"),
            (r"^[\p{L}\p{Z}]+$", "a é", "1"),
            (r"\S", " a ", " "),
            (r"^]$", "]", "["),
            (r"^\0$", "\0", "0"),
        ] {
            assert!(matches(pattern, yes), "{pattern} matches {yes:?}");
            assert!(!matches(pattern, no), "{pattern} matches no {no:?}");
        }
    }

    #[test]
    fn a_pattern_that_explodes_answers_at_once() {
        let long = "1".repeat(50_000) + "!";
        assert!(!matches(r"^([0-9]+)+$", &long));
        assert!(!matches(r"^(a|aa)+$", &("a".repeat(50_000) + "b")));
        // One that needs backtracking gives up.
        let start = std::time::Instant::now();
        assert!(!matches(r"^(?=(a+)+$)(\w+)\2$", &("a".repeat(40) + "b")));
        assert!(!matches(r"^(x+x+)+y\1$", &"x".repeat(60)));
        assert!(start.elapsed().as_secs() < 20);
    }

    #[test]
    fn long_repetitions_are_counted() {
        let pattern = r"^[\u0020-\uD7FF\uE000-\uFFFD\r\n\t]{1,200000}$";
        assert!(matches(pattern, "a"));
        assert!(!matches(pattern, ""));
        assert!(matches(pattern, &"é".repeat(200_000)));
        assert!(!matches(pattern, &"é".repeat(200_001)));
        assert!(!matches(pattern, "a\u{1}"));
    }

    #[test]
    fn what_is_no_pattern_says_so() {
        for pattern in ["(", "[a", "a**b)", r"\p{Nonsense}"] {
            assert!(compiled(pattern).is_err(), "{pattern}");
        }
    }
}
