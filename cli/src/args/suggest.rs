//! Suggests known words that are similar to a wrong one.
//!
//! Similarity is that of Python's difflib (Ratcliff and Obershelp): twice the number of characters in common
//! blocks, longest block first, divided by the total number of characters.

use std::borrow::Cow;

use super::spelling::{is_option, name};
use crate::table::Command;

/// Suggests options for the unknown words that look like options. Returns lines to append to a message, empty if
/// there is no suggestion.
pub(crate) fn nearest_options(command: &Command, words: &[Cow<'_, str>]) -> String {
    let options = super::operation::names(command);
    let options: Vec<&str> = options.iter().map(|name| &**name).collect();
    let mut lines = String::new();
    for word in words.iter().filter(|word| word.starts_with("--")) {
        if let Some(nearest) = close_matches(name(word), &options).first() {
            lines.push_str("\n  * ");
            lines.push_str(nearest);
        }
    }
    match lines.is_empty() {
        true => lines,
        false => format!("\n\nMaybe you meant:\n{lines}"),
    }
}

/// The unknown words to show under the program's own name. After an unknown option, a word may be the option's value
/// and a secret, so only the names of options are shown if there are any.
pub(crate) fn unknown(words: &[Cow<'_, str>]) -> String {
    let names = words.iter().filter(|word| is_option(word));
    let names: Vec<&str> = names.map(|word| name(word)).collect();
    match names.is_empty() {
        true => words.join(", "),
        false => names.join(", "),
    }
}

/// Returns up to three candidates whose similarity to `word` is at least 0.8, best first. Among equals, the
/// alphabetically later one comes first.
pub(crate) fn close_matches<'a>(word: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    const CUTOFF: f64 = 0.8;
    const MOST: usize = 3;
    let word: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &str)> = candidates
        .iter()
        .map(|&candidate| {
            (
                ratio(&candidate.chars().collect::<Vec<_>>(), &word),
                candidate,
            )
        })
        .filter(|(score, _)| *score >= CUTOFF)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    scored.truncate(MOST);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

fn ratio(a: &[char], b: &[char]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let ratio = 2.0 * matching(a, b) as f64 / total as f64;
    ratio
}

/// Number of characters in common blocks: the longest block, then recursively on both sides of it.
fn matching(a: &[char], b: &[char]) -> usize {
    let (start_a, start_b, size) = longest(a, b);
    if size == 0 {
        return 0;
    }
    let (left_a, right_a) = (a.get(..start_a), a.get(start_a + size..));
    let (left_b, right_b) = (b.get(..start_b), b.get(start_b + size..));
    size + matching(left_a.unwrap_or_default(), left_b.unwrap_or_default())
        + matching(right_a.unwrap_or_default(), right_b.unwrap_or_default())
}

/// The longest common block; among equals the first in `a`, then the first in `b`.
fn longest(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let (rest_a, rest_b) = (
                a.get(i..).unwrap_or_default(),
                b.get(j..).unwrap_or_default(),
            );
            let size = rest_a
                .iter()
                .zip(rest_b)
                .take_while(|(x, y)| x == y)
                .count();
            if size > best.2 {
                best = (i, j, size);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_near_words() {
        assert_eq!(close_matches("jsn", &["json", "text", "table"]), ["json"]);
        assert_eq!(
            close_matches("register-clien", &["register-client", "help"]),
            ["register-client"]
        );
        assert_eq!(
            close_matches("hex", &["base64", "raw-in-base64-out"]),
            [""; 0]
        );
        // 2 * 4 / (5 + 4) is above the cutoff, 2 * 3 / (4 + 4) is not.
        assert_eq!(close_matches("yamls", &["yaml"]), ["yaml"]);
        assert_eq!(close_matches("yoml", &["yaml"]), [""; 0]);
    }

    #[test]
    fn an_option_that_is_not_there_is_answered_with_the_nearest() {
        let command = &crate::fixture::SERVICE.commands[1];
        let said = |words: &[&'static str]| {
            let words: Vec<_> = words.iter().map(|word| Cow::Borrowed(*word)).collect();
            nearest_options(command, &words)
        };
        assert_eq!(
            said(&["--thing-nme", "vase", "--colur=red", "--outptu"]),
            "\n\nMaybe you meant:\n\n  * --thing-name\n  * --colour\n  * --output"
        );
        assert_eq!(said(&["--weight", "thing-nme"]), "");
    }

    #[test]
    fn blocks_are_found_longest_first() {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        assert!((ratio(&chars("abcd"), &chars("bcde")) - 0.75).abs() < 1e-9);
        assert!((ratio(&chars("qabxcd"), &chars("abycdf")) - 2.0 / 3.0).abs() < 1e-9);
    }
}
