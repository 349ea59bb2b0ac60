//! The text formats of timestamps. Source: Smithy 2.0, `timestampFormat`; RFC 3339; RFC 9110 §5.6.7.

use std::fmt::Write;

use super::calendar::{date, days};
use super::{DateTime, ParseTimestampError, Strictness};
use crate::limits::{TIMESTAMP_SECONDS as LIMIT, TIMESTAMP_YEARS};
use crate::schema::TimestampFormat;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAY: i64 = 86_400;

/// Parses text in this format.
pub(crate) fn parse(
    text: &str,
    format: TimestampFormat,
    strictness: Strictness,
) -> Result<DateTime, ParseTimestampError> {
    let (read, form) = match format {
        TimestampFormat::DateTime => (date_time(text, strictness), "1985-04-12T23:20:50.52Z"),
        TimestampFormat::HttpDate => (http_date(text), "Tue, 29 Apr 2014 18:30:38 GMT"),
        TimestampFormat::EpochSeconds => (epoch_seconds(text), "1515531081.123"),
    };
    read.filter(|time| time.secs().abs() <= LIMIT && has_text(*time, format))
        .ok_or(ParseTimestampError { format: form })
}

/// Whether the format can represent the instant: dates have four-digit years.
fn has_text(time: DateTime, format: TimestampFormat) -> bool {
    format == TimestampFormat::EpochSeconds || TIMESTAMP_YEARS.contains(&time.secs())
}

/// The text in this format, for a message.
///
/// # Errors
/// The format cannot represent the instant.
pub(crate) fn text(time: DateTime, format: TimestampFormat) -> Result<String, &'static str> {
    if !has_text(time, format) {
        return Err("a timestamp outside the years 0001 to 9999, which its format cannot say");
    }
    let mut text = String::new();
    write(time, format, &mut text);
    Ok(text)
}

/// Appends the text in this format. Years out of range are written anyway.
pub(crate) fn write(time: DateTime, format: TimestampFormat, out: &mut String) {
    let clock = time.secs().rem_euclid(DAY);
    let since_1970 = time.secs().div_euclid(DAY);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    // Writing to a string cannot fail.
    let _ = match format {
        TimestampFormat::DateTime => {
            let (year, month, day) = date(since_1970);
            let sign = if year < 0 { "-" } else { "" };
            let year = year.unsigned_abs();
            let _ = write!(
                out,
                "{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
            );
            write_fraction(time.subsec_nanos(), out);
            out.write_str("Z")
        }
        TimestampFormat::HttpDate => {
            let (year, month, day) = date(since_1970);
            let name = DAYS.get(since_1970.rem_euclid(7) as usize).unwrap_or(&"");
            let month = MONTHS.get(month as usize - 1).unwrap_or(&"");
            write!(
                out,
                "{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"
            )
        }
        TimestampFormat::EpochSeconds => {
            // Decimal text counts away from zero, nanoseconds count forward.
            let (seconds, nanos) = match (time.secs(), time.subsec_nanos()) {
                (seconds, nanos) if seconds < 0 && nanos > 0 => {
                    (seconds + 1, 1_000_000_000 - nanos)
                }
                whole => whole,
            };
            let sign = if time.secs() < 0 && seconds == 0 {
                "-"
            } else {
                ""
            };
            let _ = write!(out, "{sign}{seconds}");
            write_fraction(nanos, out);
            Ok(())
        }
    };
}

/// `.5` for 500,000,000; empty for zero.
fn write_fraction(nanos: u32, out: &mut String) {
    if nanos != 0 {
        let _ = write!(out, ".{nanos:09}");
        out.truncate(out.trim_end_matches('0').len());
    }
}

