//! Whether members that may become optional one day are optional for clients today.

use serde::Deserialize;

use super::{Run, read};
use crate::diagnostic::Severity;
use crate::model::traits::id::{CLIENT_OPTIONAL, DEFAULT, REQUIRED};
use crate::model::{Kind, Node};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    on_required_structure_or_union: bool,
    on_required_or_default: bool,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    Ok(Box::new(move |context, report| {
        for shape in context.shapes() {
            for member in &shape.members {
                if member.traits.has(CLIENT_OPTIONAL) {
                    continue;
                }
                let target = context.target(member).map(|target| &target.kind);
                let has_no_zero = matches!(target, Some(Kind::Structure | Kind::Union));
                let is_required = member.traits.has(REQUIRED);
                let mut told = Vec::new();
                if configuration.on_required_or_default {
                    if member.traits.has(DEFAULT) {
                        told.push("it has a default, but clients cannot tell that it is not set");
                    }
                    if is_required {
                        told.push("it is required, for clients as well");
                    }
                } else if configuration.on_required_structure_or_union && is_required && has_no_zero
                {
                    told.push(
                        "it is required for clients as well, and no default could replace that",
                    );
                }
                for message in told {
                    let event = report.event(Severity::Danger, (shape, member), message);
                    report.push(event.help("add the trait `clientOptional`"));
                }
            }
        }
    }))
}
