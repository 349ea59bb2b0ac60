//! `timestamp`: an instant.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Strictness, calendar, timestamp_format};
use crate::schema::TimestampFormat;

/// An instant: seconds since 1970-01-01T00:00:00Z, and nanoseconds after them.
///
/// Instants before 1970 have negative seconds; the nanoseconds always count forward.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    seconds: i64,
    nanos: u32,
}

/// The text is not a timestamp in the expected format.
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

    /// Midnight at the start of a day in the Gregorian calendar, in UTC; `None` if the day does not exist.
    pub fn from_date(year: i64, month: i64, day: i64) -> Option<Self> {
        let seconds = calendar::days(year, month, day)?.checked_mul(86_400)?;
        Some(DateTime::from_secs(seconds))
    }

    /// Year, month and day of the month in UTC.
    pub fn date(self) -> (i64, i64, i64) {
        calendar::date(self.seconds.div_euclid(86_400))
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn secs(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`DateTime::secs`], below 1,000,000,000.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// Parses text in this format. UTC offsets are accepted, and fractional seconds in every format.
    ///
    /// # Errors
    /// The text has another format, or the day does not exist.
    pub fn parse(text: &str, format: TimestampFormat) -> Result<Self, ParseTimestampError> {
        timestamp_format::parse(text, format, Strictness::Lenient)
    }

    /// Formats as text. Fractions are kept, except in [`TimestampFormat::HttpDate`], which has none.
    pub fn format(self, format: TimestampFormat) -> String {
        let mut text = String::new();
        timestamp_format::write(self, format, &mut text);
        text
    }
}

impl fmt::Display for DateTime {
    /// RFC 3339 in UTC: `1985-04-12T23:20:50.52Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.format(TimestampFormat::DateTime))
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DateTime {
    type Err = ParseTimestampError;
    /// Parses RFC 3339.
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        DateTime::parse(text, TimestampFormat::DateTime)
    }
}

impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let seconds = |d: Duration| i64::try_from(d.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => DateTime::new(seconds(after), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                match before.subsec_nanos() {
                    0 => DateTime::from_secs(-seconds(before)),
                    nanos => DateTime::new(-seconds(before) - 1, 1_000_000_000 - nanos),
                }
            }
        }
    }
}

impl TryFrom<DateTime> for SystemTime {
    type Error = ParseTimestampError;
    /// Fails for instants that the platform's clock cannot represent.
    fn try_from(time: DateTime) -> Result<Self, ParseTimestampError> {
        let seconds = Duration::from_secs(time.seconds.unsigned_abs());
        let base = match time.seconds < 0 {
            true => UNIX_EPOCH.checked_sub(seconds),
            false => UNIX_EPOCH.checked_add(seconds),
        };
        base.and_then(|t| t.checked_add(Duration::from_nanos(time.nanos.into())))
            .ok_or(ParseTimestampError {
                format: "the platform's clock",
            })
    }
}
