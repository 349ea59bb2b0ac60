//! Whether greedy labels come last.

use super::pattern::Uri;
use super::{Bound, bound};
use crate::diagnostic::Severity;
use crate::model::traits::{Http, Known};
use crate::model::uri::Segment;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Of so many labels behind greedy ones all are told; who has more has long seen the point.
const MOST: usize = 100;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        let Ok(uri) = Uri::parse(&bound.http.uri) else {
            continue;
        };
        let labels = uri.segments.iter();
        let labels: Vec<&Segment> = labels.filter(|it| it.label().is_some()).collect();
        let greedy = labels.iter().enumerate();
        let greedy = greedy.filter(|(_, label)| matches!(label, Segment::Greedy(_)));
        let pairs = greedy.flat_map(|(number, first)| {
            let later = labels.iter().skip(number + 1);
            later.map(move |second| (*first, *second))
        });
        for (first, second) in pairs.take(MOST) {
            tell(report, &bound, first, second);
        }
    }
}

/// Tells of a label behind a greedy one.
fn tell(report: &mut Report<'_>, bound: &Bound<'_>, first: &Segment, second: &Segment) {
    let [greedy, label] = [first, second].map(|it| it.label().unwrap_or_default());
    let mut tell = |suffix: &str, message: String| {
        let event = report.of_trait(Severity::Danger, bound.shape, Http::ID, message);
        report.push(event.id(report.id(suffix)));
    };
    if matches!(second, Segment::Greedy(_)) {
        let message = format!("its URI has two greedy labels, `{greedy}` and `{label}`");
        tell("MultipleGreedyLabels", message);
    }
    let message = format!("its URI has the label `{label}` behind the greedy label `{greedy}`");
    tell("GreedyLabelIsNotLastLabel", message);
}
