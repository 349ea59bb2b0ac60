//! Whether operations have pages that look as if they had.

use serde::Deserialize;

use super::words::camel_case;
use super::{Run, read};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Kind, Node, Operation, Shape};
use crate::validate::context::Context;

const PAGINATED: &str = "smithy.api#paginated";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    verbs_require_pagination: HashSet<String>,
    verbs_suggest_pagination: HashSet<String>,
    input_members_require_pagination: HashSet<String>,
    output_members_require_pagination: HashSet<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            verbs_require_pagination: set(&["list", "search"]),
            verbs_suggest_pagination: set(&["describe", "get"]),
            input_members_require_pagination: set(&[
                "maxresults",
                "maxitems",
                "pagesize",
                "limit",
                "nexttoken",
                "pagetoken",
                "token",
                "marker",
            ]),
            output_members_require_pagination: set(&[
                "nexttoken",
                "pagetoken",
                "token",
                "marker",
                "nextpage",
                "nextpagetoken",
                "position",
                "nextmarker",
                "paginationtoken",
                "nextpagemarker",
            ]),
        }
    }
}

impl Configuration {
    /// Names are compared without regard to case.
    fn lower(self) -> Self {
        let lower = |words: HashSet<String>| words.iter().map(|it| it.to_lowercase()).collect();
        Self {
            verbs_require_pagination: lower(self.verbs_require_pagination),
            verbs_suggest_pagination: lower(self.verbs_suggest_pagination),
            input_members_require_pagination: lower(self.input_members_require_pagination),
            output_members_require_pagination: lower(self.output_members_require_pagination),
        }
    }

    /// Why an operation should have pages.
    fn reason(
        &self,
        context: &Context<'_>,
        shape: &Shape,
        operation: &Operation,
    ) -> Option<(Severity, String)> {
        let verb = camel_case(shape.id.name())
            .first()
            .map(|it| it.to_lowercase());
        let verb = verb.unwrap_or_default();
        if self.verbs_require_pagination.contains(&verb) {
            let message = format!("its name starts with `{verb}`, but it has no pages");
            return Some((Severity::Danger, message));
        }
        let output = context.shape(&operation.output.target);
        let sides = [
            (
                context.shape(&operation.input.target),
                &self.input_members_require_pagination,
            ),
            (output, &self.output_members_require_pagination),
        ];
        for (side, names) in sides {
            let mut members = side.into_iter().flat_map(|side| &side.members);
            if let Some(found) = members.find(|it| names.contains(&it.name.to_lowercase())) {
                let message = format!("it has a member `{}`, but no pages", found.name);
                return Some((Severity::Danger, message));
            }
        }
        let mut members = output.into_iter().flat_map(|output| &output.members);
        let has_list = members.any(|member| {
            let target = context.target(member);
            target.is_some_and(|target| matches!(target.kind, Kind::List))
        });
        let suggests = has_list && self.verbs_suggest_pagination.contains(&verb);
        suggests.then(|| {
            let message =
                format!("its name starts with `{verb}` and it returns a list, but not by pages");
            (Severity::Warning, message)
        })
    }
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    let configuration = configuration.lower();
    Ok(Box::new(move |context, report| {
        for (shape, operation) in context.operations() {
            if shape.traits.has(PAGINATED) {
                continue;
            }
            if let Some((severity, message)) = configuration.reason(context, shape, operation) {
                let event = report.event(severity, shape, message);
                report.push(event.help("add the trait `paginated`"));
            }
        }
    }))
}
