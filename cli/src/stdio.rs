//! Standard output and standard error: encodings, terminals, closed pipes.

use std::io::{self, IsTerminal, Write};

use crate::encoding::{self, Encoding};
use crate::errors::Failure;

/// The encoding named by a variable: `AWS_CLI_OUTPUT_ENCODING`, or the program's own name for it.
///
/// # Errors
/// 255 for an unknown encoding.
pub(crate) fn encoding_from_env(variable: &str) -> Result<Encoding, Failure> {
    let Some(name) = std::env::var_os(variable) else {
        return Ok(Encoding::Utf8);
    };
    let name = encoding::name_from_os(&name).map_err(Failure::general)?;
    Encoding::named(&name)
        .map_err(|_| Failure::general(format!("Unknown codec `{name}` specified for {variable}.")))
}

/// Writes to standard output. A closed pipe is not an error.
///
/// # Errors
/// 255 if writing fails, for example on a full disk.
pub(crate) fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::general(match error.raw_os_error() {
            Some(code) => {
                let text = error.to_string();
                format!(
                    "[Errno {code}] {}",
                    text.split(" (os error").next().unwrap_or_default()
                )
            }
            None => error.to_string(),
        })),
    }
}

/// Whether terminal control characters are escaped on standard error. As `aws`, the program writes what the
/// reference does unless standard error is a terminal.
pub(crate) fn escapes_err(is_aws: bool) -> bool {
    !is_aws || io::stderr().is_terminal()
}

/// Writes to standard error, ignoring errors, which could not be reported.
pub(crate) fn write_err(encoding: Encoding, text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(&encoding.encode_lossy(text));
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether colours are unwanted: `NO_COLOR` is set and not empty, or the terminal is dumb. See
/// <https://no-color.org>. The reference checks neither.
pub(crate) fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || is_dumb()
}

/// Whether the terminal has no capabilities beyond text.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Resets colours on a terminal, as the reference's colour library does at exit, with or without output.
pub(crate) fn reset_colours() {
    if is_terminal() {
        let _ = write_out(b"\x1b[0m");
    }
}

/// The width of the terminal on standard output, or 80.
pub(crate) fn width() -> usize {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) {
        match size.ws_col {
            // The terminal does not report its width.
            0 => {}
            columns => return usize::from(columns),
        }
    }
    80
}
