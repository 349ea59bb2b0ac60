//! Standard output and standard error: encodings, terminals, readers that go away.

use std::io::{self, IsTerminal, Write};

use crate::encoding::{self, Encoding};
use crate::errors::Failure;

/// The encoding that the variable names: `AWS_CLI_OUTPUT_ENCODING`, or what the program calls it.
///
/// # Errors
/// 255 for a name that is not known.
pub(crate) fn encoding_from_env(variable: &str) -> Result<Encoding, Failure> {
    let Some(name) = std::env::var_os(variable) else {
        return Ok(Encoding::Utf8);
    };
    let name = encoding::name_from_os(&name).map_err(Failure::general)?;
    Encoding::named(&name)
        .map_err(|_| Failure::general(format!("Unknown codec `{name}` specified for {variable}.")))
}

/// Writes to standard output. A reader that is gone is not a failure.
///
/// # Errors
/// 255 when the output does not fit the device.
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

/// Whether what goes to standard error may not command a terminal. What stands in for the reference writes what
/// that writes, unless a terminal would obey it.
pub(crate) fn escapes_err(is_aws: bool) -> bool {
    !is_aws || io::stderr().is_terminal()
}

/// Writes to standard error. When that fails there is nobody left to tell.
pub(crate) fn write_err(encoding: Encoding, text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(&encoding.encode_lossy(text));
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether the user wants no colours: `NO_COLOR` is set and not empty, or the terminal can do nothing but text.
/// See <https://no-color.org>. The reference knows neither.
pub(crate) fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || is_dumb()
}

/// Whether the terminal can do nothing but text.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Ends colours on a terminal, as the reference's colour library does at exit, output or not.
pub(crate) fn reset_colours() {
    if is_terminal() {
        let _ = write_out(b"\x1b[0m");
    }
}

/// Columns of the terminal on standard output, else 80.
pub(crate) fn width() -> usize {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) {
        match size.ws_col {
            // The terminal does not know.
            0 => {}
            columns => return usize::from(columns),
        }
    }
    80
}
