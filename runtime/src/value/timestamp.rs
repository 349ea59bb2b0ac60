//! `timestamp`: an instant, and its three text forms.

use std::fmt;

/// An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds after them.
///
/// Instants before 1970 have negative seconds; the nanoseconds always count forward.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    seconds: i64,
    nanos: u32,
}

/// Text that is not a timestamp of the wanted format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError {
    pub(crate) format: &'static str,
}

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a timestamp of the form {}", self.format)
    }
}

impl std::error::Error for ParseTimestampError {}

impl DateTime {
    /// Whole seconds.
    pub const fn from_secs(seconds: i64) -> Self {
        DateTime { seconds, nanos: 0 }
    }

    /// Seconds and nanoseconds; nanoseconds past a second are carried.
    pub const fn new(seconds: i64, nanos: u32) -> Self {
        DateTime {
            seconds: seconds.saturating_add((nanos / 1_000_000_000) as i64),
            nanos: nanos % 1_000_000_000,
        }
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn secs(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`DateTime::secs`], below 1,000,000,000.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }
}
