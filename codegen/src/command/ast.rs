//! `smithgen ast`: prints models, merged into one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use smithgen_help::visible_json;
use smithgen_model::{Model, print, validate};

use super::inputs::Inputs;
use super::{misused, show, show_as, tell, tell_json};
use crate::output;
use crate::{Diagnostic, Errors, Severity};

/// What `ast` is told.
#[derive(Args)]
pub(super) struct Ast {
    /// How the model is printed: as a JSON AST, unless stated. When it is, problems are printed in that form too.
    #[arg(long)]
    format: Option<Format>,
    /// Gives each shape what it has from mixins, and leaves out the mixins.
    #[arg(long)]
    flatten: bool,
    /// Writes a file for each namespace instead, named after it.
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
    #[command(flatten)]
    inputs: Inputs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON AST of version 2.0, and problems as JSON.
    Json,
    /// The interface language, version 2.0.
    Idl,
}

/// Prints the model, unless there are errors in it.
pub(super) fn run(arguments: &Ast) -> ExitCode {
    let format = match arguments.format {
        Some(Format::Json) => Some(super::Format::Json),
        Some(Format::Idl) | None => None,
    };
    if arguments.out.is_some() && arguments.format != Some(Format::Idl) {
        let problem = Diagnostic::error("`--out` is of no use but with `--format idl`");
        let help = "leave it out: a JSON AST goes to standard output";
        return misused(problem.help(help), format);
    }
    let mut errors = Errors::new();
    let merged = arguments.inputs.merged(&mut errors);
    if !errors.has_errors() {
        validate::read(&merged.model, &mut errors);
    }
    errors.sort();
    errors.keep(Severity::Warning);
    show_as(&errors, format);
    if errors.has_errors() {
        return ExitCode::FAILURE;
    }
    let model = match arguments.flatten {
        true => merged.flat(),
        false => &merged.model,
    };
    match arguments.format {
        Some(Format::Idl) => idl(model, arguments.out.as_deref()),
        _ => {
            tell_json(&print::json_ast(model));
            ExitCode::SUCCESS
        }
    }
}

/// Prints or writes a model in the interface language, which has a file for each namespace.
fn idl(model: &Model, out: Option<&Path>) -> ExitCode {
    let files = match print::idl(model) {
        Ok(files) => files,
        Err(errors) => {
            show(&errors);
            return ExitCode::FAILURE;
        }
    };
    let Some(out) = out else {
        if let [(_, text)] = files.iter().collect::<Vec<_>>().as_slice() {
            // Comments have nothing to escape, and strings have the escapes of JSON.
            tell(&visible_json(text.trim_end()));
            return ExitCode::SUCCESS;
        }
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        let message = format!(
            "the model has {} namespaces: {}",
            names.len(),
            names.join(", ")
        );
        let problem = Diagnostic::error(message);
        let help = "name a directory with `--out`, for a file has one namespace";
        return misused(problem.help(help), None);
    };
    let mut errors = Errors::new();
    for (namespace, text) in files {
        let name = if namespace.is_empty() {
            "metadata"
        } else {
            &namespace
        };
        let path = out.join(format!("{name}.smithy"));
        let written = fs::create_dir_all(out).and_then(|()| output::replace(&path, &text));
        if let Err(error) = written {
            let message = format!("cannot write `{}`: {error}", path.display());
            errors.push(Diagnostic::error(message).help("name a directory that can be written"));
        }
    }
    show(&errors);
    match errors.has_errors() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}
