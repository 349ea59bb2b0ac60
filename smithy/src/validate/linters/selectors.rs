//! Whether selectors of the model's own match shapes that should not be, or none that should be.

use super::Run;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Node;
use crate::selector::{Selector, Subject, Template};

fn selector_in(configuration: &Node) -> Result<Selector, String> {
    match configuration.get("selector") {
        None => Err("it has no `selector`".to_owned()),
        Some(Node::String(text)) => Selector::parse(text).map_err(|error| match &error.help {
            Some(help) => format!("{error}: {help}"),
            None => error.to_string(),
        }),
        Some(_) => Err("its `selector` is no text".to_owned()),
    }
}

/// Tells of every shape that a selector matches.
pub(super) fn each(configuration: &Node) -> Result<Run, String> {
    let selector = selector_in(configuration)?;
    let text = |key: &str| match configuration.get(key) {
        None => Ok(None),
        Some(Node::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("its `{key}` is no text")),
    };
    let bound = text("bindToTrait")?.map(|id| crate::definition::absolute(&id));
    let template = match text("messageTemplate")? {
        None => None,
        Some(text) => {
            let template = Template::parse(&text);
            Some(template.map_err(|error| format!("its `messageTemplate`: {error}"))?)
        }
    };
    Ok(Box::new(move |context, report| {
        let mut told = |subject, message: String| {
            let event = match &bound {
                Some(id) => report.of_trait(Severity::Danger, subject, id, message),
                None => report.event(Severity::Danger, subject, message),
            };
            if bound.is_none() || event.trait_id.is_some() && has_trait(&subject, &bound) {
                report.push(event);
            }
        };
        let result = match &template {
            None => selector.select(&context.index).map(|found| {
                let message = format!("it matches the selector `{}`", selector.text());
                let subjects = found.iter().filter_map(|it| context.index.subject(it));
                subjects.for_each(|subject| told(subject, message.clone()));
            }),
            Some(template) => selector.each_match(&context.index, &mut |found| {
                if let Some(subject) = context.index.subject(found.point) {
                    told(subject, template.fill(&found));
                }
            }),
        };
        if let Err(error) = result {
            report.push(Diagnostic::error(error.to_string()));
        }
    }))
}

fn has_trait(subject: &Subject<'_>, bound: &Option<String>) -> bool {
    bound.as_ref().is_none_or(|id| subject.traits().has(id))
}

/// Tells of a selector that matches nothing, the prelude left out.
pub(super) fn none(configuration: &Node) -> Result<Run, String> {
    let selector = selector_in(configuration)?;
    Ok(Box::new(move |context, report| {
        let found = match selector.select(&context.index) {
            Ok(found) => found,
            Err(error) => return report.push(Diagnostic::error(error.to_string())),
        };
        let mut subjects = found.iter().filter_map(|it| context.index.subject(it));
        if !subjects.any(|subject| context.model.is_own(subject.shape.location)) {
            let message = format!("no shape matches the selector `{}`", selector.text());
            report.push(report.general(Severity::Danger, message));
        }
    }))
}
