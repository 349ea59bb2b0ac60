//! Days of the calendar, as far as entries end on them.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day: year, month and day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::command::diff) struct Date {
    year: i64,
    month: i64,
    day: i64,
}

/// The day it is in UTC.
pub(in crate::command::diff) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    Date::after_1970(i64::try_from(days).unwrap_or(0))
}

impl Date {
    /// Reads `2027-01-31`; a time of day after it is left out of account.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        let is_whole = text.len() == 10 || text.get(10..)?.starts_with(['T', ' ', 't']);
        let mut parts = date.split('-').map(|part| {
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i64>().ok().filter(|_| is_number)
        });
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let date = Self { year, month, day };
        // Only a day that there is comes back from its number.
        let is_day = Self::after_1970(date.days()) == date;
        (is_whole && parts.next().is_none() && is_day).then_some(date)
    }

    /// How many days it is after the first of 1970, by the Gregorian calendar; years start in March, so that the day
    /// that leap years add is their last.
    fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let month = (self.month + 9) % 12;
        let in_year = (153 * month + 2) / 5 + self.day - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year
            - 719_468
    }

    fn after_1970(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let in_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * in_year + 2) / 153;
        let day = in_year - (153 * month + 2) / 5 + 1;
        let month = (month + 2) % 12 + 1;
        let year = year + era * 400 + i64::from(month <= 2);
        Self { year, month, day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(Date::after_1970(0).to_string(), "1970-01-01");
        assert_eq!(Date::after_1970(11_016).to_string(), "2000-02-29");
        assert_eq!(Date::after_1970(20_786).to_string(), "2026-11-29");
        for days in (0..1_000_000).step_by(7) {
            assert_eq!(Date::after_1970(days).days(), days);
        }
    }

    #[test]
    fn only_days_that_there_are_can_be_written() {
        let date = Date::parse("2028-02-29").map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2028-02-29"));
        assert!(Date::parse("2027-01-31T10:00:00Z").is_some());
        for bad in [
            "2027-02-29",
            "2027-13-01",
            "2027-00-01",
            "2027-1-1",
            "27-01-01",
            "2027-01-31x",
            "",
            "+027-01-01",
            "2027-01--1",
            "ééééé",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert!(Date::parse("2027-01-31") < Date::parse("2027-02-01"));
    }
}
