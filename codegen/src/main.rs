//! The program `smithgen`: what build scripts do, from a shell, and what else there is to do with models.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates Rust clients and command lines from Smithy models.
#[derive(Parser)]
#[command(name = "smithgen", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings generated code up to date with its models.
    Generate(command::generate::Generate),
    /// Tells what changed between two versions of a model, and what of it breaks those who use the old one.
    Diff(command::diff::Diff),
    /// Prints models, merged into one, as a JSON AST or in the interface language.
    Ast(command::ast::Ast),
    /// Lays out models in the interface language.
    Fmt(command::fmt::Fmt),
    /// Lists the shapes and members that a selector matches.
    Select(command::select::Select),
    /// Judges models by the rules of the language, and by those that they bring with them.
    Validate(command::validate::Validate),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => command::generate::run(&arguments),
        Command::Ast(arguments) => command::ast::run(&arguments),
        Command::Diff(arguments) => command::diff::run(&arguments),
        Command::Fmt(arguments) => command::fmt::run(&arguments),
        Command::Select(arguments) => command::select::run(&arguments),
        Command::Validate(arguments) => command::validate::run(&arguments),
    }
}
