//! Whether ids of shapes and members differ by more than the case of letters.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// How many of the ids in conflict an event names.
const SHOWN: usize = 8;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut by_id: HashMap<String, Vec<Subject<'_>>> = HashMap::new();
    for subject in context.subjects() {
        let id = subject.id().to_ascii_lowercase();
        by_id.entry(id).or_default().push(subject);
    }
    for group in by_id.values().filter(|group| group.len() > 1) {
        let mut ids: Vec<String> = group.iter().map(Subject::id).collect();
        ids.sort_unstable();
        ids.dedup();
        // That a member is there twice is reported when files are brought together.
        if ids.len() < 2 {
            continue;
        }
        for subject in group {
            let own = subject.id();
            let others: Vec<String> = ids
                .iter()
                .filter(|id| **id != own)
                .take(SHOWN)
                .map(|id| format!("`{id}`"))
                .collect();
            let message = format!(
                "its id differs from that of {} by the case of letters only",
                others.join(", ")
            );
            let event = report.event(Severity::Error, *subject, message);
            let other = group.iter().find(|other| other.id() != own);
            let other = other.and_then(|other| context.model.place(other.location()));
            let event = event.related("the other is here", other);
            report.push(event.help("ids differ case-insensitively: rename one of them"));
        }
    }
}
