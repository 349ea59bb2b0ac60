//! Parses timestamps in models to seconds and nanoseconds since 1970.

use super::Node;
use super::traits::TimestampFormat;

/// Parses a trait's value as a timestamp; without a format, a number or RFC 3339.
pub fn instant(value: &Node, format: Option<TimestampFormat>) -> Option<(i64, u32)> {
    match (value, format) {
        (Node::Number(number), None | Some(TimestampFormat::EpochSeconds)) => {
            epoch(&number.to_string())
        }
        (Node::String(text), None | Some(TimestampFormat::DateTime)) => rfc3339(text),
        (Node::String(text), Some(TimestampFormat::HttpDate)) => http_date(text),
        _ => None,
    }
}

/// Parses seconds since 1970 with an optional fraction and exponent, in JSON's syntax.
fn epoch(text: &str) -> Option<(i64, u32)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // The digits, with the decimal point after `point` of them. No timestamp has more than 32 before it.
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let digit = |at: i32| match usize::try_from(at) {
        Ok(at) => digits.as_bytes().get(at).copied().unwrap_or(b'0'),
        Err(_) => b'0',
    };
    if digits.bytes().all(|b| b == b'0') {
        return Some((0, 0));
    }
    if point > 32 {
        return None;
    }
    let whole: String = (0..point).map(|at| char::from(digit(at))).collect();
    let seconds: i64 = match whole.as_str() {
        "" => 0,
        whole => whole.parse().ok()?,
    };
    let fraction: String = (point..point.saturating_add(9))
        .map(|at| char::from(digit(at)))
        .collect();
    match (negative, nanos(&fraction)?) {
        (true, nanos @ 1..) => Some((
            seconds.checked_neg()?.checked_sub(1)?,
            1_000_000_000 - nanos,
        )),
        (true, _) => Some((seconds.checked_neg()?, 0)),
        (false, nanos) => Some((seconds, nanos)),
    }
}

/// Parses `1985-04-12T23:20:50.52Z`, or the same with an offset.
fn rfc3339(text: &str) -> Option<(i64, u32)> {
    let (date, time) = text.split_once(['T', 't'])?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, offset) = (time.get(..at)?, time.get(at..)?);
    let (clock, fraction) = match clock.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (clock, ""),
    };
    let seconds = date_seconds(year, month, day)? + clock_seconds(clock)?;
    Some((seconds - offset_seconds(offset)?, nanos(fraction)?))
}

/// Parses `Tue, 29 Apr 2014 18:30:38 GMT`, optionally with fractional seconds.
fn http_date(text: &str) -> Option<(i64, u32)> {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (weekday, rest) = text.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, "GMT"] = parts.as_slice() else {
        return None;
    };
    let month = MONTHS.iter().position(|name| name == month)? + 1;
    let date = date_seconds(
        number(year, 4)?,
        i64::try_from(month).ok()?,
        number(day, 2)?,
    )?;
    // 1970 began on a Thursday.
    let day_of_week = usize::try_from((date / 86_400).rem_euclid(7)).ok()?;
    if DAYS.get(day_of_week) != Some(&weekday) {
        return None;
    }
    let (clock, fraction) = match clock.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (*clock, ""),
    };
    Some((date + clock_seconds(clock)?, nanos(fraction)?))
}

/// Seconds from 1970 to the start of a day, if it exists.
fn date_seconds(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=length)
        .contains(&day)
        .then(|| days(year, month, day) * 86_400)
}

/// Seconds of `18:30:38` since midnight; leap seconds are accepted.
fn clock_seconds(text: &str) -> Option<i64> {
    let [hour, minute, second] = numbers(text, ':', [2, 2, 2])?;
    let fits = hour <= 23 && minute <= 59 && second <= 60;
    fits.then_some(hour * 3_600 + minute * 60 + second)
}

fn offset_seconds(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let [hours, minutes] = numbers(rest, ':', [2, 2])?;
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Parses numbers with the given number of digits, between separators.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[i64; N]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    let read: Option<Vec<i64>> = parts
        .into_iter()
        .zip(digits)
        .map(|(part, digits)| number(part, digits))
        .collect();
    read?.try_into().ok()
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn nanos(fraction: &str) -> Option<u32> {
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let nine: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    nine.parse().ok()
}

/// Days from 1970-01-01 to a date in the Gregorian calendar, whose 400-year cycle starts in March of a year
/// divisible by 400.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let cycle = year.div_euclid(400);
    let year_of_cycle = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    cycle * 146_097 + day_of_cycle - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers() {
        for (text, instant) in [
            ("0", Some((0, 0))),
            ("1.5", Some((1, 500_000_000))),
            ("-1.5", Some((-2, 500_000_000))),
            ("-3", Some((-3, 0))),
            ("1e3", Some((1_000, 0))),
            ("1.5E+1", Some((15, 0))),
            ("15e-1", Some((1, 500_000_000))),
            ("5e-1", Some((0, 500_000_000))),
            ("0e999999999", Some((0, 0))),
            ("1e-999999999", Some((0, 0))),
            ("1e999999999", None),
            ("1e99999999999999999999", None),
            ("9223372036854775807", Some((i64::MAX, 0))),
            ("9223372036854775808", None),
        ] {
            assert_eq!(epoch(text), instant, "{text}");
        }
    }

    #[test]
    fn reads_dates() {
        assert_eq!(rfc3339("1970-01-01T00:00:00Z"), Some((0, 0)));
        let (day, half) = (Some((482_196_050, 520_000_000)), Some((951_778_800, 0)));
        assert_eq!(rfc3339("1985-04-12T23:20:50.52Z"), day);
        assert_eq!(rfc3339("2000-02-29T00:00:00+01:00"), half);
        let day = Some((1_398_796_238, 0));
        assert_eq!(http_date("Tue, 29 Apr 2014 18:30:38 GMT"), day);
        for bad in [
            "",
            "1985-04-12",
            "1985-13-12T00:00:00Z",
            "1985-04-31T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "1985-04-12T00:00Z",
            "1985-4-12T00:00:00Z",
            "+985-04-12T00:00:00Z",
            "1985-04-12T00:00:00.Z",
            "1985-04-12T24:00:00Z",
            "1985-04-12T00:00:00",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ] {
            assert_eq!(rfc3339(bad), None, "{bad}");
        }
        for bad in [
            "",
            "Mon, 29 Apr 2014 18:30:38 GMT",
            "Wed, 31 Apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38 UTC",
            "Tue, 29 Apr 14 18:30:38 GMT",
            "Tuesday, 29-Apr-14 18:30:38 GMT",
            "2014-04-29T18:30:38Z",
        ] {
            assert_eq!(http_date(bad), None, "{bad}");
        }
    }
}
