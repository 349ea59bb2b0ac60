//! `smithgen ast`: prints models, merged into one.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use smithgen::Errors;
use smithgen_model::{load, print, resolve};

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
    /// Models, or directories of models; `-` is standard input.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON AST of version 2.0, and problems as JSON.
    Json,
}

/// Prints the model, unless there are errors in it.
pub(crate) fn run(arguments: &Ast) -> ExitCode {
    let mut errors = Errors::new();
    let mut stdin = std::io::stdin().lock();
    let texts = load::texts(&arguments.inputs, Some(&mut stdin), &mut errors);
    let dependencies = load::texts(&arguments.dependencies, None, &mut errors);
    let loaded = load::load_with(texts, dependencies, true, &mut errors);
    let merged = resolve::merge(loaded, arguments.allow_unknown_traits, &mut errors);
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
    tell(&format!("{:#}", print::json_ast(model)));
    ExitCode::SUCCESS
}
