//! Resolves the type of a plain scalar, by the rules of YAML 1.2 or, after `%YAML 1.1`, of 1.1.
//!
//! These are the rules of the reference's library, which accepts more than the standards: underscores in numbers,
//! `0o` with or without the `o`, floats without a dot. The writer uses them too, to quote text that would resolve
//! to another type.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// `yes` is text and `012` is 12.
    V1_2,
    /// `yes` is true, `012` is 10 and `1:30` is 90.
    V1_1,
}

/// The type of an untagged, unquoted scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool,
    Int,
    Float,
    /// A date, with or without time.
    Timestamp,
    /// `<<`, which merges mappings if it is a key.
    Merge,
    /// `=`, which nothing supports.
    Value,
    Str,
}

/// Resolves a plain scalar.
pub(crate) fn resolve(text: &str, version: Version) -> Tag {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Tag::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Tag::Bool,
        "<<" => return Tag::Merge,
        "=" => return Tag::Value,
        _ => {}
    }
    if version == Version::V1_1 && is_old_bool(text) {
        return Tag::Bool;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return Tag::Str;
    }
    if is_float(text, version) {
        Tag::Float
    } else if is_int(text, version) {
        Tag::Int
    } else if is_timestamp(text) {
        Tag::Timestamp
    } else {
        Tag::Str
    }
}

fn is_old_bool(text: &str) -> bool {
    matches!(
        text,
        "y" | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "on"
            | "On"
            | "ON"
            | "off"
            | "Off"
            | "OFF"
    )
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// Splits off the longest prefix of accepted characters.
fn run(text: &str, accept: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !accept(c)).unwrap_or(text.len()))
}

fn digit_or_underscore(c: char) -> bool {
    c.is_ascii_digit() || c == '_'
}

fn is_float(text: &str, version: Version) -> bool {
    let number = unsigned(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        let (_, rest) = run(number, digit_or_underscore);
        if version == Version::V1_1 && is_sexagesimal_float(rest) {
            return true;
        }
        let after_dot = rest
            .strip_prefix('.')
            .map(|fraction| run(fraction, digit_or_underscore).1);
        return match after_dot {
            Some(rest) => rest.is_empty() || is_exponent(rest, false),
            None => is_exponent(rest, false),
        };
    }
    // Without digits before the dot, the exponent needs a sign, and 1.1 allows no leading sign.
    let number = if version == Version::V1_1 {
        text
    } else {
        number
    };
    let Some(fraction) = number.strip_prefix('.') else {
        return false;
    };
    let (digits, rest) = run(fraction, digit_or_underscore);
    !digits.is_empty() && (rest.is_empty() || is_exponent(rest, true))
}

fn is_exponent(text: &str, signed: bool) -> bool {
    let Some(rest) = text.strip_prefix(['e', 'E']) else {
        return false;
    };
    let digits = unsigned(rest);
    let has_sign = digits.len() < rest.len();
    (has_sign || !signed) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The rest after `(:[0-5]?[0-9])+`.
fn sexagesimal(mut text: &str) -> Option<&str> {
    let mut found = false;
    while let Some(rest) = text.strip_prefix(':') {
        let (digits, after) = run(rest, |c| c.is_ascii_digit());
        let valid = match digits.as_bytes() {
            [_] => true,
            [tens, _] => (b'0'..=b'5').contains(tens),
            _ => false,
        };
        if !valid {
            return None;
        }
        found = true;
        text = after;
    }
    found.then_some(text)
}

fn is_sexagesimal_float(after_whole: &str) -> bool {
    sexagesimal(after_whole)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|fraction| fraction.chars().all(digit_or_underscore))
}

fn is_int(text: &str, version: Version) -> bool {
    let number = unsigned(text);
    let all =
        |digits: &str, accept: fn(char) -> bool| !digits.is_empty() && digits.chars().all(accept);
    let radix = |prefix: &str, accept| {
        number
            .strip_prefix(prefix)
            .is_some_and(|digits| all(digits, accept))
    };
    let octal: fn(char) -> bool = |c| matches!(c, '0'..='7' | '_');
    if radix("0b", |c| matches!(c, '0' | '1' | '_'))
        || radix("0x", |c| c.is_ascii_hexdigit() || c == '_')
    {
        return true;
    }
    match version {
        Version::V1_2 => radix("0o", octal) || all(number, digit_or_underscore),
        Version::V1_1 => {
            let decimal = number.starts_with(|c: char| c.is_ascii_digit() && c != '0');
            let (_, rest) = run(number, digit_or_underscore);
            all(number, octal) || (decimal && (rest.is_empty() || sexagesimal(rest) == Some("")))
        }
    }
}