/// A cursor over ASCII text.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    /// A number of exactly this many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0_i64, |sum, b| {
            b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0'))
        })
    }

    fn eat(&mut self, literal: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(literal)?;
        Some(())
    }

    /// One of these names, as its index.
    fn one_of(&mut self, names: &[&str]) -> Option<usize> {
        let index = names
            .iter()
            .position(|name| self.0.starts_with(name.as_bytes()))?;
        self.0 = self.0.get(3..)?;
        Some(index)
    }

    /// `.` and digits, as nanoseconds; digits after the ninth are dropped. Zero if absent.
    fn fraction(&mut self) -> Option<u32> {
        let Some(rest) = self.0.strip_prefix(b".") else {
            return Some(0);
        };
        let count = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = rest.split_at_checked(count).filter(|_| count > 0)?;
        self.0 = rest;
        Some(nanos(digits))
    }

    /// `23:20:50`; a leap second counts as the following second.
    fn clock(&mut self) -> Option<i64> {
        let hour = self.digits(2).filter(|h| *h < 24)?;
        self.eat(b":")?;
        let minute = self.digits(2).filter(|m| *m < 60)?;
        self.eat(b":")?;
        let second = self.digits(2).filter(|s| *s <= 60)?;
        Some(hour * 3600 + minute * 60 + second)
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// The first nine digits after a decimal point, as nanoseconds.
fn nanos(digits: &[u8]) -> u32 {
    (0..9).fold(0, |sum, i| {
        sum * 10 + digits.get(i).map_or(0, |b| u32::from(b - b'0'))
    })
}

fn date_time(text: &str, strictness: Strictness) -> Option<DateTime> {
    let mut text = Text(text.as_bytes());
    let year = text.digits(4)?;
    text.eat(b"-")?;
    let month = text.digits(2)?;
    text.eat(b"-")?;
    let day = text.digits(2)?;
    let lenient = strictness == Strictness::Lenient;
    if text.eat(b"T").is_none() {
        text.eat(b"t").filter(|()| lenient)?;
    }
    let clock = text.clock()?;
    let fraction = text.fraction()?;
    let offset = match text.eat(b"Z") {
        Some(()) => 0,
        None if lenient => offset(&mut text)?,
        None => return None,
    };
    text.end()?;
    Some(DateTime::new(
        days(year, month, day)? * DAY + clock - offset,
        fraction,
    ))
}

/// `z`, `+01:00` or `-0100`, in seconds.
fn offset(text: &mut Text<'_>) -> Option<i64> {
    if text.eat(b"z").is_some() {
        return Some(0);
    }
    let sign = match text.eat(b"-") {
        Some(()) => -1,
        None => {
            text.eat(b"+")?;
            1
        }
    };
    let hours = text.digits(2).filter(|h| *h < 24)?;
    let _ = text.eat(b":");
    let minutes = text.digits(2).filter(|m| *m < 60)?;
    Some(sign * (hours * 3600 + minutes * 60))
}

fn http_date(text: &str) -> Option<DateTime> {
    let mut text = Text(text.as_bytes());
    text.one_of(&DAYS)?;
    text.eat(b", ")?;
    // Some services omit the leading zero.
    let one_digit = text.0.get(1) == Some(&b' ');
    let day = text.digits(if one_digit { 1 } else { 2 })?;
    text.eat(b" ")?;
    let month = text.one_of(&MONTHS)? as i64 + 1;
    text.eat(b" ")?;
    let year = text.digits(4)?;
    text.eat(b" ")?;
    let clock = text.clock()?;
    let fraction = text.fraction()?;
    text.eat(b" GMT")?;
    text.end()?;
    Some(DateTime::new(
        days(year, month, day)? * DAY + clock,
        fraction,
    ))
}

/// A decimal number in JSON's syntax. Without an exponent, it is exact to the nanosecond.
fn epoch_seconds(text: &str) -> Option<DateTime> {
    let number: super::BigDecimal = text.parse().ok()?;
    let unsigned = number.as_str().trim_start_matches('-');
    let negative = unsigned.len() < text.len();
    if unsigned.contains(['e', 'E']) {
        let value: f64 = text.parse().ok()?;
        return from_float(value);
    }
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let seconds: i64 = whole.parse().ok()?;
    let nanos = nanos(fraction.as_bytes());
    Some(match (negative, nanos) {
        (false, _) => DateTime::new(seconds, nanos),
        (true, 0) => DateTime::from_secs(-seconds),
        (true, _) => DateTime::new(-seconds - 1, 1_000_000_000 - nanos),
    })
}

/// Seconds as a double, for formats without decimal text. `None` if out of range.
///
/// The fraction is that of the shortest decimal that parses to the same double: 946845296.123 does not include the
/// 26 nanoseconds of its binary representation.
pub(crate) fn from_float(value: f64) -> Option<DateTime> {
    if value.is_nan() || value.abs() > LIMIT as f64 {
        return None;
    }
    match value.fract() == 0.0 {
        true => Some(DateTime::from_secs(value as i64)),
        // Neither has an exponent. Further digits are rounded, since truncation would lose a nanosecond on each
        // round trip of a double.
        false => {
            let text = value.to_string();
            let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
            match fraction.len() > 9 {
                true => epoch_seconds(&format!("{value:.9}")),
                false => epoch_seconds(&text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TimestampFormat::{DateTime as Rfc, EpochSeconds, HttpDate};
    use super::*;

    #[test]
    fn each_format_reads_what_it_writes() {
        let texts = [
            (Rfc, "1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000),
            (Rfc, "1969-12-31T23:59:59.000000001Z", -1, 1),
            (Rfc, "0001-01-01T00:00:00Z", -62_135_596_800, 0),
            (Rfc, "9999-12-31T23:59:59Z", 253_402_300_799, 0),
            (EpochSeconds, "253402300800", 253_402_300_800, 0),
            (EpochSeconds, "-62135596801", -62_135_596_801, 0),
            (Rfc, "2000-02-29T00:00:00Z", 951_782_400, 0),
            (HttpDate, "Tue, 29 Apr 2014 18:30:38 GMT", 1_398_796_238, 0),
            (HttpDate, "Wed, 31 Dec 1969 23:59:59 GMT", -1, 0),
            (EpochSeconds, "1515531081", 1_515_531_081, 0),
            (EpochSeconds, "1515531081.123", 1_515_531_081, 123_000_000),
            (EpochSeconds, "-0.5", -1, 500_000_000),
            (EpochSeconds, "-1.25", -2, 750_000_000),
            (EpochSeconds, "0", 0, 0),
        ];
        for (format, text, seconds, nanos) in texts {
            let time = DateTime::new(seconds, nanos);
            assert_eq!(DateTime::parse(text, format), Ok(time), "{text}");
            assert_eq!(time.format(format), text);
        }
    }

    #[test]
    fn reads_offsets_fractions_and_exponents_where_they_may_stand() {
        let at = |text, format| DateTime::parse(text, format).ok();
        let noon = DateTime::from_secs(1_576_540_098);
        assert_eq!(
            at("2019-12-17T00:48:18+01:00", Rfc),
            at("2019-12-16T23:48:18Z", Rfc)
        );
        assert_eq!(
            at("2019-12-16T22:48:18-01:00", Rfc),
            at("2019-12-16T23:48:18Z", Rfc)
        );
        assert_eq!(
            at("2019-12-16t23:48:18z", Rfc),
            Some(DateTime::from_secs(1_576_540_098))
        );
        assert_eq!(at("1.576540098e9", EpochSeconds), Some(noon));
        let millis = super::DateTime::new(946_845_296, 123_000_000);
        assert_eq!(at("9.46845296123E8", EpochSeconds), Some(millis));
        assert_eq!(
            at("-9.46845296123E8", EpochSeconds),
            at("-946845296.123", EpochSeconds)
        );
        assert_eq!(at("1e-7", EpochSeconds), at("0.0000001", EpochSeconds));
        let fraction = at("Sun, 02 Jan 2000 20:34:56.456 GMT", HttpDate);
        assert_eq!(fraction, Some(DateTime::new(946_845_296, 456_000_000)));
        assert!(parse("2019-12-17T00:48:18+01:00", Rfc, Strictness::Strict).is_err());
    }

    #[test]
    fn refuses_other_forms() {
        for text in [
            "",
            "1996-12-19T16:39:57",
            "1996-12-19T163957Z",
            "19961219T163957Z",
            "1996-12-19 16:39:57Z",
            "1996-12-19T16:39Z",
            "1996-02-30T00:00:00Z",
            "1996-13-01T00:00:00Z",
            "1996-12-19T24:00:00Z",
            "2011-12-03T10:15:30+01:00[Europe/Paris]",
            "1515531081",
            "9999999999999-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "+2000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "0000-12-31T23:59:59Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
        ] {
            assert!(DateTime::parse(text, Rfc).is_err(), "{text}");
        }
        for text in [
            "",
            "NaN",
            "Infinity",
            "0x42",
            "1.2.3",
            "1e400",
            "99999999999999999999",
            "é",
        ] {
            assert!(DateTime::parse(text, EpochSeconds).is_err(), "{text}");
        }
        for text in [
            "",
            "Tue, 29 Apr 2014",
            "Xyz, 29 Apr 2014 18:30:38 GMT",
            "Sat, 01 Jan 10000 00:00:00 GMT",
            "Sun, 31 Dec 0000 00:00:00 GMT",
            "Tue, 29 Apr 2014 18:30:38",
        ] {
            assert!(DateTime::parse(text, HttpDate).is_err(), "{text}");
        }
    }

    #[test]
    fn a_message_says_no_year_that_its_format_cannot() {
        for format in [Rfc, HttpDate] {
            for seconds in [*TIMESTAMP_YEARS.start(), *TIMESTAMP_YEARS.end()] {
                let written = text(DateTime::from_secs(seconds), format).unwrap();
                assert!(
                    parse(&written, format, Strictness::Strict).is_ok(),
                    "{written}"
                );
            }
            for seconds in [TIMESTAMP_YEARS.start() - 1, TIMESTAMP_YEARS.end() + 1] {
                assert!(text(DateTime::from_secs(seconds), format).is_err());
                assert!(text(DateTime::from_secs(seconds), EpochSeconds).is_ok());
            }
        }
    }

    #[test]
    fn seconds_lie_as_far_from_1970_as_is_allowed() {
        for sign in [1, -1] {
            let (last, beyond) = (sign * LIMIT, sign * (LIMIT + 1));
            let read = |seconds: i64| parse(&seconds.to_string(), EpochSeconds, Strictness::Strict);
            assert_eq!(read(last), Ok(DateTime::from_secs(last)));
            assert!(read(beyond).is_err());
            assert_eq!(from_float(last as f64), Some(DateTime::from_secs(last)));
            assert_eq!(from_float(beyond as f64), None);
        }
    }

    #[test]
    fn every_instant_has_a_text() {
        for seconds in [i64::MIN, i64::MAX, -1, 0] {
            for format in [Rfc, HttpDate, EpochSeconds] {
                assert!(
                    !DateTime::new(seconds, 999_999_999)
                        .format(format)
                        .is_empty()
                );
            }
        }
    }
}
