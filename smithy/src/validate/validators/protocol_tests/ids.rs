//! Whether tests have ids of their own.

use indexmap::IndexMap;

use super::{EVENTS, MALFORMED, REQUESTS, RESPONSES, listed};
use crate::diagnostic::Severity;
use crate::model::{Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// Traits whose tests share their ids.
const GROUPS: [&[&str]; 3] = [&[REQUESTS], &[RESPONSES, MALFORMED], &[EVENTS]];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for group in GROUPS {
        let mut cases: IndexMap<String, Vec<(&Shape, &str, usize)>> = IndexMap::new();
        for trait_id in group {
            for (subject, applied) in context.with_trait(trait_id) {
                for (number, test) in applied.value.as_array().into_iter().flatten().enumerate() {
                    for id in ids(test) {
                        let case = (subject.shape, *trait_id, number);
                        cases.entry(id).or_default().push(case);
                    }
                }
            }
        }
        for (id, cases) in cases.into_iter().filter(|(_, cases)| cases.len() > 1) {
            let all = listed(cases.iter().map(|(shape, ..)| shape.id.as_str()));
            for (shape, trait_id, number) in cases {
                let message = format!(
                    "test {number} of `{trait_id}` has the id `{id}`, as others have: see {all}"
                );
                let event = report.of_trait(Severity::Error, shape, trait_id, message);
                report.push(event.help("give each test an id of its own"));
            }
        }
    }
}

/// The id of a test, or those of the tests that its parameters make of it.
fn ids(test: &Node) -> Vec<String> {
    let Some(id) = test.get("id").and_then(Node::as_str) else {
        return Vec::new();
    };
    let parameters = test.get("testParameters").and_then(Node::as_object);
    let values = parameters.and_then(|it| it.values().next()?.as_array());
    match values {
        Some(values) => (0..values.len())
            .map(|number| format!("{id}_case{number}"))
            .collect(),
        None => vec![id.to_owned()],
    }
}
