//! Text and numbers that the reference accepts as timestamps.

use smithgen_runtime::DateTime;

use crate::value::Value;

/// Parses a timestamp: seconds since 1970 as a number or text, an ISO 8601 date with or without time, or a date
/// with a month name. UTC unless an offset is given.
pub(crate) fn parse(value: &Value) -> Option<DateTime> {
    match value {
        Value::Int(_) | Value::Bool(_) => value.as_int().and_then(|int| from_seconds(int.to_f64())),
        Value::Float(seconds) => from_seconds(*seconds),
        Value::Str(text) => parse_text(text.trim()),
        Value::Opaque(opaque) if opaque.class == "datetime.datetime" => parse_text(&opaque.text),
        _ => None,
    }
}

fn from_seconds(seconds: f64) -> Option<DateTime> {
    // Python's years end with 9999.
    if !seconds.is_finite() || !(-62_135_596_800.0..253_402_300_800.0).contains(&seconds) {
        return None;
    }
    let whole = seconds.floor();
    let nanos = ((seconds - whole) * 1e6).round() * 1e3;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range, see above"
    )]
    let instant = DateTime::new(whole as i64, nanos as u32);
    Some(instant)
}

fn parse_text(text: &str) -> Option<DateTime> {
    if let Some(seconds) = crate::python::float(text) {
        return from_seconds(seconds);
    }
    iso(text).or_else(|| with_month_name(text))
}

/// `2020-01-02` or `20200102`, optionally followed by `T10:11[:12[.5]][Z|+01:00]`, where a blank may replace the
/// `T`.
fn iso(text: &str) -> Option<DateTime> {
    let mut rest = text;
    let year = digits(&mut rest, 4)?;
    let dashed = skip(&mut rest, "-");
    let month = digits(&mut rest, 2)?;
    if dashed && !skip(&mut rest, "-") {
        return None;
    }
    let day = digits(&mut rest, 2)?;
    let date = date(year, month, day)?;
    if rest.is_empty() {
        return Some(date);
    }
    if !(skip(&mut rest, "T") || skip(&mut rest, "t") || skip(&mut rest, " ")) {
        return None;
    }
    let (seconds, nanos) = time(&mut rest)?;
    let offset = offset(rest.trim_start())?;
    Some(DateTime::new(date.secs() + seconds - offset, nanos))
}

/// `10:11`, `101112` or `10:11:12.5`, as seconds and nanoseconds.
fn time(rest: &mut &str) -> Option<(i64, u32)> {
    let hour = digits(rest, 2)?;
    let colon = skip(rest, ":");
    let minute = digits(rest, 2)?;
    let mut seconds = 0;
    let mut nanos = 0;
    if (colon && skip(rest, ":")) || (!colon && rest.starts_with(|c: char| c.is_ascii_digit())) {
        seconds = digits(rest, 2)?;
        if skip(rest, ".") || skip(rest, ",") {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let fraction = rest.get(..length)?;
            // Python has microsecond precision.
            nanos = format!("{fraction:0<6}").get(..6)?.parse::<u32>().ok()? * 1000;
            *rest = rest.get(length..)?;
        }
    }
    (hour < 24 && minute < 60 && seconds < 60)
        .then_some((hour * 3600 + minute * 60 + seconds, nanos))
}

/// Seconds east of UTC.
fn offset(rest: &str) -> Option<i64> {
    match rest {
        "" | "Z" | "z" | "UTC" | "GMT" => return Some(0),
        _ => {}
    }
    let sign = match rest.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut rest = rest.get(1..)?;
    let hours = digits(&mut rest, 2)?;
    let _ = skip(&mut rest, ":");
    let minutes = if rest.is_empty() {
        0
    } else {
        digits(&mut rest, 2)?
    };
    rest.is_empty()
        .then_some(sign * (hours * 3600 + minutes * 60))
}

/// `Jan 2 2020`, `2 January 2020 10:11:12`, `Thu, 02 Jan 2020 10:11:12 GMT`.
fn with_month_name(text: &str) -> Option<DateTime> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (mut year, mut month, mut day, mut clock, mut shift) = (None, None, None, (0, 0), 0);
    for token in text.split([' ', ',']).filter(|t| !t.is_empty()) {
        let lower = token.to_ascii_lowercase();
        let start = lower.get(..3).unwrap_or_default();
        if token.contains(':') {
            let mut rest = token;
            clock = time(&mut rest)?;
            shift = offset(rest)?;
        } else if token.bytes().all(|b| b.is_ascii_digit()) {
            let number: i64 = token.parse().ok()?;
            if token.len() == 4 {
                year = Some(number);
            } else {
                day = Some(number);
            }
        } else if let Some(index) = MONTHS.iter().position(|m| *m == start) {
            month = i64::try_from(index + 1).ok();
        } else if !WEEKDAYS.contains(&start) {
            shift = offset(token)?;
        }
    }
    let date = date(year?, month?, day?)?;
    Some(DateTime::new(date.secs() + clock.0 - shift, clock.1))
}

/// The start of a day. Python's years begin with 1.
fn date(year: i64, month: i64, day: i64) -> Option<DateTime> {
    DateTime::from_date(year, month, day).filter(|_| year >= 1)
}

fn digits(rest: &mut &str, count: usize) -> Option<i64> {
    let (number, tail) = rest.split_at_checked(count)?;
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    *rest = tail;
    number.parse().ok()
}

fn skip(rest: &mut &str, text: &str) -> bool {
    match rest.strip_prefix(text) {
        Some(tail) => {
            *rest = tail;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse(&Value::from(text)).map(DateTime::secs)
    }

    #[test]
    fn the_reference_takes_these() {
        let new_year = Some(1_577_836_800);
        for text in [
            "2020-01-01",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00Z",
            "2020-01-01T01:00:00+01:00",
            "2020-01-01T01:00:00+0100",
            "20200101T000000Z",
            "2020-01-01 00:00",
            "1577836800",
            "Jan 1 2020",
            "Wed, 01 Jan 2020 00:00:00 GMT",
        ] {
            assert_eq!(seconds(text), new_year, "{text}");
        }
        assert_eq!(seconds("2020"), Some(2020));
        assert_eq!(
            parse(&Value::Float(1.5)).map(DateTime::subsec_nanos),
            Some(500_000_000)
        );
        for text in [
            "",
            " ",
            "now",
            "2020-13-01",
            "2020-02-30",
            "2020-01-01T25:00",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(parse(&Value::Null), None);
    }
}
