//! Dates and times. They are only displayed, since no member accepts a date object.

use smithgen_runtime::DateTime;

use super::Error;
use super::resolve::{Parts, date_and_time};
use crate::value::{Opaque, Value};

/// Builds a timestamp as the representation of Python's object.
pub(super) fn build(text: &str) -> Result<Value, Error> {
    let parts = date_and_time(text);
    let parts = parts
        .ok_or_else(|| Error::Invalid(format!("failed to construct timestamp from {text:?}")))?;
    let [year, month, day] = parts.date.map(number);
    check_date(year, month, day)?;
    let Some(time) = parts.time else {
        return Ok(object(
            "datetime.date",
            format!("{year:04}-{month:02}-{day:02}"),
            format!("datetime.date({year}, {month}, {day})"),
        ));
    };
    let ([hour, minute, second], micros) = (time.0.map(number), micros(time.1));
    for (value, limit, name) in [
        (hour, 23, "hour"),
        (minute, 59, "minute"),
        (second, 59, "second"),
    ] {
        if value > limit {
            return Err(Error::Scalar(format!("{name} must be in 0..{limit}")));
        }
    }
    let (zone_text, zone_repr) = zone(&parts, text);
    let (fraction, tail) = match (second, micros) {
        (0, 0) => (String::new(), String::new()),
        (_, 0) => (String::new(), format!(", {second}")),
        _ => (format!(".{micros:06}"), format!(", {second}, {micros}")),
    };
    Ok(object(
        "datetime.datetime",
        format!(
            "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}{zone_text}"
        ),
        format!("datetime.datetime({year}, {month}, {day}, {hour}, {minute}{tail}{zone_repr})"),
    ))
}

fn object(class: &'static str, text: String, repr: String) -> Value {
    Value::Opaque(Box::new(Opaque { class, text, repr }))
}

/// Parses up to four digits.
fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

/// Microseconds, rounded by the seventh digit.
fn micros(fraction: &str) -> u32 {
    let six: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(6)
        .collect();
    let round_up = fraction
        .as_bytes()
        .get(6)
        .is_some_and(|&digit| digit > b'4');
    // A carry into the seconds is not handled; it takes more nines than anyone writes.
    (number_of(&six) + u32::from(round_up)).min(999_999)
}

fn number_of(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

fn check_date(year: u32, month: u32, day: u32) -> Result<(), Error> {
    let message = if year == 0 {
        "year 0 is out of range"
    } else if !(1..=12).contains(&month) {
        "month must be in 1..12"
    } else if DateTime::from_date(year.into(), month.into(), day.into()).is_none() {
        "day is out of range for month"
    } else {
        return Ok(());
    };
    Err(Error::Scalar(message.to_owned()))
}

/// The time zone in `str()` and in `repr()`; empty if there is none.
fn zone(parts: &Parts<'_>, text: &str) -> (String, String) {
    let Some((negative, hours, minutes)) = parts.zone else {
        return if text.ends_with('Z') {
            let repr = ", tzinfo=datetime.timezone(datetime.timedelta(0), 'Z')";
            ("+00:00".to_owned(), repr.to_owned())
        } else {
            (String::new(), String::new())
        };
    };
    let (sign, hour, minute) = (
        if negative { '-' } else { '+' },
        number(hours),
        number(minutes),
    );
    let seconds = i64::from(hour * 3600 + minute * 60);
    let delta = match (seconds, negative) {
        (0, _) => "0".to_owned(),
        (_, false) => format!("seconds={seconds}"),
        (_, true) => format!("days=-1, seconds={}", 86_400 - seconds),
    };
    let written = if minutes.is_empty() {
        format!("{sign}{hours}")
    } else {
        format!("{sign}{hours}:{minutes}")
    };
    (
        format!("{sign}{hour:02}:{minute:02}"),
        format!(", tzinfo=datetime.timezone(datetime.timedelta({delta}), '{written}')"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_shown_as_python_shows_them() {
        for (text, want, repr) in [
            ("2024-01-02", "2024-01-02", "datetime.date(2024, 1, 2)"),
            (
                "2024-01-02T03:04:05",
                "2024-01-02 03:04:05",
                "datetime.datetime(2024, 1, 2, 3, 4, 5)",
            ),
            (
                "2024-1-2 3:04:00.5",
                "2024-01-02 03:04:00.500000",
                "datetime.datetime(2024, 1, 2, 3, 4, 0, 500000)",
            ),
            (
                "2024-01-02T03:04:00Z",
                "2024-01-02 03:04:00+00:00",
                "datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone(datetime.timedelta(0), 'Z'))",
            ),
        ] {
            let value = build(text).unwrap();
            assert_eq!(
                (value.to_string(), value.repr().to_string()),
                (want.to_owned(), repr.to_owned())
            );
        }
    }

    #[test]
    fn impossible_dates_have_pythons_messages() {
        for (text, want) in [
            ("0000-01-01", "year 0 is out of range"),
            ("2024-13-01", "month must be in 1..12"),
            ("2023-02-29", "day is out of range for month"),
            ("2024-01-01 24:00:00", "hour must be in 0..23"),
        ] {
            assert_eq!(build(text), Err(Error::Scalar(want.to_owned())));
        }
    }
}
