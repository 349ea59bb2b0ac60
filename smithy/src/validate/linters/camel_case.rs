//! Whether names are in camel case: those of shapes with a capital first, of traits with a small letter, and those of
//! members all the same way.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Run, name, read};
use crate::diagnostic::Severity;
use crate::model::traits::id::TRAIT;
use crate::model::traits::id::{AUTH_DEFINITION, PROTOCOL_DEFINITION};
use crate::model::{Kind, Node};
use crate::selector::{Point, Subject};
use crate::validate::context::Context;
use crate::validate::report::Report;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    member_names: Style,
}

/// How names of members begin.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Style {
    /// As most of them do.
    #[default]
    Auto,
    Upper,
    Lower,
}

impl Style {
    fn fits(self, name: &str) -> bool {
        let first = name.bytes().next().unwrap_or_default();
        let starts = match self {
            Self::Auto => true,
            Self::Upper => first.is_ascii_uppercase(),
            Self::Lower => first.is_ascii_lowercase(),
        };
        starts && name.bytes().all(|letter| letter.is_ascii_alphanumeric())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Auto | Self::Upper => "upper",
            Self::Lower => "lower",
        }
    }
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    Ok(Box::new(move |context, report| {
        shapes(context, report);
        members(context, report, configuration.member_names);
    }))
}

fn shapes(context: &Context<'_>, report: &mut Report<'_>) {
    for shape in context.shapes() {
        let is_trait = shape.traits.has(TRAIT);
        // These are often called after what they stand for.
        let is_free = shape.traits.has(AUTH_DEFINITION) || shape.traits.has(PROTOCOL_DEFINITION);
        let style = match is_trait {
            true if is_free => continue,
            true => Style::Lower,
            false => Style::Upper,
        };
        tell(report, shape.into(), style);
    }
}

fn tell(report: &mut Report<'_>, subject: Subject<'_>, style: Style) {
    let name = name(subject);
    if !style.fits(name) {
        let message = format!("the name `{name}` is not in {} camel case", style.name());
        report.push(report.event(Severity::Danger, subject, message));
    }
}

/// Checks the members of each service, and then all others by their namespaces.
fn members(context: &Context<'_>, report: &mut Report<'_>, style: Style) {
    let services = context.services().keys();
    let services: Vec<Point> = services
        .filter_map(|id| context.index.shape(id.as_str()))
        .collect();
    for service in &services {
        let closure = context.index.closure(*service);
        let subjects = closure
            .iter()
            .filter_map(|point| context.index.subject(point));
        check_members(report, style, subjects);
    }
    let seen = context.index.closure_of(services);
    let mut others: BTreeMap<&str, Vec<Subject<'_>>> = BTreeMap::new();
    for point in context
        .index
        .points()
        .filter(|point| !seen.contains(*point))
    {
        if let Some(subject) = context.index.subject(point) {
            let namespace = subject.shape.id.namespace();
            others.entry(namespace).or_default().push(subject);
        }
    }
    for subjects in others.into_values() {
        check_members(report, style, subjects.into_iter());
    }
}

fn check_members<'m>(
    report: &mut Report<'_>,
    style: Style,
    subjects: impl Iterator<Item = Subject<'m>>,
) {
    let members = subjects.filter(|subject| {
        subject.member.is_some() && matches!(subject.shape.kind, Kind::Structure | Kind::Union)
    });
    let members: Vec<Subject<'_>> = members.collect();
    let count = |style: Style| members.iter().filter(|it| style.fits(name(**it))).count();
    let style = match style {
        Style::Auto if count(Style::Upper) > count(Style::Lower) => Style::Upper,
        Style::Auto => Style::Lower,
        style => style,
    };
    for member in members {
        tell(report, member, style);
    }
}
