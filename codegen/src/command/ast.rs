//! `smithgen ast`: prints models, merged into one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use smithgen::Errors;
use smithgen_model::{Diagnostic, Model, load, print, resolve, validate};

use super::{events, show, tell};

/// What `ast` is told.
#[derive(Args)]
pub(crate) struct Ast {
    /// How the model is printed: as a JSON AST, unless stated. When it is, problems are printed in that form too.
    #[arg(long)]
    format: Option<Format>,
    /// Takes traits that are defined nowhere as they are.
    #[arg(long)]
    allow_unknown_traits: bool,
    /// A model whose shapes are not printed, but may be named; a directory stands for all models in it.
    #[arg(long = "dep", value_name = "FILE")]
    dependencies: Vec<PathBuf>,
    /// Gives each shape what it has from mixins, and leaves out the mixins.
    #[arg(long)]
    flatten: bool,
    /// Writes a file for each namespace instead, named after it.
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
    /// Models, or directories of models; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON AST of version 2.0, and problems as JSON.
    Json,
    /// The interface language, version 2.0.
    Idl,
}

/// Prints the model, unless there are errors in it.
pub(crate) fn run(arguments: &Ast) -> ExitCode {
    if arguments.out.is_some() && arguments.format != Some(Format::Idl) {
        let problem = Diagnostic::error("`--out` is of no use but with `--format idl`");
        show(&Errors::from(
            problem.help("leave it out: a JSON AST goes to standard output"),
        ));
        return ExitCode::from(2);
    }
    let mut errors = Errors::new();
    let mut stdin = std::io::stdin().lock();
    let texts = load::texts(&arguments.inputs, Some(&mut stdin), &mut errors);
    let dependencies = load::texts(&arguments.dependencies, None, &mut errors);
    let loaded = load::load_with(texts, dependencies, true, &mut errors);
    let merged = resolve::merge(loaded, arguments.allow_unknown_traits, &mut errors);
    if !errors.has_errors() {
        validate::read(&merged.model, &mut errors);
    }
    errors.sort();
    match arguments.format {
        Some(Format::Json) if !errors.is_empty() => {
            // If standard error is closed, there is nowhere left to report to.
            let _ = writeln!(std::io::stderr().lock(), "{}", events(&errors));
        }
        _ => show(&errors),
    }
    if errors.has_errors() {
        return ExitCode::FAILURE;
    }
    let model = match arguments.flatten {
        true => &merged.flat,
        false => &merged.model,
    };
    match arguments.format {
        Some(Format::Idl) => idl(model, arguments.out.as_deref()),
        _ => {
            tell(&format!("{:#}", print::json_ast(model)));
            ExitCode::SUCCESS
        }
    }
}

/// Prints or writes a model in the interface language, which has a file for each namespace.
fn idl(model: &Model, out: Option<&Path>) -> ExitCode {
    let files = print::idl(model);
    let Some(out) = out else {
        if let [(_, text)] = files.iter().collect::<Vec<_>>().as_slice() {
            tell(text.trim_end());
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
        show(&Errors::from(problem.help(help)));
        return ExitCode::from(2);
    };
    let mut errors = Errors::new();
    for (namespace, text) in files {
        let name = if namespace.is_empty() {
            "metadata"
        } else {
            &namespace
        };
        let path = out.join(format!("{name}.smithy"));
        let written = fs::create_dir_all(out).and_then(|()| fs::write(&path, text));
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
