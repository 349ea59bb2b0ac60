//! Whether a service has one name in its ARNs and signatures.

use super::arn_namespace;
use crate::diagnostic::Severity;
use crate::model::traits::{AwsService, Known, Sigv4, Sigv4a};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for bound in context.services().values() {
        let traits = &bound.shape.traits;
        let service = traits.read::<AwsService>();
        let service = service.map(|it| arn_namespace(bound.shape, &it));
        let names = [
            ("aws.api#service$arnNamespace", AwsService::ID, service),
            (
                "aws.auth#sigv4$name",
                Sigv4::ID,
                traits.read().map(|it: Sigv4| it.name),
            ),
            (
                "aws.auth#sigv4a$name",
                Sigv4a::ID,
                traits.read().map(|it: Sigv4a| it.name),
            ),
        ];
        let pairs = [(0, 1), (0, 2), (1, 2)];
        for (one, other) in pairs {
            let (Some((first, _, Some(a))), Some((second, id, Some(b)))) =
                (names.get(one), names.get(other))
            else {
                continue;
            };
            if a != b {
                let message = format!("`{first}` is `{a}`, but `{second}` is `{b}`");
                let event = report.of_trait(Severity::Warning, bound.shape, id, message);
                report.push(event.help("both should be the same"));
            }
        }
    }
}
