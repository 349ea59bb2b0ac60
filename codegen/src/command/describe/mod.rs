//! `smithgen describe`: explains what a shape is, who uses it, and what it becomes.

mod facts;
mod find;
mod page;
mod rust;
mod served;
mod words;

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use smithgen_model::model::{Member, Model, Node, Shape};
use smithgen_model::{Diagnostic, Place};

use super::inputs::Inputs;
use super::{Format, show_as, tell, tell_json};
use crate::lower::docs::Reader;
use crate::{Errors, Severity};

/// What `describe` is told.
#[derive(Args)]
pub(super) struct Describe {
    /// Prints an object with everything that is known.
    #[arg(long)]
    format: Option<Format>,
    /// The protocol, where the service has more than one.
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,
    /// What to explain: an absolute id, or a name where no other namespace has it; `Shape$member` for a member.
    #[arg(value_name = "SHAPE")]
    wanted: String,
    #[command(flatten)]
    inputs: Inputs,
}

/// What a shape is and becomes.
#[derive(Debug, Serialize)]
struct Description {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    place: Option<At>,
    /// As a terminal shows it.
    documentation: String,
    /// The traits that are told nowhere else, with their values.
    traits: Vec<Applied>,
    /// What an operation has of HTTP: method, path and status.
    http: Option<String>,
    /// What a service, resource or operation is made of: the words for it, and the shapes.
    parts: Vec<Part>,
    members: Vec<MemberFacts>,
    #[serde(rename = "usedBy")]
    used_by: Vec<Use>,
    /// What becomes of it in each service that has it.
    rust: Vec<rust::Rust>,
    /// What cannot be told, and why.
    notes: Vec<String>,
}

/// Where something is.
#[derive(Debug, Serialize)]
struct At {
    file: String,
    line: usize,
    column: usize,
}

/// A trait.
#[derive(Debug, Serialize)]
struct Applied {
    id: String,
    value: Node,
}

/// Shapes that belong to another one in some way.
#[derive(Debug, Serialize)]
struct Part {
    name: &'static str,
    shapes: Vec<String>,
}

/// A member.
#[derive(Debug, Serialize)]
struct MemberFacts {
    name: String,
    /// None in an enum.
    target: Option<String>,
    /// The type of the target.
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    required: bool,
    default: Option<Node>,
    /// The value of an enum's member.
    value: Option<Node>,
    /// Its part of an HTTP message, where the protocol has them.
    binding: Option<String>,
    /// What its values must be.
    constraints: Vec<String>,
    traits: Vec<Applied>,
    documentation: String,
}

/// Who uses a shape, and as what.
#[derive(Debug, Serialize)]
struct Use {
    id: String,
    #[serde(rename = "as")]
    role: &'static str,
    place: Option<At>,
}

impl At {
    fn of(place: Option<Place>) -> Option<Self> {
        place.map(|place| At {
            file: place.file,
            line: place.line,
            column: place.column,
        })
    }
}

/// Explains the shape, unless there are errors in the model.
pub(super) fn run(arguments: &Describe) -> ExitCode {
    let format = arguments.format;
    let mut errors = Errors::new();
    let merged = arguments.inputs.merged(&mut errors);
    errors.sort();
    errors.keep(Severity::Warning);
    if errors.has_errors() {
        show_as(&errors, format);
        return ExitCode::FAILURE;
    }
    let wanted = &arguments.wanted;
    let flat = merged.flat();
    // Mixins are there as long as they are not flat.
    let of_mixins = || Some((find::find(&merged.model, wanted).ok()?, &merged.model));
    let found = match find::find(flat, wanted) {
        Ok(found) => Some((found, flat)),
        Err(problem) => of_mixins().or_else(|| {
            errors.push(*problem);
            None
        }),
    };
    show_as(&errors, format);
    let Some(((shape, member), model)) = found else {
        return ExitCode::FAILURE;
    };
    let description = describe(model, shape, member, arguments.protocol.as_deref());
    match format {
        Some(Format::Json) => match serde_json::to_value(&description) {
            Ok(value) => tell_json(&value),
            Err(error) => {
                let problem = Diagnostic::error(format!("cannot print this as JSON: {error}"));
                show_as(&Errors::from(problem), format);
                return ExitCode::FAILURE;
            }
        },
        None => tell(page::text(&description).trim_end()),
    }
    ExitCode::SUCCESS
}

fn describe(
    model: &Model,
    shape: &Shape,
    member: Option<&Member>,
    protocol: Option<&str>,
) -> Description {
    let reader = Reader::new(true);
    let (rust, notes) = rust::of(model, shape, member, protocol);
    // Without a service nobody knows the protocol, and bindings are shown as they are.
    let has_bindings = rust.is_empty() || rust.iter().any(|rust| rust.binds);
    let facts = facts::Facts {
        model,
        reader: &reader,
        has_bindings,
    };
    let members: Vec<&Member> = match member {
        Some(member) => vec![member],
        None => shape.members.iter().collect(),
    };
    let subject = member.map_or(&shape.traits, |member| &member.traits);
    Description {
        id: member.map_or_else(|| shape.id.to_string(), |it| shape.id.member(&it.name)),
        kind: match member {
            Some(_) => "member",
            None => shape.kind.name(),
        },
        place: At::of(model.place(member.map_or(shape.location, |it| it.location))),
        documentation: match member {
            Some(_) => String::new(),
            None => facts.documentation(subject),
        },
        traits: match member {
            Some(_) => Vec::new(),
            None => facts::other_traits(subject),
        },
        http: facts.http(shape),
        parts: facts::parts(shape),
        members: members.iter().map(|it| facts.member(shape, it)).collect(),
        used_by: match member {
            Some(_) => Vec::new(),
            None => facts::uses(model, &shape.id),
        },
        rust,
        notes,
    }
}
