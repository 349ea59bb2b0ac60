//! Checks the metadata that Smithy itself reads: `validators`, `suppressions` and `severityOverrides`.

use std::borrow::Cow;

use super::json::Json;
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::idl::tree::{Data, Value};
use crate::nearest::nearest;
use crate::selector::Selector;
use crate::source::{Location, Sources};

/// A value with its place, in either kind of file.
#[derive(Clone)]
pub(super) enum Located<'v, 'a> {
    /// In the interface language: the number of the file, and the value.
    Idl(usize, &'v Value<'a>),
    Json(Json<'a>),
}

impl<'v, 'a> Located<'v, 'a> {
    fn at(&self) -> Location {
        match self {
            Self::Idl(file, value) => Location::new(*file, value.span.start),
            Self::Json(json) => json.at,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Idl(_, value) => value.kind(),
            Self::Json(json) => json.kind(),
        }
    }

    fn elements(&self) -> Option<Vec<Self>> {
        match self {
            Self::Idl(file, value) => match &value.data {
                Data::Array(values) => {
                    Some(values.iter().map(|value| Self::Idl(*file, value)).collect())
                }
                _ => None,
            },
            Self::Json(json) if json.is_array() => {
                let elements = json.elements().ok()?;
                Some(elements.into_iter().map(Self::Json).collect())
            }
            Self::Json(_) => None,
        }
    }

    fn is_object(&self) -> bool {
        match self {
            Self::Idl(_, value) => matches!(value.data, Data::Object(_)),
            Self::Json(json) => json.is_object(),
        }
    }

    fn get(&self, key: &str) -> Option<Self> {
        match self {
            Self::Idl(file, value) => match &value.data {
                Data::Object(entries) => {
                    let found = entries.iter().find(|entry| entry.key.text == key)?;
                    Some(Self::Idl(*file, &found.value))
                }
                _ => None,
            },
            Self::Json(json) if json.is_object() => {
                let mut entries = json.entries().ok()?.into_iter();
                let found = entries.find(|entry| entry.key == key)?;
                Some(Self::Json(found.value))
            }
            Self::Json(_) => None,
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Idl(_, value) => value.text().map(Cow::Borrowed),
            Self::Json(json) if json.is_string() => json.string().ok(),
            Self::Json(_) => None,
        }
    }

    fn is_true(&self) -> bool {
        match self {
            Self::Idl(_, value) => matches!(value.data, Data::Bool(true)),
            Self::Json(json) => matches!(json.node(), Ok(serde_json::Value::Bool(true))),
        }
    }
}

/// Reports what is wrong with the value of a key of metadata, if Smithy gives it a meaning.
///
/// That of a dependency is left out of the model, and nobody who is told of it could mend it.
pub(super) fn check(key: &str, value: &Located<'_, '_>, sources: &Sources, errors: &mut Errors) {
    if !sources.is_own(value.at()) {
        return;
    }
    let (what, needed): (&str, &[&str]) = match key {
        "validators" => ("a validator", &["name"]),
        "suppressions" => ("a suppression", &["id", "namespace"]),
        "severityOverrides" => (
            "an override of a severity",
            &["severity", "id", "namespace"],
        ),
        _ => return,
    };
    let mut report = |at: &Located<'_, '_>, message: String, help: String| {
        let problem = Diagnostic::error(message).at(sources.place(at.at()));
        errors.push(problem.help(help));
    };
    let Some(elements) = value.elements() else {
        let message = format!("expected `{key}` to be an array, found {}", value.kind());
        return report(value, message, format!("each element is {what}"));
    };
    for element in elements {
        if !element.is_object() {
            let message = format!("expected {what} to be an object, found {}", element.kind());
            report(&element, message, format!("it has {}", needed.join(", ")));
            continue;
        }
        for name in needed {
            let found = element.get(name);
            match found.as_ref().map(Located::text) {
                Some(Some(_)) => {}
                Some(None) => {
                    let found = found.as_ref().unwrap_or(&element);
                    let message =
                        format!("expected `{name}` to be a string, found {}", found.kind());
                    report(found, message, "put it in quotes".to_owned());
                }
                None => {
                    let message = format!("{what} has no `{name}`");
                    report(&element, message, "add it".to_owned());
                    break;
                }
            }
        }
        let severities: &[Severity] = match key {
            "validators" => &Severity::OF_VALIDATORS,
            _ => &Severity::OF_OVERRIDES,
        };
        let severities: Vec<&str> = severities.iter().map(|it| it.name()).collect();
        if let Some(severity) = element.get("severity")
            && let Some(text) = severity.text()
            && !severities.contains(&&*text)
        {
            let message = format!("`{text}` is no severity that can be set here");
            let help = match nearest(&text, severities.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("use one of {}", severities.join(", ")),
            };
            report(&severity, message, help);
        }
        if key == "validators" {
            selectors(&element, &mut report);
            configuration(&element, &mut report);
        }
    }
}

/// Reports selectors that cannot be read.
fn selectors(
    validator: &Located<'_, '_>,
    report: &mut impl FnMut(&Located<'_, '_>, String, String),
) {
    let settings = validator.get("configuration");
    let setting = |key| settings.as_ref().and_then(|it| it.get(key));
    let selectors = [
        validator.get("selector"),
        setting("selector"),
        setting("rootShapeSelector"),
    ];
    for selector in selectors.into_iter().flatten() {
        let Some(text) = selector.text() else {
            continue;
        };
        if let Err(error) = Selector::parse(&text) {
            let message = format!("the selector cannot be read: {error}");
            let help = error.help.unwrap_or_else(|| {
                "write it as in `structure > member [trait|required]`".to_owned()
            });
            report(&selector, message, help);
        }
    }
}

/// Reports what a known validator cannot do without.
fn configuration(
    validator: &Located<'_, '_>,
    report: &mut impl FnMut(&Located<'_, '_>, String, String),
) {
    let name = validator.get("name");
    let name = name.as_ref().and_then(Located::text).unwrap_or_default();
    let settings = validator.get("configuration");
    let setting = |key| settings.as_ref().and_then(|it| it.get(key));
    match &*name {
        "EmitEachSelector" | "EmitNoneSelector" if setting("selector").is_none() => report(
            validator,
            format!("the validator `{name}` has no `selector` in its configuration"),
            "add one for the shapes it is about".to_owned(),
        ),
        "MissingSensitiveTrait" => {
            let terms = setting("terms").and_then(|it| it.elements());
            let has_terms = terms.is_some_and(|terms| !terms.is_empty());
            if !has_terms && setting("excludeDefaults").is_some_and(|it| it.is_true()) {
                report(
                    validator,
                    format!("the validator `{name}` looks for no terms at all"),
                    "add some as `terms`, or leave out `excludeDefaults`".to_owned(),
                );
            }
        }
        _ => {}
    }
}
