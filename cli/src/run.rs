//! A command from its words to its exit code: every check in the reference's order.

use std::process::ExitCode;

use crate::args::globals::{self, Globals};
use crate::args::operation::{Operation, Skeleton, parse_operation};
use crate::args::parse::{Given, Positional, Stop, parse};
use crate::args::{Word, usage};
use crate::call::{self, Call};
use crate::debug::Log;
use crate::errors::{ErrorFormat, Failure, Style};
use crate::output::{self, Colour, Format};
use crate::params::{base64, input, unpack, validate};
use crate::query::Query;
use crate::settings::Settings;
use crate::settings::client::{self, Timeouts};
use crate::skeleton::{self, Texts};
use crate::stdio::{self, Encoding};
use crate::table::{Command, Service};
use crate::value::{Map, Value};
use crate::wire::response::Timestamps;
use crate::{Options, help, json, pager, prompt, save, version};

/// What the command line says before any command is known, and what has been found out since.
pub(crate) struct Run<'a> {
    services: &'a [&'static Service],
    options: &'a Options,
    program: &'a str,
    /// The flag, once the global options have been read.
    error_format: Option<ErrorFormat>,
    colour: Option<Word>,
    settings: Option<Settings>,
    encoding: Encoding,
}

/// What the global options ask for, checked.
struct Checked {
    globals: Globals,
    query: Option<Query>,
    timeouts: Timeouts,
    timestamps: Timestamps,
    /// Blobs are given as they are, not in base64.
    raw_blobs: bool,
    log: Log,
}

