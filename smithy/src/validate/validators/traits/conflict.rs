//! Whether traits are applied together that exclude each other.

use std::collections::BTreeMap;

use super::short;
use crate::selector::Point;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut found: BTreeMap<Point, Vec<String>> = BTreeMap::new();
    for definition in context.definitions.iter() {
        for point in context.index.with_trait(definition.id.as_str()) {
            let Some(subject) = context.index.subject(*point) else {
                continue;
            };
            for other in &definition.conflicts {
                if subject.traits().has(other) {
                    let (id, other) = (short(definition.id.as_str()), short(other));
                    let pair = format!("`{id}` with `{other}`");
                    found.entry(*point).or_default().push(pair);
                }
            }
        }
    }
    for (point, mut pairs) in found {
        if let Some(subject) = context.index.subject(point) {
            pairs.sort();
            let message = format!("its traits conflict: {}", pairs.join(", "));
            report.error(subject, message);
        }
    }
}
