//! `--debug`: logs to standard error, without values that the model marks as sensitive.

use std::time::SystemTime;

use smithgen_runtime::DateTime;

use crate::encoding::Encoding;
use crate::stdio::write_err;

/// A log that is on or off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    on: bool,
    encoding: Encoding,
    escape: bool,
}

impl Log {
    /// Creates a log that writes when `on`; with `escape` it makes terminal control characters visible.
    pub(crate) fn new(on: bool, encoding: Encoding, escape: bool) -> Log {
        Log {
            on,
            encoding,
            escape,
        }
    }

    pub(crate) fn is_on(self) -> bool {
        self.on
    }

    /// Logs `message` with the time and the part of the program.
    pub(crate) fn line(self, part: &str, message: impl FnOnce() -> String) {
        if self.on {
            let message = message();
            let message = match self.escape {
                true => smithgen_help::visible(&message),
                false => message.into(),
            };
            let text = format!("{} - MainThread - {part} - DEBUG - {message}\n", now());
            write_err(self.encoding, &text);
        }
    }
}

/// `2026-01-02 03:04:05,678`, UTC.
fn now() -> String {
    let now = DateTime::from(SystemTime::now());
    let seconds = now.secs();
    let (year, month, day) = now.date();
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02},{:03}",
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
        now.subsec_nanos() / 1_000_000
    )
}
