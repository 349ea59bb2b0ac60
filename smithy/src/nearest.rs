//! Spelling suggestions for diagnostics.

/// The candidate nearest to `wanted` by edit distance, ignoring case, if any is close enough.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // For a name of one or two letters, only the case may differ.
    let limit = wanted.chars().count() / 3;
    let wanted = wanted.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(wanted.len()) <= limit * 2)
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of insertions, deletions, substitutions and transpositions that turn one text into the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, j) + usize::from(from != to);
            best = best.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
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
    fn counts_edits() {
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