impl<'a> Run<'a> {
    /// Runs the words of a command line and says how it went.
    pub(crate) fn main(
        services: &'a [&'static Service],
        options: &'a Options,
        program: &'a str,
        words: &[Word],
    ) -> ExitCode {
        let mut run = Run {
            services,
            options,
            program,
            error_format: None,
            colour: None,
            settings: None,
            encoding: Encoding::Utf8,
        };
        match run.first(words) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => run.report(&failure),
        }
    }

    /// Called as `aws`: nothing may tell it from the reference.
    fn is_aws(&self) -> bool {
        self.program == "aws"
    }

    /// Whether the service need not be named.
    fn implied(&self) -> Option<&'static Service> {
        match self.services {
            [only] if !self.is_aws() => Some(only),
            _ => None,
        }
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
        };
        stdio::write_err(self.encoding, &failure.text(style));
        if style.colour
            && style.format == ErrorFormat::Structured(Format::Table)
            && failure.has_code()
        {
            stdio::reset_colours();
        }
        ExitCode::from(failure.exit_code())
    }

    /// The error format. A profile that does not exist leaves the old one.
    fn format(&self) -> ErrorFormat {
        if let Some(format) = self.error_format {
            return format;
        }
        if let Some(name) = std::env::var_os("AWS_CLI_ERROR_FORMAT") {
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

    /// The first parser, the files, the prompt.
    fn first(&mut self, words: &[Word]) -> Result<(), Failure> {
        let parsed = match parse(words, &globals::FIRST, None) {
            Ok(parsed) => parsed,
            Err(Stop::Error(message)) => {
                return Err(Failure::Usage(message, usage::first_pass(self.program)));
            }
            Err(Stop::At(_)) => return Ok(()),
        };
        let profile = match parsed.given.first() {
            Some(Some(Given::One(word))) => Some(word.text().into_owned()),
            _ => None,
        };
        let settings = Settings::load(profile.as_deref())?;
        let mode = prompt::mode(&settings, words)?;
        self.settings = Some(settings);
        if mode == prompt::Mode::On {
            return prompt::ask(words).and_then(|words| self.second(&words));
        }
        match self.second(words) {
            Err(failure) if mode == prompt::Mode::Partial && failure.exit_code() == 252 => {
                prompt::ask(words).and_then(|words| self.second(&words))
            }
            result => result,
        }
    }

    /// The second parser: global options and the service.
    fn second(&mut self, words: &[Word]) -> Result<(), Failure> {
        let implied = self.implied();
        let names: Vec<&str> = self
            .services
            .iter()
            .map(|s| s.name)
            .chain(["help"])
            .collect();
        let positional = match implied {
            Some(_) => None,
            None => Some(Positional {
                name: "command",
                choices: Some(names),
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
            Err(Stop::Error(message)) => return Err(self.usage(message)),
            Err(Stop::At(_)) => return self.version(),
        };
        let globals = Globals::from_parsed(&mut parsed);
        self.error_format = globals
            .error_format
            .as_ref()
            .map(|word| ErrorFormat::from_name(&word.text()));
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
            (Some(service), _) => self.service(service, &parsed.rest, checked),
            (None, Some(word)) if word.is("help") => self.help(help::Topic::Program(self.services)),
            (None, Some(word)) => match self.services.iter().find(|s| word.is(s.name)) {
                Some(service) => self.service(service, &parsed.rest, checked),
                None => Ok(()),
            },
            (None, None) => Ok(()),
        }
    }

    fn version(&self) -> Result<(), Failure> {
        // As `aws` it says which version it stands in for.
        let line = if self.is_aws() {
            version::line("aws-cli", version::STANDS_IN_FOR)
        } else {
            version::line(self.program, self.options.version)
        };
        stdio::write_out(format!("{line}\n").as_bytes())
    }

    /// What is wrong with global options beyond their syntax.
    fn check(&mut self, globals: Globals) -> Result<Checked, Failure> {
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
        let timeouts = Timeouts::read(&globals)?;
        self.encoding = Encoding::from_env()?;
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
        let log = Log::new(globals.debug, self.encoding);
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

    /// The service's parser: the operation.
    fn service(
        &self,
        service: &'static Service,
        words: &[Word],
        checked: Checked,
    ) -> Result<(), Failure> {
        if !self.is_aws() && words.first().is_some_and(|w| w.is("--help") || w.is("-h")) {
            return self.help(help::Topic::Service(service));
        }
        let names: Vec<&str> = service
            .commands
            .iter()
            .map(|c| c.name)
            .chain(["help"])
            .collect();
        let positional = Positional {
            name: "operation",
            choices: Some(names),
            required: true,
        };
        let parsed = match parse(words, &[], Some(positional)) {
            Ok(parsed) => parsed,
            Err(Stop::Error(message)) => return Err(self.usage(message)),
            Err(Stop::At(_)) => return Ok(()),
        };
        let name = parsed.positional;
        match service
            .commands
            .iter()
            .find(|c| name.as_ref().is_some_and(|word| word.is(c.name)))
        {
            Some(command) => self.command(service, command, &parsed.rest, &checked),
            None => self.help(help::Topic::Service(service)),
        }
    }

    /// The operation's parser, its parameters, and what is to be done with them.
    fn command(
        &self,
        service: &'static Service,
        command: &'static Command,
        words: &[Word],
        checked: &Checked,
    ) -> Result<(), Failure> {
        let operation = match parse_operation(command, words, !self.is_aws()) {
            Ok(operation) => operation,
            Err(Stop::Error(message)) => return Err(self.usage(message)),
            Err(Stop::At(_)) => return Ok(()),
        };
        if operation.help {
            return self.help(help::Topic::Command(service, command));
        }
        if !operation.unknown.is_empty() {
            let words: Vec<_> = operation.unknown.iter().map(Word::text).collect();
            let usage = usage::full(self.program, self.implied().is_some());
            return Err(Failure::Unknown(words.join(", "), usage));
        }
        let params = params(command, &operation)?;
        match operation.skeleton {
            Some(Skeleton::Input) => {
                let sample = skeleton::sample(command.operation.input, Texts::Empty);
                return self.print(&(json::pretty(&sample) + "\n"));
            }
            Some(Skeleton::YamlInput) => {
                return self.print(&skeleton::yaml(service, command.operation.input));
            }
            Some(Skeleton::Output) | None => {}
        }
        let result = self.result(service, command, &operation, params, checked)?;
        self.show(command.operation.name, result, checked)
    }

    fn print(&self, text: &str) -> Result<(), Failure> {
        let bytes = self
            .encoding
            .encode_strict(text)
            .map_err(Failure::general)?;
        stdio::write_out(&bytes)
    }

    /// Settings, validation and the call.
    fn result(
        &self,
        service: &'static Service,
        command: &'static Command,
        asked: &Operation,
        mut params: Map,
        checked: &Checked,
    ) -> Result<Map, Failure> {
        let operation = command.operation;
        let settings = self.settings()?;
        let local = match (&checked.globals.endpoint_url, self.options.local) {
            (Some(word), Some(local)) if word.is("local:") => Some(local),
            _ => None,
        };
        let mut globals = checked.globals.clone();
        if local.is_some() {
            globals.endpoint_url = Some(Word::from("http://localhost"));
        }
        let config = client::config(settings, &globals, service, checked.timeouts)?;
        fill_tokens(operation, &mut params);
        if !checked.raw_blobs {
            decode_blobs(operation, &mut params)?;
        }
        let log = checked.log;
        log.line("smithgen.params", || {
            let names = crate::wire::redact::Names::Model;
            json::compact(&Value::Map(crate::wire::redact::map(
                &params,
                operation.input,
                names,
            )))
        });
        let call = Call {
            operation,
            config,
            timestamps: checked.timestamps,
            log,
            local: local.map(|make| make()),
        };
        let validated = settings
            .tolerant_key("parameter_validation")
            .is_none_or(|text| text.eq_ignore_ascii_case("true"));
        let faults = if validated {
            validate::validate(&params, operation.input)
        } else {
            Vec::new()
        };
        if !faults.is_empty() {
            // An endpoint that is none is noticed earlier.
            call.prepare(&Map::new())
                .map(drop)
                .or_else(invalid_endpoint)?;
            return Err(Failure::param(format!(
                "Parameter validation failed:\n{}",
                faults.join("\n")
            )));
        }
        if asked.dry_run {
            let shown = crate::wire::redact::map(
                &params,
                operation.input,
                crate::wire::redact::Names::Model,
            );
            let prepared = call.prepare(&shown)?;
            return Ok(call::dry_run(&prepared, &shown, operation));
        }
        if asked.skeleton == Some(Skeleton::Output) {
            call.prepare(&Map::new())
                .map(drop)
                .or_else(invalid_endpoint)?;
            return match skeleton::sample(operation.output, Texts::Names) {
                Value::Map(map) => Ok(map),
                _ => Ok(Map::new()),
            };
        }
        let input = Value::Map(params.clone());
        let kept = (asked.save || asked.reuse)
            .then(|| save::kept(command, &input, settings, &call.config))
            .flatten();
        if let Some(kept) = kept.as_ref().filter(|_| asked.reuse)
            && let Some(Value::Map(found)) = kept.find(save::now())
        {
            return Ok(found);
        }
        let reserved = match kept.as_ref().filter(|_| asked.save) {
            Some(kept) => Some(kept.reserve().map_err(cannot_save)?),
            None => None,
        };
        let prepared = call.prepare(&params)?;
        if let Some(warning) = call::insecure_warning(&call.config, &prepared) {
            stdio::write_err(self.encoding, &format!("{}: {warning}", self.program));
        }
        let result = Value::Map(call.send(&params, prepared)?);
        if let Some(reserved) = reserved {
            reserved.save(&result).map_err(cannot_save)?;
        }
        match result {
            Value::Map(map) => Ok(map),
            _ => Ok(Map::new()),
        }
    }

    /// Prints a result.
    fn show(&self, title: &str, result: Map, checked: &Checked) -> Result<(), Failure> {
        let settings = self.settings()?;
        let name = match &checked.globals.output {
            Some(word) => Some(word.text().into_owned()),
            None => settings.lookup("AWS_DEFAULT_OUTPUT", "output")?,
        };
        let format = match &name {
            None => Format::Json,
            Some(name) => Format::from_name(name)
                .ok_or_else(|| Failure::general(format!("Unknown output type: {name}")))?,
        };
        let coloured = format == Format::Table
            && match &self.colour {
                Some(word) if word.is("on") => true,
                Some(word) if word.is("off") => false,
                _ => stdio::is_terminal(),
            };
        let shown = self.show_as(format, coloured, title, Value::Map(result), checked);
        if coloured {
            stdio::reset_colours();
        }
        shown
    }

    fn show_as(
        &self,
        format: Format,
        coloured: bool,
        title: &str,
        mut value: Value,
        checked: &Checked,
    ) -> Result<(), Failure> {
        if let Some(query) = &checked.query {
            value = query
                .search(&value)
                .map_err(|error| Failure::general(error.to_string()))?;
        }
        let pager = pager::command_line(self.settings()?, checked.globals.no_cli_pager)?;
        let mut options = output::Options::new(format, title);
        options.colour = match (coloured, pager.is_empty()) {
            (false, _) => Colour::Off,
            (true, true) => Colour::Resetting,
            (true, false) => Colour::On,
        };
        if format == Format::Table {
            options.width = stdio::width();
        }
        let mut bytes = Vec::new();
        let rendered = output::render(options, &value, &mut bytes);
        if self.encoding != Encoding::Utf8 {
            bytes = self
                .encoding
                .encode_strict(&String::from_utf8_lossy(&bytes))
                .map_err(Failure::general)?;
        }
        if !bytes.is_empty() {
            if pager.is_empty() {
                stdio::write_out(&bytes)?;
            } else {
                pager::show(&pager, &bytes)?;
            }
        }
        rendered.map_err(|error| Failure::general(error.to_string()))
    }

    /// Shows a help page, paged on a terminal.
    fn help(&self, topic: help::Topic<'_>) -> Result<(), Failure> {
        let line = match (topic, self.implied()) {
            (help::Topic::Program(_), _) | (_, Some(_)) => self.program.to_owned(),
            (help::Topic::Service(service) | help::Topic::Command(service, _), None) => {
                format!("{} {}", self.program, service.name)
            }
        };
        let invocation = help::Invocation {
            line: &line,
            is_aws: self.is_aws(),
        };
        let style = help::Style {
            width: stdio::width(),
            marks: stdio::is_terminal(),
        };
        let page = help::render(topic, invocation, style);
        let pager = pager::command_line(self.settings()?, false).unwrap_or_default();
        let bytes = self.encoding.encode_lossy(&page);
        if pager.is_empty() {
            stdio::write_out(&bytes)
        } else {
            pager::show(&pager, &bytes)
        }
    }
}

fn cannot_save(error: save::Error) -> Failure {
    Failure::general(error.to_string())
}

/// Whether text starts with what Python's `urlparse` takes for a scheme.
fn has_scheme(url: &str) -> bool {
    match url.split_once(':') {
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
        Some(other) => Err(Failure::general(format!(
            "Unknown cli_binary_format value: {other}, valid values are \"base64\" or \"raw-in-base64-out\""
        ))),
    }
}

/// The parameters: those of the command line in model order, then the rest of the input's.
fn params(command: &Command, operation: &Operation) -> Result<Map, Failure> {
    let mut params = Map::new();
    for (arg, supplied) in command.args.iter().zip(&operation.args) {
        let (Some(supplied), Some(member)) =
            (supplied, command.operation.input.members.get(arg.member))
        else {
            continue;
        };
        let name = ["--", arg.name].concat();
        params.insert(member.name, unpack::unpack(&name, member, supplied)?);
    }
    input::first_reading(operation)?;
    if let Some(rest) = input::load(operation)? {
        for (key, value) in rest.iter() {
            if !key.as_str().is_some_and(|name| params.contains_key(name)) {
                params.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(params)
}

/// Sets idempotency tokens that are not given.
fn fill_tokens(operation: &smithgen_runtime::operation::OperationSpec, params: &mut Map) {
    for member in operation.input.members {
        if member
            .traits
            .contains(&smithgen_runtime::schema::Trait::IdempotencyToken)
            && !params.contains_key(member.name)
        {
            params.insert(member.name, Value::from(smithgen_runtime::uuid_v4()));
        }
    }
}

fn decode_blobs(
    operation: &smithgen_runtime::operation::OperationSpec,
    params: &mut Map,
) -> Result<(), Failure> {
    let mut value = Value::Map(std::mem::take(params));
    base64::decode_blobs(&mut value, operation.input).map_err(Failure::general)?;
    if let Value::Map(map) = value {
        *params = map;
    }
    Ok(())
}

/// Of what a request without parameters lacks, only a wrong endpoint counts.
fn invalid_endpoint(failure: Failure) -> Result<(), Failure> {
    match &failure {
        Failure::General(message) if message.starts_with("Invalid endpoint: ") => Err(failure),
        _ => Ok(()),
    }
}
