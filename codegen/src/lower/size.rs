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
