//! Whether greedy labels come last.

use super::bound;
use super::pattern::Uri;
use crate::diagnostic::Severity;
use crate::model::traits::{Http, Known};
use crate::model::uri::Segment;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Of so many labels behind greedy ones all are told; who has more has long seen the point.
const MOST: usize = 1_000;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in bound(context) {
        let Ok(uri) = Uri::parse(&bound.http.uri) else {
            continue;
        };
        let text = &bound.http.uri;
        let mut told = 0;
        let labels: Vec<&Segment> = uri
            .segments
            .iter()
            .filter(|it| it.label().is_some())
            .collect();
        for (number, first) in labels.iter().enumerate() {
            let later = labels.get(number + 1..).unwrap_or_default();
            if !matches!(first, Segment::Greedy(_)) || told >= MOST {
                continue;
            }
            for second in later.iter().take(MOST) {
                told += 1;
                let mut tell = |suffix: &str, message: String| {
                    let event = report.of_trait(Severity::Danger, bound.shape, Http::ID, message);
                    report.push(event.id(report.id(suffix)));
                };
                let [first, name] = [*first, *second].map(|it| it.label().unwrap_or_default());
                if matches!(second, Segment::Greedy(_)) {
                    let message = format!("`{text}` has two greedy labels, `{first}` and `{name}`");
                    tell("MultipleGreedyLabels", message);
                }
                let message =
                    format!("`{text}` has the label `{name}` behind the greedy `{first}`");
                tell("GreedyLabelIsNotLastLabel", message);
            }
        }
    }
}
