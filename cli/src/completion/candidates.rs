//! Computes what may follow on a line: commands, options, values.

use std::borrow::Cow;

use smithgen_aws::endpoint::PARTITIONS;
use smithgen_help::{Names, first_sentence};
use smithgen_runtime::schema::{Kind, Member, Schema, Trait};

use super::grammar::{Grammar, Known, Mode, State, Subject, Values, member};
use super::{SHELLS, files};
use crate::help;
use crate::query::continuations;
use crate::table::{Command, WAIT};

/// A word that may follow.
#[derive(Clone)]
pub(crate) struct Candidate {
    /// The word, or the value after `--name=`.
    pub(crate) text: String,
    pub(crate) subject: Subject,
    /// Whether the option is required and still missing.
    pub(crate) required: bool,
    /// Whether this is a value of the subject rather than the subject itself.
    pub(crate) is_value: bool,
    /// Whether the word is usually continued, such as a directory.
    pub(crate) is_open: bool,
}

/// What may follow at a position on the line.
#[derive(Default)]
pub(crate) struct Candidates {
    /// Bytes of the word that precede the part a candidate replaces.
    pub(crate) lead: usize,
    /// The part of the word, or of the value in it, that is already typed.
    pub(crate) typed: String,
    /// Candidates in the order of the tables, whether or not they match what is typed.
    pub(crate) items: Vec<Candidate>,
    /// Whether the candidates are file names, which shells can list by themselves.
    pub(crate) are_files: bool,
    /// Whether the line is for another program.
    pub(crate) are_foreign: bool,
    /// The option whose value is being typed.
    pub(crate) within: Option<Subject>,
}

impl Candidate {
    fn of(subject: Subject, text: impl Into<String>) -> Candidate {
        Candidate {
            text: text.into(),
            subject,
            required: false,
            is_value: false,
            is_open: false,
        }
    }

    /// A one-sentence description; empty for a value.
    pub(crate) fn about(&self, names: Names<'_>) -> String {
        match self.subject {
            _ if self.is_value => String::new(),
            Subject::Service(service) => first_sentence(service.doc),
            Subject::Command(command) => first_sentence(command.doc),
            Subject::Wait => first_sentence(help::WAIT_DOC),
            Subject::Waiter(waiter) => first_sentence(waiter.doc),
            Subject::Option(service, command, arg) => {
                help::summary_of_option(service, command, arg)
            }
            Subject::Global(option) => first_sentence(&names.text(option.doc)),
            Subject::Help => "Shows a page about this.".to_owned(),
            Subject::Topic(topic) => topic.summary.to_owned(),
            Subject::Alias => super::ALIAS_SUMMARY.to_owned(),
            Subject::Completion => smithgen_help::COMPLETION_SUMMARY.to_owned(),
        }
    }
}

