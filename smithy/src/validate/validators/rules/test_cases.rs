//! Whether endpoint rules give what their tests expect.

use super::evaluate::{Endpoint, Outcome, evaluate};
use super::rule_set::{entries, test_cases};
use super::value::Value;
use super::{RULE_SET, TESTS};
use crate::diagnostic::Severity;
use crate::limits::RULE_STEPS;
use crate::model::Node;
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(RULE_SET) {
        let Some(tests) = subject.traits().get(TESTS) else {
            continue;
        };
        let mut steps = RULE_STEPS;
        for (number, test) in test_cases(tests) {
            let problem = match evaluate(&applied.value, test, &mut steps) {
                _ if steps == 0 => {
                    let message = format!(
                        "tests of its endpoint rules from {number} on are not tried: all together take more than {RULE_STEPS} steps"
                    );
                    report.tell_of_trait(Severity::Warning, subject, TESTS, message);
                    break;
                }
                Ok(outcome) => difference(test, &outcome),
                Err(problem) => Some(problem),
            };
            if let Some(problem) = problem {
                let title = test.get("documentation").and_then(Node::as_str);
                let title = title
                    .map(|title| format!(" (`{title}`)"))
                    .unwrap_or_default();
                let message =
                    format!("test {number}{title} of its endpoint rules fails: {problem}");
                report.trait_error(subject, TESTS, message);
            }
        }
    }
}

/// How an outcome differs from what a test expects, if it does.
fn difference(test: &Node, outcome: &Outcome) -> Option<String> {
    let expected = test.get("expect")?;
    if let Some(endpoint) = expected.get("endpoint") {
        let wanted = endpoint_of(endpoint);
        return match outcome {
            Outcome::Endpoint(found) if *found == wanted => None,
            Outcome::Endpoint(found) if found.url != wanted.url => {
                Some(format!("the URL is `{}`, not `{}`", found.url, wanted.url))
            }
            Outcome::Endpoint(found) if found.headers != wanted.headers => {
                Some(format!("the headers of `{}` are others", found.url))
            }
            Outcome::Endpoint(found) => {
                Some(format!("the properties of `{}` are others", found.url))
            }
            Outcome::Error(message) => Some(format!("there is the error `{message}`")),
        };
    }
    let wanted = expected.get("error").and_then(Node::as_str)?;
    match outcome {
        Outcome::Error(message) if message == wanted => None,
        Outcome::Error(message) => Some(format!("the error is `{message}`, not `{wanted}`")),
        Outcome::Endpoint(found) => Some(format!(
            "there is the endpoint `{}`, not the error `{wanted}`",
            found.url
        )),
    }
}

fn endpoint_of(node: &Node) -> Endpoint {
    let texts = |value: &Node| {
        let texts = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Node::as_str);
        texts.map(str::to_owned).collect()
    };
    let headers = entries(node, "headers");
    let properties = entries(node, "properties");
    Endpoint {
        url: node
            .get("url")
            .and_then(Node::as_str)
            .unwrap_or_default()
            .to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), texts(value)))
            .collect(),
        properties: properties
            .map(|(name, value)| (name.to_owned(), Value::of(value)))
            .collect(),
    }
}
