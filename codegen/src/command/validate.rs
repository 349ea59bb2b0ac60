//! `smithgen validate`: judges models by the rules of the language and those that they bring with them.

use std::process::ExitCode;

use clap::Args;
use smithgen_model::resolve;
use smithgen_model::validate::{Options, validate};

use super::inputs::Inputs;
use super::{Format, Least, events, show, tell, tell_json};
use crate::{Errors, Severity};

/// What `validate` is told.
#[derive(Args)]
pub(super) struct Validate {
    /// Prints an object with a list of all events to standard output.
    #[arg(long)]
    format: Option<Format>,
    /// The least grave events to print; `--format json` prints all.
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    severity: Least,
    /// Runs every validator, even where errors make what the others find doubtful.
    #[arg(long)]
    all_validators: bool,
    #[command(flatten)]
    inputs: Inputs,
}

/// Prints what is wrong with the files that are named; fails where that is an error or a danger.
pub(super) fn run(arguments: &Validate) -> ExitCode {
    let found = judge(arguments);
    match arguments.format {
        Some(Format::Json) => tell_json(&events(&found)),
        None => {
            let least = arguments.severity.severity();
            let mut shown = found.clone();
            shown.keep(least);
            show(&shown);
            tell(&summary(&found));
        }
    }
    match found.iter().any(|it| it.severity <= Severity::Danger) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

fn judge(arguments: &Validate) -> Errors {
    let mut errors = Errors::new();
    let merged = arguments.inputs.merged(&mut errors);
    let model = resolve::judged(merged.model, &mut errors);
    let options = Options {
        all_validators: arguments.all_validators,
    };
    validate(&model, errors, &options)
}

/// How many events of each severity there are, on one line.
fn summary(found: &Errors) -> String {
    let kinds = [
        (Severity::Error, "error", "errors"),
        (Severity::Danger, "danger", "dangers"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
        (Severity::Suppressed, "suppressed", "suppressed"),
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .filter_map(|(severity, one, more)| {
            let count = found.iter().filter(|it| it.severity == severity).count();
            match count {
                0 => None,
                1 => Some(format!("1 {one}")),
                _ => Some(format!("{count} {more}")),
            }
        })
        .collect();
    match counts.is_empty() {
        true => "the model is valid".to_owned(),
        false => counts.join(", "),
    }
}