impl Grammar {
    /// What may replace `current` after these words.
    pub(super) fn behind<'w>(
        &self,
        words: impl IntoIterator<Item = &'w str>,
        current: &str,
    ) -> Candidates {
        self.follow(&self.after(words), current)
    }

    pub(super) fn after<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> State {
        let mut state = self.start();
        for word in words {
            self.read(&mut state, word);
        }
        state
    }

    /// What may replace `word` in this state.
    pub(super) fn follow(&self, state: &State, word: &str) -> Candidates {
        let mut found = Candidates {
            typed: word.to_owned(),
            are_foreign: state.mode == Mode::Foreign,
            ..Candidates::default()
        };
        if found.are_foreign {
            return found;
        }
        let mut open = state.open.clone();
        if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
            open = self.option(state, name);
            found.lead = name.len() + 1;
            value.clone_into(&mut found.typed);
        } else if word.starts_with('-') {
            open = None;
        }
        if let Some(open) = open {
            self.values(&open, state, &mut found);
            if open.values == Values::Many && !word.contains('=') {
                found.items.extend(self.missing_options(state));
            }
            found.within = Some(open.subject);
        } else if word.starts_with('-') {
            found.items = self.missing_options(state);
        } else {
            found.items = self.names_at(state);
        }
        found
    }

    /// Names that may stand here, or options if there are none.
    fn names_at(&self, state: &State) -> Vec<Candidate> {
        let services = self.services.iter();
        let services =
            services.map(|service| Candidate::of(Subject::Service(service), service.name));
        let commands = state
            .service
            .into_iter()
            .flat_map(|service| service.commands);
        let commands =
            commands.map(|command| Candidate::of(Subject::Command(command), command.name));
        let mut items: Vec<Candidate> = match (state.mode, state.service, state.command) {
            (Mode::Foreign, _, _) => return Vec::new(),
            (Mode::Completion, _, _) => {
                let shells = SHELLS.iter();
                return shells
                    .map(|(name, _)| value(Subject::Completion, *name))
                    .collect();
            }
            (_, _, Some(_)) => self.missing_options(state),
            (Mode::Help, _, None) if self.is_reference => Vec::new(),
            (_, None, None) => services.collect(),
            (_, Some(service), None) if state.waits => {
                let waiters = service.waiters.iter();
                waiters
                    .map(|waiter| Candidate::of(Subject::Waiter(waiter), waiter.name))
                    .collect()
            }
            (mode, Some(service), None) => {
                let waits = service.waits() && mode == Mode::Run;
                let wait = waits.then(|| Candidate::of(Subject::Wait, WAIT));
                commands.chain(wait).collect()
            }
        };
        let is_first = state.service.map(|it| it.name) == self.implied.map(|it| it.name)
            && state.command.is_none();
        if state.mode == Mode::Run {
            let aliases = self.aliases_at(state).keys();
            let hides = |name: &&String| items.iter().all(|item| item.text != **name);
            let aliases: Vec<Candidate> = aliases
                .filter(|name| can_be_typed(name))
                .filter(hides)
                .map(|name| Candidate::of(Subject::Alias, name))
                .collect();
            items.extend(aliases);
            if state.command.is_none() || state.given.is_empty() {
                items.push(Candidate::of(Subject::Help, "help"));
            }
            if is_first && self.has_completion() {
                items.push(Candidate::of(Subject::Completion, super::NAME));
            }
        } else if is_first {
            let topics = smithgen_help::TOPICS.iter();
            items.extend(topics.map(|topic| Candidate::of(Subject::Topic(topic), topic.name)));
        }
        items
    }

    /// Options not yet on the line, required ones first.
    fn missing_options(&self, state: &State) -> Vec<Candidate> {
        let mut items: Vec<Candidate> = self
            .options(state)
            .filter(|known| !state.given.iter().any(|given| *given == known.name))
            .map(|known| Candidate {
                required: matches!(known.subject, Subject::Option(_, _, arg) if arg.required),
                ..Candidate::of(known.subject, known.name)
            })
            .collect();
        items.sort_by_key(|item| !item.required);
        items
    }

    /// The values of an option.
    fn values(&self, open: &Known, state: &State, found: &mut Candidates) {
        let subject = open.subject;
        let typed = found.typed.clone();
        let fixed = |texts: &[&str]| texts.iter().map(|text| value(subject, *text)).collect();
        let listed = |prefix: &str| {
            let entries = files::paths(prefix, &typed).into_iter();
            entries.map(|text| Candidate {
                is_open: text.ends_with('/'),
                ..value(subject, text)
            })
        };
        let mut items: Vec<Candidate> = match subject {
            Subject::Global(option) => match option.name {
                "--profile" => self.profiles.iter().map(|it| value(subject, it)).collect(),
                "--region" => regions().map(|it| value(subject, it)).collect(),
                "--query" => match state.command {
                    Some((_, command)) => queries(command, subject, &typed),
                    None => Vec::new(),
                },
                "--ca-bundle" => {
                    found.are_files = true;
                    listed("").collect()
                }
                name if name.starts_with("--cli-input-") => listed("file://").collect(),
                _ => fixed(option.choices),
            },
            Subject::Option(_, command, arg) => {
                let member = member(command, arg);
                let values = member.map(enum_values).unwrap_or_default();
                match value_source(member, &typed) {
                    Some("") => {
                        found.are_files = true;
                        listed("").collect()
                    }
                    Some(prefix) if values.is_empty() => listed(prefix).collect(),
                    _ => values.into_iter().map(|it| value(subject, it)).collect(),
                }
            }
            _ => Vec::new(),
        };
        items.retain(|item| can_be_typed(&item.text));
        found.items = items;
    }
}

/// Whether a text from a file has nothing in it that a terminal would obey.
fn can_be_typed(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || smithgen_help::is_command(c))
}

fn value(subject: Subject, text: impl Into<String>) -> Candidate {
    Candidate {
        is_value: true,
        ..Candidate::of(subject, text)
    }
}

/// The prefix a value is usually given with: `file://` for large values, `fileb://` for bytes, and none for a
/// streaming blob, whose value is the file's path. A prefix that is already typed takes precedence.
fn value_source(member: Option<&'static Member>, typed: &str) -> Option<&'static str> {
    match typed.split_once("://") {
        Some(("file", _)) => return Some("file://"),
        Some(("fileb", _)) => return Some("fileb://"),
        _ => {}
    }
    let member = member?;
    let streams = |traits: &'static [Trait]| traits.contains(&Trait::Streaming);
    match member.target().kind() {
        Kind::Blob if streams(member.traits()) || streams(member.target().traits()) => Some(""),
        Kind::Blob => Some("fileb://"),
        Kind::Structure | Kind::Union | Kind::Map | Kind::List | Kind::Document => Some("file://"),
        _ => None,
    }
}

/// Regions of all partitions, without pseudo-regions.
fn regions() -> impl Iterator<Item = &'static str> {
    let regions = PARTITIONS.iter().flat_map(|partition| partition.regions);
    regions.copied().filter(|name| !name.ends_with("-global"))
}

/// How a query on the command's output may continue.
fn queries(command: &'static Command, subject: Subject, typed: &str) -> Vec<Candidate> {
    let found = continuations(command.operation.output(), typed).into_iter();
    found
        .map(|found| Candidate {
            is_open: found.is_open,
            ..value(subject, found.text)
        })
        .collect()
}

/// The values of an enum, or of a list of them.
fn enum_values(member: &'static Member) -> Vec<Cow<'static, str>> {
    let of = |schema: &'static Schema, traits: &'static [Trait]| {
        let mut found = schema.traits().iter().chain(traits);
        found.find_map(|it| match it {
            Trait::EnumValues(names) => Some(names.iter().map(|it| Cow::Borrowed(*it)).collect()),
            Trait::IntEnumValues(numbers) => Some(
                numbers
                    .iter()
                    .map(|it| Cow::Owned(it.to_string()))
                    .collect(),
            ),
            _ => None,
        })
    };
    let item = member
        .target()
        .members()
        .first()
        .filter(|_| member.target().kind() == Kind::List);
    of(member.target(), member.traits())
        .or_else(|| item.and_then(|item| of(item.target(), item.traits())))
        .unwrap_or_default()
}

#[cfg(all(test, feature = "prompt"))]
mod tests;
