//! Sends output through a pager, if standard output is a terminal and there is output.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Stdio};

use smithgen_aws::profile::shell_split;

use crate::errors::Failure;
use crate::params::paramfile::os_error;
use crate::settings::Settings;

/// The pager's command line; empty if output is not to be paged.
///
/// # Errors
/// 255 if the profile does not exist, or the command line has an unterminated quote.
pub(crate) fn command_line(settings: &Settings, disabled: bool) -> Result<String, Failure> {
    if disabled || !crate::stdio::is_terminal() {
        return Ok(String::new());
    }
    let configured = settings.lookup("AWS_PAGER", "cli_pager")?;
    let chosen = configured.or_else(|| settings.variable("PAGER"));
    // Pagers move the cursor, which a dumb terminal cannot do; the reference does not check.
    if chosen.is_none() && !settings.is_reference && crate::stdio::is_dumb() {
        return Ok(String::new());
    }
    let line = chosen.unwrap_or_else(|| "less".to_owned());
    words(&line)?;
    Ok(line)
}

fn words(line: &str) -> Result<Vec<String>, Failure> {
    shell_split(line).map_err(|error| Failure::general(error.to_string()))
}

/// A running pager.
pub(crate) struct Pager(Child);

impl Pager {
    /// Gives it text; false if it quit early.
    pub(crate) fn write(&mut self, text: &[u8]) -> bool {
        let input = self.0.stdin.as_mut();
        input.is_some_and(|input| input.write_all(text).is_ok())
    }
}

impl Drop for Pager {
    /// Ends its input and waits for it to exit, whatever its status.
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// Runs the pager with `text` as its input and waits for it to exit. `called` is the name this program was invoked by.
///
/// # Errors
/// As [`open`].
pub(crate) fn show(called: &str, line: &str, text: &[u8]) -> Result<(), Failure> {
    if let Some(mut pager) = open(called, line)? {
        pager.write(text);
    }
    Ok(())
}

/// Starts the pager; `None` if it quit early.
///
/// # Errors
/// 253 if the pager cannot be started, 255 if its command line is blank.
pub(crate) fn open(called: &str, line: &str) -> Result<Option<Pager>, Failure> {
    let words = words(line)?;
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
    match command.spawn() {
        Ok(child) => Ok(Some(Pager(child))),
        // The reference treats every other error like a pager that quits early.
        Err(error) if called == "aws" && error.kind() != ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Pager(format!(
            "Unable to redirect output to pager. Received the following error when opening pager:\n{}\n\nLearn more \
             about configuring the output pager by running \"{called} help {}\".",
            os_error(&error, program),
            smithgen_help::CONFIG_VARS
        ))),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pager_that_is_no_program_shows_nothing_as_aws_and_is_reported_otherwise() {
        assert!(show("aws", "/", b"text").is_ok());
        for (line, called, errno) in [
            ("/", "tool", "[Errno 13]"),
            ("/no/such/pager", "aws", "[Errno 2]"),
        ] {
            match show(called, line, b"text") {
                Err(Failure::Pager(message)) => assert!(message.contains(errno), "{message}"),
                other => panic!("{line}: {other:?}"),
            }
        }
    }
}
