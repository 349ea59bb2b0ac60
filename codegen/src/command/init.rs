//! `smithgen init`: sets up a crate with a model, a client of it, or a server too, an example and tests.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use heck::{ToSnakeCase, ToUpperCamelCase};
use tera::{Context, Tera};

use super::{Format, misused, show_as, tell, tell_json};
use crate::lower::package::name_fault;
use crate::{Diagnostic, Errors};

/// What `init` is told.
#[derive(Args)]
pub(super) struct Init {
    /// The crate's directory, which is made; an empty one will do. The current one, unless stated.
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    directory: PathBuf,
    /// The crate's name; that of its directory, unless stated.
    #[arg(long)]
    name: Option<String>,
    /// Makes a command of it, too.
    #[arg(long)]
    cli: bool,
    /// Makes a server of it, too.
    #[arg(long)]
    server: bool,
    /// Where the crates of smithgen are, if not in a registry.
    #[arg(long, value_name = "DIRECTORY")]
    path: Option<PathBuf>,
    /// Prints an object with the files that were made, and problems as JSON.
    #[arg(long)]
    format: Option<Format>,
}

macro_rules! templates {
    ($($path:literal: $file:literal $when:ident),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/init/", $file, ".tera")), When::$when)),*]
    };
}

/// When a file is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    WithCommand,
    WithServer,
}

/// The files: path, text, and when they are made. Paths are templates, too.
const FILES: &[(&str, &str, When)] = templates! {
    "Cargo.toml": "Cargo.toml" Always,
    "README.md": "README.md" Always,
    "build.rs": "build.rs" Always,
    "examples/call.rs": "example.rs" Always,
    "examples/serve.rs": "example_server.rs" WithServer,
    "model/{{ name }}.smithy": "model.smithy" Always,
    "src/lib.rs": "lib.rs" Always,
    "src/main.rs": "main.rs" WithCommand,
    "src/service.rs": "service.rs" WithServer,
    "tests/calls.rs": "test.rs" Always,
    "tests/command.rs": "test_command.rs" WithCommand,
    "tests/server.rs": "test_server.rs" WithServer,
};

/// Makes the crate, or no file at all.
pub(super) fn run(arguments: &Init) -> ExitCode {
    let format = arguments.format;
    let directory = &arguments.directory;
    let name = match name(arguments) {
        Ok(name) => name,
        Err(problem) => return misused(*problem, format),
    };
    if let Some(problem) = obstacle(directory) {
        return misused(*problem, format);
    }
    let made = files(arguments, &name).and_then(|files| {
        let made = write(directory, &files);
        made.map(|()| files)
            .map_err(|problem| Errors::from(*problem))
    });
    match made {
        Ok(files) => {
            told(directory, &files, format);
            ExitCode::SUCCESS
        }
        Err(errors) => {
            show_as(&errors, format);
            ExitCode::FAILURE
        }
    }
}

fn told(directory: &Path, files: &[(String, String)], format: Option<Format>) {
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    if format.is_some() {
        let object = serde_json::json!({ "directory": directory, "files": paths, "events": [] });
        return tell_json(&object);
    }
    let shown = directory.display();
    tell(&format!("made a crate in {shown}:"));
    paths.iter().for_each(|path| tell(&format!("  {path}")));
    let enter = match directory.as_os_str() == "." {
        true => String::new(),
        false => format!("cd {shown} && "),
    };
    tell(&format!("next: {enter}cargo test"));
}

/// The crate's name, or why it can have none.
fn name(arguments: &Init) -> Result<String, Box<Diagnostic>> {
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => {
            // The name of `.` is that of what it stands for.
            let place = std::path::absolute(&arguments.directory);
            let place = place.unwrap_or_else(|_| arguments.directory.clone());
            let name = place.components().next_back();
            name.map_or(String::new(), |it| {
                it.as_os_str().to_string_lossy().into_owned()
            })
        }
    };
    // Cargo's own.
    let is_taken = [
        "test",
        "core",
        "std",
        "alloc",
        "proc-macro",
        "build",
        "deps",
        "examples",
        "incremental",
    ]
    .contains(&name.as_str());
    let fault = match name_fault(&name) {
        None if is_taken => Some(format!("no package can be named `{name}`")),
        fault => fault,
    };
    match fault {
        None => Ok(name),
        Some(fault) => {
            let help = "give one with `--name`: letters, digits, `-` and `_`, a letter first";
            Err(Box::new(Diagnostic::error(fault).help(help)))
        }
    }
}

/// Why a directory cannot be that of a new crate.
fn obstacle(directory: &Path) -> Option<Box<Diagnostic>> {
    let shown = directory.display();
    let problem = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => Diagnostic::error(format!("cannot make a crate in `{shown}`: {error}")),
        Ok(mut entries) => match entries.next() {
            None => return None,
            Some(_) => Diagnostic::error(format!("`{shown}` is not empty")),
        },
    };
    Some(Box::new(
        problem.help("nothing was written: name another directory"),
    ))
}

