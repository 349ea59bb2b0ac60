//! Command lines that the old command takes, given to the new one.
//!
//! The command under test is this program, started with a model and its surface in the environment: it makes the tables
//! that generated code would have, and is that command.

use std::path::Path;
use std::process::{Command, ExitCode};

use serde_json::Value as Json;
use smithgen_cli::table;

use super::wire;
use crate::model::Model;
use crate::scratch::Scratch;

/// Names the model of the command that this program is to be.
const MODEL: &str = "CONFORMANCE_COMMAND_MODEL";

/// Names its surface.
const SURFACE: &str = "CONFORMANCE_COMMAND_SURFACE";

/// One side of a pair.
pub(super) struct Side {
    model: std::path::PathBuf,
    surface: std::path::PathBuf,
    lines: Vec<Vec<String>>,
    _files: Scratch,
}

impl Side {
    pub(super) fn new(model: &Path, surface: &str) -> Result<Self, String> {
        let files = Scratch::new()?;
        let read = Model::read(model)?;
        Ok(Side {
            model: model.to_owned(),
            surface: files.put("API.txt", surface.as_bytes())?,
            lines: lines(&read, surface),
            _files: files,
        })
    }

    fn takes(&self, words: &[String]) -> Result<Option<String>, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let output = Command::new(program)
            .args(words)
            .args(["--dry-run", "--no-sign-request", "--region", "us-east-1"])
            .args(["--endpoint-url", "http://127.0.0.1:9"])
            .env_clear()
            .env(MODEL, &self.model)
            .env(SURFACE, &self.surface)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .output()
            .map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&output.stderr);
        Ok(match output.status.success() {
            true => None,
            false => Some(text.trim().replace('\n', " ")),
        })
    }
}

/// The first command line that the old command takes and the new one does not, with what it says.
pub(super) fn fault(old: &Side, new: &Side) -> Result<Option<String>, String> {
    for words in &old.lines {
        // What not even the old one takes says nothing.
        if old.takes(words)?.is_some() {
            continue;
        }
        if let Some(said) = new.takes(words)? {
            return Ok(Some(format!("{}: {said}", words.join(" "))));
        }
    }
    Ok(None)
}

/// A line for each command, with all its options.
fn lines(model: &Model, surface: &str) -> Vec<Vec<String>> {
    let Some(commands) = commands(model, surface) else {
        return Vec::new();
    };
    let of_command = |(name, spec, options): &Named| {
        let values = wire::sample(spec.input(), 0, 0);
        let mut words = vec![name.clone()];
        for (option, member, _) in options {
            let name = spec.input().members().get(*member).map(|it| it.name())?;
            match &values[name] {
                Json::Null => {}
                Json::Bool(true) => words.push(format!("--{option}")),
                Json::Bool(false) => words.push(format!("--no-{option}")),
                Json::String(text) => words.extend([format!("--{option}"), text.clone()]),
                value => words.extend([format!("--{option}"), value.to_string()]),
            }
        }
        Some(words)
    };
    commands.iter().filter_map(of_command).collect()
}

/// A command: its name, its operation, and its options with the members that they set, and whether they are required.
type Named = (
    String,
    &'static smithgen_runtime::OperationSpec,
    Vec<(String, usize, bool)>,
);

/// The commands of a surface.
fn commands(model: &Model, surface: &str) -> Option<Vec<Named>> {
    let service = *model.services().first()?;
    let mut commands: Vec<Named> = Vec::new();
    for line in surface.lines().filter_map(|line| line.strip_prefix("cli ")) {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        // These set no member.
        if value == "pages" || value.starts_with("option") {
            continue;
        }
        match name.split_once(' ') {
            None => {
                let mut ids = model.operations(service).into_iter();
                let id =
                    ids.find(|id| is_called(id.split('#').nth(1).unwrap_or_default(), name))?;
                commands.push((name.to_owned(), wire::spec(model, service, id)?, Vec::new()));
            }
            Some((command, option)) => {
                let option = option.strip_prefix("--");
                let last = commands.last_mut().filter(|last| last.0 == command);
                if let (Some(option), Some((_, spec, options))) = (option, last) {
                    let mut members = spec.input().members().iter();
                    let member = members.position(|member| is_called(member.name(), option))?;
                    options.push((option.to_owned(), member, value.ends_with(", required")));
                }
            }
        }
    }
    Some(commands)
}

/// Whether a name of the model is that of a command or option: the same letters and digits.
fn is_called(name: &str, word: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_ascii_lowercase()
    };
    letters(name) == letters(word)
}

/// Is the command that the environment asks for, if it asks for one.
pub(crate) fn stand_in() -> Option<ExitCode> {
    let (model, surface) = (std::env::var_os(MODEL)?, std::env::var_os(SURFACE)?);
    let Ok(surface) = std::fs::read_to_string(surface) else {
        return Some(ExitCode::from(99));
    };
    let model = Model::read(Path::new(&model)).ok()?;
    let made = commands(&model, &surface)?;
    let service = made.first().map(|(_, spec, _)| spec.service())?;
    let commands = made.into_iter().map(|(name, spec, options)| {
        let args = options
            .into_iter()
            .map(|(option, member, required)| table::arg(option.leak(), member, required));
        let args: Vec<table::Arg> = args.collect();
        table::Command::new(name.leak(), spec, "", args.leak())
    });
    let commands: Vec<table::Command> = commands.collect();
    let table = table::Commands::new(service, "tested", "TESTED", "tested");
    let table = table.of_aws().with_commands(commands.leak());
    let options = smithgen_cli::Options::new("0");
    Some(smithgen_cli::main(&[Box::leak(Box::new(table))], options))
}
