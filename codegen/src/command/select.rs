//! `smithgen select`: lists the shapes and members that a selector matches.

use std::process::ExitCode;

use clap::Args;
use smithgen_help::visible;
use smithgen_model::selector::{Index, Selector, SelectorError, Subject};
use smithgen_model::{Model, resolve};

use super::inputs::Inputs;
use super::{Format, misused, show_as, tell, tell_json};
use crate::{Diagnostic, Errors, Severity};

/// What `select` is told.
#[derive(Args)]
pub(super) struct Select {
    /// Prints a list of objects with the id, file, line and column of each match, and problems as JSON.
    #[arg(long)]
    format: Option<Format>,
    /// What to look for, such as `structure > member [trait|required]`.
    #[arg(value_name = "SELECTOR")]
    selector: String,
    #[command(flatten)]
    inputs: Inputs,
}

/// Prints what matches in the files that are named, unless there are errors in them.
pub(super) fn run(arguments: &Select) -> ExitCode {
    let format = arguments.format;
    let selector = match Selector::parse(&arguments.selector) {
        Ok(selector) => selector,
        Err(error) => return misused(problem(&error, Diagnostic::error), format),
    };
    let mut errors = Errors::new();
    let odd = selector.warnings().iter();
    errors.extend(odd.map(|warning| problem(warning, Diagnostic::warning)));
    let merged = arguments.inputs.merged(&mut errors);
    let model = resolve::judged(merged.model, &mut errors);
    if errors.has_errors() {
        return refuse(errors, format);
    }
    let index = Index::of(&model);
    let found = match selector.select(&index) {
        Ok(found) => found,
        Err(error) => {
            errors.push(problem(&error, Diagnostic::error));
            return refuse(errors, format);
        }
    };
    errors.sort();
    errors.keep(Severity::Warning);
    show_as(&errors, format);
    let subjects = found.iter().filter_map(|point| index.subject(point));
    let own: Vec<Subject<'_>> = subjects
        .filter(|subject| model.is_own(subject.shape.location))
        .collect();
    match format {
        Some(Format::Json) => {
            let list: Vec<_> = own.iter().map(|subject| json(&model, subject)).collect();
            tell_json(&serde_json::Value::Array(list));
        }
        None => own.iter().for_each(|subject| tell(&line(&model, subject))),
    }
    ExitCode::SUCCESS
}

fn problem(error: &SelectorError, of: impl Fn(String) -> Diagnostic) -> Diagnostic {
    let problem = of(format!("in the selector: {error}"));
    match &error.help {
        Some(help) => problem.help(help.clone()),
        None => problem,
    }
}

fn refuse(mut errors: Errors, format: Option<Format>) -> ExitCode {
    errors.sort();
    show_as(&errors, format);
    ExitCode::FAILURE
}

fn line(model: &Model, subject: &Subject<'_>) -> String {
    match model.place(subject.location()) {
        Some(place) => format!(
            "{} {}:{}:{}",
            subject.id(),
            visible(&place.file),
            place.line,
            place.column
        ),
        None => subject.id(),
    }
}

fn json(model: &Model, subject: &Subject<'_>) -> serde_json::Value {
    let place = model.place(subject.location());
    let place = place.as_ref();
    serde_json::json!({
        "id": subject.id(),
        "file": place.map(|place| &place.file),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
    })
}
