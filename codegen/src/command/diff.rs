//! `smithgen diff`: tells what changed between two versions of a model, and what of it breaks those who use the old one.

mod change;
mod git;
mod github;
mod html;
mod ignore;
mod json;
mod junit;
mod markdown;
mod markup;
mod sides;
#[cfg(test)]
mod tests;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{Errors, Severity};
use clap::{Args, ValueEnum};
use smithgen_model::diff::{Event, diff, on_one_line};

use self::change::{Change, Comparison};
use super::limits::REST_SHOWN;
use super::{Least, events, show, tell};
use crate::impact::{Impact, Impacts, consequences, consequences_for_servers};

/// What `diff` is told.
#[derive(Args)]
pub(super) struct Diff {
    /// How changes are printed, on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The least grave changes to print; `--format json` prints all.
    #[arg(long, value_name = "SEVERITY", default_value = "note")]
    severity: Least,
    /// The least grave changes for which the command fails, with exit code 1.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// A file that says which changes are meant, each with a reason.
    #[arg(long, value_name = "FILE")]
    ignore: Option<PathBuf>,
    /// Judges Rust as it is generated for servers: with their trait, and with types as strict as the model.
    #[arg(long)]
    server: bool,
    /// Takes traits that are defined nowhere as they are.
    #[arg(long)]
    allow_unknown_traits: bool,
    /// A model that is not compared, but whose shapes may be named by both; a directory stands for all models in it.
    #[arg(long = "dep", value_name = "FILE")]
    dependencies: Vec<PathBuf>,
    /// The model as it was: a file, a directory, `REVISION:PATH` in Git, or `-` for standard input.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The model as it is, likewise.
    #[arg(value_name = "NEW")]
    new: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people, at a terminal.
    Text,
    /// An object with a list of all events.
    Json,
    /// For the description of a pull request, or a changelog.
    Markdown,
    /// Test results, as continuous integration reads them.
    Junit,
    /// Annotations of GitHub's workflows.
    Github,
    /// A page for a browser, in one file.
    Html,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Danger,
    Warning,
    Note,
    /// Whatever changed.
    Never,
}

/// The exit code if the two could not be compared.
const TROUBLE: u8 = super::USAGE;

/// What a change means, for those who use what is made of the model.
fn impact(impacts: &mut Impacts, event: &Event) -> Impact {
    // What is bound to a service or resource is what changes for its users.
    let kind = event.id.split('.').next().unwrap_or_default();
    let bound = match kind.ends_with("OperationBinding") {
        true => event.id.rsplit('.').next(),
        false => None,
    };
    let namespace = event.shape.as_deref().and_then(|id| id.split('#').next());
    let bound = bound.zip(namespace);
    let bound = bound.map(|(name, namespace)| format!("{namespace}#{name}"));
    impacts.of_change(event.shape.as_deref(), bound.as_slice())
}

/// What else the new model means, in the order of the shapes.
fn rest(impacts: Option<&Impacts>) -> Vec<String> {
    let rest = impacts.into_iter().flat_map(Impacts::rest);
    let rest = rest.map(|it| format!("{}, {}: {}", it.side, it.grade.name(), it.reason));
    rest.map(|line| on_one_line(&line))
        .take(REST_SHOWN)
        .collect()
}

/// Prints what changed; fails where that is as grave as asked for, and otherwise where the two could not be compared.
pub(super) fn run(arguments: &Diff) -> ExitCode {
    match compare(arguments) {
        Ok(comparison) => {
            let printed = match arguments.format {
                Format::Text => text::print(&comparison),
                Format::Json => json::print(&comparison),
                Format::Markdown => markdown::print(&comparison),
                Format::Junit => junit::print(&comparison),
                Format::Github => github::print(&comparison),
                Format::Html => html::print(&comparison),
            };
            tell(printed.trim_end());
            match comparison.fails() {
                true => ExitCode::FAILURE,
                false => ExitCode::SUCCESS,
            }
        }
        Err(mut problems) => {
            problems.sort();
            match arguments.format {
                Format::Json => tell(&format!("{:#}", events(&problems))),
                _ => show(&problems),
            }
            ExitCode::from(TROUBLE)
        }
    }
}

fn compare(arguments: &Diff) -> Result<Comparison, Errors> {
    let (mut problems, mut notices) = (Errors::new(), Errors::new());
    let ignored = arguments.ignore.as_ref();
    let ignored = ignored.map(|path| ignore::read(path, &mut problems));
    let [old, new] = sides::read(arguments, &mut problems, &mut notices);
    if problems.has_errors() {
        return Err(problems);
    }
    let mut events = diff(&old.model, &new.model);
    if let Some(ignored) = ignored {
        notices.extend(ignored.apply(&mut events, ignore::today()));
    }
    notices.sort();
    show(&notices);
    let consequences = match arguments.server {
        true => consequences_for_servers(&old.flat, &new.flat),
        false => consequences(&old.flat, &new.flat),
    };
    let mut impacts = Impacts::of(consequences);
    let judged = |event: Event| Change {
        impact: impacts.as_mut().map(|impacts| impact(impacts, &event)),
        event,
    };
    let name = |path: &PathBuf| path.display().to_string();
    Ok(Comparison {
        old: name(&arguments.old),
        new: name(&arguments.new),
        changes: events.into_iter().map(judged).collect(),
        rest: rest(impacts.as_ref()),
        bump: impacts.as_ref().map(Impacts::bump),
        least: arguments.severity.severity(),
        fail_on: arguments.fail_on.severity(),
    })
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Danger => Some(Severity::Danger),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}
