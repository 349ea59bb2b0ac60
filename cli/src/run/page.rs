//! Help: finds the requested page and shows it in the requested format.

use std::borrow::Cow;

use smithgen_help::options::FORMAT;
use smithgen_help::{Page, markdown, roff};

use super::Run;
use crate::args::parse::{Arity, Given, Opt, Positional, parse};
use crate::args::{Word, usage};
use crate::completion;
use crate::errors::Failure;
use crate::help::{self, Topic};
use crate::pager;
use crate::stdio;
use crate::table::WAIT;

/// A page format other than the terminal's.
#[derive(Clone, Copy)]
enum Form {
    Man,
    Markdown,
}

impl Form {
    fn from_word(word: &Word) -> Form {
        match word.is("man") {
            true => Form::Man,
            false => Form::Markdown,
        }
    }
}

impl Run<'_> {
    /// Shows help about the topic, service or command that the words name, or about `general` if there are none.
    ///
    /// # Errors
    /// 252 for an unknown subject.
    pub(super) fn help_about(&self, general: Topic<'_>, words: &[Word]) -> Result<(), Failure> {
        if self.is_aws() {
            return self.help_of_reference(general, words);
        }
        let option = Opt {
            choices: FORMAT.choices,
            exact: true,
            ..Opt::new(Cow::Borrowed(FORMAT.name), Arity::One)
        };
        let topics = smithgen_help::TOPICS.iter().map(|topic| topic.name);
        let topics = topics.chain(self.completes().then_some(completion::NAME));
        let names = topics.chain(subjects(general)).collect();
        let mut parsed = match parse(words, &[option], Some(subject(names))) {
            Ok(parsed) => parsed,
            Err(stop) => return self.stopped(&stop),
        };
        let form = match parsed.given.first_mut().and_then(Option::take) {
            Some(Given::One(word)) => Some(Form::from_word(&word)),
            _ => None,
        };
        let mut topic = match &parsed.positional {
            Some(word) => self.named(general, word),
            None => general,
        };
        if let (Topic::Program(_), Topic::Service(_)) = (general, topic) {
            let names = subjects(topic).collect();
            parsed = match parse(&parsed.rest, &[], Some(subject(names))) {
                Ok(parsed) => parsed,
                Err(stop) => return self.stopped(&stop),
            };
            if let Some(word) = &parsed.positional {
                topic = self.named(topic, word);
            }
        }
        if !parsed.rest.is_empty() {
            let unknown: Vec<_> = parsed.rest.iter().map(Word::text).collect();
            let usage = usage::full(self.program, self.implied().is_some());
            return Err(Failure::Unknown(unknown.join(", "), usage));
        }
        match form {
            None => self.help(topic),
            Some(form) => self.print(&self.document(topic, form)),
        }
    }

    /// The reference only accepts topics.
    fn help_of_reference(&self, general: Topic<'_>, words: &[Word]) -> Result<(), Failure> {
        let topics = smithgen_help::TOPICS.iter().map(|topic| topic.name);
        match parse(words, &[], Some(subject(topics.collect()))) {
            Ok(parsed) => self.help(match parsed.positional {
                Some(word) => self.named(general, &word),
                None => general,
            }),
            Err(stop) => self.stopped(&stop),
        }
    }

    /// What a word after `help` refers to.
    fn named<'t>(&self, general: Topic<'t>, word: &Word) -> Topic<'t> {
        let mut topics = smithgen_help::TOPICS.iter();
        if let Some(topic) = topics.find(|topic| word.is(topic.name)) {
            return Topic::Other(topic);
        }
        let found = match general {
            Topic::Program(services) => {
                let service = services.iter().find(|it| word.is(it.name));
                service.map(|service| Topic::Service(service))
            }
            Topic::Service(service) => {
                let command = service.commands.iter().find(|it| word.is(it.name));
                let waits = (service.waits() && word.is(WAIT)).then_some(Topic::Wait(service));
                let command = command.map(|command| Topic::Command(service, command));
                command.or(waits)
            }
            _ => None,
        };
        match found {
            Some(topic) => topic,
            None if word.is(completion::NAME) && self.completes() => Topic::Completion,
            None => general,
        }
    }

    /// Whether the completion command is available.
    fn completes(&self) -> bool {
        !self.is_aws() && !completion::is_taken(self.services, self.implied())
    }

    /// Renders a page as text. A Markdown page about a service includes those of its commands.
    fn document(&self, topic: Topic<'_>, form: Form) -> String {
        match (form, topic) {
            (Form::Man, _) => {
                let version = format!("{} {}", self.program, self.options.version);
                roff(&self.page(topic), &version)
            }
            (Form::Markdown, Topic::Service(service)) => {
                let mut text = markdown(&self.page(topic), 1);
                for command in service.commands {
                    let page = self.page(Topic::Command(service, command));
                    text.push('\n');
                    text.push_str(&markdown(&without_globals(page), 2));
                }
                text
            }
            (Form::Markdown, _) => markdown(&self.page(topic), 1),
        }
    }

    /// Shows a help page, paged on a terminal.
    pub(super) fn help(&self, topic: Topic<'_>) -> Result<(), Failure> {
        let style = smithgen_help::Style {
            width: stdio::width(),
            marks: stdio::is_terminal() && (self.is_aws() || !stdio::is_plain()),
        };
        let page = smithgen_help::terminal(&self.page(topic), style);
        let pager = pager::command_line(self.settings()?, false).unwrap_or_default();
        let bytes = self.encoding.encode_lossy(&page);
        if pager.is_empty() {
            stdio::write_out(&bytes)
        } else {
            pager::show(self.program, &pager, &bytes)
        }
    }

    fn page(&self, topic: Topic<'_>) -> Page {
        let service = match topic {
            Topic::Service(service)
            | Topic::Command(service, _)
            | Topic::Wait(service)
            | Topic::Waiter(service, ..) => Some(service),
            Topic::Program(_) | Topic::Completion | Topic::Other(_) => None,
        };
        let named = service.filter(|_| self.implied().is_none());
        let line = match named {
            Some(service) => format!("{} {}", self.program, service.name),
            None => self.program.to_owned(),
        };
        let invocation = help::Invocation {
            line: &line,
            is_aws: self.is_aws(),
            completes: named.is_none() && self.completes(),
            names: self.names,
        };
        help::page(topic, invocation)
    }
}

/// The positional that a parser expects after `help`.
fn subject(names: Vec<&str>) -> Positional<'_> {
    Positional {
        name: "subcommand",
        choices: Some(names),
        required: false,
    }
}

/// The names that may follow a topic.
fn subjects<'t>(topic: Topic<'t>) -> impl Iterator<Item = &'static str> + use<'t> {
    let (services, commands, waits) = match topic {
        Topic::Program(services) => (services, &[][..], false),
        Topic::Service(service) => (&[][..], service.commands, service.waits()),
        _ => (&[][..], &[][..], false),
    };
    let services = services.iter().map(|service| service.name);
    let commands = commands.iter().map(|command| command.name);
    services.chain(commands).chain(waits.then_some(WAIT))
}

/// The page without its global options.
fn without_globals(mut page: Page) -> Page {
    let is_own = |title| title != smithgen_help::GLOBAL_OPTIONS;
    page.sections.retain(|section| is_own(section.title));
    page
}
