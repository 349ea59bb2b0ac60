//! `smithgen fmt`: lays out models in the interface language.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use smithgen_model::{format, load, reading};

use super::terminal::{event_list, tell_raw};
use super::{Format, misused, show, tell, tell_json};
use crate::output;
use crate::{Diagnostic, Errors};

/// What `fmt` is told.
#[derive(Args)]
pub(super) struct Fmt {
    /// Changes nothing; lists the files that differ and fails if there are any.
    #[arg(long)]
    check: bool,
    /// Prints an object with the files that changed, or would, and all problems.
    #[arg(long)]
    format: Option<Format>,
    /// Models, or directories of which all files ending in `.smithy` are meant; `-` formats standard input to standard
    /// output.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// What became of all files.
#[derive(Default)]
struct Done {
    total: usize,
    /// The names of those that changed, or would.
    changed: Vec<String>,
    /// What goes to standard output.
    printed: Option<String>,
    errors: Errors,
}

/// Formats all files that are models without mistakes, and reports the others.
pub(super) fn run(arguments: &Fmt) -> ExitCode {
    let has_stdin = arguments.files.iter().any(|path| is_stdin(path));
    if has_stdin && !arguments.check && arguments.format.is_some() {
        let problem = Diagnostic::error("`-` prints the text, and `--format json` prints JSON");
        let help = "leave out one of them, or add `--check`";
        return misused(problem.help(help), arguments.format);
    }
    let done = all(arguments);
    let Done { total, changed, .. } = &done;
    if arguments.format.is_some() {
        let events = event_list(&done.errors);
        let answer = serde_json::json!({ "files": total, "changed": changed, "events": events });
        tell_json(&answer);
    } else {
        show(&done.errors);
        if let Some(text) = &done.printed {
            tell_raw(text);
        } else if arguments.check {
            changed.iter().for_each(|name| tell(name));
        }
        // Where text is printed, nothing else is.
        if !arguments.check && !has_stdin {
            tell(&format!("{} of {total} files changed", changed.len()));
        }
    }
    match done.errors.has_errors() || (arguments.check && !changed.is_empty()) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

fn all(arguments: &Fmt) -> Done {
    let mut done = Done::default();
    for path in load::files(&arguments.files, &mut done.errors) {
        let is_named = arguments.files.contains(&path);
        if !is_named && path.extension().is_none_or(|it| it != "smithy") {
            continue;
        }
        if !is_named && leads_out(&path, &arguments.files) {
            let message = format!("`{}` is a link that leads out", path.display());
            let help = "it stays as it is, unless it is named itself";
            done.errors.push(Diagnostic::warning(message).help(help));
            continue;
        }
        done.total += 1;
        let name = match is_stdin(&path) {
            true => load::STDIN.1.to_owned(),
            false => path.display().to_string(),
        };
        if path.extension().is_some_and(|it| it == "gz") {
            let problem = Diagnostic::error(format!("`{name}` is compressed, and not laid out"));
            let help = "name the file that it was made of";
            done.errors.push(problem.help(help));
            continue;
        }
        match one(&path, &name) {
            Ok((_, formatted)) if is_stdin(&path) && !arguments.check => {
                done.printed = Some(formatted);
            }
            Ok((text, formatted)) if text == formatted => {}
            Ok(_) if arguments.check => done.changed.push(name),
            Ok((_, formatted)) => match output::replace(&path, &formatted) {
                Ok(()) => done.changed.push(name),
                Err(error) => {
                    let problem = Diagnostic::error(format!("cannot write `{name}`: {error}"));
                    let help = "let this user write it and its directory";
                    done.errors.push(problem.help(help));
                }
            },
            Err(problems) => done.errors.extend(problems),
        }
    }
    done.errors.sort();
    done
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == load::STDIN.0
}

/// Whether a file that was found in a directory is in none of those that are named.
fn leads_out(path: &Path, named: &[PathBuf]) -> bool {
    let Ok(place) = std::fs::canonicalize(path) else {
        return false;
    };
    let mut named = named.iter().filter_map(|it| std::fs::canonicalize(it).ok());
    !named.any(|directory| place.starts_with(directory))
}

/// The text of a file as it is, and as it is laid out.
fn one(path: &Path, name: &str) -> Result<(String, String), Errors> {
    let bytes = match is_stdin(path) {
        true => load::read_stdin(&mut std::io::stdin().lock() as &mut dyn Read),
        false => load::read(path),
    };
    let bytes = bytes.map_err(|problem| Errors::from(*problem))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let help = "a Smithy model is text encoded as UTF-8";
        Errors::from(reading::not_utf8(name.to_owned(), &error, help))
    })?;
    let formatted = format::format(name, &text)?;
    Ok((text, formatted))
}
