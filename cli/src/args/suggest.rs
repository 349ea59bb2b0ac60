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

/// The similarity of words that are suggested.
const CUTOFF: f64 = 0.8;

/// Returns up to three candidates whose similarity to `word` is at least 0.8, best first. Among equals, the
/// alphabetically later one comes first.
pub(crate) fn close_matches<'a>(word: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    const MOST: usize = 3;
    let letters = Letters::of(word);
    let word: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &str)> = candidates
        .iter()
        .filter(|candidate| letters.may_be_close_to(candidate))
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

/// The characters of a word, in no order. A long list of candidates has few that are worth comparing in order.
struct Letters {
    length: usize,
    /// How many there are of each in ASCII, by their codes.
    ascii: [usize; 128],
    others: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Letters {
            length: 0,
            ascii: [0; 128],
            others: 0,
        };
        for c in word.chars() {
            letters.length += 1;
            match letters.ascii.get_mut(c as usize) {
                Some(count) => *count += 1,
                None => letters.others += 1,
            }
        }
        letters
    }

    /// Whether the similarity to a candidate may reach the cutoff, as far as lengths and characters tell. Blocks in common
    /// cannot have more characters than both words do.
    fn may_be_close_to(&self, candidate: &str) -> bool {
        // There are no more characters than bytes, and none has more than four.
        let nearest = self
            .length
            .clamp(candidate.len().div_ceil(4), candidate.len());
        if share(self.length.min(nearest), self.length + nearest) < CUTOFF {
            return false;
        }
        let mut left = self.ascii;
        let (mut length, mut in_common, mut others) = (0, 0, self.others);
        for c in candidate.chars() {
            length += 1;
            let left = left.get_mut(c as usize).unwrap_or(&mut others);
            if *left > 0 {
                *left -= 1;
                in_common += 1;
            }
        }
        share(in_common, self.length + length) >= CUTOFF
    }
}

fn ratio(a: &[char], b: &[char]) -> f64 {
    share(matching(a, b), a.len() + b.len())
}

/// The similarity of words with so many characters in common, of both together.
fn share(in_common: usize, total: usize) -> f64 {
    if total == 0 {
        return 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let share = 2.0 * in_common as f64 / total as f64;
    share
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
    fn words_that_are_not_compared_are_not_near() {
        let words = [
            "",
            "a",
            "é",
            "éé",
            "éèéèé",
            "éèéèa",
            "abcde",
            "edcba",
            "abced",
            "abcd",
            "abcdef",
            "aabbccdd",
            "ddccbbaa",
            "s3api",
            "s3apii",
            "sapi3",
            "list-tables",
            "list-table",
            "list-tags",
            "日本語",
            "日本語a",
            "日本",
            "aé日",
        ];
        let mut near = 0;
        for word in words {
            for candidate in words {
                let chars = |s: &str| s.chars().collect::<Vec<_>>();
                let is_near = ratio(&chars(candidate), &chars(word)) >= CUTOFF;
                let found = close_matches(word, &[candidate]);
                assert_eq!(!found.is_empty(), is_near, "{word} {candidate}");
                near += usize::from(is_near && word != candidate);
            }
        }
        assert!(near > 10, "{near}");
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
