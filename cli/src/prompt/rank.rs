//! Ranks candidates by how well they match what is typed, and drops the others.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::completion::Candidate;

pub(super) struct Ranking {
    pattern: Pattern,
    matcher: Matcher,
    typed: String,
}

impl Ranking {
    pub(super) fn new(typed: &str) -> Ranking {
        let wanted = typed.trim_start_matches('-');
        Ranking {
            pattern: Pattern::new(
                wanted,
                CaseMatching::Ignore,
                Normalization::Smart,
                AtomKind::Fuzzy,
            ),
            matcher: Matcher::new(Config::DEFAULT),
            typed: typed.to_owned(),
        }
    }

    /// Sorts the best first; ties keep their order. A complete word needs no candidate.
    pub(super) fn rank(&mut self, items: &mut Vec<Candidate>) {
        items.retain(|item| item.text != self.typed);
        let items_in_order = std::mem::take(items).into_iter();
        let mut ranked: Vec<(u32, Candidate)> = items_in_order
            .filter_map(|item| Some((self.score(&item.text)?, item)))
            .collect();
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        items.extend(ranked.into_iter().map(|(_, item)| item));
    }

    fn score(&mut self, text: &str) -> Option<u32> {
        let mut buffer = Vec::new();
        let score = self
            .pattern
            .score(Utf32Str::new(text, &mut buffer), &mut self.matcher)?;
        // A prefix match is more likely than a substring match.
        Some(
            score
                + if text.starts_with(&self.typed) {
                    1000
                } else {
                    0
                },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Ranking;
    use crate::completion::Grammar;
    use crate::fixture::SERVICE;

    /// The candidates that the prompt shows for a line, best first.
    fn ranked(line: &str) -> Vec<String> {
        let grammar = Grammar::of(&[&SERVICE], "things");
        let mut found = grammar.at(line, line.len());
        Ranking::new(&found.candidates.typed).rank(&mut found.candidates.items);
        found
            .candidates
            .items
            .into_iter()
            .map(|item| item.text)
            .collect()
    }

    #[test]
    fn typing_filters_fuzzily_and_beginnings_come_first() {
        assert_eq!(ranked("pt"), ["put-thing", "completion"]);
        assert_eq!(ranked("put-thing --th")[0], "--thing-name");
        assert_eq!(ranked("put-thing --tnm")[0], "--thing-name");
        assert!(ranked("put-thing --zzz").is_empty());
        assert_eq!(ranked("put-thing --colour db"), ["dark-blue"]);
        assert!(ranked("put-thing --colour red").is_empty());
    }
}
