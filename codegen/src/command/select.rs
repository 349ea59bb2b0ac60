//! `smithgen select`: lists the shapes and members that a selector matches.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use smithgen::Errors;
use smithgen_model::selector::{Index, Selector, SelectorError, Subject};
use smithgen_model::{Diagnostic, Model, load, resolve};

use super::{show, tell};

/// What `select` is told.
#[derive(Args)]
pub(crate) struct Select {
    /// How matches are printed: one a line with its place, unless stated.
    #[arg(long)]
    format: Option<Format>,
    /// A model whose shapes are not printed, but may be named; a directory stands for all models in it.
    #[arg(long = "dep", value_name = "FILE")]
    dependencies: Vec<PathBuf>,
    /// What to look for, such as `structure > member [trait|required]`.
    #[arg(value_name = "SELECTOR")]
    selector: String,
    /// Models, or directories of models; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list of objects with the id, file, line and column of each.
    Json,
}

/// Prints what matches in the files that are named, unless there are errors in them.
pub(crate) fn run(arguments: &Select) -> ExitCode {
    let selector = match Selector::parse(&arguments.selector) {
        Ok(selector) => selector,
        Err(error) => return refuse(Errors::from(problem(&error, Diagnostic::error))),
    };
    let mut errors = Errors::new();
    let odd = selector.warnings().iter();
    errors.extend(odd.map(|warning| problem(warning, Diagnostic::warning)));
    let model = model(arguments, &mut errors);
    if errors.has_errors() {
        return refuse(errors);
    }
    let index = Index::of(&model);
    let found = match selector.select(&index) {
        Ok(found) => found,
        Err(error) => {
            errors.push(problem(&error, Diagnostic::error));
            return refuse(errors);
        }
    };
    show(&errors);
    let subjects = found.iter().filter_map(|point| index.subject(point));
    let own: Vec<Subject<'_>> = subjects
        .filter(|subject| model.is_own(subject.shape.location))
        .collect();
    match arguments.format {
        Some(Format::Json) => {
            let list: Vec<_> = own.iter().map(|subject| json(&model, subject)).collect();
            tell(&format!("{:#}", serde_json::Value::Array(list)));
        }
        None => own.iter().for_each(|subject| tell(&line(&model, subject))),
    }
    ExitCode::SUCCESS
}

fn model(arguments: &Select, errors: &mut Errors) -> Model {
    let mut stdin = std::io::stdin().lock();
    let texts = load::texts(&arguments.inputs, Some(&mut stdin), errors);
    let dependencies = load::texts(&arguments.dependencies, None, errors);
    let loaded = load::load_with(texts, dependencies, true, errors);
    let merged = resolve::merge(loaded, true, errors);
    resolve::judged(merged.model, errors)
}

fn problem(error: &SelectorError, of: impl Fn(String) -> Diagnostic) -> Diagnostic {
    let problem = of(format!("in the selector: {error}"));
    match &error.help {
        Some(help) => problem.help(help.clone()),
        None => problem,
    }
}

fn refuse(mut errors: Errors) -> ExitCode {
    errors.sort();
    show(&errors);
    ExitCode::FAILURE
}

fn line(model: &Model, subject: &Subject<'_>) -> String {
    match model.place(subject.location()) {
        Some(place) => format!(
            "{} {}:{}:{}",
            subject.id(),
            place.file,
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
