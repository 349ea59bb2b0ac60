//! Refuses services whose code would be far longer than their model: what operations share is written for each of them.

use crate::limits::{OPERATION_ERRORS, OPERATION_MEMBERS};
use crate::lower::Lowering;
use crate::lower::modules::{errors_of_service, operations};
use smithgen_model::model::Shape;

impl Lowering<'_> {
    /// Whether the chosen operations are within the limits; reports those that are not.
    pub(in crate::lower) fn is_of_good_size(&mut self, service: &Shape) -> bool {
        let model = &self.resolved.model;
        let operations = operations(self.resolved);
        let members = operations.iter().map(|operation| {
            let ends = [&operation.input, &operation.output];
            let shapes = ends.iter().filter_map(|end| model.get(end.target.as_str()));
            shapes.map(|shape| shape.members.len()).sum::<usize>()
        });
        let members: usize = members.sum();
        let errors = operations.len() * errors_of_service(self.resolved).count();
        for (what, count, limit) in [
            ("members of inputs and outputs", members, OPERATION_MEMBERS),
            ("errors of the service", errors, OPERATION_ERRORS),
        ] {
            if count > limit {
                let message = format!("its operations have {count} {what}, of at most {limit}");
                let help = "choose some of the operations, or share fewer of these between them";
                let problem = self.problem(service.location, message);
                self.errors.push(problem.shape(&service.id).help(help));
            }
        }
        members <= OPERATION_MEMBERS && errors <= OPERATION_ERRORS
    }
}

#[cfg(test)]
mod tests {
    use smithgen_model::{Errors, load, resolve};

    use crate::lower::{Options, lower};

    /// A service with operations that share an input, and with errors of its own.
    fn service(operations: usize, members: usize, errors: usize) -> String {
        let list = |count: usize, name: &str| {
            let each = (0..count).map(|number| format!(r#"{{"target": "ex#{name}{number}"}}"#));
            each.collect::<Vec<_>>().join(", ")
        };
        let members =
            (0..members).map(|it| format!(r#""m{it}": {{"target": "smithy.api#String"}}"#));
        let mut shapes = vec![
            format!(
                r#""ex#S": {{"type": "service", "version": "1", "operations": [{}], "errors": [{}],
                "traits": {{"aws.protocols#restJson1": {{}}}}}}"#,
                list(operations, "Op"),
                list(errors, "E")
            ),
            format!(
                r#""ex#In": {{"type": "structure", "members": {{{}}}}}"#,
                members.collect::<Vec<_>>().join(", ")
            ),
        ];
        shapes.extend((0..operations).map(|number| {
            format!(
                r#""ex#Op{number}": {{"type": "operation", "input": {{"target": "ex#In"}},
                "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/{number}"}}}}}}"#
            )
        }));
        shapes.extend((0..errors).map(|number| {
            format!(
                r#""ex#E{number}": {{"type": "structure", "members": {{}},
                "traits": {{"smithy.api#error": "client"}}}}"#
            )
        }));
        format!(
            r#"{{"smithy": "2.0", "shapes": {{{}}}}}"#,
            shapes.join(",\n")
        )
    }

    /// The report, if there is one.
    fn report(text: &str) -> Option<String> {
        let mut errors = Errors::new();
        let files = vec![("model.json".to_owned(), text.as_bytes().to_vec())];
        let loaded = load::load_texts(files, &mut errors);
        let resolved = resolve::finish(loaded, errors, None, &[]);
        let lowered = resolved.and_then(|it| lower(&it, &Options::default()).map(drop));
        lowered.err().map(|errors| errors.report(false))
    }

    #[test]
    fn operations_share_this_much_and_no_more() {
        assert_eq!(report(&service(200, 1_000, 0)), None);
        assert_eq!(report(&service(100, 0, 500)), None);
        for (text, told) in [
            (
                service(201, 1_000, 0),
                "its operations have 201000 members of inputs and outputs, of at most 200000",
            ),
            (
                service(101, 0, 500),
                "its operations have 50500 errors of the service, of at most 50000",
            ),
        ] {
            let report = report(&text).expect("it is beyond the limit");
            assert!(report.contains(told), "{report}");
            assert!(report.contains("--> model.json:"), "{report}");
        }
    }
}
