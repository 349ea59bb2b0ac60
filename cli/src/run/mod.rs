//! Runs a command from its words to its exit code, with every check in the reference's order.

mod after;
mod alias;
mod command;
mod further;
mod page;
mod prior;
mod private_key;
#[cfg(feature = "launch-key")]
mod rsa;
mod show;
mod wait;
mod wish;

use std::ffi::OsStr;
use std::process::ExitCode;

use smithgen_help::Names;

use crate::alias::Aliases;
use crate::args::globals::{self, Globals};
use crate::args::parse::{Given, Positional, Stop, parse};
use crate::args::{Word, usage};
use crate::debug::Log;
use crate::encoding::Encoding;
use crate::errors::Voice;
use crate::errors::{ErrorFormat, Failure, Style};
use crate::message::output::Timestamps;
use crate::params::paramfile;
use crate::program::{self, Options, implied, own_prefix};
use crate::query::Query;
use crate::settings::client::Timeouts;
use crate::settings::{Settings, checks};
use crate::stdio;
use crate::table::Commands;
use crate::{completion, help, prompt, version};
use alias::Unfolding;

/// The context of a run, before any command is known.
pub(crate) struct Run<'a> {
    services: &'a [&'static Commands],
    options: &'a Options,
    program: &'a str,
    /// The flag's value, once global options are parsed.
    error_format: Option<ErrorFormat>,
    /// How the program's settings are named.
    names: Names<'a>,
    colour: Option<Word>,
    settings: Option<Settings>,
    encoding: Encoding,
}

/// The global options after validation.
struct Checked {
    globals: Globals,
    query: Option<Query>,
    timeouts: Timeouts,
    timestamps: Timestamps,
    /// Whether blobs are raw rather than base64.
    raw_blobs: bool,
    log: Log,
}

