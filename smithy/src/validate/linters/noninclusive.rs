//! Whether names and texts have terms that exclude people.

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Run, name, read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::maps::HashSet;
use crate::model::{Node, Shape, Trait};
use crate::selector::Subject;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// What is looked for unless the configuration says otherwise, with what to say instead.
const TERMS: &[(&str, &[&str])] = &[
    ("master", &["primary", "parent", "main"]),
    ("slave", &["secondary", "replica", "clone", "child"]),
    ("blacklist", &["denyList"]),
    ("whitelist", &["allowList"]),
];

const REFERENCES: &str = "smithy.api#references";

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    terms: IndexMap<String, Vec<String>>,
    exclude_defaults: bool,
}

/// A term in lower case, and what to say instead.
struct Term {
    text: String,
    instead: Vec<String>,
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    if configuration.exclude_defaults && configuration.terms.is_empty() {
        return Err("with `excludeDefaults` it needs `terms`".to_owned());
    }
    let mut terms: IndexMap<String, Vec<String>> = IndexMap::new();
    if !configuration.exclude_defaults {
        for (term, instead) in TERMS {
            let instead = instead.iter().map(|it| (*it).to_owned());
            terms.insert((*term).to_owned(), instead.collect());
        }
    }
    terms.extend(configuration.terms);
    let terms = terms.into_iter().map(|(term, instead)| Term {
        text: term.to_lowercase(),
        instead,
    });
    let terms: Vec<Term> = terms.collect();
    Ok(Box::new(move |context, report| {
        let mut namespaces = HashSet::default();
        for subject in context.subjects() {
            if !context.model.is_own(subject.shape.location) {
                continue;
            }
            let namespace = subject.shape.id.namespace();
            if namespaces.insert(namespace) {
                of_namespace(report, &terms, namespace);
            }
            of_subject(context, report, &terms, subject);
        }
    }))
}

/// The terms that a text has, as it writes each.
fn found<'t>(terms: &'t [Term], text: &str) -> Vec<(&'t Term, String)> {
    let lower = text.to_lowercase();
    let found = terms.iter().filter_map(|term| {
        let at = lower.find(&term.text)?;
        let written = text.get(at..at + term.text.len());
        Some((term, written.unwrap_or(&term.text).to_owned()))
    });
    found.collect()
}

/// What to say instead, with a capital where the term has one.
fn advised(event: Diagnostic, term: &Term, written: &str) -> Diagnostic {
    if term.instead.is_empty() {
        return event;
    }
    let is_capital = written.starts_with(char::is_uppercase);
    let instead = term.instead.iter().map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| match is_capital {
            true => first.to_ascii_uppercase(),
            false => first.to_ascii_lowercase(),
        });
        let word: String = first.into_iter().chain(letters).collect();
        format!("`{word}`")
    });
    let instead: Vec<String> = instead.collect();
    event.help(format!("say {} instead", instead.join(" or ")))
}

fn of_namespace(report: &mut Report<'_>, terms: &[Term], namespace: &str) {
    for (term, written) in found(terms, namespace) {
        let message = format!("namespace `{namespace}` has the term `{written}`");
        let event = report.general(Severity::Warning, message);
        let id = report.id(&format!("Namespace.{namespace}.{}", term.text));
        report.push(advised(event.id(id), term, &written));
    }
}

fn of_subject(
    context: &Context<'_>,
    report: &mut Report<'_>,
    terms: &[Term],
    subject: Subject<'_>,
) {
    for (term, written) in found(terms, name(subject)) {
        let message = format!("its name has the term `{written}`");
        let event = report.event(Severity::Warning, subject, message);
        let id = report.id(&format!("Shape.{}", term.text));
        report.push(advised(event.id(id), term, &written));
    }
    for applied in subject.traits() {
        let definition = context.shape(&applied.id);
        if definition.is_none() || applied.id == *REFERENCES {
            continue;
        }
        let mut texts = Vec::new();
        collect(
            context,
            definition,
            &applied.value,
            &mut Vec::new(),
            &mut texts,
        );
        for (path, text) in texts {
            of_trait(report, terms, (subject, applied), &path, text);
        }
    }
}

/// The texts in the value of a trait, each with the way to it; keys that no shape gives are texts too.
fn collect<'v>(
    context: &Context<'_>,
    shape: Option<&Shape>,
    value: &'v Node,
    path: &mut Vec<String>,
    texts: &mut Vec<(String, &'v str)>,
) {
    match value {
        Node::String(text) => texts.push((path.join("/"), text)),
        Node::Object(entries) => {
            for (key, value) in entries {
                path.push(key.clone());
                let member = shape.and_then(|shape| shape.member(key));
                let target = member.and_then(|member| context.target(member));
                if target.is_none() {
                    texts.push((format!("{}/key", path.join("/")), key));
                }
                collect(context, target, value, path, texts);
                path.pop();
            }
        }
        Node::Array(elements) => {
            for (number, element) in elements.iter().enumerate() {
                path.push(number.to_string());
                collect(context, None, element, path, texts);
                path.pop();
            }
        }
        _ => {}
    }
}

fn of_trait(
    report: &mut Report<'_>,
    terms: &[Term],
    (subject, applied): (Subject<'_>, &Trait),
    path: &str,
    text: &str,
) {
    let id = applied.id.as_str();
    let short = id.strip_prefix("smithy.api#").unwrap_or(id);
    for (term, written) in found(terms, text) {
        let (place, suffix) = match path {
            "" => (format!("trait `{short}`"), short.to_owned()),
            path => (
                format!("`{path}` of trait `{short}`"),
                format!("{short}.{path}"),
            ),
        };
        let message = format!("{place} has the term `{written}`");
        let event = report.of_trait(Severity::Warning, subject, id, message);
        let event_id = report.id(&format!("Trait.{}.{suffix}", term.text));
        report.push(advised(event.id(event_id), term, &written));
    }
}
