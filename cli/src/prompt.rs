//! Auto-prompt: decides whether to ask the user to complete the line.

#[cfg(feature = "prompt")]
mod ask;
#[cfg(feature = "prompt")]
mod fit;
#[cfg(feature = "prompt")]
mod hangup;
#[cfg(feature = "prompt")]
mod history;
#[cfg(feature = "prompt")]
mod keys;
#[cfg(feature = "prompt")]
mod menu;
#[cfg(feature = "prompt")]
mod preview;
#[cfg(feature = "prompt")]
mod rank;
#[cfg(feature = "prompt")]
mod screen;
#[cfg(feature = "prompt")]
mod shared;

use std::io::IsTerminal;
#[cfg(feature = "prompt")]
use std::sync::{Mutex, PoisonError};

#[cfg(feature = "prompt")]
use crate::alias::Aliases;
use crate::args::Word;
#[cfg(feature = "prompt")]
use crate::completion::Grammar;
use crate::errors::Failure;
#[cfg(feature = "prompt")]
use crate::output::Format;
use crate::settings::Settings;
use crate::table::Commands;

/// The menu's name in the line editor.
#[cfg(feature = "prompt")]
const MENU: &str = "below";

/// The text before the line. It must not be empty: on a one-row screen, the line editor subtracts one from its
/// number of lines.
#[cfg(feature = "prompt")]
const BLANK: &str = " ";

/// When to prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Off,
    /// Always.
    On,
    /// When the line is invalid.
    Partial,
}

/// The mode: from the line, then the environment, then the profile. Only complete words count.
///
/// # Errors
/// 252 if the line asks for both.
pub(crate) fn mode(settings: &Settings, words: &[Word]) -> Result<Mode, Failure> {
    let has = |text: &str| words.iter().any(|word| word.is(text));
    let (yes, no) = (has("--cli-auto-prompt"), has("--no-cli-auto-prompt"));
    if yes && no {
        return Err(Failure::param(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.",
        ));
    }
    if no || has("help") || has("--version") {
        return Ok(Mode::Off);
    }
    if yes {
        return Ok(Mode::On);
    }
    let configured = settings
        .lookup("AWS_CLI_AUTO_PROMPT", "cli_auto_prompt")
        .ok()
        .flatten();
    Ok(
        match configured.map(|name| name.to_lowercase()).as_deref() {
            Some("on") => Mode::On,
            Some("on-partial") => Mode::Partial,
            _ => Mode::Off,
        },
    )
}

/// Prompts, and returns the words of the finished line.
///
/// # Errors
/// 255 without a terminal, 130 if the user gives up.
#[cfg(feature = "prompt")]
pub(crate) fn ask(
    program: &str,
    services: &[&'static Commands],
    implied: Option<&'static Commands>,
    settings: &Settings,
    words: &[Word],
) -> Result<Vec<Word>, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(needs_terminal());
    }
    if crate::stdio::is_dumb() {
        return Err(Failure::general(
            "The interactive prompt needs a terminal whose cursor can be moved, and TERM says that this one is dumb.",
        ));
    }
    let format = settings
        .lookup("AWS_DEFAULT_OUTPUT", "output")
        .ok()
        .flatten();
    let format = format.and_then(|name| Format::from_name(&name));
    // Do not prompt again for the resulting line.
    let words = words.iter().filter(|word| !word.is("--cli-auto-prompt"));
    let words: Vec<String> = words.map(|word| word.text().into_owned()).collect();
    let home = crate::save::home(settings);
    let home = home.map(|home| home.join(&*settings.names().directory()));
    let question = ask::Question {
        program,
        grammar: Grammar {
            services: services.to_vec(),
            implied,
            profiles: settings.files.profile_names(),
            aliases: Aliases::load(settings).unwrap_or_default(),
            own_prefix: settings.own_prefix.clone(),
            is_reference: settings.is_reference,
        },
        words: &words,
        format: format.unwrap_or(Format::Json),
        is_coloured: settings.is_reference || !crate::stdio::is_plain(),
        home: home.as_deref(),
    };
    let answer = ask::ask(question).map_err(|error| Failure::general(error.to_string()))?;
    let words = answer.ok_or(Failure::Interrupted)?;
    Ok(words.iter().map(|word| Word::from(word.as_str())).collect())
}

/// Reports that the prompt is not compiled in.
///
/// # Errors
/// Always 255.
#[cfg(not(feature = "prompt"))]
pub(crate) fn ask(
    _: &str,
    _: &[&'static Commands],
    _: Option<&'static Commands>,
    _: &Settings,
    _: &[Word],
) -> Result<Vec<Word>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(needs_terminal());
    }
    Err(Failure::general(
        "This program was built without the interactive prompt.",
    ))
}

fn needs_terminal() -> Failure {
    Failure::general("The interactive prompt needs a terminal.")
}

/// Locks the shared state. A thread that panicked while holding it left it consistent.
#[cfg(feature = "prompt")]
fn with<S, T>(shared: &Mutex<S>, read: impl FnOnce(&mut S) -> T) -> T {
    let mut guard = shared.lock().unwrap_or_else(PoisonError::into_inner);
    read(&mut guard)
}
