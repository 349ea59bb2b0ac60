//! Whether the endpoints that the traits of AWS state for some regions and partitions are addresses.

use super::listed;
use super::uri::has_scheme;
use crate::diagnostic::Severity;
use crate::model::Node;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::aws::labels;

const REGIONAL: &str = "aws.endpoints#standardRegionalEndpoints";
const PARTITIONAL: &str = "aws.endpoints#standardPartitionalEndpoints";

/// The traits, and the properties in which they state endpoints.
const PLACES: [(&str, &str); 3] = [
    (REGIONAL, "regionSpecialCases"),
    (REGIONAL, "partitionSpecialCases"),
    (PARTITIONAL, "partitionEndpointSpecialCases"),
];

/// What may stand in braces.
const LABELS: [&str; 4] = ["dnsSuffix", "dualStackDnsSuffix", "region", "service"];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (id, property) in PLACES {
        for (subject, applied) in context.with_trait(id) {
            let cases = applied.value.get(property).and_then(Node::as_object);
            for (name, cases) in cases.into_iter().flatten() {
                for case in cases.as_array().into_iter().flatten() {
                    if let Some(endpoint) = case.get("endpoint").and_then(Node::as_str) {
                        let place = Place { subject, id, name };
                        place.check(report, endpoint);
                    }
                }
            }
        }
    }
}

/// Where an endpoint is stated.
struct Place<'m> {
    subject: Subject<'m>,
    id: &'static str,
    /// The region or partition.
    name: &'m str,
}

impl Place<'_> {
    fn check(&self, report: &mut Report<'_>, endpoint: &str) {
        let mut tell = |severity, id: &str, problem: String, help: &str| {
            let message = format!("the endpoint `{endpoint}` for `{}` {problem}", self.name);
            let event = report.of_trait(severity, self.subject, self.id, message);
            report.push(event.help(help).id(report.id(id)));
        };
        let unknown = labels(endpoint).filter(|label| !LABELS.contains(label));
        let unknown: Vec<&str> = unknown.collect();
        if !unknown.is_empty() {
            let problem = format!("has the labels {}", listed(unknown));
            let help = "use `{region}`, `{service}`, `{dnsSuffix}` and `{dualStackDnsSuffix}`";
            tell(
                Severity::Danger,
                "UnsupportedEndpointPattern",
                problem,
                help,
            );
        }
        if !has_scheme(endpoint) {
            let help = "start it with `https://` or `http://`";
            let problem = "has no scheme".to_owned();
            tell(
                Severity::Danger,
                "InvalidEndpointPatternScheme",
                problem,
                help,
            );
        }
        if !is_url(endpoint) {
            let help = "write it as `https://{service}.{region}.{dnsSuffix}`";
            tell(
                Severity::Error,
                "InvalidEndpointPatternUrl",
                "is no URL".to_owned(),
                help,
            );
        }
    }
}

/// Whether an endpoint is a URL once its labels are filled in.
fn is_url(endpoint: &str) -> bool {
    let rest = ["http://", "https://", "ftp://", "file://"];
    let rest = rest.iter().find_map(|scheme| endpoint.strip_prefix(scheme));
    let is_odd = |c: char| c.is_ascii_control() || " \"<>\\^`|".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(is_odd))
}
