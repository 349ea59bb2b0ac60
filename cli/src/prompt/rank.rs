//! Sorts candidates by how well they fit what was typed, and drops those that do not.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::candidates::Candidate;

/// What was typed.
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

    /// Best first; equally good ones stay in order. A word that is all there needs no candidate.
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
        // What begins as typed is meant more likely than what merely contains it.
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
