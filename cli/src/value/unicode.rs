//! Character properties: what Python escapes, what is two columns wide, and what is a digit.
//!
//! The tables are those of Unicode 14.0.0, the version that the reference uses; other versions differ in escapes
//! and widths.

#[rustfmt::skip]
mod tables;

use tables::{UNPRINTABLE, WIDE, ZEROS};

/// Whether `repr()` shows the character unescaped.
pub(crate) fn is_printable(c: char) -> bool {
    (' '..='~').contains(&c) || !contains(UNPRINTABLE, u32::from(c))
}

/// Whether the AWS CLI counts two columns: East Asian width `W`, `F` or `A`.
#[must_use]
pub fn is_wide(c: char) -> bool {
    c >= '\u{a1}' && contains(WIDE, u32::from(c))
}

/// The value of a decimal digit in any script.
pub(crate) fn decimal_digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|d| u8::try_from(d).ok());
    }
    let point = u32::from(c);
    let place = ZEROS
        .partition_point(|&zero| zero <= point)
        .checked_sub(1)?;
    let digit = point - ZEROS.get(place)?;
    u8::try_from(digit).ok().filter(|&d| d < 10)
}

fn contains(ranges: &[(u32, u32)], point: u32) -> bool {
    let place = ranges.partition_point(|&(first, _)| first <= point);
    place
        .checked_sub(1)
        .and_then(|i| ranges.get(i))
        .is_some_and(|&(_, last)| point <= last)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    #[test]
    fn the_tables_are_what_the_program_prints() {
        let tables = include_str!("unicode/tables.rs");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/value/unicode/make.py");
        let printed = Command::new("python3").args(["-I", script]).output();
        let Ok(printed) = printed else {
            println!("skipped: there is no Python");
            return;
        };
        assert!(printed.status.success(), "{printed:?}");
        let printed = String::from_utf8(printed.stdout).unwrap();
        // The first line has the version.
        match printed.lines().next() == tables.lines().next() {
            true => assert!(printed == tables, "run {script}"),
            false => println!("skipped: this Python has another version of Unicode"),
        }
    }
}
