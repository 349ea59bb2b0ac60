//! Runs one operation.

use std::cell::OnceCell;
use std::path::PathBuf;

use smithgen_aws::profile::AddressingStyle;
use smithgen_client::ByteStream;
use smithgen_runtime::operation::OperationSpec;

use super::{Checked, Run, further, prior, private_key, wish};
use crate::args::operation::{Operation, Skeleton, Supplied, parse_operation};
use crate::args::parse::{Missing, Stop};
use crate::args::{Word, suggest, usage};
use crate::call::{self, Call, Response, Whereabouts};
use crate::errors::Failure;
use crate::message::redact;
use crate::pages::{Walk, Wish};
use crate::params::{self, fixes, input, paramfile, unpack, validate};
use crate::settings::{buckets, client};
use crate::skeleton::{self, Texts};
use crate::stdio;
use crate::table::{Command, Commands, EncodedNames, file_of_input};
use crate::value::{Map, Value};
use crate::{help, interrupt, json, save};

/// What a command shows.
enum Outcome {
    Result(Map),
    /// A result that could not be kept, and why.
    Unsaved(Map, Failure),
    /// The pages of a result, to be asked for.
    Pages(Box<(Call, Walk)>),
}

impl Run<'_> {
    /// Parses the operation's options and runs it.
    pub(super) fn command(
        &self,
        service: &'static Commands,
        command: &'static Command,
        words: &[Word],
        checked: &Checked,
    ) -> Result<(), Failure> {
        if !self.is_aws()
            && let [help, words @ ..] = words
            && help.is("help")
        {
            return self.help_about(help::Topic::Command(service, command), words);
        }
        let topic = help::Topic::Command(service, command);
        let Some(mut asked) = self.asked(command, topic, words)? else {
            return Ok(());
        };
        let Some((params, wish)) = self.params(service, command, &mut asked, checked)? else {
            return Ok(());
        };
        let title = command.operation.name();
        let files = further::files(command, &asked)?;
        let encrypted = private_key::encrypted(command, &asked)?;
        let mut outcome = self.result(service, command, &asked, (params, wish), checked)?;
        if let Outcome::Result(result) = &mut outcome
            && !asked.dry_run
            && asked.skeleton.is_none()
        {
            files.iter().try_for_each(|file| file.write(result))?;
            encrypted.map_or(Ok(()), |it| it.decrypt(result))?;
        }
        match outcome {
            // Standard output has the body.
            Outcome::Result(_) if !self.is_aws() && goes_to_output(&asked) => Ok(()),
            Outcome::Result(result) if asked.dry_run || asked.skeleton.is_some() => {
                self.show(title, result, checked)
            }
            Outcome::Result(result) => self.show_as_meant(command, result, checked),
            Outcome::Unsaved(result, unsaved) => match self.show(title, result, checked) {
                Ok(()) => Err(unsaved),
                Err(shown) => {
                    self.report(&unsaved);
                    Err(shown)
                }
            },
            Outcome::Pages(pages) => {
                let (call, walk) = *pages;
                let mut send = |params: &Map| self.send(&call, params);
                self.show_pages(title, walk, &mut send, checked)
            }
        }
    }

    /// The options given, if the words are not about something else, which is done then.
    pub(super) fn asked(
        &self,
        command: &'static Command,
        topic: help::Topic<'_>,
        words: &[Word],
    ) -> Result<Option<Operation>, Failure> {
        let asked = match parse_operation(command, words, !self.is_aws()) {
            Ok(asked) => asked,
            Err(Stop::Missing(missing)) if !self.is_aws() && !missing.unknown.is_empty() => {
                return Err(self.misspelt(command, missing));
            }
            Err(stop) => return self.stopped(&stop).map(|()| None),
        };
        if asked.help {
            return self.help(topic).map(|()| None);
        }
        if !asked.unknown.is_empty() {
            let words: Vec<_> = asked.unknown.iter().map(Word::text).collect();
            let message = match self.is_aws() {
                true => words.join(", "),
                false => suggest::unknown(&words) + &suggest::nearest_options(command, &words),
            };
            let usage = usage::full(self.program, self.implied().is_some());
            return Err(Failure::Unknown(message, usage));
        }
        if let (true, Some((flag, negative))) = (self.is_aws(), &asked.both) {
            return Err(Failure::param(format!(
                "Cannot specify both the \"{flag}\" option and the \"{negative}\" option."
            )));
        }
        Ok(Some(asked))
    }

    /// The parameters, and what is asked of pages; none if a skeleton of them was asked for, and printed.
    pub(super) fn params(
        &self,
        service: &'static Commands,
        command: &'static Command,
        asked: &mut Operation,
        checked: &Checked,
    ) -> Result<Option<(Map, Option<Wish>)>, Failure> {
        let mut is_paged = wish::is_wanted(command, asked, checked.globals.no_paginate)?;
        let params = params(command, asked).map_err(|failure| failure.told(self.is_aws()))?;
        let mut wish = wish::read(command, &asked.pages)?;
        if wish
            .items
            .as_ref()
            .is_some_and(|items| items.to_f64() <= 0.0)
        {
            let warning =
                "warning: Non-positive values for --max-items may result in undefined behavior.\n";
            stdio::write_err(self.encoding, warning);
        }
        if is_paged && wish::is_in(command, &params) {
            if !self.is_aws() {
                wish::refuse(&asked.pages)?;
            }
            is_paged = false;
        }
        if is_paged {
            wish::give_default_size(command, &params, &mut wish);
        }
        let input = command.operation.input();
        match asked.skeleton {
            Some(Skeleton::Input) => {
                let sample = skeleton::sample(input, Texts::Empty);
                self.print(&(json::pretty(&sample) + "\n"))?;
                Ok(None)
            }
            Some(Skeleton::YamlInput) => {
                self.print(&skeleton::yaml(service, input, self.is_aws()))?;
                Ok(None)
            }
            Some(Skeleton::Output) | None => Ok(Some((params, is_paged.then_some(wish)))),
        }
    }

    /// Required options are missing and there are unknown words, one of which may be a misspelt option.
    fn misspelt(&self, command: &Command, missing: Missing) -> Failure {
        let words: Vec<_> = missing.unknown.iter().map(Word::text).collect();
        let unknown = format!(
            "\nUnknown options: {}{}",
            suggest::unknown(&words),
            suggest::nearest_options(command, &words)
        );
        let message = Stop::Missing(missing).message(self.voice());
        self.usage(message.unwrap_or_default() + &unknown)
    }

    /// The command's result: the call's, or what stands in for it.
    fn result(
        &self,
        service: &'static Commands,
        command: &'static Command,
        asked: &Operation,
        (mut params, wish): (Map, Option<Wish>),
        checked: &Checked,
    ) -> Result<Outcome, Failure> {
        let operation = command.operation;
        self.read_whole((service, command), asked, &mut params, checked)?;
        let call = self.call_of(service, command, asked, &mut params, checked)?;
        if wish.is_none() && self.is_aws() {
            wish::hand_on(&asked.pages, &mut params);
        }
        let walk = match (wish, command.pages) {
            (Some(wish), Some(pages)) => Some(Walk::new(pages, operation, params.clone(), wish)?),
            _ => None,
        };
        if let Some(walk) = &walk {
            params.clone_from(&walk.params);
        }
        call.log.line("smithgen.params", || {
            json::compact(&Value::Map(redact::map(&params, operation.input())))
        });
        let sample = match asked.skeleton {
            Some(Skeleton::Output) => Some(self.sample_of_output(&call)?),
            _ => None,
        };
        self.validate(&call, &params)?;
        if sample.is_none() {
            prior::sign_copy(command, &call, &mut params, asked.dry_run)?;
        }
        if asked.dry_run {
            return call.dry_run(&params).map(Outcome::Result);
        }
        if let Some(sample) = sample {
            call.check_endpoint()?;
            return Ok(Outcome::Result(sample));
        }
        if !asked.save && !asked.reuse {
            return match walk {
                Some(walk) => Ok(Outcome::Pages(Box::new((call, walk)))),
                None => {
                    let mut answer = self.send(&call, &params)?;
                    self.join((service, command), &params, &mut answer, checked)?;
                    Ok(Outcome::Result(answer))
                }
            };
        }
        self.kept(command, asked, call, params)
    }

    /// The skeleton of the output.
    ///
    /// # Errors
    /// As `aws`, 252 if it is below the model's lower limits: the reference answers itself with it.
    fn sample_of_output(&self, call: &Call) -> Result<Map, Failure> {
        let output = call.operation.output();
        let sample = match skeleton::sample(output, Texts::Names) {
            Value::Map(map) => map,
            _ => Map::new(),
        };
        if self.is_aws() {
            call.check_endpoint()?;
            refused(validate::validate(&sample, output, self.voice()))?;
        }
        Ok(sample)
    }

    /// The call of a command, with its files. Fills in what the user need not give, and decodes blobs.
    pub(super) fn call_of(
        &self,
        service: &'static Commands,
        command: &'static Command,
        asked: &Operation,
        params: &mut Map,
        checked: &Checked,
    ) -> Result<Call, Failure> {
        let operation = command.operation;
        let mut call = self.call(service, operation, checked)?;
        call.upload = upload(command, asked)?;
        if !self.settings()?.is_own(service) {
            let style = AddressingStyle::of(self.settings()?.profile()?);
            buckets::address(&mut call.config, operation, params, style);
        }
        call.encoded_names = ask_for_encoded_names(command, params);
        call.download = asked.outfile.as_ref().map(Word::path);
        if !checked.raw_blobs {
            prior::decode_blobs(operation, params)
                .map_err(|failure| failure.told(self.is_aws()))?;
        }
        if let Some(custom) = command.custom {
            fixes::apply(params, custom.fixes, operation.input())
                .map_err(|failure| failure.told(self.is_aws()))?;
            call.as_text = custom.as_text;
            call.place.of = service.buckets.zip(command.bucket());
        }
        fixes::write_json(params, operation.input());
        prior::fill_tokens(operation, params);
        Ok(call)
    }

    /// Looks up and checks the settings of the call.
    pub(super) fn call(
        &self,
        service: &'static Commands,
        operation: &'static OperationSpec,
        checked: &Checked,
    ) -> Result<Call, Failure> {
        let local = match (&checked.globals.endpoint_url, self.options.local) {
            (Some(word), Some(local)) if word.is("local:") => Some(local()),
            _ => None,
        };
        let mut globals = checked.globals.clone();
        if local.is_some() {
            globals.endpoint_url = Some(Word::from("http://localhost"));
        }
        // Only the endpoint depends on the region; if one is given, only the reference insists on a region.
        let fallback = (!self.is_aws() && globals.endpoint_url.is_some()).then_some("us-east-1");
        let config = client::config(
            self.settings()?,
            &globals,
            service,
            checked.timeouts,
            fallback,
        )?;
        Ok(Call {
            operation,
            config,
            timestamps: checked.timestamps,
            log: checked.log,
            voice: self.voice(),
            upload: None,
            download: None,
            recoded: service.recoded,
            encoded_names: None,
            as_text: None,
            place: Whereabouts::default(),
            account: OnceCell::new(),
            local,
            link: OnceCell::new(),
        })
    }

    pub(super) fn validate(&self, call: &Call, params: &Map) -> Result<(), Failure> {
        let setting = self.settings()?.tolerant_key("parameter_validation");
        if setting.is_some_and(|text| !text.eq_ignore_ascii_case("true")) {
            return Ok(());
        }
        let faults = validate::validate(params, call.operation.input(), self.voice());
        if faults.is_empty() {
            return Ok(());
        }
        // An invalid endpoint is reported first.
        call.check_endpoint()?;
        refused(faults)
    }

    pub(super) fn send(&self, call: &Call, params: &Map) -> Result<Map, Failure> {
        self.exchange(call, params)?.result
    }

    /// Sends a request and reads the response.
    pub(super) fn exchange(&self, call: &Call, params: &Map) -> Result<Response, Failure> {
        let prepared = call.prepare_to_send(params)?;
        if let Some(warning) = call::insecure_warning(&call.config, &prepared) {
            stdio::write_err(self.encoding, &format!("{}: {warning}", self.program));
        }
        call.exchange(params, prepared)
    }

    /// Reuses a kept result, or makes the call and keeps its result.
    fn kept(
        &self,
        command: &'static Command,
        asked: &Operation,
        call: Call,
        params: Map,
    ) -> Result<Outcome, Failure> {
        let input = Value::Map(params.clone());
        let kept = match save::kept(command, &input, self.settings()?, &call.config) {
            Ok(kept) => kept,
            // If nothing can be kept, there is nothing to reuse.
            Err(_) if !asked.save => None,
            Err(error) => return Err(cannot_save(error)),
        };
        if let Some(kept) = &kept {
            kept.check().map_err(cannot_save)?;
        }
        if let Some(kept) = kept.as_ref().filter(|_| asked.reuse)
            && let Some(Value::Map(found)) = kept.find(save::now())
        {
            return Ok(Outcome::Result(found));
        }
        let reserved = match kept.as_ref().filter(|_| asked.save) {
            Some(kept) => Some(kept.reserve().map_err(cannot_save)?),
            None => None,
        };
        let result = self.send(&call, &params)?;
        // The service would not return the same result again, so show it even if it cannot be kept.
        let saved = reserved.map(|reserved| reserved.save(&Value::Map(result.clone())));
        Ok(match saved.and_then(Result::err).map(cannot_save) {
            None => Outcome::Result(result),
            Some(unsaved) => Outcome::Unsaved(result, unsaved),
        })
    }
}

