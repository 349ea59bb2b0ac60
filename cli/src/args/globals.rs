//! Options that may stand before or after any command.

use super::Word;
use super::parse::{Arity, Check, Given, Opt, Parsed};
use crate::errors::ErrorFormat;

/// The first parser's options.
pub(crate) const FIRST: [Opt; 2] = [
    option("--profile", Arity::One),
    option("--debug", Arity::Flag),
];

/// Values of `--output`.
pub(crate) const OUTPUTS: &[&str] = &["json", "text", "table", "yaml", "yaml-stream", "off"];

/// Values of `--cli-error-format`.
pub(crate) const ERROR_FORMATS: &[&str] = &["legacy", "json", "yaml", "text", "table", "enhanced"];

const fn option(name: &'static str, arity: Arity) -> Opt {
    Opt::new(std::borrow::Cow::Borrowed(name), arity)
}

const fn choice(name: &'static str, choices: &'static [&'static str]) -> Opt {
    Opt {
        name: std::borrow::Cow::Borrowed(name),
        arity: Arity::One,
        choices,
        required: false,
        check: Check::Text,
        exact: false,
    }
}

/// All global options, in the order in which ambiguities name them.
pub(crate) static ALL: [Opt; 19] = [
    option("--debug", Arity::Flag),
    option("--endpoint-url", Arity::One),
    option("--no-verify-ssl", Arity::Flag),
    option("--no-paginate", Arity::Flag),
    choice("--output", OUTPUTS),
    option("--query", Arity::One),
    option("--profile", Arity::One),
    option("--region", Arity::One),
    option("--version", Arity::Stop),
    choice("--color", &["on", "off", "auto"]),
    option("--no-sign-request", Arity::Flag),
    option("--ca-bundle", Arity::One),
    option("--cli-read-timeout", Arity::One),
    option("--cli-connect-timeout", Arity::One),
    choice("--cli-binary-format", &["base64", "raw-in-base64-out"]),
    option("--no-cli-pager", Arity::Flag),
    option("--cli-auto-prompt", Arity::Flag),
    option("--no-cli-auto-prompt", Arity::Flag),
    choice("--cli-error-format", ERROR_FORMATS),
];

/// The global options that were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Globals {
    pub(crate) debug: bool,
    pub(crate) endpoint_url: Option<Word>,
    pub(crate) no_verify_ssl: bool,
    pub(crate) no_paginate: bool,
    pub(crate) output: Option<Word>,
    pub(crate) query: Option<Word>,
    pub(crate) profile: Option<Word>,
    pub(crate) region: Option<Word>,
    pub(crate) color: Option<Word>,
    pub(crate) no_sign_request: bool,
    pub(crate) ca_bundle: Option<Word>,
    pub(crate) read_timeout: Option<Word>,
    pub(crate) connect_timeout: Option<Word>,
    pub(crate) binary_format: Option<Word>,
    pub(crate) no_cli_pager: bool,
    pub(crate) error_format: Option<Word>,
}

impl Globals {
    /// The requested error format.
    pub(crate) fn format(&self) -> Option<ErrorFormat> {
        let word = self.error_format.as_ref()?;
        Some(ErrorFormat::from_name(&word.text()))
    }

    /// Replaces these options with the ones that `others` sets.
    pub(crate) fn override_with(&mut self, others: Globals) {
        let replace = |place: &mut Option<Word>, by: Option<Word>| {
            if by.is_some() {
                *place = by;
            }
        };
        replace(&mut self.endpoint_url, others.endpoint_url);
        replace(&mut self.output, others.output);
        replace(&mut self.region, others.region);
        replace(&mut self.ca_bundle, others.ca_bundle);
        self.no_verify_ssl |= others.no_verify_ssl;
        self.no_paginate |= others.no_paginate;
        self.no_sign_request |= others.no_sign_request;
        self.no_cli_pager |= others.no_cli_pager;
    }

    /// Reads what a parse over [`ALL`] understood.
    pub(crate) fn from_parsed(parsed: &mut Parsed) -> Globals {
        let mut globals = Globals::default();
        for (option, given) in ALL.iter().zip(&mut parsed.given) {
            let Some(given) = given.take() else { continue };
            let value = match given {
                Given::One(word) => Some(word),
                Given::Bare | Given::Many(_) => None,
            };
            match &*option.name {
                "--debug" => globals.debug = true,
                "--endpoint-url" => globals.endpoint_url = value,
                "--no-verify-ssl" => globals.no_verify_ssl = true,
                "--no-paginate" => globals.no_paginate = true,
                "--output" => globals.output = value,
                "--query" => globals.query = value,
                "--profile" => globals.profile = value,
                "--region" => globals.region = value,
                "--color" => globals.color = value,
                "--no-sign-request" => globals.no_sign_request = true,
                "--ca-bundle" => globals.ca_bundle = value,
                "--cli-read-timeout" => globals.read_timeout = value,
                "--cli-connect-timeout" => globals.connect_timeout = value,
                "--cli-binary-format" => globals.binary_format = value,
                "--no-cli-pager" => globals.no_cli_pager = true,
                "--cli-error-format" => globals.error_format = value,
                // The prompt flags are read before parsing.
                _ => {}
            }
        }
        globals
    }
}
