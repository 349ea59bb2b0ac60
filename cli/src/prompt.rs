//! Auto-prompt: whether the user is to be asked for what the line lacks.

use std::io::IsTerminal;

use crate::args::Word;
use crate::errors::Failure;
use crate::settings::Settings;

/// When to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Never.
    Off,
    /// Before anything else.
    On,
    /// When the line turns out to be wrong.
    Partial,
}

/// The mode: words on the line, then environment, then profile. Only whole words count.
///
/// # Errors
/// 252 when the line says both yes and no.
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

/// Asks, and gives the words of the finished line.
///
/// # Errors
/// 255 without a terminal.
pub(crate) fn ask(words: &[Word]) -> Result<Vec<Word>, Failure> {
    let _ = words;
    let missing = if std::io::stdin().is_terminal() {
        "is not there yet"
    } else {
        "needs a terminal"
    };
    Err(Failure::general(format!(
        "The interactive prompt {missing}."
    )))
}
