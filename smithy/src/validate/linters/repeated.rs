//! Whether members of structures and unions repeat the name of the shape that they are in.

use serde::Deserialize;

use super::{Run, read};
use crate::diagnostic::Severity;
use crate::model::{Kind, Node};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    exact_match: bool,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    Ok(linter(configuration))
}

/// The same under its old name, which has no configuration.
pub(super) fn configure_prefix(_: &Node) -> Result<Run, String> {
    Ok(linter(Configuration::default()))
}

fn linter(configuration: Configuration) -> Run {
    Box::new(move |context, report| {
        for shape in context.shapes() {
            if !matches!(shape.kind, Kind::Structure | Kind::Union) {
                continue;
            }
            let name = shape.id.name().to_lowercase();
            for member in &shape.members {
                let own = member.name.to_lowercase();
                let repeats = match configuration.exact_match {
                    true => own == name,
                    false => own.starts_with(&name),
                };
                if repeats {
                    let kind = shape.kind.name();
                    let message =
                        format!("its name repeats that of the {kind}, `{}`", shape.id.name());
                    report.push(report.event(Severity::Warning, (shape, member), message));
                }
            }
        }
    })
}
