//! Whether metadata is of the shape that is defined for it.

use super::definition::definitions;
use crate::node_validation::{NodeValidator, Options};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let options = Options {
        has_base64_blobs: true,
        allows_zero: true,
        ..Options::default()
    };
    let validator = NodeValidator::new(&context.index, options);
    for (key, subjects) in definitions(context) {
        // One that is defined more than once is wrong for that alone.
        let ([subject], Some(value)) = (subjects.as_slice(), context.model.metadata.get(key))
        else {
            continue;
        };
        for finding in validator.check(subject.shape, value) {
            let place = match finding.path.as_str() {
                "" => format!("metadata `{key}`"),
                path => format!("`{path}` of metadata `{key}`"),
            };
            let suffix = match finding.suffix {
                None => key.to_owned(),
                Some(suffix) => format!("{key}.{suffix}"),
            };
            let message = format!("{place}: {}", finding.message);
            let event = report.general(finding.severity, message);
            report.push(event.id(report.id(&suffix)));
        }
    }
}
