//! Whether ids of shapes and members differ by more than the case of letters.

use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::Member;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// How many of the ids in conflict an event names.
const SHOWN: usize = 8;

/// Shapes and members whose ids share a hash: few models have any, and those that have need their ids compared.
fn suspects<'m>(context: &Context<'m>) -> Vec<Subject<'m>> {
    let mut hashes: Vec<(u64, Subject<'m>)> = Vec::new();
    for shape in context.shapes() {
        let of_shape = hash(OFFSET, shape.id.as_str());
        hashes.push((of_shape, shape.into()));
        let members = shape.members.iter();
        let of_member = |member: &'m Member| {
            let hashed = hash(hash(of_shape, "$"), &member.name);
            (hashed, Subject::from((shape, member)))
        };
        hashes.extend(members.map(of_member));
    }
    hashes.sort_by_key(|(hash, _)| *hash);
    let shared = hashes.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() > 1);
    shared.flatten().map(|(_, subject)| *subject).collect()
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, whatever the case of letters.
fn hash(start: u64, text: &str) -> u64 {
    text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut by_id: HashMap<String, Vec<Subject<'_>>> = HashMap::default();
    for subject in suspects(context) {
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
