//! Aliases that run a shell command line.

use std::ffi::OsString;
use std::process::{Command, ExitStatus};

use crate::args::Word;
use crate::errors::Failure;
use crate::interrupt;
use crate::params::paramfile::os_error;

/// Runs the command line with the quoted words appended.
///
/// # Errors
/// The exit code of the command unless it is 0; 130 if the user interrupted it.
pub(super) fn run(line: &str, words: &[Word]) -> Result<(), Failure> {
    let mut whole = line.as_bytes().to_vec();
    for word in words {
        whole.push(b' ');
        quote(word.bytes(), &mut whole);
    }
    let shell = shell();
    // Ctrl-C is for the command that is running.
    interrupt::ignore();
    let status = shell_command(shell, whole).status();
    match status.map_err(|error| Failure::general(os_error(&error, shell)))? {
        status if status.success() => Ok(()),
        status if is_interrupt(status) => Err(Failure::Interrupted),
        status => Err(Failure::Exit(code(status))),
    }
}

/// Quotes a word for the shell, as Python's `shlex.quote` does.
fn quote(word: &[u8], out: &mut Vec<u8>) {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(b);
    if !word.is_empty() && word.iter().all(is_plain) {
        out.extend_from_slice(word);
        return;
    }
    out.push(b'\'');
    for &byte in word {
        match byte {
            b'\'' => out.extend_from_slice(b"'\"'\"'"),
            byte => out.push(byte),
        }
    }
    out.push(b'\'');
}

#[cfg(unix)]
const fn shell() -> &'static str {
    "/bin/sh"
}

#[cfg(unix)]
fn shell_command(shell: &str, line: Vec<u8>) -> Command {
    use std::os::unix::ffi::OsStringExt;
    let mut command = Command::new(shell);
    command.arg("-c").arg(OsString::from_vec(line));
    command
}

/// The code that a parent sees when a Python program exits with the result of `subprocess.call`: a signal's number
/// is negative there and wraps around at 256.
#[cfg(unix)]
fn code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt;
    let code = status
        .code()
        .unwrap_or_else(|| -status.signal().unwrap_or(1));
    code.to_le_bytes()[0]
}

#[cfg(unix)]
fn is_interrupt(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(2)
}

#[cfg(windows)]
const fn shell() -> &'static str {
    "cmd.exe"
}

#[cfg(windows)]
fn shell_command(shell: &str, line: Vec<u8>) -> Command {
    use std::os::windows::process::CommandExt;
    let mut command = Command::new(shell);
    let line = String::from_utf8_lossy(&line).into_owned();
    command.arg("/c").raw_arg(OsString::from(line));
    command
}

#[cfg(windows)]
fn code(status: ExitStatus) -> u8 {
    status.code().unwrap_or(1).to_le_bytes()[0]
}

#[cfg(windows)]
fn is_interrupt(_: ExitStatus) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more_into_them() {
        let quoted = |word: &str| {
            let mut out = Vec::new();
            quote(word.as_bytes(), &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(quoted("a-b_c=d:/.,+%@1"), "a-b_c=d:/.,+%@1");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("$x"), "'$x'");
        assert_eq!(quoted("it's"), "'it'\"'\"'s'");
        assert_eq!(quoted("é"), "'é'");
    }
}
