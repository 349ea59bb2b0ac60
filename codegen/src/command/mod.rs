//! The commands of the program, one a file.

mod ast;
mod completion;
mod describe;
mod diff;
mod fmt;
mod generate;
mod init;
mod inputs;
mod limits;
mod man;
mod select;
mod terminal;
mod validate;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use self::terminal::{events, show, show_as, tell, tell_json};
use crate::{Diagnostic, Errors, Severity};

/// How the program ends where the command was used wrongly.
const USAGE: u8 = 2;

/// What is said below the list of commands.
const EXIT_CODES: &str = "\
Exit codes:
  0  done, and nothing is wrong
  1  the models or settings have errors, a check failed, or nothing could be written
  2  the command was used wrongly

Problems are printed to standard error. Colours are for terminals: NO_COLOR and TERM=dumb turn them off,
CLICOLOR_FORCE=1 turns them on.";

/// Generates Rust clients and command lines from Smithy models.
#[derive(Parser)]
#[command(name = "smithgen", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings generated code up to date with its models.
    Generate(generate::Generate),
    /// Sets up a crate with a model and a client of it.
    Init(init::Init),
    /// Tells what changed between two versions of a model, and what of it breaks those who use the old one.
    Diff(diff::Diff),
    /// Prints models, merged into one, as a JSON AST or in the interface language.
    Ast(ast::Ast),
    /// Lays out models in the interface language.
    Fmt(fmt::Fmt),
    /// Lists the shapes and members that a selector matches.
    Select(select::Select),
    /// Judges models by the rules of the language, and by those that they bring with them.
    Validate(validate::Validate),
    /// Explains what a shape is, who uses it, and what it becomes in Rust and on the command line.
    Describe(describe::Describe),
    /// Prints a script that completes commands and options in a shell.
    Completion(completion::Completion),
    /// Prints all commands and options as a man page.
    Man,
}

/// In which form a command answers other programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
}

/// The least grave events that are meant.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Error,
    Danger,
    Warning,
    Note,
    Suppressed,
}

impl Least {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Danger => Severity::Danger,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
            Self::Suppressed => Severity::Suppressed,
        }
    }
}

/// Runs the program `smithgen` with its name and arguments, and returns how it ends.
#[doc(hidden)]
pub fn run_command(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let code = match Arguments::try_parse_from(words) {
        Ok(arguments) => match arguments.command {
            Command::Generate(arguments) => generate::run(&arguments),
            Command::Init(arguments) => init::run(&arguments),
            Command::Diff(arguments) => diff::run(&arguments),
            Command::Ast(arguments) => ast::run(&arguments),
            Command::Fmt(arguments) => fmt::run(&arguments),
            Command::Select(arguments) => select::run(&arguments),
            Command::Validate(arguments) => validate::run(&arguments),
            Command::Describe(arguments) => describe::run(&arguments),
            Command::Completion(arguments) => completion::run(&arguments),
            Command::Man => man::run(),
        },
        Err(error) if error.use_stderr() => {
            // If standard error is closed, there is nowhere left to report to.
            let _ = error.print();
            ExitCode::from(USAGE)
        }
        // What was asked for: help, or the version.
        Err(error) => {
            tell(error.to_string().trim_end());
            ExitCode::SUCCESS
        }
    };
    match terminal::lost() {
        Some(error) => {
            let problem = Diagnostic::error(format!("cannot write to standard output: {error}"));
            show(&Errors::from(problem));
            ExitCode::FAILURE
        }
        None => code,
    }
}

/// The program's commands and options.
fn program() -> clap::Command {
    Arguments::command()
}

/// Refuses how the command is used.
fn misused(problem: Diagnostic, format: Option<Format>) -> ExitCode {
    show_as(&Errors::from(problem), format);
    ExitCode::from(USAGE)
}
