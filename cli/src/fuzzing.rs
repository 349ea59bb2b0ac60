//! Entry points for fuzzing: parse arguments and settings without sending, reading files or running processes.

use smithgen_aws::profile::{Files, Selected};
use smithgen_client::Environment;

use crate::args::Word;
use crate::args::globals::{self, Globals};
use crate::args::operation::parse_operation;
use crate::args::parse::{Positional, Stop, parse};
use crate::errors::Failure;
use crate::errors::Voice;
use crate::fixture::SERVICE;
use crate::params::{base64, input, shorthand, unpack, validate};
use crate::query::Query;
use crate::settings::client::{self, Timeouts};
use crate::settings::{Settings, credentials};
use crate::table::Command;
use crate::value::Value;

/// Re-exports internals for tests.
macro_rules! inside {
    ($($module:ident)*) => {
        $(
            #[allow(missing_docs)]
            pub mod $module {
                pub use crate::$module::*;
            }
        )*
    };
}

inside!(json output query value yaml);

/// Parses shorthand, unless it may refer to a file.
#[must_use]
pub fn shorthand(text: &str) -> Option<Value> {
    if names_file(text.as_bytes()) {
        return None;
    }
    shorthand::parse(text).ok().map(Value::Map)
}

/// Runs words through all parsers and validates the parameters; returns the parameters if they are valid.
#[must_use]
pub fn arguments(words: &[&[u8]]) -> Option<Value> {
    if words.iter().any(|word| names_file(word)) {
        return None;
    }
    let words: Vec<Word> = words.iter().map(|word| Word::new(*word)).collect();
    let _ = parse(&words, &globals::FIRST, None);
    let mut parsed = parse(&words, &globals::ALL, None).ok()?;
    let globals = Globals::from_parsed(&mut parsed);
    let _ = globals
        .query
        .as_ref()
        .map(|word| Query::compile(&word.text()));
    let timeouts = Timeouts::read(&globals, crate::errors::Voice::Reference).ok()?;
    let _ = client::config(
        &settings(Files::default()),
        &globals,
        &SERVICE,
        timeouts,
        Some("r-1"),
    );
    command(&parsed.rest).ok()
}

fn command(words: &[Word]) -> Result<Value, Failure> {
    let stopped = |stop: Stop| Failure::general(stop.message(Voice::Own).unwrap_or_default());
    let names = SERVICE.commands.iter().map(|command| command.name);
    let positional = Positional {
        name: "operation",
        choices: Some(names.collect()),
        required: true,
    };
    let parsed = parse(words, &[], Some(positional)).map_err(stopped)?;
    let name = parsed.positional.unwrap_or_else(|| Word::from(""));
    let mut commands = SERVICE.commands.iter();
    let command = commands.find(|command| name.is(command.name));
    let command = command.ok_or_else(|| Failure::general(""))?;
    parameters(command, &parsed.rest)
}

fn parameters(command: &Command, words: &[Word]) -> Result<Value, Failure> {
    let asked = parse_operation(command, words, true).map_err(|_| Failure::general(""))?;
    let schema = command.operation.input();
    let mut params = input::load(&asked)?.unwrap_or_default();
    for (arg, supplied) in command.args.iter().zip(&asked.args) {
        if let (Some(supplied), Some(member)) = (supplied, schema.members().get(arg.member)) {
            params.insert(member.name(), unpack::unpack(arg.name, member, supplied)?);
        }
    }
    let faults = validate::validate(&params, schema, Voice::Own);
    let mut params = Value::Map(params);
    base64::decode_blobs(&mut params, schema).map_err(Failure::general)?;
    match faults.is_empty() {
        true => Ok(params),
        false => Err(Failure::param(faults.join("\n"))),
    }
}

/// Runs configuration and credentials files through every look-up that a call makes.
pub fn profiles(files: &Files) {
    for name in files.profile_names() {
        let mut settings = settings(files.clone());
        settings.selected.name.clone_from(&name);
        settings.by_flag = true;
        let timeouts = Timeouts {
            read: 60,
            connect: 60,
        };
        let globals = Globals {
            no_sign_request: true,
            ..Globals::default()
        };
        let _ = client::config(&settings, &globals, &SERVICE, timeouts, Some("r-1"));
        if !reaches_out(files) {
            let _ = credentials::check(&credentials::chain(&settings));
        }
    }
}

/// Whether a profile runs a program or contacts another machine for credentials.
fn reaches_out(files: &Files) -> bool {
    let keys = [
        "credential_process",
        "credential_source",
        "web_identity_token_file",
    ];
    let names = files.profile_names().into_iter();
    let mut profiles = names.filter_map(|name| files.profile(&name));
    profiles.any(|profile| keys.iter().any(|key| profile.get(key).is_some()))
}

fn settings(files: Files) -> Settings {
    Settings::of(
        Environment::of([]),
        files,
        Selected {
            name: "default".to_owned(),
            named: false,
        },
    )
}

fn names_file(text: &[u8]) -> bool {
    text.windows(4).any(|four| four == b"file")
}
