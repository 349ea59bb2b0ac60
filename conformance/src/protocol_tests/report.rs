//! What became of the cases, and how it is printed.

use std::collections::BTreeMap;

use super::discover::{Case, Kind};

/// The outcome of each case, by its index.
pub(super) struct Results(Vec<Option<Result<(), String>>>);

impl Results {
    /// No outcomes yet.
    pub(super) fn new(cases: usize) -> Self {
        Results(vec![None; cases])
    }

    /// The case passed, unless it failed elsewhere.
    pub(super) fn passed(&mut self, case: usize) {
        if let Some(result) = self.0.get_mut(case) {
            result.get_or_insert(Ok(()));
        }
    }

    /// The case failed, wherever it passed. The first reason is kept.
    pub(super) fn failed(&mut self, case: usize, reason: &str) {
        if let Some(result) = self.0.get_mut(case)
            && !matches!(result, Some(Err(_)))
        {
            *result = Some(Err(reason.to_owned()));
        }
    }

    /// Prints the failures, a table by file and kind, and the sums; the number that failed.
    pub(super) fn report(&self, cases: &[Case], wanted: &[bool]) -> usize {
        let mut rows: BTreeMap<(&str, Kind), (usize, usize)> = BTreeMap::new();
        let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
        let (mut passed, mut failed) = (0, 0);
        for (index, case) in cases.iter().enumerate() {
            if wanted.get(index) != Some(&true) {
                continue;
            }
            let row = rows.entry((&case.file, case.kind)).or_default();
            let reason = match self.0.get(index) {
                Some(Some(Ok(()))) => None,
                Some(Some(Err(reason))) => Some(reason.as_str()),
                _ => Some("it was not run"),
            };
            match reason {
                None => (row.0, passed) = (row.0 + 1, passed + 1),
                Some(reason) => {
                    (row.1, failed) = (row.1 + 1, failed + 1);
                    let (file, kind) = (&case.file, case.kind.name());
                    // What keeps a whole service from compiling need be said once.
                    let first = *reasons.entry(reason).or_insert(&case.id);
                    let reason = match first {
                        other if other != case.id && reason.contains('\n') => {
                            format!("as {other}: {}", reason.lines().next().unwrap_or_default())
                        }
                        _ => reason.to_owned(),
                    };
                    println!("FAILED {file} {kind} {}: {reason}", case.id);
                }
            }
        }
        println!(
            "\n{:32} {:10} {:>7} {:>7}",
            "file", "kind", "passed", "failed"
        );
        for ((file, kind), (passed, failed)) in rows {
            println!("{file:32} {:10} {passed:>7} {failed:>7}", kind.name());
        }
        println!("\n{passed} passed, {failed} failed");
        failed
    }
}