impl Run<'_> {
    /// Runs the words of a command line and reports failures.
    pub(crate) fn main(
        services: &[&'static Commands],
        options: &Options,
        called: &OsStr,
        words: &[Word],
    ) -> ExitCode {
        let program = &*program::name(called);
        let asked = completion_words(services, program, words);
        if let Some(question) = asked.and_then(completion::question) {
            return completion::answer(services, question);
        }
        let own_prefix = own_prefix(services, program);
        let names = own_prefix.as_deref().map_or(Names::Aws, Names::Own);
        paramfile::name_encoding_variable(names.text("AWS_CLI_FILE_ENCODING").into_owned());
        let mut run = Run {
            services,
            options,
            program,
            error_format: None,
            names,
            colour: None,
            settings: None,
            encoding: Encoding::Utf8,
        };
        let done = match asked {
            Some(words) => run.completion(called, words),
            None => run.first(words),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => run.report(&failure),
        }
    }

    /// Whether the program is invoked as `aws`, and so must behave exactly like the reference.
    fn is_aws(&self) -> bool {
        self.program == "aws"
    }

    /// Whether the service may be omitted.
    fn implied(&self) -> Option<&'static Commands> {
        implied(self.services, self.program)
    }

    fn report(&self, failure: &Failure) -> ExitCode {
        if matches!(failure, Failure::Interrupted) {
            let _ = stdio::write_out(b"\n");
            return ExitCode::from(failure.exit_code());
        }
        let style = Style {
            program: self.program,
            format: self.format(),
            colour: self.colour.as_ref().is_some_and(|word| word.is("on")),
            width: 80,
            escape: stdio::escapes_err(self.is_aws()),
        };
        stdio::write_err(self.encoding, &failure.text(style));
        if style.is_coloured() && failure.has_code() {
            stdio::reset_colours();
        }
        ExitCode::from(failure.exit_code())
    }

    /// The error format. If the profile does not exist, it is the legacy one.
    fn format(&self) -> ErrorFormat {
        if let Some(format) = self.error_format {
            return format;
        }
        if let Some(name) = std::env::var_os(&*self.names.text("AWS_CLI_ERROR_FORMAT")) {
            return ErrorFormat::from_name(&name.to_string_lossy());
        }
        match self
            .settings
            .as_ref()
            .map(|settings| settings.key("cli_error_format"))
        {
            Some(Ok(Some(name))) => ErrorFormat::from_name(&name),
            Some(Err(_)) => ErrorFormat::Legacy,
            Some(Ok(None)) | None => ErrorFormat::Enhanced,
        }
    }

    fn usage(&self, message: String) -> Failure {
        Failure::Usage(message, usage::full(self.program, self.implied().is_some()))
    }

    /// Whose wording to use.
    fn voice(&self) -> Voice {
        match self.is_aws() {
            true => Voice::Reference,
            false => Voice::Own,
        }
    }

    /// Reports why a parser stopped.
    fn stopped(&self, stop: &Stop) -> Result<(), Failure> {
        match stop.message(self.voice()) {
            Some(message) => Err(self.usage(message)),
            None => Ok(()),
        }
    }

    /// The first parser, the settings files, the prompt.
    fn first(&mut self, words: &[Word]) -> Result<(), Failure> {
        let parsed = match parse(words, &globals::FIRST, None) {
            Ok(parsed) => parsed,
            Err(stop) => {
                let message = stop.message(self.voice());
                let usage = usage::first_pass(self.program);
                return message.map_or(Ok(()), |message| Err(Failure::Usage(message, usage)));
            }
        };
        let profile = match parsed.given.first() {
            Some(Some(Given::One(word))) => Some(word.text().into_owned()),
            _ => None,
        };
        let mut settings = Settings::load(profile.as_deref(), self.names, self.services)?;
        settings.is_reference = self.is_aws();
        let mode = prompt::mode(&settings, words)?;
        self.settings = Some(settings);
        if mode == prompt::Mode::On {
            let words = self.ask(words)?;
            return self.second(&words);
        }
        match self.second(words) {
            Err(failure) if mode == prompt::Mode::Partial && failure.exit_code() == 252 => {
                let words = self.ask(words)?;
                self.second(&words)
            }
            result => result,
        }
    }

    /// Prompts for the line.
    fn ask(&self, words: &[Word]) -> Result<Vec<Word>, Failure> {
        prompt::ask(
            self.program,
            self.services,
            self.implied(),
            self.settings()?,
            words,
        )
    }

    /// The second parser: global options and the service.
    fn second(&mut self, words: &[Word]) -> Result<(), Failure> {
        let implied = self.implied();
        let unfolding = Unfolding::new(Aliases::load(self.settings()?)?);
        let positional = match implied {
            Some(_) => None,
            None => Some(Positional {
                name: "command",
                choices: Some(self.command_names(&unfolding.aliases)),
                required: true,
            }),
        };
        if implied.is_none()
            && !self.is_aws()
            && words.first().is_some_and(|w| w.is("--help") || w.is("-h"))
        {
            return self.help(help::Topic::Program(self.services));
        }
        let mut parsed = match parse(words, &globals::ALL, positional) {
            Ok(parsed) => parsed,
            Err(Stop::At(_)) => return self.version(),
            Err(stop) => return self.stopped(&stop),
        };
        let globals = Globals::from_parsed(&mut parsed);
        self.error_format = globals.format();
        self.colour.clone_from(&globals.color);
        let checked = self.check(globals)?;
        checked.log.line("smithgen.cli", || {
            let words: Vec<_> = parsed
                .positional
                .iter()
                .chain(parsed.rest.first())
                .map(Word::text)
                .collect();
            format!(
                "CLI version: {}; command: {}",
                env!("CARGO_PKG_VERSION"),
                words.join(" ")
            )
        });
        match (implied, parsed.positional) {
            (Some(service), _) => self.service(service, parsed.rest, checked, unfolding),
            (None, Some(word)) => self.toplevel(word, parsed.rest, checked, unfolding),
            (None, None) => Ok(()),
        }
    }

    /// Prints the completion script of the named shell, or the help page on completion.
    fn completion(&mut self, called: &OsStr, words: &[Word]) -> Result<(), Failure> {
        let usage = |message| Failure::Usage(message, completion::usage(self.program));
        if words
            .iter()
            .any(|it| it.is("help") || it.is("--help") || it.is("-h"))
        {
            self.settings = Some(Settings::load(None, self.names, self.services)?);
            return self.help(help::Topic::Completion);
        }
        let choices = completion::SHELLS.iter().map(|(name, _)| *name);
        let shell = Positional {
            name: "shell",
            choices: Some(choices.collect()),
            required: true,
        };
        let parsed = match parse(words, &[], Some(shell)) {
            Ok(parsed) => parsed,
            Err(stop) => {
                return stop
                    .message(self.voice())
                    .map_or(Ok(()), |it| Err(usage(it)));
            }
        };
        let unknown: Vec<_> = parsed.rest.iter().map(Word::text).collect();
        if !unknown.is_empty() {
            let usage = completion::usage(self.program);
            return Err(Failure::Unknown(unknown.join(", "), usage));
        }
        let shell = parsed
            .positional
            .as_ref()
            .and_then(completion::Shell::from_word);
        let serves_aws = self.services.iter().any(|service| service.aws);
        let text = shell.map(|shell| completion::script(shell, called, serves_aws));
        stdio::write_out(text.unwrap_or_default().as_bytes())
    }

    fn version(&self) -> Result<(), Failure> {
        // As `aws`, show the version of the reference that is emulated.
        let line = if self.is_aws() {
            version::line("aws-cli", version::STANDS_IN_FOR)
        } else {
            version::line(self.program, self.options.version)
        };
        stdio::write_out(format!("{line}\n").as_bytes())
    }

    /// Validates global options beyond their syntax.
    fn check(&mut self, globals: Globals) -> Result<Checked, Failure> {
        let (query, timeouts) = check_values(&globals, self.voice())?;
        self.encoding = stdio::encoding_from_env(&self.names.text("AWS_CLI_OUTPUT_ENCODING"))?;
        let settings = self.settings()?;
        let timestamps = match settings.tolerant_key("cli_timestamp_format").as_deref() {
            None | Some("iso8601") => Timestamps::Iso8601,
            Some("wire") => Timestamps::Wire,
            Some(other) => {
                return Err(Failure::Configuration(format!(
                    "Unknown cli_timestamp_format value: {other}, valid values are \"wire\" or \"iso8601\""
                )));
            }
        };
        let raw_blobs = raw_blobs(&globals, settings)?;
        checks::instance_metadata(settings)?;
        let log = Log::new(
            globals.debug,
            self.encoding,
            stdio::escapes_err(self.is_aws()),
        );
        Ok(Checked {
            globals,
            query,
            timeouts,
            timestamps,
            raw_blobs,
            log,
        })
    }

    fn settings(&self) -> Result<&Settings, Failure> {
        self.settings
            .as_ref()
            .ok_or_else(|| Failure::general("no settings"))
    }
}