/// `2024-01-02`, or a date and time separated by blanks or `T`, with an optional time zone.
fn is_timestamp(text: &str) -> bool {
    date_and_time(text).is_some()
}

/// The parts of a timestamp, as text.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts<'a> {
    pub(crate) date: [&'a str; 3],
    /// Hour, minute, second and fractional digits.
    pub(crate) time: Option<([&'a str; 3], &'a str)>,
    /// Sign, hours and minutes of the time zone; absent for `Z` or if there is none.
    pub(crate) zone: Option<(bool, &'a str, &'a str)>,
}

/// Splits a timestamp into its parts.
pub(crate) fn date_and_time(text: &str) -> Option<Parts<'_>> {
    let (year, rest) = digits(text, 4..=4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 1..=2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 1..=2)?;
    let date = [year, month, day];
    if rest.is_empty() {
        let padded = month.len() == 2 && day.len() == 2;
        return padded.then_some(Parts {
            date,
            ..Parts::default()
        });
    }
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => {
            Some(rest.trim_start_matches([' ', '\t'])).filter(|after| after.len() < rest.len())?
        }
    };
    let (hour, rest) = digits(rest, 1..=2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2..=2)?;
    let (second, rest) = digits(rest.strip_prefix(':')?, 2..=2)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => run(rest, |c| c.is_ascii_digit()),
        None => ("", rest),
    };
    let time = Some(([hour, minute, second], fraction));
    let zone = rest.trim_start_matches([' ', '\t']);
    if zone == "Z" || rest.is_empty() {
        return Some(Parts {
            date,
            time,
            zone: None,
        });
    }
    let negative = zone.starts_with('-');
    let (hours, rest) = digits(zone.strip_prefix(['-', '+'])?, 1..=2)?;
    let (minutes, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2..=2)?,
        None => ("", rest),
    };
    rest.is_empty().then_some(Parts {
        date,
        time,
        zone: Some((negative, hours, minutes)),
    })
}

fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<(&str, &str)> {
    let (found, _) = run(text, |c| c.is_ascii_digit());
    let length = found.len().min(*count.end());
    (length >= *count.start()).then(|| text.split_at(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_have_the_types_of_1_2() {
        for (tag, texts) in [
            (Tag::Null, &["", "~", "null", "Null", "NULL"][..]),
            (Tag::Bool, &["true", "False", "TRUE"]),
            (
                Tag::Int,
                &[
                    "0", "-5", "007", "012", "0x1F", "0o17", "1_000", "+3", "0b101", "09", "-_",
                ],
            ),
            (
                Tag::Float,
                &[
                    "1.5", ".5", "1.", "1e3", "1.0e+3", ".inf", "-.INF", ".nan", "1_0.5", "+.5e+3",
                    "._",
                ],
            ),
            (
                Tag::Timestamp,
                &[
                    "2024-01-02",
                    "2024-01-02T03:04:05Z",
                    "2024-1-2 3:04:05.1 +2",
                    "2024-01-02 03:04:05-01:30",
                ],
            ),
            (Tag::Merge, &["<<"]),
            (Tag::Value, &["="]),
            (
                Tag::Str,
                &[
                    "yes", "n", "tRUE", "12:30:45", "1.2.3", "1e5x", "2024-1-2", "0X1f", "0o9",
                    "_1", ".5e3", "-.nan", "+", ".", "e3",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(resolve(text, Version::V1_2), tag, "{text}");
            }
        }
    }

    #[test]
    fn scalars_have_the_types_of_1_1() {
        for (tag, texts) in [
            (Tag::Bool, &["yes", "No", "ON", "off", "y", "true"][..]),
            (
                Tag::Int,
                &[
                    "012",
                    "1:30",
                    "-1:30:59",
                    "1_000",
                    "0b1",
                    "0",
                    "_7".trim_start_matches('_'),
                ],
            ),
            (Tag::Float, &["190:20:30.15", "1:30.", "1.5", ".5"]),
            (Tag::Str, &["09", "0o17", "1:60", "1:300", "-.5"]),
        ] {
            for text in texts {
                assert_eq!(resolve(text, Version::V1_1), tag, "{text}");
            }
        }
    }
}
