//! Spelling suggestions for diagnostics.

use std::cell::Cell;

use crate::limits::{SUGGESTED_LENGTH, SUGGESTION_STEPS, SUGGESTIONS};

/// Looks for what was meant by names that do not exist, for the first of many: each search takes as long as there are
/// candidates.
#[derive(Debug)]
pub struct Suggestions {
    /// How many names may still be compared.
    steps: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Suggestions {
            steps: Cell::new(SUGGESTION_STEPS),
        }
    }
}

impl Suggestions {
    /// As [`nearest`]; `None` once too many names were compared.
    pub fn nearest<'a>(
        &self,
        wanted: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.steps.get() == 0 {
            return None;
        }
        let count = |_: &&str| self.steps.set(self.steps.get().saturating_sub(1));
        nearest(wanted, candidates.into_iter().inspect(count))
    }
}

/// The candidate closest to `wanted` by edits, ignoring case, if it is close enough to be a misspelling.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Names of one or two letters are all close to each other; only their case may be wrong.
    let length = wanted.chars().take(SUGGESTED_LENGTH + 1).count();
    if length > SUGGESTED_LENGTH {
        return None;
    }
    let mut limit = length / 3;
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Far more bytes are far more letters, in either case.
        if candidate.len() > 4 * (wanted.len() + limit) {
            continue;
        }
        let lower: Vec<char> = candidate.to_lowercase().chars().collect();
        if let Some(distance) = distance(&wanted, &lower, limit) {
            limit = distance;
            let found = (distance, candidate);
            best = Some(best.map_or(found, |best| best.min(found)));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// For how many names the nearest of so many candidates is looked for.
pub(crate) fn affordable(candidates: usize) -> usize {
    SUGGESTIONS.min(SUGGESTION_STEPS / candidates.max(1))
}

/// Number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other; `None` if
/// it is above a limit, beyond which nothing is computed.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let far = limit + 1;
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![far; b.len() + 1];
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        let mut least = i + 1;
        let (start, end) = (i.saturating_sub(limit), i + far);
        for (j, to) in b.iter().enumerate().take(end).skip(start) {
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(far);
            let mut best = at(&last, j) + usize::from(from != to);
            best = best.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            least = least.min(best);
            if let Some(place) = row.get_mut(j + 1) {
                *place = best;
            }
        }
        if least > limit {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspellings_and_nothing_far_off() {
        let names = ["CreateToken", "RegisterClient", "StartDeviceAuthorization"];
        assert_eq!(nearest("RegisterCleint", names), Some("RegisterClient"));
        assert_eq!(nearest("registerclient", names), Some("RegisterClient"));
        assert_eq!(nearest("DeleteBucket", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("A", ["B", "a"]), Some("a"));
    }

    #[test]
    fn long_names_have_no_suggestion() {
        let long = "a".repeat(SUGGESTED_LENGTH);
        let misspelt = format!("{}b", &long[1..]);
        assert_eq!(nearest(&misspelt, [long.as_str()]), Some(long.as_str()));
        assert_eq!(nearest(&format!("{long}b"), [long.as_str()]), None);
        // The product of these lengths would take days.
        let huge = "b".repeat(1 << 20);
        assert_eq!(nearest(&huge, vec![huge.as_str(); 100]), None);
        assert_eq!(nearest(&long, vec![huge.as_str(); 100]), None);
    }

    #[test]
    fn the_first_of_many_names_have_suggestions() {
        let candidates = vec!["CreateToken"; SUGGESTION_STEPS / 2];
        let suggestions = Suggestions::default();
        let nearest = || suggestions.nearest("CreateTokne", candidates.iter().copied());
        let found = [(); 3].map(|()| nearest());
        assert_eq!(found, [Some("CreateToken"), Some("CreateToken"), None]);
    }

    #[test]
    fn counts_edits() {
        let distance = |a: &str, b: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let found = |limit| super::distance(&letters(a), &letters(b), limit);
            let exact = found(100).unwrap();
            assert!((exact..100).all(|limit| found(limit) == Some(exact)));
            assert!((0..exact).all(|limit| found(limit).is_none()));
            exact
        };
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("abcdefgh", "xbcdefghij"), 3);
    }
}