/// Path and text of each file.
fn files(arguments: &Init, name: &str) -> Result<Vec<(String, String)>, Errors> {
    let dependency = dependencies(arguments.path.as_deref())?;
    let context = context(arguments, name, &dependency);
    let mut tera = Tera::default();
    // None of this is HTML.
    tera.autoescape_on(Vec::<&str>::new());
    let filled = |tera: &mut Tera| {
        let mut files = Vec::new();
        for (path, text, when) in FILES {
            let is_wanted = match when {
                When::Always => true,
                When::WithCommand => arguments.cli,
                When::WithServer => arguments.server,
            };
            if !is_wanted {
                continue;
            }
            let path = tera.render_str(path, &context, false)?;
            let text = tera.render_str(text, &context, false)?;
            files.push((path, format!("{}\n", text.trim_end())));
        }
        Ok(files)
    };
    filled(&mut tera).map_err(|error: tera::Error| {
        Diagnostic::error(format!("a template of smithgen is broken: {error}")).into()
    })
}

fn context(arguments: &Init, name: &str, dependency: &Dependencies) -> Context {
    let mut context = Context::new();
    context.insert("name", name);
    context.insert("crate", &name.replace('-', "_"));
    context.insert("module", &name.to_snake_case());
    context.insert("service", &service(name));
    context.insert("cli", &arguments.cli);
    context.insert("server", &arguments.server);
    context.insert("dependency", dependency);
    context.insert("is_inside", &is_inside(&arguments.directory));
    context
}

/// The service of a crate: named like it, and like nothing in its model.
fn service(name: &str) -> String {
    let service = name.to_upper_camel_case();
    let model = include_str!("../../templates/init/model.smithy.tera");
    let mut words = model.split(|c: char| !c.is_alphanumeric());
    // Shapes whose names differ in case alone are the same.
    match words.any(|word| word.eq_ignore_ascii_case(&service)) {
        true => format!("{service}Service"),
        false => service,
    }
}

/// How the crates of smithgen are named in a manifest.
#[derive(serde::Serialize)]
struct Dependencies {
    smithgen: String,
    client: String,
    server: String,
    cli: String,
}

/// Of a registry, or below a directory.
fn dependencies(path: Option<&Path>) -> Result<Dependencies, Errors> {
    let path = match path {
        None => None,
        Some(path) => Some(repository(path)?),
    };
    let version = concat!(
        env!("CARGO_PKG_VERSION_MAJOR"),
        ".",
        env!("CARGO_PKG_VERSION_MINOR")
    );
    let of = |directory: &str, more: &str| match &path {
        Some(path) => {
            let place = path.join(directory);
            let place = serde_json::Value::from(place.to_string_lossy());
            format!("{{ version = \"{version}\", path = {place}{more} }}")
        }
        None if more.is_empty() => format!("\"{version}\""),
        None => format!("{{ version = \"{version}\"{more} }}"),
    };
    Ok(Dependencies {
        smithgen: of("codegen", ", default-features = false"),
        client: of("client", ""),
        server: of("server", ""),
        cli: of("cli", ""),
    })
}

/// The directory with the crates of smithgen, whole.
fn repository(path: &Path) -> Result<PathBuf, Errors> {
    let place = fs::canonicalize(path);
    let is_there = |place: &PathBuf| place.join("codegen/Cargo.toml").is_file();
    place.ok().filter(is_there).ok_or_else(|| {
        let message = format!("the crates of smithgen are not in `{}`", path.display());
        let help = "name the directory that has `codegen` and `client`";
        Diagnostic::error(message).help(help).into()
    })
}

/// Whether cargo would take a crate for a member of a workspace around it.
fn is_inside(directory: &Path) -> bool {
    let place = std::path::absolute(directory).unwrap_or_default();
    let mut above = place.ancestors().skip(1);
    above.any(|above| above.join("Cargo.toml").is_file())
}

/// Writes all files, or leaves none behind. None that exists is touched.
fn write(directory: &Path, files: &[(String, String)]) -> Result<(), Box<Diagnostic>> {
    let mut made = Vec::new();
    for (path, text) in files {
        let path = directory.join(path);
        let parent = path.parent().unwrap_or(directory);
        let written = fs::create_dir_all(parent)
            .and_then(|()| fs::File::create_new(&path))
            .and_then(|mut file| {
                made.push(path.clone());
                file.write_all(text.as_bytes())
            });
        if let Err(error) = written {
            for path in &made {
                // The first error is the one to report.
                let _ = fs::remove_file(path);
            }
            let message = format!("cannot write `{}`: {error}", path.display());
            let help = "name a directory that can be written";
            return Err(Box::new(Diagnostic::error(message).help(help)));
        }
    }
    Ok(())
}
