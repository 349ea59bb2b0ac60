//! Two models are compared; a model with itself has no changes.

use smithgen_model::diff::diff;

use super::language::judged;

/// Takes bytes as two texts of the interface language with a zero between them.
pub fn run(data: &[u8]) {
    let mut halves = data.splitn(2, |byte| *byte == 0);
    let old = judged("old.smithy", halves.next().unwrap_or_default()).0;
    let new = judged("new.smithy", halves.next().unwrap_or_default()).0;
    for event in diff(&old, &new) {
        assert!(!event.message.is_empty());
    }
    let same = diff(&old, &old);
    assert!(same.is_empty(), "a model differs from itself: {same:?}");
}
