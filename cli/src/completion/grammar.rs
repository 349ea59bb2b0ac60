//! Tracks what the words of a line mean: service, command, options, expanded aliases.

use std::borrow::Cow;

use smithgen_help::options::{ADDED, FORMAT, GlobalOption, INPUT, KEEPING, SKELETON};
use smithgen_help::{Names, Topic};
use smithgen_runtime::schema::{Kind, Member};

use crate::alias::{Alias, Aliases};
use crate::args::spelling::name;
use crate::help::page_options;
use crate::limits::ALIAS_STEPS;
use crate::table::{Arg, Command, Commands, WAIT, Waiter, file_of_output};

/// What a line may consist of.
pub(crate) struct Grammar {
    pub(crate) services: Vec<&'static Commands>,
    /// The implied service.
    pub(crate) implied: Option<&'static Commands>,
    /// Profile names.
    pub(crate) profiles: Vec<String>,
    pub(crate) aliases: Aliases,
    /// Prefix of the settings' names, if the program has its own settings.
    pub(crate) own_prefix: Option<String>,
    /// Whether the program is invoked as `aws`; it then offers nothing that the reference lacks, apart from a few
    /// documented options.
    pub(crate) is_reference: bool,
}

/// What a word on the line refers to.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    Service(&'static Commands),
    Command(&'static Command),
    /// The command that waits.
    Wait,
    Waiter(&'static Waiter),
    /// An option of one command.
    Option(&'static Commands, &'static Command, &'static Arg),
    /// An option of every command.
    Global(&'static GlobalOption),
    Help,
    Topic(&'static Topic),
    /// A user-defined alias.
    Alias,
    /// The completion command, or one of its shells.
    Completion,
}

/// The meaning of the words so far.
#[derive(Default)]
pub(super) struct State {
    pub(super) service: Option<&'static Commands>,
    pub(super) command: Option<(&'static Commands, &'static Command)>,
    /// Whether the name of a waiter follows.
    pub(super) waits: bool,
    /// The option that takes the next word as its value.
    pub(super) open: Option<Known>,
    /// Names of the options given.
    pub(super) given: Vec<String>,
    pub(super) mode: Mode,
    /// Number of words so far.
    count: usize,
    /// Number of aliases expanded.
    steps: usize,
}

/// What the line is for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// It runs a command.
    #[default]
    Run,
    /// It shows a help page.
    Help,
    /// It prints a completion script.
    Completion,
    /// A shell command line, or a service that this program lacks.
    Foreign,
}

/// An option with its name and the number of its values.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) name: Cow<'static, str>,
    pub(super) subject: Subject,
    pub(super) values: Values,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    None,
    One,
    Many,
}

impl Grammar {
    pub(crate) fn names(&self) -> Names<'_> {
        self.own_prefix.as_deref().map_or(Names::Aws, Names::Own)
    }

    pub(super) fn start(&self) -> State {
        State {
            service: self.implied,
            ..State::default()
        }
    }

    /// Advances the state by one word.
    pub(super) fn read(&self, state: &mut State, word: &str) {
        state.count += 1;
        if word.starts_with("--") {
            let name = name(word);
            state.given.push(name.to_owned());
            let known = self
                .option(state, name)
                .filter(|it| it.values != Values::None);
            state.open = known.filter(|_| !word.contains('='));
        } else if let Some(open) = state.open.take() {
            state.open = Some(open).filter(|open| open.values == Values::Many);
        } else {
            match state.mode {
                Mode::Run => self.read_name(state, word),
                Mode::Help => self.read_subject(state, word),
                Mode::Completion | Mode::Foreign => {}
            }
        }
    }

    /// Reads a word that names a service, command, alias or `help`.
    fn read_name(&self, state: &mut State, word: &str) {
        if word == super::NAME && state.count == 1 && self.has_completion() {
            state.mode = Mode::Completion;
            return;
        }
        if let Some((name, value)) = self.aliases_at(state).get_key_value(word) {
            return self.unfold(state, Alias::new(name, value));
        }
        match (state.service, state.command) {
            _ if word == "help" => state.mode = Mode::Help,
            (None, _) => {
                state.service = self.services.iter().find(|it| it.name == word).copied();
                if state.service.is_none() {
                    state.mode = Mode::Foreign;
                }
            }
            (Some(service), None) if state.waits => {
                let waiter = service.waiters.iter().find(|it| it.name == word);
                let repeated = waiter.and_then(|waiter| service.repeated(waiter));
                state.command = repeated.map(|command| (service, command));
            }
            (Some(service), None) if word == WAIT && service.waits() => state.waits = true,
            (Some(service), None) => state.command = command(service, word),
            (Some(_), Some(_)) => {}
        }
    }

    /// Reads a word after `help`.
    fn read_subject(&self, state: &mut State, word: &str) {
        match (state.service, state.command) {
            (None, _) => state.service = self.services.iter().find(|it| it.name == word).copied(),
            (Some(service), None) => state.command = command(service, word),
            (Some(_), Some(_)) => {}
        }
    }

    /// The aliases available here.
    pub(super) fn aliases_at(&self, state: &State) -> &crate::alias::Names {
        match (state.service, state.command) {
            (None, _) => self.aliases.toplevel(),
            (Some(service), None) => self.aliases.of(&[service.name]),
            (Some(service), Some((_, command))) => self.aliases.of(&[service.name, command.name]),
        }
    }

    /// Expands an alias. If its first word is its own name, that word means the command which the alias shadows.
    fn unfold(&self, state: &mut State, alias: Alias<'_>) {
        state.steps += 1;
        let words = match alias.external() {
            Some(_) => None,
            None => alias.words().ok().filter(|_| state.steps <= ALIAS_STEPS),
        };
        let Some(words) = words else {
            state.mode = Mode::Foreign;
            return;
        };
        for (number, word) in words.iter().enumerate() {
            let word = word.text();
            let hidden = (number == 0 && word == alias.name).then_some(());
            match (hidden, state.service) {
                (Some(()), None) => {
                    state.service = self.services.iter().find(|it| it.name == word).copied();
                }
                (Some(()), Some(service)) if state.command.is_none() => {
                    state.command = command(service, &word);
                }
                (Some(()), Some(_)) => {}
                (None, _) => self.read(state, &word),
            }
        }
    }

    /// Whether the completion command is available.
    pub(super) fn has_completion(&self) -> bool {
        !self.is_reference && !super::is_taken(&self.services, self.implied)
    }

    pub(super) fn option(&self, state: &State, name: &str) -> Option<Known> {
        self.options(state).find(|known| known.name == name)
    }

    /// The options known here: the command's own, then the global ones.
    pub(super) fn options(&self, state: &State) -> impl Iterator<Item = Known> + use<'_> {
        let is_help = state.mode == Mode::Help;
        let chosen = state.command.filter(|_| !is_help);
        let own = chosen.into_iter().flat_map(|(service, command)| {
            let args = command.shown_args();
            args.flat_map(move |arg| own_options(service, command, arg))
        });
        let keeps = chosen.is_some_and(|(_, command)| command.keep.is_some());
        let keeping = if keeps { KEEPING } else { &[] };
        let paged = chosen.filter(|_| !state.waits);
        let paged = paged.into_iter().flat_map(|(_, it)| page_options(it));
        let further = chosen.map_or(&[][..], |(_, command)| command.added());
        let opposites = further.iter().filter(|it| !it.shown.takes_value());
        let opposites = opposites.map(|it| Known {
            name: Cow::Owned(format!("--no-{}", it.name())),
            subject: Subject::Global(&it.shown),
            values: Values::None,
        });
        let to_file = |(_, it): &(_, &'static Command)| file_of_output(it.operation).is_some();
        let skeleton = (!chosen.as_ref().is_some_and(to_file)).then_some(&SKELETON);
        let further = further.iter().map(|added| &added.shown);
        let of_commands = further.chain(&INPUT).chain(paged).chain(skeleton);
        let of_commands = of_commands.chain(ADDED).chain(keeping);
        let of_commands = of_commands.filter(move |_| chosen.is_some());
        let of_help = [&FORMAT].into_iter();
        let of_help = of_help.filter({
            let has_formats = is_help && !self.is_reference;
            move |_| has_formats
        });
        let names = self.names();
        let others = of_commands.map(move |option| names.meant(option));
        let others = of_help.chain(others).chain(names.global());
        own.chain(opposites).chain(others.map(|option| Known {
            name: Cow::Borrowed(option.name),
            subject: Subject::Global(option),
            values: match option.takes_value() {
                true => Values::One,
                false => Values::None,
            },
        }))
    }
}

/// The option for a member; for a boolean, also its negation.
fn own_options(
    service: &'static Commands,
    command: &'static Command,
    arg: &'static Arg,
) -> impl Iterator<Item = Known> {
    let kind = kind(command, arg);
    let known = move |name: String| Known {
        name: Cow::Owned(name),
        subject: Subject::Option(service, command, arg),
        values: match kind {
            Kind::Boolean => Values::None,
            Kind::List => Values::Many,
            _ => Values::One,
        },
    };
    let is_flag = kind == Kind::Boolean || arg.flag;
    let negated = is_flag.then(|| known(format!("--{}", arg.negative())));
    [known(format!("--{}", arg.name))]
        .into_iter()
        .chain(negated)
}

fn command(
    service: &'static Commands,
    name: &str,
) -> Option<(&'static Commands, &'static Command)> {
    let command = service.commands.iter().find(|it| it.name == name)?;
    Some((service, command))
}

/// The member that an option sets.
pub(super) fn member(command: &'static Command, arg: &Arg) -> Option<&'static Member> {
    command.operation.input().members().get(arg.member)
}

/// The kind of the member that an option sets.
pub(crate) fn kind(command: &'static Command, arg: &Arg) -> Kind {
    member(command, arg).map_or(Kind::String, |member| member.target().kind())
}
