//! Which parameters of the endpoint rules an operation gives values to.

use super::{Problem, literal, path};
use crate::ir::endpoint::{ContextParameter, ContextSource};
use smithgen_model::model::Shape;
use smithgen_model::model::traits::{ContextParam, OperationContextParams, StaticContextParams};

/// The parameters that an operation and its input fill, those that win first.
pub(in crate::lower) fn parameters(
    operation: &Shape,
    input: Option<&Shape>,
) -> Result<Vec<ContextParameter>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found = Vec::new();
    let fixed = operation.traits.read::<StaticContextParams>();
    for (name, parameter) in fixed.map(|params| params.0).unwrap_or_default() {
        let source = literal(&parameter.value).map(ContextSource::Static);
        if source.is_none() {
            let message = format!(
                "the endpoint parameter `{name}` is fixed at a value that no parameter takes"
            );
            problems.push(Problem {
                message,
                help: None,
            });
        }
        found.extend(source.map(|source| ContextParameter { name, source }));
    }
    let members = input.into_iter().flat_map(|input| &input.members);
    for (index, member) in members.enumerate() {
        let parameter = member.traits.read::<ContextParam>();
        found.extend(parameter.map(|ContextParam { name }| ContextParameter {
            name,
            source: ContextSource::Member(index),
        }));
    }
    let sought = operation.traits.read::<OperationContextParams>();
    for (name, parameter) in sought.map(|params| params.0).unwrap_or_default() {
        let steps = path::input(&parameter.path);
        if steps.is_none() {
            problems.push(Problem {
                message: format!(
                    "the endpoint parameter `{name}` has the path `{}`, which is not supported",
                    parameter.path
                ),
                help: Some(
                    "the trait allows members, `[*]`, `*`, `[]`, `[a, b]` and `keys()`".to_owned(),
                ),
            });
        }
        found.extend(steps.map(|steps| ContextParameter {
            name,
            source: ContextSource::Path(steps),
        }));
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems)
    }
}
