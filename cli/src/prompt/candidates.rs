//! What can follow on a line: commands, options, values; those first that fit what was typed so far.

use smithgen_help::Names;
use smithgen_help::options::{ADDED, GlobalOption, INPUT, KEEPING, SKELETON};
use smithgen_runtime::schema::{Kind, Member, Schema, Trait};

use super::line::{self, Piece};
use super::rank::Ranking;
use crate::table::{Arg, Command, Service};

/// What lines are made of.
pub(super) struct Grammar {
    /// The services.
    pub(super) services: Vec<&'static Service>,
    /// The service that need not be named.
    pub(super) implied: Option<&'static Service>,
    /// Names of profiles.
    pub(super) profiles: Vec<String>,
    /// What settings start with, where they are the program's own.
    pub(super) own_prefix: Option<String>,
}

/// What something on a line is.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    /// A service.
    Service(&'static Service),
    /// A command.
    Command(&'static Command),
    /// An option of a command.
    Option(&'static Service, &'static Command, &'static Arg),
    /// An option of every command.
    Global(&'static GlobalOption),
    /// Help.
    Help,
}

/// Something that can follow.
#[derive(Clone)]
pub(super) struct Candidate {
    /// The word.
    pub(super) text: String,
    /// What it is.
    pub(super) subject: Subject,
    /// Whether it has to be there.
    pub(super) required: bool,
    /// Whether it is a value of the subject rather than the subject.
    pub(super) is_value: bool,
}

/// What can follow at a place of a line.
#[derive(Default)]
pub(super) struct Candidates {
    /// The bytes that the candidate takes the place of.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The candidates, best first.
    pub(super) items: Vec<Candidate>,
    /// The option whose value stands at the place.
    pub(super) within: Option<Subject>,
    /// Required options that are still missing.
    pub(super) missing: Vec<&'static str>,
    /// The command of the line.
    pub(super) command: Option<(&'static Service, &'static Command)>,
}

/// What has been said before a place.
#[derive(Default)]
struct State {
    service: Option<&'static Service>,
    command: Option<(&'static Service, &'static Command)>,
    /// The option that the next word is a value of.
    open: Option<Known>,
    given: Vec<String>,
}

/// An option and how many values it takes.
#[derive(Clone, Copy)]
struct Known {
    subject: Subject,
    values: Values,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    None,
    One,
    Many,
}

impl Grammar {
    /// What settings are called.
    pub(super) fn names(&self) -> Names<'_> {
        self.own_prefix.as_deref().map_or(Names::Aws, Names::Own)
    }

    /// What can follow at this byte of a line.
    pub(super) fn at(&self, text: &str, place: usize) -> Candidates {
        let before = text.get(..place).unwrap_or(text);
        let mut words = line::words(before);
        let is_inside = before.ends_with(|c: char| !c.is_whitespace());
        let current = match is_inside {
            true => words.pop(),
            false => None,
        };
        let mut state = State {
            service: self.implied,
            ..State::default()
        };
        for word in &words {
            self.read(&mut state, &word.text);
        }
        let current = current.unwrap_or_else(|| Piece {
            text: String::new(),
            start: before.len(),
        });
        let mut found = self.follow(&state, &current);
        found.end = before.len();
        // What is required can also stand behind the place.
        let mut whole = state;
        whole.open = None;
        for word in line::words(text.get(place..).unwrap_or_default()) {
            self.read(&mut whole, &word.text);
        }
        whole.given.push(name_of(&current.text).to_owned());
        found.missing = missing(&whole);
        found.command = whole.command;
        found
    }

    /// Whether every word of a line is known and none is the value of an option that can hold a secret.
    pub(super) fn is_harmless(&self, text: &str) -> bool {
        let mut state = State {
            service: self.implied,
            ..State::default()
        };
        line::words(text).iter().all(|word| {
            let is_known = self.is_known(&state, &word.text);
            self.read(&mut state, &word.text);
            is_known
        })
    }

    /// Whether the word is one that can stand there; a value of an option that was known is.
    fn is_known(&self, state: &State, word: &str) -> bool {
        if word.starts_with('-') && word != "-" {
            return self.option(state, name_of(word)).is_some_and(|known| {
                let is_bare = known.values != Values::None || !word.contains('=');
                is_bare && !may_be_secret(known.subject)
            });
        }
        let mut topics = smithgen_help::TOPICS.iter();
        match (state.open, state.service, state.command) {
            (Some(_), _, _) => true,
            _ if word == "help" || topics.any(|topic| topic.name == word) => true,
            (None, None, _) => self.services.iter().any(|service| service.name == word),
            (None, Some(service), None) => service.commands.iter().any(|it| it.name == word),
            (None, Some(_), Some(_)) => false,
        }
    }

    fn read(&self, state: &mut State, word: &str) {
        if word.starts_with("--") {
            let name = name_of(word);
            state.given.push(name.to_owned());
            let known = self
                .option(state, name)
                .filter(|it| it.values != Values::None);
            state.open = known.filter(|_| !word.contains('='));
        } else if let Some(open) = state.open {
            state.open = (open.values == Values::Many).then_some(open);
        } else if state.service.is_none() {
            state.service = self.services.iter().find(|it| it.name == word).copied();
        } else if let (Some(service), None) = (state.service, state.command) {
            let command = service.commands.iter().find(|it| it.name == word);
            state.command = command.map(|command| (service, command));
        }
    }

    fn option(&self, state: &State, name: &str) -> Option<Known> {
        self.options(state)
            .find(|known| name == self.name(known.subject))
            .or_else(|| {
                let (service, command) = state.command?;
                let positive = name.strip_prefix("--no-")?;
                let arg = command.args.iter().find(|arg| arg.name == positive)?;
                Some(Known {
                    subject: Subject::Option(service, command, arg),
                    values: Values::None,
                })
            })
    }

    fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Service(service) => service.name.to_owned(),
            Subject::Command(command) => command.name.to_owned(),
            Subject::Option(_, _, arg) => format!("--{}", arg.name),
            Subject::Global(option) => option.name.to_owned(),
            Subject::Help => "help".to_owned(),
        }
    }

    /// The options that are known here: those of the command, then those of all.
    fn options(&self, state: &State) -> impl Iterator<Item = Known> + use<'_> {
        let own = state.command.into_iter().flat_map(|(service, command)| {
            command.args.iter().map(move |arg| Known {
                subject: Subject::Option(service, command, arg),
                values: match kind(command, arg) {
                    Kind::Boolean => Values::None,
                    Kind::List => Values::Many,
                    _ => Values::One,
                },
            })
        });
        let keeps = state
            .command
            .is_some_and(|(_, command)| command.keep.is_some());
        let of_commands = INPUT.iter().chain(std::iter::once(&SKELETON)).chain(ADDED);
        let of_commands = of_commands.chain(if keeps { KEEPING } else { &[] });
        let of_commands = of_commands.filter({
            let any = state.command.is_some();
            move |_| any
        });
        let names = self.names();
        let of_commands = of_commands.map(move |option| names.meant(option));
        let global = of_commands.chain(names.global()).map(|option| Known {
            subject: Subject::Global(option),
            values: if option.takes_value() {
                Values::One
            } else {
                Values::None
            },
        });
        own.chain(global)
    }

    fn follow(&self, state: &State, current: &Piece) -> Candidates {
        let word = current.text.as_str();
        let mut start = current.start;
        let mut open = state.open;
        let mut typed = word;
        if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
            open = self.option(state, name);
            start += name.len() + 1;
            typed = value;
        } else if word.starts_with('-') {
            open = None;
        }
        let mut items = Vec::new();
        if let Some(open) = open {
            items = self.values(open.subject, typed);
            if open.values == Values::Many && !word.contains('=') {
                items.extend(self.missing_options(state));
            }
        } else if word.starts_with('-') {
            items = self.missing_options(state);
        } else if state.service.is_none() {
            let entry =
                |service: &&'static Service| self.candidate(Subject::Service(service), false);
            items.extend(self.services.iter().map(entry));
        } else if let (Some(service), None) = (state.service, state.command) {
            let entry = |command| self.candidate(Subject::Command(command), false);
            items.extend(service.commands.iter().map(entry));
            items.push(self.candidate(Subject::Help, false));
        } else {
            items = self.missing_options(state);
        }
        let mut ranking = Ranking::new(typed);
        ranking.rank(&mut items);
        Candidates {
            start,
            items,
            within: open.map(|it| it.subject),
            ..Candidates::default()
        }
    }

    /// Options that are not on the line yet, required ones first.
    fn missing_options(&self, state: &State) -> Vec<Candidate> {
        let mut items: Vec<Candidate> = self
            .options(state)
            .map(|known| {
                let required = matches!(known.subject, Subject::Option(_, _, arg) if arg.required);
                self.candidate(known.subject, required)
            })
            .filter(|item| !state.given.contains(&item.text))
            .collect();
        items.sort_by_key(|item| !item.required);
        items
    }

    fn candidate(&self, subject: Subject, required: bool) -> Candidate {
        Candidate {
            text: self.name(subject),
            subject,
            required,
            is_value: false,
        }
    }

    fn values(&self, subject: Subject, typed: &str) -> Vec<Candidate> {
        let texts: Vec<String> = match subject {
            Subject::Global(option) if option.name == "--profile" => self.profiles.clone(),
            Subject::Global(option) if option.name == "--ca-bundle" => {
                super::files::paths("", typed)
            }
            Subject::Global(option) if option.name.starts_with("--cli-input-") => {
                super::files::paths("file://", typed)
            }
            Subject::Global(option) => option.choices.iter().map(|it| (*it).to_owned()).collect(),
            Subject::Option(_, command, arg) => match typed.split_once("://") {
                Some(("file", _)) => super::files::paths("file://", typed),
                Some(("fileb", _)) => super::files::paths("fileb://", typed),
                _ => member(command, arg).map(enum_values).unwrap_or_default(),
            },
            Subject::Service(_) | Subject::Command(_) | Subject::Help => Vec::new(),
        };
        // What cannot be typed is not offered.
        let can_be_typed = |text: &String| {
            !text.contains(|c: char| c.is_control() || smithgen_help::is_command(c))
        };
        let value = |text| Candidate {
            text,
            subject,
            required: false,
            is_value: true,
        };
        texts.into_iter().filter(can_be_typed).map(value).collect()
    }
}

