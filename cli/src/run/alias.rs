//! Expands aliases, or runs them in the shell.

use super::{Checked, Run};
use crate::alias::{self, Alias, Aliases};
use crate::args::Word;
use crate::args::globals::{self, Globals};
use crate::args::operation::parse_subcommand;
use crate::args::parse::{Parsed, Positional, Stop, parse};
use crate::errors::Failure;
use crate::foreign;
use crate::help;
use crate::limits::{ALIAS_LINE_BYTES, ALIAS_STEPS};
use crate::table::{Command, Commands, WAIT};

/// The aliases, and the number expanded so far.
#[derive(Default)]
pub(super) struct Unfolding {
    pub(super) aliases: Aliases,
    steps: usize,
}

impl Unfolding {
    pub(super) fn new(aliases: Aliases) -> Unfolding {
        Unfolding { aliases, steps: 0 }
    }
}

/// The positional, and the remaining words.
type Unfolded = (Option<Word>, Vec<Word>);

/// The position of an alias on the line.
struct Place<'a> {
    /// The words after its name.
    rest: &'a [Word],
    /// The service, if it precedes the alias.
    service: Option<&'static Commands>,
}

impl Run<'_> {
    /// The names that may stand where a service is named.
    pub(super) fn command_names<'n>(&self, aliases: &'n Aliases) -> Vec<&'n str> {
        let own = self.services.iter().map(|service| service.name);
        let own = own.chain(self.foreign_names());
        with_aliases(own.chain(["help"]).collect(), aliases.toplevel())
    }

    /// Commands that only the reference has.
    fn foreign_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let is_aws = self.is_aws();
        let names = foreign::BY_HAND.iter().chain(self.options.others);
        names.copied().filter(move |_| is_aws)
    }

    /// What is to be said of a command that only the reference has.
    fn foreign(&self, name: &Word) -> Option<Failure> {
        let found = self.foreign_names().find(|it| name.is(it))?;
        Some(match foreign::BY_HAND.contains(&found) {
            true => foreign::by_hand(self.program, found, ""),
            false => foreign::service(self.program, found),
        })
    }

    /// Runs the command that the first positional names.
    pub(super) fn toplevel(
        &mut self,
        mut word: Word,
        mut rest: Vec<Word>,
        mut checked: Checked,
        mut unfolding: Unfolding,
    ) -> Result<(), Failure> {
        let mut hidden = false;
        loop {
            let aliases = unfolding.aliases.clone();
            if let Some(alias) = alias::find(aliases.toplevel(), &word).filter(|_| !hidden) {
                let positional = Positional {
                    name: "command",
                    choices: Some(self.command_names(&aliases)),
                    required: true,
                };
                let place = Place {
                    rest: &rest,
                    service: None,
                };
                let unfolded =
                    self.unfold(alias, place, positional, &mut checked, &mut unfolding)?;
                let Some((Some(next), words)) = unfolded else {
                    return Ok(());
                };
                // An alias that expands to its own name refers to what it shadows.
                hidden = next == word;
                (word, rest) = (next, words);
                hidden &= word.is("help") || self.services.iter().any(|it| word.is(it.name));
                continue;
            }
            let service = self.services.iter().find(|it| word.is(it.name));
            return match (service, self.foreign(&word)) {
                (Some(service), _) => self.service(service, rest, checked, unfolding),
                (None, Some(foreign)) => Err(foreign),
                (None, None) => self.help_about(help::Topic::Program(self.services), &rest),
            };
        }
    }

    /// The names that may follow a service.
    fn names_in(&self, service: &'static Commands) -> Vec<&'static str> {
        let own = service.commands.iter().map(|command| command.name);
        let own = own.chain(service.waits().then_some(WAIT));
        let foreign = service.foreign.iter().filter(|_| self.is_aws());
        own.chain(foreign.copied()).chain(["help"]).collect()
    }

    /// The service's parser, which finds the operation.
    pub(super) fn service(
        &mut self,
        service: &'static Commands,
        mut words: Vec<Word>,
        mut checked: Checked,
        mut unfolding: Unfolding,
    ) -> Result<(), Failure> {
        let aliases = unfolding.aliases.clone();
        let names = aliases.of(&[service.name]);
        loop {
            if !self.is_aws() && words.first().is_some_and(|w| w.is("--help") || w.is("-h")) {
                return self.help(help::Topic::Service(service));
            }
            let own = self.names_in(service);
            let positional = Positional {
                // The word used by the usage text that follows.
                name: match self.is_aws() {
                    true => "operation",
                    false if self.implied().is_some() => "command",
                    false => "subcommand",
                },
                choices: Some(with_aliases(own, names)),
                required: true,
            };
            let Parsed {
                positional, rest, ..
            } = match parse(&words, &[], Some(positional)) {
                Ok(parsed) => parsed,
                Err(stop) => return self.stopped(&stop),
            };
            let Some(name) = positional.filter(|word| !word.is("help")) else {
                let general = help::Topic::Service(service);
                // The reference's service help accepts no topics.
                return match self.is_aws() {
                    true => self.help(general),
                    false => self.help_about(general, &rest),
                };
            };
            let command = service.commands.iter().find(|c| name.is(c.name));
            let is_wait = command.is_none() && service.waits() && name.is(WAIT);
            match (alias::find(names, &name), command) {
                (Some(alias), command) => {
                    let place = Place {
                        rest: &rest,
                        service: Some(service),
                    };
                    let Some(mut unfolded) =
                        self.unfold_in_service(alias, place, &mut checked, &mut unfolding)?
                    else {
                        return Ok(());
                    };
                    if let Some(command) = command {
                        // The alias's first word stands for the command that it shadows.
                        unfolded.drain(..unfolded.len().min(1));
                        return self.operation(service, command, unfolded, checked, unfolding);
                    }
                    words = unfolded;
                }
                (None, Some(command)) => {
                    return self.operation(service, command, rest, checked, unfolding);
                }
                (None, None) if is_wait => return self.wait(service, &rest, &checked),
                (None, None) if service.foreign.iter().any(|it| name.is(it)) => {
                    return Err(foreign::by_hand(self.program, service.name, &name.text()));
                }
                (None, None) => return self.help(help::Topic::Service(service)),
            }
        }
    }

    /// Runs the operation, or an alias that follows it.
    fn operation(
        &mut self,
        service: &'static Commands,
        command: &'static Command,
        mut words: Vec<Word>,
        mut checked: Checked,
        mut unfolding: Unfolding,
    ) -> Result<(), Failure> {
        let aliases = unfolding.aliases.clone();
        let names = aliases.of(&[service.name, command.name]);
        while !names.is_empty() {
            let choices = names.keys().map(String::as_str).collect();
            let found = match parse_subcommand(command, &words, choices) {
                Ok(found) => found,
                Err(stop) => return self.stopped(&stop),
            };
            let Some((name, rest)) = found else { break };
            let Some(alias) = alias::find(names, &name) else {
                break;
            };
            let place = Place {
                rest: &rest,
                service: Some(service),
            };
            match self.unfold_in_service(alias, place, &mut checked, &mut unfolding)? {
                Some(unfolded) => words = unfolded,
                None => return Ok(()),
            }
        }
        self.command(service, command, &words, &checked)
    }

    /// Expands an alias that follows a service.
    fn unfold_in_service(
        &mut self,
        alias: Alias<'_>,
        place: Place<'_>,
        checked: &mut Checked,
        unfolding: &mut Unfolding,
    ) -> Result<Option<Vec<Word>>, Failure> {
        let positional = Positional {
            name: "command",
            choices: None,
            required: true,
        };
        let unfolded = self.unfold(alias, place, positional, checked, unfolding)?;
        Ok(unfolded.map(|(_, words)| words))
    }

    /// Expands an alias; `None` if it has been run already.
    fn unfold(
        &mut self,
        alias: Alias<'_>,
        place: Place<'_>,
        positional: Positional<'_>,
        checked: &mut Checked,
        unfolding: &mut Unfolding,
    ) -> Result<Option<Unfolded>, Failure> {
        let name = alias.name;
        checked
            .log
            .line("smithgen.cli", || format!("alias: {name}"));
        if let Some(line) = alias.external() {
            alias.run(line, place.rest)?;
            return Ok(None);
        }
        let mut words: Vec<Word> = alias.words()?;
        if let Some(service) = place.service {
            words.insert(0, Word::from(service.name));
        }
        let mut parsed = match parse(&words, &globals::ALL, Some(positional)) {
            Ok(parsed) => parsed,
            Err(Stop::At(_)) => return self.version().map(|()| None),
            Err(stop) => return self.stopped(&stop).map(|()| None),
        };
        self.apply(name, Globals::from_parsed(&mut parsed), checked)?;
        parsed.rest.extend_from_slice(place.rest);
        unfolding.steps += 1;
        let length: usize = parsed.rest.iter().map(|word| word.bytes().len() + 1).sum();
        if unfolding.steps > ALIAS_STEPS {
            return Err(self.endless(name));
        }
        if length > ALIAS_LINE_BYTES {
            return Err(Failure::general(format!(
                "The alias \"{name}\" makes the line longer than {ALIAS_LINE_BYTES} bytes"
            )));
        }
        Ok(Some((parsed.positional, parsed.rest)))
    }

    fn endless(&self, name: &str) -> Failure {
        // The reference hits Python's recursion limit.
        Failure::general(match self.is_aws() {
            true => "maximum recursion depth exceeded".to_owned(),
            false => format!(
                "The alias \"{name}\" leads back to itself: maximum recursion depth exceeded"
            ),
        })
    }

    /// Applies the alias's global options over those of the line.
    fn apply(&mut self, name: &str, given: Globals, checked: &mut Checked) -> Result<(), Failure> {
        for (option, is_given) in [("debug", given.debug), ("profile", given.profile.is_some())] {
            if is_given {
                return Err(Failure::general(format!(
                    "Global parameter \"--{option}\" detected in alias \"{name}\" which is not supported in \
                     subcommand aliases."
                )));
            }
        }
        let (query, timeouts) = super::check_values(&given, self.voice())?;
        if query.is_some() {
            checked.query = query;
        }
        if let Some(format) = given.format() {
            self.error_format = Some(format);
        }
        // `auto` is the default.
        if given.color.as_ref().is_some_and(|word| !word.is("auto")) {
            self.colour.clone_from(&given.color);
        }
        let mut given = given;
        if self.is_aws() {
            // The reference uses the alias's timeouts, even defaults, in place of the line's. The other three
            // options have no effect in an alias, because the reference reads them before it expands aliases.
            checked.timeouts = timeouts;
            given.ca_bundle = None;
            given.binary_format = None;
            given.no_cli_pager = false;
        } else {
            checked.timeouts = checked.timeouts.overridden(&given, timeouts);
        }
        if given.binary_format.is_some() {
            checked.raw_blobs = super::raw_blobs(&given, self.settings()?)?;
        }
        checked.globals.override_with(given);
        Ok(())
    }
}

/// `names`, followed by the aliases that do not shadow any of them.
fn with_aliases<'n>(mut names: Vec<&'n str>, aliases: &'n alias::Names) -> Vec<&'n str> {
    let others: Vec<&str> = aliases
        .keys()
        .map(String::as_str)
        .filter(|alias| !names.contains(alias))
        .collect();
    names.extend(others);
    names
}
