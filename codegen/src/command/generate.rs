//! `smithgen generate`: brings generated code up to date.

use std::path::PathBuf;
use std::process::ExitCode;

use super::terminal::{Progress, event_list};
use super::{Format, show, tell, tell_json};
use crate::{Change, Config, Difference, Errors, Mode, Report, run};
use clap::Args;

/// What `generate` is told.
#[derive(Args)]
pub(super) struct Generate {
    /// Changes nothing; lists the files that differ and fails if there are any.
    #[arg(long)]
    check: bool,
    /// Prints an object with the files that changed, or would, and all problems.
    #[arg(long)]
    format: Option<Format>,
    /// The settings; not used when a model is named.
    #[arg(long, value_name = "FILE", default_value = "smithgen.toml")]
    config: PathBuf,
    /// A model, or a directory of models; several are merged.
    #[arg(long, value_name = "PATH", requires = "out", group = "given")]
    model: Vec<PathBuf>,
    /// A directory of models, each the model of a service of its own.
    #[arg(long, value_name = "DIRECTORY", requires = "out", group = "given")]
    models: Option<PathBuf>,
    /// The service, where the model has more than one.
    #[arg(long, value_name = "NAME", requires = "model")]
    service: Option<String>,
    /// An operation to generate; without any, all are.
    #[arg(long = "operation", value_name = "NAME", requires = "model")]
    operations: Vec<String>,
    /// The protocol, where the service has more than one.
    #[arg(long, value_name = "NAME", requires = "given")]
    protocol: Option<String>,
    /// Generates the tables of a command line too.
    #[arg(long, requires = "given")]
    cli: bool,
    /// Where the module goes.
    #[arg(long, value_name = "DIRECTORY", requires = "given")]
    out: Option<PathBuf>,
}

/// Generates, or checks that there is nothing to generate.
pub(super) fn run(arguments: &Generate) -> ExitCode {
    let mode = match arguments.check {
        true => Mode::Check,
        false => Mode::Write,
    };
    let report = config(arguments).and_then(|config| {
        let progress = Progress::new();
        let tell = |number, total, name: &str| progress.tell(number, total, name);
        run::generate_telling(&config, mode, &tell)
    });
    if arguments.format.is_some() {
        return answer(&report, mode);
    }
    match report {
        Ok(report) => {
            show(&report.warnings);
            match mode {
                Mode::Write => written(&report),
                Mode::Check => checked(&report),
            }
        }
        Err(errors) => {
            show(&errors);
            ExitCode::FAILURE
        }
    }
}

/// The outcome as JSON.
fn answer(report: &Result<Report, Errors>, mode: Mode) -> ExitCode {
    let (object, is_good) = match report {
        Ok(report) => {
            let change = |change: &Change| {
                serde_json::json!({
                    "path": change.path,
                    "difference": match change.difference {
                        Difference::Missing => "missing",
                        Difference::Changed => "changed",
                        Difference::Stale => "stale",
                    },
                })
            };
            let changes: Vec<_> = report.changes.iter().map(change).collect();
            let is_good = mode == Mode::Write || changes.is_empty();
            let object = serde_json::json!({
                "directory": report.directory,
                "files": report.files,
                "changes": changes,
                "events": event_list(&report.warnings),
            });
            (object, is_good)
        }
        Err(errors) => (serde_json::json!({ "events": event_list(errors) }), false),
    };
    tell_json(&object);
    match is_good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn config(arguments: &Generate) -> Result<Config, Errors> {
    let Some(out) = &arguments.out else {
        return Config::from_file(&arguments.config);
    };
    let mut config = Config::new().out_dir(out).cli(arguments.cli);
    for model in &arguments.model {
        config = config.model(model);
    }
    if let Some(directory) = &arguments.models {
        config = config.models(directory);
    }
    if let Some(service) = &arguments.service {
        config = config.service(service);
    }
    if let Some(protocol) = &arguments.protocol {
        config = config.protocol(protocol);
    }
    Ok(config.operations(&arguments.operations))
}

fn written(report: &Report) -> ExitCode {
    let place = report.directory.display();
    let is_stale = |change: &&Change| change.difference == Difference::Stale;
    let deleted = report.changes.iter().filter(is_stale).count();
    let changed = report.changes.len() - deleted;
    let files = report.files;
    tell(&match (changed, deleted) {
        (0, 0) => format!("{place} is up to date ({files} files)"),
        (_, 0) => format!("{place}: {changed} of {files} files changed"),
        _ => format!("{place}: {changed} of {files} files changed, {deleted} deleted"),
    });
    ExitCode::SUCCESS
}

fn checked(report: &Report) -> ExitCode {
    if report.changes.is_empty() {
        return written(report);
    }
    let mut text = format!("{} is out of date:\n", report.directory.display());
    for Change { path, difference } in &report.changes {
        let what = match difference {
            Difference::Missing => "missing",
            Difference::Changed => "differs",
            Difference::Stale => "no longer generated",
        };
        text.push_str(&format!("  {path} ({what})\n"));
    }
    text.push_str("run the same command without `--check` to mend it");
    tell(&text);
    ExitCode::FAILURE
}
