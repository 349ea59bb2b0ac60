//! Whether endpoint rules say how to sign in a form that clients know.

use std::collections::BTreeSet;

use super::RULE_SET;
use super::rule_set::all_rules;
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::Node;
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

const NAME: &str = "name";
const SIGNING_NAME: &str = "signingName";
const REGION: &str = "signingRegion";
const REGIONS: &str = "signingRegionSet";
const DOUBLE_ENCODING: &str = "disableDoubleEncoding";
const NORMALIZE_PATH: &str = "disableNormalizePath";

type Scheme = serde_json::Map<String, Node>;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(RULE_SET) {
        for rule in all_rules(&applied.value) {
            let properties = rule
                .node
                .get("endpoint")
                .and_then(|it| it.get("properties"));
            if let Some(schemes) = properties.and_then(|it| it.get("authSchemes")) {
                let place = format!("rule {}", rule.way);
                Check { subject, place }.list(report, schemes);
            }
        }
    }
}

struct Check<'m> {
    subject: Subject<'m>,
    place: String,
}

impl Check<'_> {
    fn tell(&self, report: &mut Report<'_>, severity: Severity, problem: &str) {
        let message = format!("`authSchemes` of {}: {problem}", self.place);
        report.tell_of_trait(severity, self.subject, RULE_SET, message);
    }

    fn error(&self, report: &mut Report<'_>, problem: &str) {
        self.tell(report, Severity::Error, problem);
    }

    fn list(&self, report: &mut Report<'_>, schemes: &Node) {
        let Some(schemes) = schemes.as_array() else {
            return self.error(report, "it is no list");
        };
        let mut seen = HashSet::default();
        let mut twice = BTreeSet::new();
        for (number, scheme) in schemes.iter().enumerate() {
            let Some(scheme) = scheme.as_object() else {
                self.error(report, &format!("element {number} is no object"));
                continue;
            };
            let Some(name) = scheme.get(NAME).and_then(Node::as_str) else {
                self.error(
                    report,
                    &format!("element {number} has no `name` that is text"),
                );
                continue;
            };
            if !seen.insert(name) {
                twice.insert(name);
            }
            self.scheme(report, number, name, scheme);
        }
        for name in twice {
            self.error(
                report,
                &format!("there are several elements with the name `{name}`"),
            );
        }
    }

    fn scheme(&self, report: &mut Report<'_>, number: usize, name: &str, scheme: &Scheme) {
        match name {
            "sigv4" => {
                let known = [NAME, SIGNING_NAME, REGION, DOUBLE_ENCODING, NORMALIZE_PATH];
                self.extra(report, number, scheme, &known);
                self.shared(report, number, scheme);
                self.text(report, number, scheme, REGION);
            }
            "sigv4a" => {
                let known = [NAME, SIGNING_NAME, REGIONS, DOUBLE_ENCODING, NORMALIZE_PATH];
                self.extra(report, number, scheme, &known);
                self.regions(report, number, scheme);
                self.shared(report, number, scheme);
            }
            name if name.starts_with("sigv4-") => {
                self.shared(report, number, scheme);
                self.text(report, number, scheme, REGION);
                let problem = format!("element {number} is `{name}`, whose rules may change yet");
                self.tell(report, Severity::Danger, &problem);
            }
            name if name.starts_with("beta-") => {
                if !scheme.get(SIGNING_NAME).is_some_and(Node::is_string) {
                    let problem = format!("element {number} has no `{SIGNING_NAME}` that is text");
                    self.error(report, &problem);
                }
            }
            name => {
                let problem = format!("element {number} is `{name}`, which nothing is known of");
                self.tell(report, Severity::Warning, &problem);
            }
        }
    }

    fn extra(&self, report: &mut Report<'_>, number: usize, scheme: &Scheme, known: &[&str]) {
        for key in scheme.keys().filter(|key| !known.contains(&key.as_str())) {
            let known = known.join("`, `");
            let problem = format!("element {number} has `{key}`, which is none of `{known}`");
            self.error(report, &problem);
        }
    }

    /// What all signatures have in common may be left out.
    fn shared(&self, report: &mut Report<'_>, number: usize, scheme: &Scheme) {
        self.text(report, number, scheme, SIGNING_NAME);
        for key in [DOUBLE_ENCODING, NORMALIZE_PATH] {
            if scheme.get(key).is_some_and(|value| !value.is_boolean()) {
                self.error(
                    report,
                    &format!("`{key}` of element {number} is no boolean"),
                );
            }
        }
    }

    fn text(&self, report: &mut Report<'_>, number: usize, scheme: &Scheme, key: &str) {
        if scheme.get(key).is_some_and(|value| !value.is_string()) {
            self.error(report, &format!("`{key}` of element {number} is no text"));
        }
    }

    fn regions(&self, report: &mut Report<'_>, number: usize, scheme: &Scheme) {
        let problem = match scheme.get(REGIONS) {
            None => "is missing",
            Some(Node::Array(regions)) if regions.is_empty() => "is empty",
            Some(Node::Array(regions)) => {
                for (region, _) in regions.iter().enumerate().filter(|(_, it)| !it.is_string()) {
                    let problem = format!("`{REGIONS}.{region}` of element {number} is no text");
                    self.error(report, &problem);
                }
                return;
            }
            Some(_) => "is no list of texts",
        };
        self.error(
            report,
            &format!("`{REGIONS}` of element {number} {problem}"),
        );
    }
}