/// Whether the body of the answer goes to standard output.
fn goes_to_output(asked: &Operation) -> bool {
    let file = asked.outfile.as_ref().filter(|_| !asked.dry_run);
    file.is_some_and(|file| call::is_output(&file.path()))
}

/// Combines the parameters: the command line's in model order, followed by the rest of the input's.
fn params(command: &Command, operation: &Operation) -> Result<Map, Failure> {
    let mut params = Map::new();
    let upload = file_of_input(command.operation);
    for (arg, supplied) in command.args.iter().zip(&operation.args) {
        let (Some(supplied), Some(member)) = (
            supplied,
            command.operation.input().members().get(arg.member),
        ) else {
            continue;
        };
        let name = ["--", arg.name].concat();
        if upload == Some(arg.member) {
            file_of(&name, supplied)?;
            // What is in the file is read when it is sent.
            params.insert(member.name(), Value::Bytes(Vec::new()));
            continue;
        }
        params.insert(member.name(), unpack::unpack(&name, member, supplied)?);
    }
    further::fill(command, operation, &mut params)?;
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

/// Asks for names in another form, unless the caller says in which.
fn ask_for_encoded_names(command: &Command, params: &mut Map) -> Option<&'static EncodedNames> {
    let names = command.encoded_names?;
    let (asks, _) = names.says;
    let member = command.operation.input().members().get(asks)?;
    if params.contains_key(member.name()) {
        return None;
    }
    params.insert(member.name(), Value::from("url"));
    Some(names)
}

