//! What printers are given: changes with their places, and what they mean where that is known.

use crate::Severity;
use crate::impact::{Bump, Impact};
use smithgen_model::Place;
use smithgen_model::diff::{Event, on_one_line};

/// A change as it is printed.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// What changed, how grave it is, and where it was and is.
    pub(super) event: Event,
    /// What it means for messages, Rust and the command line, if that was found out.
    pub(super) impact: Option<Impact>,
}

/// All changes between two models, and what to print of them.
pub(super) struct Comparison {
    /// The name of the old model.
    pub(super) old: String,
    /// The name of the new model.
    pub(super) new: String,
    /// The changes, sorted.
    pub(super) changes: Vec<Change>,
    /// What else the new model means to users, which is no change of its own.
    pub(super) rest: Vec<String>,
    /// By how much the version should rise, if it is known what the changes mean.
    pub(super) bump: Option<Bump>,
    /// The least grave changes to print.
    pub(super) least: Severity,
    /// The least grave changes to fail for, if any.
    pub(super) fail_on: Option<Severity>,
}

impl Change {
    pub(super) fn severity(&self) -> Severity {
        self.event.severity
    }

    /// Where it is, or else where it was.
    pub(super) fn place(&self) -> Option<&Place> {
        self.event.new.as_ref().or(self.event.old.as_ref())
    }
}

impl Comparison {
    /// The changes to print, the gravest first. What they say cannot command a terminal.
    pub(super) fn shown(&self) -> Vec<Change> {
        let shown = self.changes.iter();
        let shown = shown.filter(|change| change.severity() <= self.least);
        let mut shown: Vec<Change> = shown
            .map(|change| Change {
                event: change.event.shown(),
                impact: change.impact.clone().map(on_single_lines),
            })
            .collect();
        shown.sort_by_key(Change::severity);
        shown
    }

    /// Whether a change is as grave as those to fail for.
    pub(super) fn is_failure(&self, change: &Change) -> bool {
        self.fail_on.is_some_and(|least| change.severity() <= least)
    }

    pub(super) fn fails(&self) -> bool {
        self.changes.iter().any(|change| self.is_failure(change))
    }

    /// How many changes of each severity there are, printed or not, the gravest first.
    pub(super) fn counts(&self) -> Vec<(Severity, usize)> {
        let counts = SEVERITIES.into_iter().map(|severity| {
            let of_it = self.changes.iter().filter(|it| it.severity() == severity);
            (severity, of_it.count())
        });
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The same on one line.
    pub(super) fn summary(&self) -> String {
        let counts = self.counts().into_iter();
        let counts = counts.map(|(severity, count)| counted(severity, count));
        let counts: Vec<String> = counts.collect();
        match counts.is_empty() {
            true => "nothing changed that is worth telling".to_owned(),
            false => counts.join(", "),
        }
    }
}

/// The same on single lines that cannot command a terminal.
fn on_single_lines(mut impact: Impact) -> Impact {
    for effect in [&mut impact.wire, &mut impact.rust, &mut impact.cli] {
        effect.reason = on_one_line(&effect.reason);
    }
    impact
}

/// All severities, the gravest first.
pub(super) const SEVERITIES: [Severity; 5] = [
    Severity::Error,
    Severity::Danger,
    Severity::Warning,
    Severity::Note,
    Severity::Suppressed,
];

/// How many events of a severity there are, in words.
pub(super) fn counted(severity: Severity, count: usize) -> String {
    let word = severity.name().to_lowercase();
    match (count, severity) {
        (1, _) | (_, Severity::Suppressed) => format!("{count} {word}"),
        _ => format!("{count} {word}s"),
    }
}

/// A place as editors read it.
pub(super) fn located(place: &Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

/// What a severity means for whoever reads of a change.
pub(super) fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Breaks those who use the old model",
        Severity::Danger => "May break those who use the old model",
        Severity::Warning => "Worth a look",
        Severity::Note => "Breaks nobody",
        Severity::Suppressed => "Meant",
    }
}
