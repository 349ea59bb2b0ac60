//! Asks for the codes of devices on the terminal.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};

use smithgen_aws::credentials::MfaCode;
use smithgen_client::blocking::on_a_thread;

use crate::limits::CODE_BYTES;

/// Asks once for each device: whoever waits for a long time has not the terminal in view.
pub(super) fn prompt() -> impl Fn(&str) -> MfaCode + Send + Sync + 'static {
    let asked: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    move |serial| {
        let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = asked.insert(serial.to_owned());
        let words = format!("Enter MFA code for {serial}: ");
        Box::pin(async move {
            if !is_first {
                return Err("Cannot refresh credentials: MFA token required.".to_owned());
            }
            let code = on_a_thread(move || ask(&words)).await;
            code.and_then(|code| code)
                .map_err(|error| error.to_string())
        })
    }
}

/// Asks on the terminal, which does not show what is typed; without one, by standard error and standard input.
fn ask(words: &str) -> io::Result<String> {
    #[cfg(unix)]
    if let Ok(mut terminal) = std::fs::File::options()
        .read(true)
        .write(true)
        .open("/dev/tty")
    {
        let hidden = Hidden::new(terminal.as_fd().try_clone_to_owned()?)?;
        terminal.write_all(words.as_bytes())?;
        let code = line(&mut terminal);
        drop(hidden);
        terminal.write_all(b"\n")?;
        return code;
    }
    let (mut stderr, mut stdin) = (io::stderr().lock(), io::stdin().lock());
    // This fails if it is no terminal.
    #[cfg(unix)]
    let hidden = stdin.as_fd().try_clone_to_owned().and_then(Hidden::new);
    stderr.write_all(words.as_bytes())?;
    stderr.flush()?;
    let code = line(&mut stdin);
    #[cfg(unix)]
    if hidden.is_ok() {
        drop(hidden);
        stderr.write_all(b"\n")?;
    }
    code
}

/// One line of input.
fn line(input: &mut impl Read) -> io::Result<String> {
    let mut line = String::new();
    let read = BufReader::new(input.take(CODE_BYTES)).read_line(&mut line)?;
    match read {
        0 => Err(io::Error::other("EOF when reading a line")),
        _ => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

/// A terminal that does not show what is typed, until this is dropped.
#[cfg(unix)]
struct Hidden {
    terminal: OwnedFd,
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Hidden {
    fn new(terminal: OwnedFd) -> io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(&terminal)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Flush, &silent)?;
        Ok(Hidden { terminal, before })
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // The terminal may be gone.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_line_of_limited_length() {
        let line = |text: &str| line(&mut text.as_bytes()).map_err(|error| error.to_string());
        assert_eq!(line("123456\r\nmore").unwrap(), "123456");
        assert_eq!(line("123456").unwrap(), "123456");
        assert_eq!(line("").unwrap_err(), "EOF when reading a line");
        let most = usize::try_from(CODE_BYTES).unwrap();
        assert_eq!(line(&"1".repeat(most + 1)).unwrap().len(), most);
    }
}
