//! `smithgen fmt`: lays out models in the interface language.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use smithgen::Errors;
use smithgen_model::{Diagnostic, format, load, reading};

use super::{show, tell};

/// What `fmt` is told.
#[derive(Args)]
pub(crate) struct Fmt {
    /// Changes nothing; lists the files that differ and fails if there are any.
    #[arg(long)]
    check: bool,
    /// Models, or directories of which all files ending in `.smithy` are meant; `-` formats standard input to standard
    /// output.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// What became of a file.
enum Outcome {
    Same,
    Different(String),
}

/// Formats all files that are models without mistakes, and reports the others.
pub(crate) fn run(arguments: &Fmt) -> ExitCode {
    let mut errors = Errors::new();
    let mut differing = Vec::new();
    let (mut total, mut changed) = (0, 0);
    for path in load::files(&arguments.files, &mut errors) {
        let is_stdin = path.as_os_str() == load::STDIN.0;
        let is_named = arguments.files.contains(&path);
        if !is_stdin && !is_named && path.extension().is_none_or(|it| it != "smithy") {
            continue;
        }
        total += 1;
        let name = match is_stdin {
            true => load::STDIN.1.to_owned(),
            false => path.display().to_string(),
        };
        if path.extension().is_some_and(|it| it == "gz") {
            let problem = Diagnostic::error(format!("`{name}` is compressed, and not laid out"));
            errors.push(problem.help("name the file that it was made of"));
            continue;
        }
        match one(&path, &name, is_stdin && !arguments.check) {
            Ok(Outcome::Same) => {}
            Ok(Outcome::Different(_)) if arguments.check => differing.push(name),
            Ok(Outcome::Different(text)) => match replace(&path, &text) {
                Ok(()) => changed += 1,
                Err(error) => {
                    let problem = Diagnostic::error(format!("cannot write `{name}`: {error}"));
                    errors.push(problem.help("let this user write it and its directory"));
                }
            },
            Err(problems) => errors.extend(problems),
        }
    }
    errors.sort();
    show(&errors);
    let is_stdin = |path: &PathBuf| path.as_os_str() == load::STDIN.0;
    if arguments.check {
        differing.iter().for_each(|name| tell(name));
    } else if !arguments.files.iter().all(is_stdin) {
        tell(&format!("{changed} of {total} files changed"));
    }
    match errors.has_errors() || !differing.is_empty() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

/// Formats one file, and prints it if that is asked for.
fn one(path: &Path, name: &str, is_printed: bool) -> Result<Outcome, Errors> {
    let bytes = match name == load::STDIN.1 {
        true => load::read_stdin(&mut std::io::stdin().lock() as &mut dyn Read),
        false => load::read(path),
    };
    let bytes = bytes.map_err(|problem| Errors::from(*problem))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let help = "a Smithy model is text encoded as UTF-8";
        Errors::from(reading::not_utf8(name.to_owned(), &error, help))
    })?;
    let formatted = format::format(name, &text)?;
    if is_printed {
        // A closed pipe is not a failure.
        let _ = std::io::stdout().lock().write_all(formatted.as_bytes());
        return Ok(Outcome::Same);
    }
    Ok(match formatted == text {
        true => Outcome::Same,
        false => Outcome::Different(formatted),
    })
}

/// Puts a text in place of a file, which has either all of the old or all of the new at any time.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let draft = path.with_file_name(name);
    let written = fs::File::create_new(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(fs::metadata(&path)?.permissions())?;
        file.sync_all()?;
        fs::rename(&draft, &path)
    });
    if written.is_err() {
        // What is reported is why it could not be written.
        let _ = fs::remove_file(&draft);
    }
    written
}