/// Validates the values of global options, from the line or from an alias.
fn check_values(globals: &Globals, voice: Voice) -> Result<(Option<Query>, Timeouts), Failure> {
    let query = match &globals.query {
        None => None,
        Some(word) => {
            let text = word.text();
            let compiled = Query::compile(&text);
            Some(compiled.map_err(|error| {
                Failure::param(format!("Bad value for --query {text}: {error}"))
            })?)
        }
    };
    if let Some(word) = &globals.endpoint_url {
        let text = word.text();
        if !has_scheme(&text) {
            return Err(Failure::param(format!(
                "Bad value for --endpoint-url \"{text}\": scheme is missing.  Must be of the form \
                 http://<hostname>/ or https://<hostname>/"
            )));
        }
    }
    Ok((query, Timeouts::read(globals, voice)?))
}

/// The words after `completion`, if the first word means the completion command. It does not if the program is
/// invoked as `aws`, or if the model defines the name.
fn completion_words<'w>(
    services: &[&'static Commands],
    program: &str,
    words: &'w [Word],
) -> Option<&'w [Word]> {
    let (first, rest) = words.split_first()?;
    let is_meant = program != "aws"
        && first.is(completion::NAME)
        && !completion::is_taken(services, implied(services, program));
    is_meant.then_some(rest)
}

/// Whether text starts with what Python's `urlparse` accepts as a scheme.
fn has_scheme(url: &str) -> bool {
    match url.trim_start_matches(|c| c <= ' ').split_once(':') {
        Some((scheme, _)) => {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        }
        None => false,
    }
}

fn raw_blobs(globals: &Globals, settings: &Settings) -> Result<bool, Failure> {
    let name = match &globals.binary_format {
        Some(word) => Some(word.text().into_owned()),
        None => settings.tolerant_key("cli_binary_format"),
    };
    match name.as_deref() {
        None | Some("base64") => Ok(false),
        Some("raw-in-base64-out") => Ok(true),
        // The reference uses the value as a dictionary key, and shows the missing key.
        Some(other) => Err(Failure::general(crate::value::repr_str(other))),
    }
}