/// # Errors
/// 252 if there are faults.
fn refused(faults: Vec<String>) -> Result<(), Failure> {
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Failure::param(format!(
            "Parameter validation failed:\n{}",
            faults.join("\n")
        ))),
    }
}

/// The file that an option names.
fn file_of(name: &str, supplied: &Supplied) -> Result<PathBuf, Failure> {
    let path = match supplied {
        Supplied::One(word) => word.path(),
        Supplied::Many(_) | Supplied::Flag(_) => PathBuf::new(),
    };
    match path.is_file() {
        true => Ok(path),
        false => Err(params::param_error(
            name,
            "Blob values must be a path to a file.",
        )),
    }
}

/// The file to send, and the member that it is.
fn upload(command: &Command, asked: &Operation) -> Result<Option<(usize, ByteStream)>, Failure> {
    let Some(member) = file_of_input(command.operation) else {
        return Ok(None);
    };
    let mut given = command.args.iter().zip(&asked.args);
    let Some((arg, Some(supplied))) = given.find(|(arg, it)| arg.member == member && it.is_some())
    else {
        return Ok(None);
    };
    let path = file_of(&["--", arg.name].concat(), supplied)?;
    let runtime = interrupt::runtime().ok_or_else(|| Failure::general("cannot start a call"))?;
    let stream = runtime.block_on(ByteStream::from_path(&path));
    let stream = stream
        .map_err(|error| Failure::general(paramfile::os_error(&error, &path.to_string_lossy())))?;
    Ok(Some((member, stream)))
}

fn cannot_save(error: save::Error) -> Failure {
    Failure::general(error.to_string())
}
