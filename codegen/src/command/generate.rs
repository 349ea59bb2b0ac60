//! `smithgen generate`: brings generated code up to date.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::terminal::{Progress, event_list};
use super::{Format, show, tell, tell_json};
use crate::run::Manner;
use crate::{Change, Config, Difference, Errors, Mode, Report, run, threads};
use clap::Args;
use smithgen_model::Diagnostic;
use smithgen_model::load::{STDIN, read_stdin};

/// What `generate` is told.
#[derive(Args)]
pub(super) struct Generate {
    /// Changes nothing; lists the files that differ and fails if there are any.
    #[arg(long)]
    check: bool,
    /// Prints an object with the files that changed, or would, and all problems.
    #[arg(long)]
    format: Option<Format>,
    /// The settings: `smithgen.toml`, unless stated or a model is named.
    #[arg(long, value_name = "FILE", conflicts_with = "given")]
    config: Option<PathBuf>,
    /// A model, or a directory of models; `-` is standard input; several are merged.
    #[arg(long, value_name = "PATH", group = "given")]
    model: Vec<PathBuf>,
    /// A directory of models, each the model of a service of its own.
    #[arg(long, value_name = "DIRECTORY", group = "given")]
    models: Option<PathBuf>,
    /// The service, where the model has more than one.
    #[arg(long, value_name = "NAME", conflicts_with = "models")]
    service: Option<String>,
    /// An operation to generate; without any, all are.
    #[arg(long = "operation", value_name = "NAME", conflicts_with = "models")]
    operations: Vec<String>,
    /// The protocol, where the service has more than one.
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,
    /// Generates the tables of a command line too.
    #[arg(long)]
    cli: bool,
    /// Generates a trait for servers too, with types that are strict about what the model requires.
    #[arg(long)]
    server: bool,
    /// Generates no client: with `--server`, a server alone.
    #[arg(long)]
    no_client: bool,
    /// Where the module goes; as a plugin of Smithy's build, `SMITHY_PLUGIN_DIR` unless stated.
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
    /// On how many threads; as many as there are cores, unless stated. What is generated is the same.
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Leaves no record for the next run in the directory: it has what is generated alone, the same on every machine.
    #[arg(long)]
    no_record: bool,
}

/// The directory that Smithy's build has for a program that it runs as a plugin, to which it pipes the model.
const PLUGIN_DIRECTORY: &str = "SMITHY_PLUGIN_DIR";

/// Generates, or checks that there is nothing to generate.
pub(super) fn run(arguments: &Generate) -> ExitCode {
    let plugin = std::env::var_os(PLUGIN_DIRECTORY).filter(|it| !it.is_empty());
    let plugin = plugin
        .map(PathBuf::from)
        .filter(|_| arguments.config.is_none());
    if let Some(problem) = misuse(arguments, plugin.is_some()) {
        show(&Errors::from(problem));
        return ExitCode::from(2);
    }
    let mode = match arguments.check {
        true => Mode::Check,
        false => Mode::Write,
    };
    let report = config(arguments, plugin).and_then(|config| {
        let progress = Progress::new();
        let tell = |number, total, name: &str| progress.tell(number, total, name);
        let manner = Manner {
            jobs: arguments.jobs.unwrap_or_else(threads::cores),
            records: !arguments.no_record,
            progress: &tell,
        };
        run::generate_as(&config, mode, &manner)
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

/// What is wrong with options that go together, where Smithy's build does not stand in for those that are missing.
fn misuse(arguments: &Generate, is_plugin: bool) -> Option<Diagnostic> {
    let has_model = !arguments.model.is_empty() || arguments.models.is_some();
    let needs_model = [
        ("--service", arguments.service.is_some()),
        ("--operation", !arguments.operations.is_empty()),
        ("--protocol", arguments.protocol.is_some()),
        ("--cli", arguments.cli),
        ("--server", arguments.server),
        ("--no-client", arguments.no_client),
        ("--out", arguments.out.is_some()),
    ];
    let first = needs_model.into_iter().find(|(_, is_given)| *is_given);
    match first {
        Some((option, _)) if !has_model && !is_plugin => {
            let message = format!("`{option}` is of no use without a model");
            let help = "name one with `--model`, or say the same in the settings";
            Some(Diagnostic::error(message).help(help))
        }
        _ if has_model && arguments.out.is_none() && !is_plugin => {
            let message = "there is no place for the module";
            Some(Diagnostic::error(message).help("name a directory with `--out`"))
        }
        _ => None,
    }
}

fn config(arguments: &Generate, plugin: Option<PathBuf>) -> Result<Config, Errors> {
    let Some(out) = arguments.out.clone().or_else(|| plugin.clone()) else {
        let settings = arguments.config.as_deref();
        return Config::from_file(settings.unwrap_or(Path::new("smithgen.toml")));
    };
    let mut config = Config::new()
        .out_dir(out)
        .cli(arguments.cli)
        .client(!arguments.no_client)
        .server(arguments.server);
    let is_piped = plugin.is_some() && arguments.model.is_empty() && arguments.models.is_none();
    if is_piped || arguments.model.iter().any(|it| it.as_os_str() == STDIN.0) {
        let model = read_stdin(&mut std::io::stdin().lock()).map_err(|problem| *problem)?;
        config = config.model_text(STDIN.1, model);
    }
    for model in arguments
        .model
        .iter()
        .filter(|it| it.as_os_str() != STDIN.0)
    {
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
    for line in report.summary() {
        tell(&line);
    }
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
    let mut text = String::new();
    for line in report.summary() {
        text.push_str(&format!("{line}\n"));
    }
    text.push_str(&format!("{} is out of date:\n", report.directory.display()));
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
