//! Whether the names of services in SDKs are as they are to be.

use super::{SERVICE, services};
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;

const COMPANIES: [&str; 3] = ["AWS", "Amazon", "Aws"];
const ENDINGS: [&str; 3] = ["service", "client", "api"];

/// So many characters an SDK id has at most. Source: Smithy's specification, "sdkId".
const LENGTH: usize = 50;

/// The ids of services that are older than the rules.
const OLD: [&str; 15] = [
    "ACM PCA",
    "ApiGatewayManagementApi",
    "Application Discovery Service",
    "Config Service",
    "Cost and Usage Report Service",
    "Database Migration Service",
    "Directory Service",
    "Elasticsearch Service",
    "IoT 1Click Devices Service",
    "IoTAnalytics",
    "Lex Model Building Service",
    "Lex Runtime Service",
    "Marketplace Entitlement Service",
    "Resource Groups Tagging API",
    "mq",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (bound, service) in services(context) {
        let id = &service.sdk_id;
        let problems = problems(id);
        if !problems.is_empty() {
            let message = format!("the SDK id `{id}` {}", problems.join(", and "));
            report.tell_of_trait(Severity::Danger, bound.shape, SERVICE, message);
        }
    }
}

fn problems(id: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if OLD.contains(&id) {
        return problems;
    }
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let starts_well = id.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    if !(starts_well && id.split(' ').all(is_word)) {
        problems.push("is not made of words of letters and digits, a letter first".to_owned());
    }
    if let Some(company) = COMPANIES.iter().find(|it| id.contains(*it)) {
        problems.push(format!("names the company, as `{company}`"));
    }
    let lower = id.to_ascii_lowercase();
    if let Some(ending) = ENDINGS.iter().find(|it| lower.ends_with(*it)) {
        problems.push(format!("ends with `{ending}`"));
    }
    if id.is_empty() || id.chars().count() > LENGTH {
        problems.push(format!("is not from 1 to {LENGTH} characters long"));
    }
    problems
}
