//! `NAME completion SHELL` prints a script for the shell; whenever the user presses Tab, the script asks the
//! program for completions. The prompt shows the same candidates.

mod answer;
mod candidates;
mod files;
mod grammar;
mod line;
#[cfg(feature = "prompt")]
mod place;
mod script;
#[cfg(feature = "prompt")]
mod secrets;

use std::process::ExitCode;

use smithgen_help::Names;

use crate::alias::Aliases;
use crate::args::Word;
use crate::program;
use crate::settings::Settings;
use crate::stdio;
use crate::table::Commands;

#[cfg(feature = "prompt")]
pub(crate) use candidates::Candidate;
pub(crate) use grammar::Grammar;
#[cfg(feature = "prompt")]
pub(crate) use grammar::{Subject, kind};
#[cfg(feature = "prompt")]
pub(crate) use line::{quoted, words};
#[cfg(feature = "prompt")]
pub(crate) use place::Place;
pub(crate) use script::script;

/// The command's name. It must be the first word of the line.
pub(crate) const NAME: &str = "completion";

/// The subcommand that scripts use to ask for completions.
const ANSWER: &str = "answer";

/// Describes an alias in completions. Its value is not shown, as it may hold a secret.
pub(crate) const ALIAS_SUMMARY: &str = "An alias of your own.";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Pwsh,
}

/// Shells by their command-line names.
pub(crate) const SHELLS: [(&str, Shell); 4] = [
    ("bash", Shell::Bash),
    ("zsh", Shell::Zsh),
    ("fish", Shell::Fish),
    ("powershell", Shell::Pwsh),
];

impl Shell {
    pub(crate) fn from_word(word: &Word) -> Option<Shell> {
        let mut shells = SHELLS.into_iter();
        shells.find_map(|(name, shell)| word.is(name).then_some(shell))
    }
}

/// Usage text of the completion command.
pub(crate) fn usage(name: &str) -> String {
    let shells: Vec<&str> = SHELLS.iter().map(|(shell, _)| *shell).collect();
    format!("usage: {name} {NAME} {}\n", shells.join("|"))
}

/// Whether a service, or a command of the implied service, already has the name. The model's own wins, and the
/// generator warns about it.
pub(crate) fn is_taken(services: &[&'static Commands], implied: Option<&'static Commands>) -> bool {
    match implied {
        Some(service) => service.commands.iter().any(|command| command.name == NAME),
        None => services.iter().any(|service| service.name == NAME),
    }
}

/// Parses a script's request for completions.
pub(crate) fn question(words: &[Word]) -> Option<(Shell, &[Word])> {
    match words {
        [answer, shell, rest @ ..] if answer.is(ANSWER) => Some((Shell::from_word(shell)?, rest)),
        _ => None,
    }
}

/// Answers a script. Errors give an empty answer: a user pressing Tab does not want an error message.
pub(crate) fn answer(services: &[&'static Commands], (shell, words): (Shell, &[Word])) -> ExitCode {
    let words = words.iter().map(|word| word.text().into_owned());
    let text = answer::Question::new(shell, words.collect())
        .map(|question| question.answer(services))
        .unwrap_or_default();
    // If the write fails, the shell is gone.
    let _ = stdio::write_out(text.as_bytes());
    ExitCode::SUCCESS
}

impl Grammar {
    /// The grammar of a program invoked by this name.
    pub(crate) fn of(services: &[&'static Commands], name: &str) -> Grammar {
        let own_prefix = program::own_prefix(services, name);
        let names = own_prefix.as_deref().map_or(Names::Aws, Names::Own);
        let settings = Settings::load(None, names, services).ok();
        let aliases = settings.as_ref().and_then(|it| Aliases::load(it).ok());
        let profiles = settings.map(|settings| settings.files.profile_names());
        Grammar {
            services: services.to_vec(),
            implied: program::implied(services, name),
            profiles: profiles.unwrap_or_default(),
            aliases: aliases.unwrap_or_default(),
            own_prefix,
            is_reference: name == "aws",
        }
    }
}