/// The option in `--name=value`, or the word itself.
fn name_of(word: &str) -> &str {
    word.split('=').next().unwrap_or(word)
}

fn missing(state: &State) -> Vec<&'static str> {
    let lifted = [
        "--cli-input-json",
        "--cli-input-yaml",
        "--generate-cli-skeleton",
    ];
    if state
        .given
        .iter()
        .any(|name| lifted.contains(&name.as_str()))
    {
        return Vec::new();
    }
    let is_given = |arg: &&Arg| {
        state
            .given
            .iter()
            .any(|name| name.strip_prefix("--") == Some(arg.name))
    };
    let args = state.command.map_or(&[][..], |(_, command)| command.args);
    let missing = args.iter().filter(|arg| arg.required && !is_given(arg));
    missing.map(|arg| arg.name).collect()
}

fn member(command: &'static Command, arg: &Arg) -> Option<&'static Member> {
    command.operation.input.members.get(arg.member)
}

/// The kind of value that an option takes.
pub(super) fn kind(command: &'static Command, arg: &Arg) -> Kind {
    member(command, arg).map_or(Kind::String, |member| member.target.kind)
}

/// Whether a value of the option can hold what may not be written anywhere.
fn may_be_secret(subject: Subject) -> bool {
    match subject {
        Subject::Option(_, command, arg) => {
            member(command, arg).is_none_or(|member| holds_secret(member, &mut Vec::new()))
        }
        // The whole input.
        Subject::Global(option) => INPUT.iter().any(|input| input.name == option.name),
        Subject::Service(_) | Subject::Command(_) | Subject::Help => false,
    }
}

fn holds_secret(member: &'static Member, seen: &mut Vec<&'static str>) -> bool {
    let schema = member.target;
    if member.is_sensitive() || schema.is_sensitive() {
        return true;
    }
    if seen.contains(&schema.id) {
        return false;
    }
    seen.push(schema.id);
    schema
        .members
        .iter()
        .any(|member| holds_secret(member, seen))
}

/// The values of an enum, or of a list of them.
fn enum_values(member: &'static Member) -> Vec<String> {
    let of = |schema: &'static Schema, traits: &'static [Trait]| {
        let mut found = schema.traits.iter().chain(traits);
        found.find_map(|it| match it {
            Trait::EnumValues(names) => Some(names.iter().map(|name| (*name).to_owned()).collect()),
            Trait::IntEnumValues(numbers) => Some(numbers.iter().map(i32::to_string).collect()),
            _ => None,
        })
    };
    let item = member
        .target
        .members
        .first()
        .filter(|_| member.target.kind == Kind::List);
    of(member.target, member.traits)
        .or_else(|| item.and_then(|item| of(item.target, item.traits)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
