//! Whether checksums of requests and responses can be chosen, and get along with the headers of members.

use super::listed;
use crate::diagnostic::Severity;
use crate::model::traits::{HttpChecksum, HttpHeader, HttpPrefixHeaders, Known, id};
use crate::model::{Kind, Node, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

const ID: &str = HttpChecksum::ID;
const PREFIX: &str = "x-amz-checksum-";
const MODES: [&str; 1] = ["ENABLED"];
const ALGORITHMS: [&str; 10] = [
    "CRC32",
    "CRC32C",
    "CRC64NVME",
    "MD5",
    "SHA1",
    "SHA256",
    "SHA512",
    "XXHASH128",
    "XXHASH3",
    "XXHASH64",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(ID) {
        if let Some(checksum) = subject.traits().read::<HttpChecksum>() {
            let operation = subject.shape;
            Check { context, operation }.operation(report, &checksum);
        }
    }
}

struct Check<'c, 'm> {
    context: &'c Context<'m>,
    operation: &'m Shape,
}

impl<'m> Check<'_, 'm> {
    fn operation(&self, report: &mut Report<'_>, checksum: &HttpChecksum) {
        let algorithm = checksum.request_algorithm_member.as_deref();
        let mode = checksum.request_validation_mode_member.as_deref();
        let has_request = checksum.request_checksum_required || algorithm.is_some();
        let has_response = !checksum.response_algorithms.is_empty() || mode.is_some();
        if !has_request && !has_response {
            let message = "`httpChecksum` says nothing of requests or responses";
            let event = report.of_trait(Severity::Error, self.operation, ID, message);
            report.push(event.help(
                "set `requestChecksumRequired` or `requestAlgorithmMember`, or both `requestValidationModeMember` and `responseAlgorithms`",
            ));
            return;
        }
        let Some(input) = self.context.input(self.operation) else {
            return;
        };
        if has_request {
            if let Some(name) = algorithm {
                self.member(report, "requestAlgorithmMember", input, name, &ALGORITHMS);
            }
            self.headers(report, input);
        }
        if has_response {
            let missing = |property: &str| {
                format!("`httpChecksum` has a checksum of responses, but no `{property}`")
            };
            match mode {
                Some(name) => {
                    self.member(report, "requestValidationModeMember", input, name, &MODES);
                }
                None => {
                    report.trait_error(self.operation, ID, missing("requestValidationModeMember"))
                }
            }
            if checksum.response_algorithms.is_empty() {
                report.trait_error(self.operation, ID, missing("responseAlgorithms"));
            }
            self.responses(report);
        }
    }

    /// A member of the input that chooses has an enum of known values.
    fn member(
        &self,
        report: &mut Report<'_>,
        property: &str,
        input: &'m Shape,
        name: &str,
        known: &[&str],
    ) {
        let Some(member) = input.member(name) else {
            let message = format!("`{property}` is `{name}`, which its input does not have");
            report.trait_error(self.operation, ID, message);
            return;
        };
        let values = match self.context.target(member) {
            Some(target) if matches!(target.kind, Kind::Enum) => Some(values_of(target)),
            _ => {
                let applied = self.context.effective_trait(member, id::ENUM);
                applied.map(|applied| values_in(&applied.value))
            }
        };
        let Some(values) = values else {
            let message = format!("`{property}` is `{name}`, which is no enum");
            report.trait_error(self.operation, ID, message);
            return;
        };
        let unknown = values.into_iter().filter(|value| !known.contains(value));
        let unknown: Vec<&str> = unknown.collect();
        if !unknown.is_empty() {
            let message = format!(
                "`{property}` is `{name}`, whose values {} are none of {}",
                listed(unknown),
                listed(known.iter().copied())
            );
            report.trait_error(self.operation, ID, message);
        }
    }

    fn responses(&self, report: &mut Report<'_>) {
        if let Some(output) = self.context.output(self.operation) {
            self.headers(report, output);
        }
        let errors = self
            .operation
            .as_operation()
            .into_iter()
            .flat_map(|it| &it.errors);
        for error in errors.filter_map(|error| self.context.shape(&error.target)) {
            self.headers(report, error);
        }
    }

    /// Headers of members are not those of checksums.
    fn headers(&self, report: &mut Report<'_>, structure: &Shape) {
        let name = structure.id.name();
        for member in &structure.members {
            if let Some(HttpPrefixHeaders(prefix)) = member.traits.read()
                && PREFIX.starts_with(&prefix)
            {
                let prefix = prefix.to_lowercase();
                let message = format!(
                    "`{}` of `{name}` takes all headers that start with `{prefix}`, also those of checksums",
                    member.name
                );
                let event = report.event(Severity::Danger, self.operation, message);
                let id = report.id(&format!("HttpPrefixHeaders.{name}.{prefix}"));
                report.push(event.id(id));
            }
            if let Some(HttpHeader(header)) = member.traits.read()
                && header.starts_with(PREFIX)
            {
                let header = header.to_lowercase();
                let message = format!(
                    "`{}` of `{name}` is the header `{header}`, which is that of a checksum",
                    member.name
                );
                let event = report.event(Severity::Warning, self.operation, message);
                let id = report.id(&format!("HttpHeader.{name}.{header}"));
                report.push(event.id(id));
            }
        }
    }
}

fn values_of(shape: &Shape) -> Vec<&str> {
    let members = shape.members.iter();
    let values = members.map(|it| it.traits.text(id::ENUM_VALUE).unwrap_or(&it.name));
    values.collect()
}

/// The values in the deprecated trait `enum`.
fn values_in(value: &Node) -> Vec<&str> {
    let definitions = value.as_array().into_iter().flatten();
    definitions
        .filter_map(|it| it.get("value")?.as_str())
        .collect()
}
