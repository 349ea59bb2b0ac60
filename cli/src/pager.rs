//! Shows output in a pager: only on a terminal, and only when there is output.

use std::io::Write;
use std::process::{Command, Stdio};

use smithgen_runtime::profile::shell_split;

use crate::errors::Failure;
use crate::params::paramfile::os_error;
use crate::settings::Settings;

/// The pager's command line, empty when output is not to be paged.
///
/// # Errors
/// 255 when the profile does not exist.
pub(crate) fn command_line(settings: &Settings, disabled: bool) -> Result<String, Failure> {
    if disabled || !crate::stdio::is_terminal() {
        return Ok(String::new());
    }
    let configured = settings.lookup("AWS_PAGER", "cli_pager")?;
    Ok(configured
        .or_else(|| settings.variable("PAGER"))
        .unwrap_or_else(|| "less".to_owned()))
}

/// Runs the pager with `text` as its input and waits for it to end. How it ends does not matter.
///
/// # Errors
/// 253 when it cannot be started, 255 when its command line has an open quote.
pub(crate) fn show(line: &str, text: &[u8]) -> Result<(), Failure> {
    let words = shell_split(line).map_err(|error| Failure::general(error.to_string()))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::general("list index out of range"));
    };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    // Ctrl-C is for the pager while it runs.
    crate::interrupt::ignore();
    let mut child = command.spawn().map_err(|error| {
        Failure::Pager(format!(
            "Unable to redirect output to pager. Received the following error when opening pager:\n{}\n\nLearn more \
             about configuring the output pager by running \"aws help config-vars\".",
            os_error(&error, program)
        ))
    })?;
    if let Some(mut input) = child.stdin.take() {
        // A pager that quits early has seen enough.
        let _ = input.write_all(text);
    }
    let _ = child.wait();
    Ok(())
}
